// The program of a music thread: one task at a time, and its answer.

import { AppError } from "../../errors.ts";
import { cutExcerpt } from "../preview/cut_excerpt.ts";
import { drawThumbnail } from "../preview/draw_thumbnail.ts";
import { analyseMidi, studyMidi } from "./analyse_midi.ts";
import type { MusicAnswer, MusicTask, MusicTasks } from "./music_thread.ts";
import { playScore } from "./play_score.ts";
import { readNotes } from "./read_notes.ts";

self.onmessage = ({ data: task }: MessageEvent<MusicTask>) => self.postMessage(answer(task));

/** Nothing is thrown on: across threads an error loses its class and code. */
function answer(task: MusicTask): MusicAnswer {
  try {
    return { type: "done", result: perform(task) };
  } catch (error) {
    if (error instanceof AppError) {
      return { type: "failed", code: error.code, message: error.message };
    }
    const cause = error instanceof Error ? error.stack ?? error.message : String(error);
    return { type: "broken", cause };
  }
}

function perform(task: MusicTask): ReturnType<MusicTasks[keyof MusicTasks]> {
  switch (task.type) {
    case "analyse":
      return analyseMidi(task.input);
    case "study":
      return studyMidi(task.input);
    case "play":
      return playScore(task.input);
    case "draw":
      return drawThumbnail(readNotes(task.input));
    case "cut":
      return cutExcerpt(readNotes(task.input));
  }
}

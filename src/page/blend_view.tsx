// The blend on show: how far it is, its notes, its sound, its files.

import { useEffect, useState } from "hono/jsx/dom";
import type { Job } from "../client/wire.ts";
import type { Controller } from "./controller.ts";
import { Downloads, isPart } from "./downloads.tsx";
import { focusRefusal } from "./focus.ts";
import { IdlePicture } from "./idle_picture.tsx";
import { isFinished } from "../client/fold_job.ts";
import type { JobState } from "./job_state.ts";
import { MakingOf } from "./making_of.tsx";
import { isOwn, type PageState } from "./page_state.ts";
import { PianoRoll } from "./piano_roll.tsx";
import { Player } from "./player.tsx";
import type { Follow } from "./roll_motion.ts";
import type { SongPlayer } from "./song_player.ts";
import { StageLine } from "./stage_line.tsx";
import { type AudioState, useAudio } from "./use_audio.ts";
import { type Loop, useLoop } from "./use_loop.ts";
import { useReport } from "./use_report.ts";
import { standing } from "./wording.ts";

export type BlendViewProps = {
  readonly state: PageState;
  readonly blend: JobState;
  readonly controller: Controller;
  readonly player: SongPlayer;
};

export function BlendView({ state, blend, controller, player }: BlendViewProps) {
  const { job, piece, message } = blend;
  const isGone = !job && state.trouble !== undefined;
  const mp3 = job?.outputs.find(({ kind }) => kind === "mp3");
  const sound = useAudio(mp3?.url);
  const report = useReport(job, controller);
  const [loop, setLoop] = useState<Loop | undefined>(undefined);
  useLoop(sound.audio, loop);
  useOneVoice(sound, { preview: state.preview, player });
  const move = (seconds: number) => {
    if (sound.audio) sound.audio.currentTime = Math.min(seconds, sound.lengthSeconds);
  };
  /** Somebody who goes elsewhere wants out of the loop. */
  const seek = (seconds: number) => {
    setLoop(undefined);
    move(seconds);
  };
  const playLoop = (next: Loop | undefined) => {
    setLoop(next);
    if (!next) return;
    move(next.startSeconds);
    void sound.audio?.play();
  };
  return (
    <section class="blend" aria-labelledby="blend-title" data-status={job?.status ?? "unknown"}>
      <header>
        <h2 id="blend-title" tabindex={-1}>
          {job ? <Titles job={job} /> : isGone ? "No blend to show" : "Opening the blend"}
        </h2>
        <p class="blend-standing" role="status">{job ? standingOf(job, state.link) : ""}</p>
      </header>
      {state.trouble && (
        <div class="notice" role="alert">
          <strong>{state.trouble.title}</strong>
          <p>{state.trouble.detail}</p>
        </div>
      )}
      {job?.status === "failed" && (
        <div class="notice" role="alert">
          <strong>{job.error ?? "Something went wrong"}</strong>
          <p>
            {isOwn(state, job.jobId) ? "Trying again often helps." : ""}{" "}
            <code>{job.errorCode}</code>
          </p>
        </div>
      )}
      {job && !isFinished(job) && <StageLine job={job} message={message} />}
      {isGone ? <IdlePicture /> : (
        <PianoRoll
          piece={piece}
          songs={job?.songs ?? []}
          follow={followOf(job)}
          audio={sound.audio}
          isPlaying={sound.isPlaying}
          playSeconds={sound.playSeconds}
          onSeek={seek}
        />
      )}
      {sound.audio && !sound.hasFailed && <Player {...sound} audio={sound.audio} onSeek={seek} />}
      {job?.warnings.map(({ message }) => <p class="hint" key={message}>{message}</p>)}
      {job && <BlendActions job={job} state={state} controller={controller} />}
      {job?.outputs.some(isPart) && (
        <div class="actions" role="group" aria-label="Instruments and sections">
          <Downloads outputs={job.outputs.filter(isPart)} />
        </div>
      )}
      {job && report && (
        <MakingOf
          report={report}
          songs={job.songs}
          loop={loop}
          onLoop={sound.audio && !sound.hasFailed ? playLoop : undefined}
        />
      )}
    </section>
  );
}

/** Of the blend and the songs, what was begun last is heard. */
function useOneVoice(
  { audio, isPlaying }: AudioState,
  { preview, player }: { readonly preview: PageState["preview"]; readonly player: SongPlayer },
): void {
  useEffect(() => {
    if (isPlaying) player.stop();
  }, [isPlaying]);
  useEffect(() => {
    if (preview) audio?.pause();
  }, [preview?.songId]);
}

function standingOf(job: Job, link: PageState["link"]): string {
  const isCutOff = link === "waiting" && !isFinished(job);
  return isCutOff ? `${standing(job)}; reconnecting to see how far it is` : standing(job);
}

function followOf(job: Job | undefined): Follow {
  if (job && isFinished(job)) return "no";
  return job?.stage === "converting" || job?.stage === "storing" ? "toTheEnd" : "newest";
}

/** With spaces, so that titles wrap between songs. */
const BETWEEN = " × ";

function Titles({ job }: { job: Job }) {
  return (
    <>
      {job.songs.map(({ title, songId }, index) => (
        <span key={songId}>
          {index > 0 && <span class="times-sign" aria-label="and">{BETWEEN}</span>}
          <span class="title" data-song={index + 1}>{title}</span>
        </span>
      ))}
    </>
  );
}

function BlendActions(
  { job, state, controller }: { job: Job } & Omit<BlendViewProps, "blend" | "player">,
) {
  const isMine = isOwn(state, job.jobId);
  const isOver = isFinished(job);
  async function blendAgain() {
    if (!await controller.blendAgain(job)) focusRefusal();
  }
  return (
    <div class="actions">
      <Downloads outputs={job.outputs.filter((output) => !isPart(output))} />
      {isMine && !isOver && (
        <button
          type="button"
          disabled={job.cancelRequested}
          onClick={() => void controller.cancel()}
        >
          {job.cancelRequested ? "Cancelling" : "Cancel"}
        </button>
      )}
      {isMine && (job.status === "failed" || job.status === "cancelled") && (
        <button
          type="button"
          class="primary"
          onClick={() => void controller.retry()}
        >
          Try again
        </button>
      )}
      {isOver && (
        <button type="button" onClick={() => void blendAgain()}>
          Another version
        </button>
      )}
      <CopyLink />
      <p class="seed">
        Seed <code>{job.options.seed}</code>
      </p>
    </div>
  );
}

function CopyLink() {
  const [isCopied, setCopied] = useState(false);
  // Only pages that came over TLS, or from this machine, may write to the clipboard.
  if (!navigator.clipboard) return null;
  async function copy() {
    await navigator.clipboard.writeText(location.href);
    setCopied(true);
    setTimeout(() => setCopied(false), 2_000);
  }
  return (
    <button type="button" onClick={() => void copy()}>
      {isCopied ? "Copied" : "Copy link"}
    </button>
  );
}

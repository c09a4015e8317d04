// Search as one types: waits for a pause, asks for the newest text only, remembers answers.

import { useRef, useState } from "hono/jsx/dom";
import type { SongSummary } from "../client/wire.ts";
import { AnswerMemory } from "./answer_memory.ts";

export type SearchSongs = (text: string, signal: AbortSignal) => Promise<SongSummary[]>;

/** Pause in the typing after which the search goes out, in milliseconds. */
const PAUSE_MS = 180;
/** Searches of one field are at least this far apart: a socket may send 120 messages a minute. */
const GAP_MS = 550;
/** Longest wait for an answer before the field says so, in milliseconds. */
const ANSWER_TIMEOUT_MS = 5_000;

/** `found` stays on show while the next answer is awaited; then it is stale. */
export function useSongSearch(search: SearchSongs) {
  const [found, setFound] = useState<SongSummary[]>([]);
  const [isStale, setStale] = useState(false);
  const [hasFailed, setFailed] = useState(false);
  const pause = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const running = useRef<AbortController | null>(null);
  const lastMs = useRef(-GAP_MS);
  const memory = useRef(new AnswerMemory<SongSummary[]>(() => performance.now()));

  function show(songs: SongSummary[]) {
    setFound(songs);
    setStale(false);
    setFailed(false);
  }

  async function run(text: string) {
    const newest = new AbortController();
    running.current = newest;
    lastMs.current = performance.now();
    try {
      const signal = AbortSignal.any([newest.signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]);
      const songs = await search(text, signal);
      memory.current!.keep(text, songs);
      show(songs);
    } catch {
      // A search overtaken by the next one has nothing to tell.
      if (newest.signal.aborted) return;
      setFound([]);
      setStale(false);
      setFailed(true);
    }
  }

  function ask(typed: string) {
    const text = typed.trim();
    clearTimeout(pause.current);
    running.current?.abort();
    const known = memory.current!.recall(text);
    if (known) return show(known);
    setStale(true);
    const gapMs = lastMs.current + GAP_MS - performance.now();
    pause.current = setTimeout(() => void run(text), Math.max(text === "" ? 0 : PAUSE_MS, gapMs));
  }

  return { found, isStale, hasFailed, ask };
}

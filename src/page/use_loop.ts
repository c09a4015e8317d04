import { useEffect } from "hono/jsx/dom";

/** A stretch of the audio, in seconds. */
export type Loop = { readonly startSeconds: number; readonly endSeconds: number };

/** The audio stops at its end, and a loop must turn back before. */
const END_MARGIN_SECONDS = 0.08;

/** Plays the stretch again and again, as long as there is one. */
export function useLoop(audio: HTMLAudioElement | null, loop: Loop | undefined): void {
  useEffect(() => {
    if (!audio || !loop) return;
    let frame = 0;
    const turnBack = () => {
      const endSeconds = Math.min(loop.endSeconds, audio.duration - END_MARGIN_SECONDS);
      if (audio.currentTime >= endSeconds) audio.currentTime = loop.startSeconds;
    };
    // Exact while the page is in sight, and now and then while it is not.
    const watch = () => {
      turnBack();
      frame = requestAnimationFrame(watch);
    };
    watch();
    audio.addEventListener("timeupdate", turnBack);
    return () => {
      cancelAnimationFrame(frame);
      audio.removeEventListener("timeupdate", turnBack);
    };
  }, [audio, loop]);
}

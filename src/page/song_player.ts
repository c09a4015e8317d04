// Plays the preview of one song at a time.

import type { PageState, Preview } from "./page_state.ts";
import type { Store } from "./store.ts";

/** What is needed of an audio element. */
export type PreviewAudio =
  & Pick<HTMLAudioElement, "play" | "pause" | "addEventListener">
  & { src: string; readonly ended: boolean };

export class SongPlayer {
  readonly #store: Store<PageState>;
  readonly #createAudio: () => PreviewAudio;
  #audio: PreviewAudio | undefined;

  /** `createAudio` may throw where there is no sound. */
  constructor(store: Store<PageState>, createAudio: () => PreviewAudio) {
    this.#store = store;
    this.#createAudio = createAudio;
  }

  /** Plays a song from its beginning, or stops it. */
  toggle(songId: string): void {
    const preview = this.#preview;
    if (preview?.songId === songId && preview.standing !== "failed") this.stop();
    else this.#play(songId);
  }

  /** Stops this song, if it is the one. */
  leave(songId: string): void {
    if (this.#preview?.songId === songId) this.stop();
  }

  stop(): void {
    const audio = this.#audio;
    this.#audio = undefined;
    if (audio) {
      audio.pause();
      // Ends the download too.
      audio.src = "";
    }
    this.#show(undefined);
  }

  #play(songId: string): void {
    this.stop();
    this.#show({ songId, standing: "loading" });
    try {
      this.#start(songId, this.#createAudio());
    } catch {
      this.#show({ songId, standing: "failed" });
    }
  }

  #start(songId: string, audio: PreviewAudio): void {
    this.#audio = audio;
    // What an element says after it was left is of no interest.
    const on = (event: string, act: () => void) =>
      audio.addEventListener(event, () => this.#audio === audio && act());
    const fail = () => this.#show({ songId, standing: "failed" });
    on("playing", () => this.#show({ songId, standing: "playing" }));
    on("waiting", () => this.#show({ songId, standing: "loading" }));
    on("error", fail);
    on("ended", () => this.stop());
    // By a key of the keyboard, or because the device is needed elsewhere.
    on("pause", () => this.stop());
    audio.src = previewUrl(songId, "preview");
    audio.play().catch(() => this.#audio === audio && fail());
  }

  get #preview(): Preview | undefined {
    return this.#store.get().preview;
  }

  #show(preview: Preview | undefined): void {
    if (preview === this.#preview) return;
    this.#store.update((state) => ({ ...state, preview }));
  }
}

/** Where the server has a song's sound or picture. */
export function previewUrl(songId: string, what: "preview" | "thumbnail"): string {
  return `/api/songs/${encodeURIComponent(songId)}/${what}`;
}

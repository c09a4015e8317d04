// One sort of preview: made when a song's is first asked for, kept as an object, read from then on.

import { AppError } from "../../errors.ts";
import { readObject, type StoredObjects } from "../read_object.ts";
import type { SongStore } from "../song_store.ts";
import { SharedWork, type Turns } from "./shared_work.ts";

export interface PreviewObjects extends StoredObjects {
  put(
    key: string,
    bytes: Uint8Array,
    options: { readonly mediaType: string; readonly signal: AbortSignal },
  ): Promise<void>;
}

export type PreviewLog = {
  warn(message: string, fields: Readonly<Record<string, unknown>>): void;
};

export type PreviewParts = {
  readonly songs: Pick<SongStore, "objectKeys">;
  readonly objects: PreviewObjects;
  readonly log: PreviewLog;
};

export type PreviewSort = {
  /** Where a song's is kept. One that is made otherwise has another key. */
  readonly keyOf: (songId: string) => string;
  readonly mediaType: string;
  /** Whether these may be the bytes that were kept. */
  readonly isWhole: (bytes: Uint8Array) => boolean;
  readonly make: (midi: Uint8Array, songId: string, signal: AbortSignal) => Promise<Uint8Array>;
  readonly turns: Turns;
  readonly timeoutMs: number;
};

export type PreviewOf = (songId: string, signal: AbortSignal) => Promise<Uint8Array>;

/** As large as a song of the catalogue may be. */
const MAX_SONG_BYTES = 2 * 1024 * 1024;
/** Anything larger is none of ours. */
const MAX_PREVIEW_BYTES = 1024 * 1024;

export class KeptPreviews implements Disposable {
  readonly #parts: PreviewParts;
  readonly #sort: PreviewSort;
  readonly #making: SharedWork<Uint8Array>;

  constructor(parts: PreviewParts, sort: PreviewSort) {
    this.#parts = parts;
    this.#sort = sort;
    this.#making = new SharedWork(sort);
  }

  /** @throws {AppError} `not_found` without such a song, `song_unavailable` without its file. */
  get: PreviewOf = async (songId, signal) => {
    const [songKey] = await this.#parts.songs.objectKeys([songId], signal);
    if (songKey === undefined) throw new AppError("not_found", "No such song");
    const kept = await this.#find(songId, signal);
    return kept ?? await this.#making.do(songId, (own) => this.#make(songId, songKey, own), signal);
  };

  [Symbol.dispose](): void {
    this.#making[Symbol.dispose]();
  }

  /** Undefined when it was never made, or is not what was kept and has to be made again. */
  async #find(songId: string, signal: AbortSignal): Promise<Uint8Array | undefined> {
    const { objects, log } = this.#parts;
    const key = this.#sort.keyOf(songId);
    try {
      const bytes = await readObject(objects, key, { maxBytes: MAX_PREVIEW_BYTES, signal });
      if (this.#sort.isWhole(bytes)) return bytes;
    } catch (error) {
      if (isCode(error, "not_found")) return undefined;
      if (!isCode(error, "midi_too_large")) throw error;
    }
    log.warn("A kept preview is damaged and is made again", { key });
    return undefined;
  }

  async #make(songId: string, songKey: string, signal: AbortSignal): Promise<Uint8Array> {
    const { make, keyOf, mediaType } = this.#sort;
    const { objects, log } = this.#parts;
    const midi = await this.#readSong(songKey, signal);
    const bytes = await make(midi, songId, signal).catch(asUnavailable);
    const key = keyOf(songId);
    // Whoever waits need not be told that it could not be kept.
    await objects.put(key, bytes, { mediaType, signal }).catch((error: unknown) => {
      log.warn("A preview could not be kept", { key, error: String(error) });
    });
    return bytes;
  }

  async #readSong(songKey: string, signal: AbortSignal): Promise<Uint8Array> {
    const options = { maxBytes: MAX_SONG_BYTES, signal };
    return await readObject(this.#parts.objects, songKey, options).catch(asUnavailable);
  }
}

/** What the caller of the API did nothing for: the catalogue's file is gone or not as it was. */
function asUnavailable(cause: unknown): never {
  const isLost = isCode(cause, "not_found", "invalid_midi", "midi_too_large");
  if (!isLost) throw cause;
  throw new AppError("song_unavailable", "The MIDI file of this song cannot be read", { cause });
}

function isCode(error: unknown, ...codes: readonly AppError["code"][]): boolean {
  return error instanceof AppError && codes.includes(error.code);
}

// What a song looks and sounds like, before anybody blends it.

import { KeptPreviews, type PreviewOf, type PreviewParts } from "./kept_previews.ts";
import type { Turns } from "./shared_work.ts";

/**
 * Both throw AppErrors: `not_found` without such a song, `song_unavailable` when its MIDI file is
 * gone or cannot be read, `queue_full`, `draining`, `not_ready` when it takes too long,
 * `storage_unavailable`; a sound also what rendering throws.
 */
export interface SongPreviews extends Disposable {
  /** The piano roll of the whole song: SVG. */
  readonly thumbnail: PreviewOf;
  /** The seconds that tell it best: MP3. */
  readonly sound: PreviewOf;
}

export type SongPreviewParts = PreviewParts & {
  /** `drawThumbnail` of a file, in a thread of its own. */
  readonly draw: (midi: Uint8Array, signal: AbortSignal) => Promise<string>;
  /** `cutExcerpt` of a file, in a thread of its own. */
  readonly cut: (midi: Uint8Array, signal: AbortSignal) => Promise<Uint8Array>;
  /** MIDI → MP3; `name` is the same for the same song. */
  readonly render: (midi: Uint8Array, name: string, signal: AbortSignal) => Promise<Uint8Array>;
  readonly thumbnailTurns: Turns;
  readonly soundTurns: Turns;
  /** Longest time for making one. @default 30 s */
  readonly timeoutMs?: number;
};

const TIMEOUT_MS = 30_000;

export function createSongPreviews(parts: SongPreviewParts): SongPreviews {
  const { draw, cut, render, timeoutMs = TIMEOUT_MS } = parts;
  const thumbnails = new KeptPreviews(parts, {
    keyOf: (songId) => `thumbnails/${songId}-v1.svg`,
    mediaType: "image/svg+xml",
    isWhole: isSvg,
    make: async (midi, _songId, signal) => new TextEncoder().encode(await draw(midi, signal)),
    turns: parts.thumbnailTurns,
    timeoutMs,
  });
  const sounds = new KeptPreviews(parts, {
    keyOf: (songId) => `previews/${songId}-v1.mp3`,
    mediaType: "audio/mpeg",
    isWhole: isMp3,
    make: async (midi, songId, signal) =>
      await render(await cut(midi, signal), `preview-${songId}`, signal),
    turns: parts.soundTurns,
    timeoutMs,
  });
  return {
    thumbnail: thumbnails.get,
    sound: sounds.get,
    [Symbol.dispose]() {
      thumbnails[Symbol.dispose]();
      sounds[Symbol.dispose]();
    },
  };
}

function isSvg(bytes: Uint8Array): boolean {
  const text = new TextDecoder();
  return text.decode(bytes.subarray(0, 4)) === "<svg" && text.decode(bytes.slice(-6)) === "</svg>";
}

/** An ID3 tag or a frame of layer III comes first. */
function isMp3([first = 0, second = 0]: Uint8Array): boolean {
  return first === 0x49 && second === 0x44 || first === 0xff && (second & 0xe6) === 0xe2;
}

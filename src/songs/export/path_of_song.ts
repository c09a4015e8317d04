import type { KeptSong } from "../song_store.ts";

const MAX_SEGMENT_BYTES = 120;
/** Part of a hash that keeps songs of one name apart. */
const HASH_DIGITS = 12;
/** Devices of Windows, whatever stands behind a dot. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** `Artist/Title 0123456789ab.mid`: a path that every common file system takes. */
export function pathOfSong(
  { title, artist, contentSha256 }: Pick<KeptSong, "title" | "artist" | "contentSha256">,
): string {
  return `${segmentOf(artist)}/${segmentOf(title)} ${contentSha256.slice(0, HASH_DIGITS)}.mid`;
}

function segmentOf(name: string): string {
  const plain = cutBytes(name.normalize("NFC").replaceAll(/[\p{Cc}\p{Cf}\\/:*?"<>|]/gu, "_"))
    // Hidden names, and those that some systems cut.
    .replace(/^[\s._~-]+/, "").replace(/[\s.]+$/, "");
  if (plain === "") return "Unknown";
  return RESERVED.test(plain) ? `${plain}_`.replace(".", "_") : plain;
}

function cutBytes(text: string): string {
  const bytes = new Uint8Array(MAX_SEGMENT_BYTES);
  return text.slice(0, new TextEncoder().encodeInto(text, bytes).read);
}

// MIDI files spelt byte by byte, for what a writer would never write.

/** Bytes from hexadecimal digits; spaces are free. */
export function hex(digits: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.fromHex(digits.replaceAll(/\s/g, ""));
}

/** A file of one format with these tracks, each given as hexadecimal events. */
export function midiFile(
  tracks: readonly string[],
  { format = 1, division = "0060" }: { format?: number; division?: string } = {},
): Uint8Array<ArrayBuffer> {
  const header = `4d546864 00000006 ${uint(format, 2)} ${uint(tracks.length, 2)} ${division}`;
  return hex(header + tracks.map(trackChunk).join(""));
}

function trackChunk(events: string): string {
  return `4d54726b ${uint(hex(events).length, 4)} ${events}`;
}

function uint(value: number, bytes: number): string {
  return value.toString(16).padStart(bytes * 2, "0");
}

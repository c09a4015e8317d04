// A MIDI file as its chunks: just enough to damage one in a chosen place and write it again.

/** The fields of the header, and what stands in each MTrk chunk. */
export type MidiChunks = {
  readonly format: number;
  readonly division: number;
  readonly tracks: readonly Uint8Array[];
};

/** Undefined for bytes that are no header followed by chunks. */
export function parseChunks(bytes: Uint8Array): MidiChunks | undefined {
  if (bytes.length < 14) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (view.getUint32(0) !== MTHD || view.getUint32(4) !== 6) return undefined;
  const tracks: Uint8Array[] = [];
  for (let at = 14; at + 8 <= bytes.length;) {
    const length = view.getUint32(at + 4);
    if (view.getUint32(at) !== MTRK || at + 8 + length > bytes.length) return undefined;
    tracks.push(bytes.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  return { format: view.getUint16(8), division: view.getUint16(12), tracks };
}

/** The file with the lengths that its chunks have. */
export function writeChunks({ format, division, tracks }: MidiChunks): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(14 + tracks.reduce((sum, { length }) => sum + 8 + length, 0));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MTHD);
  view.setUint32(4, 6);
  [format, tracks.length, division].forEach((value, index) => view.setUint16(8 + index * 2, value));
  let at = 14;
  for (const track of tracks) {
    view.setUint32(at, MTRK);
    view.setUint32(at + 4, track.length);
    bytes.set(track, at + 8);
    at += 8 + track.length;
  }
  return bytes;
}

const MTHD = 0x4d546864;
const MTRK = 0x4d54726b;

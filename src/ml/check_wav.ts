// Whether bytes are a WAV: a RIFF file whose chunks fill it exactly, with PCM in its data.

export type WavInfo = {
  readonly sampleRate: number;
  readonly channels: number;
  readonly bitsPerSample: number;
  readonly durationSeconds: number;
};

/**
 * Checks a whole WAV of plain PCM with 1 or 2 channels of 16 or 24 bits.
 * @throws {SyntaxError} when it is none, or is cut off.
 */
export function checkWav(bytes: Uint8Array): WavInfo {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isRiff = bytes.length >= RIFF_BYTES && textAt(bytes, 0) === "RIFF" &&
    textAt(bytes, 8) === "WAVE";
  if (!isRiff) fail("it does not begin as one");
  if (view.getUint32(4, true) !== bytes.length - CHUNK_BYTES) fail("its length is not as it says");
  const chunks = readChunks(bytes, view);
  const format = chunks.get("fmt ");
  const data = chunks.get("data");
  if (!format || !data || data.sizeBytes === 0) fail("it has no format or no sound");
  const { blockBytes, ...info } = readFormat(view, format);
  if (data.sizeBytes % blockBytes !== 0) fail("its last sample is cut off");
  return { ...info, durationSeconds: data.sizeBytes / blockBytes / info.sampleRate };
}

type Chunk = { readonly offset: number; readonly sizeBytes: number };

const CHUNK_BYTES = 8;
const RIFF_BYTES = 12;
const FORMAT_BYTES = 16;
const PCM = 1;
/** A file of a few samples could hold a million chunks, and none needs more than these. */
const MAX_CHUNKS = 64;

/** Where the first chunk of each name is. */
function readChunks(bytes: Uint8Array, view: DataView): Map<string, Chunk> {
  const chunks = new Map<string, Chunk>();
  let offset = RIFF_BYTES;
  for (let count = 0; offset < bytes.length; count++) {
    if (count === MAX_CHUNKS) fail("it has too many chunks");
    if (offset + CHUNK_BYTES > bytes.length) fail("a chunk is cut off");
    const name = textAt(bytes, offset);
    const sizeBytes = view.getUint32(offset + 4, true);
    offset += CHUNK_BYTES;
    if (!chunks.has(name)) chunks.set(name, { offset, sizeBytes });
    offset += sizeBytes + sizeBytes % 2;
  }
  if (offset !== bytes.length) fail("a chunk is cut off");
  return chunks;
}

function readFormat(view: DataView, { offset, sizeBytes }: Chunk) {
  if (sizeBytes < FORMAT_BYTES) fail("its format is cut off");
  const channels = view.getUint16(offset + 2, true);
  const sampleRate = view.getUint32(offset + 4, true);
  const bitsPerSample = view.getUint16(offset + 14, true);
  const blockBytes = channels * bitsPerSample / 8;
  const isPlain = view.getUint16(offset, true) === PCM && [1, 2].includes(channels) &&
    [16, 24].includes(bitsPerSample) && sampleRate > 0;
  if (!isPlain) fail("it is no PCM of 1 or 2 channels with 16 or 24 bits");
  const isConsistent = view.getUint16(offset + 12, true) === blockBytes &&
    view.getUint32(offset + 8, true) === sampleRate * blockBytes;
  if (!isConsistent) fail("its format contradicts itself");
  return { channels, sampleRate, bitsPerSample, blockBytes };
}

function textAt(bytes: Uint8Array, offset: number): string {
  return String.fromCharCode(...bytes.subarray(offset, offset + 4));
}

function fail(why: string): never {
  throw new SyntaxError(`Cannot read the WAV as ${why}`);
}

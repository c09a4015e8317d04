// Whether bytes are an MP3, by walking all of its frames. The sound itself is not decoded.

export type Mp3Info = {
  readonly frames: number;
  readonly sampleRate: number;
  readonly durationSeconds: number;
};

/**
 * Checks a whole MP3 (MPEG-1, 2 or 2.5, Layer III) with any tags around it.
 * @throws {SyntaxError} when it is none, or is cut off, with the byte offset.
 */
export function checkMp3(bytes: Uint8Array): Mp3Info {
  let offset = skipLeadingTag(bytes);
  let frames = 0;
  let seconds = 0;
  let first: Frame | undefined;
  while (offset < bytes.length && !isTrailingTag(bytes, offset)) {
    const frame = readFrame(bytes, offset);
    first ??= frame;
    if (frame.sampleRate !== first.sampleRate) fail(offset, "its sample rate changes");
    frames++;
    seconds += frame.samples / frame.sampleRate;
    offset += frame.sizeBytes;
  }
  if (!first) fail(offset, "it has no frame");
  if (offset > bytes.length) fail(bytes.length, "its last frame is cut off");
  return { frames, sampleRate: first.sampleRate, durationSeconds: seconds };
}

type Frame = {
  readonly sampleRate: number;
  readonly samples: number;
  readonly sizeBytes: number;
};

const HEADER_BYTES = 4;
const ID3_HEADER_BYTES = 10;
const LAYER_3 = 1;
const MPEG_1 = 3;
const MPEG_2 = 2;
const RESERVED_VERSION = 1;
const MPEG1_KBITS = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const MPEG2_KBITS = [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const MPEG1_SAMPLE_RATES = [44100, 48000, 32000];

function readFrame(bytes: Uint8Array, offset: number): Frame {
  if (offset + HEADER_BYTES > bytes.length) fail(offset, "its last frame is cut off");
  const [sync, kind, rates] = bytes.subarray(offset, offset + HEADER_BYTES);
  const version = kind! >> 3 & 3;
  const isFrame = sync === 0xff && kind! >> 5 === 7 && version !== RESERVED_VERSION;
  if (!isFrame || (kind! >> 1 & 3) !== LAYER_3) fail(offset, "there is no frame");
  const kbits = (version === MPEG_1 ? MPEG1_KBITS : MPEG2_KBITS)[(rates! >> 4) - 1];
  const baseRate = MPEG1_SAMPLE_RATES[rates! >> 2 & 3];
  if (!kbits || !baseRate) fail(offset, "a frame has no bit rate or sample rate");
  const sampleRate = version === MPEG_1 ? baseRate : baseRate / (version === MPEG_2 ? 2 : 4);
  const samples = version === MPEG_1 ? 1152 : 576;
  const padding = rates! >> 1 & 1;
  const sizeBytes = Math.floor(samples * kbits * 125 / sampleRate) + padding;
  return { sampleRate, samples, sizeBytes };
}

/** An ID3v2 tag: its length stands in four bytes of seven bits. */
function skipLeadingTag(bytes: Uint8Array): number {
  if (bytes.length < ID3_HEADER_BYTES || !hasText(bytes, 0, "ID3")) return 0;
  const hasFooter = (bytes[5]! & 0x10) !== 0;
  const length = bytes.subarray(6, 10).reduce((sum, byte) => sum << 7 | byte & 0x7f, 0);
  return ID3_HEADER_BYTES + length + (hasFooter ? ID3_HEADER_BYTES : 0);
}

function isTrailingTag(bytes: Uint8Array, offset: number): boolean {
  return hasText(bytes, offset, "TAG") || hasText(bytes, offset, "APETAGEX");
}

function hasText(bytes: Uint8Array, offset: number, text: string): boolean {
  return [...text].every((letter, index) => bytes[offset + index] === letter.charCodeAt(0));
}

function fail(offset: number, why: string): never {
  throw new SyntaxError(`Cannot read the MP3 as ${why}: at byte ${offset}`);
}

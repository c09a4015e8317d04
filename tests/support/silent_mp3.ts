/** An MP3 of empty frames: MPEG-1 Layer III, 128 kbit/s, 44.1 kHz, 417 bytes each. */
export function silentMp3(frames: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(frames * MP3_FRAME_BYTES);
  for (let frame = 0; frame < frames; frame++) {
    bytes.set([0xff, 0xfb, 0x90, 0x00], frame * MP3_FRAME_BYTES);
  }
  return bytes;
}

export const MP3_FRAME_BYTES = 417;

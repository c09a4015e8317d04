/** A WAV of silence: PCM, 44.1 kHz, two channels of 16 bits, so many samples long. */
export function silentWav(samples: number): Uint8Array<ArrayBuffer> {
  const dataBytes = samples * WAV_BLOCK_BYTES;
  const bytes = new Uint8Array(WAV_HEADER_BYTES + dataBytes);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode("RIFF____WAVEfmt ____________________data"));
  view.setUint32(4, bytes.length - 8, true);
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 2, true);
  view.setUint32(24, 44_100, true);
  view.setUint32(28, 44_100 * WAV_BLOCK_BYTES, true);
  view.setUint16(32, WAV_BLOCK_BYTES, true);
  view.setUint16(34, 16, true);
  view.setUint32(40, dataBytes, true);
  return bytes;
}

export const WAV_HEADER_BYTES = 44;
export const WAV_BLOCK_BYTES = 4;

// Sound on its way from the worker that plays it to the one that makes a file of it. The player may
// be so far ahead and no further.

import { type AudioBlock, BLOCK_SAMPLES } from "../music/render/audio_block.ts";

/** What is sent at once, 0.4 seconds at 44.1 kHz; an empty one is the end. */
type Chunk = readonly AudioBlock[];

const CHUNK_BLOCKS = 32;
/** 17 MB: 48 seconds at 44.1 kHz, more than is played while the loudness is measured. */
export const MAX_CHUNKS_AHEAD = 2 ** 21 / (CHUNK_BLOCKS * BLOCK_SAMPLES);

/** Sends sound to its end, as fast as it is used, and closes; `pause` is awaited again and again. */
export async function sendSound(
  port: MessagePort,
  blocks: Iterable<AudioBlock>,
  pause: () => Promise<void>,
): Promise<void> {
  let ahead = 0;
  let wake = () => {};
  port.onmessage = () => {
    ahead--;
    wake();
  };
  const send = async (chunk: Chunk) => {
    while (ahead >= MAX_CHUNKS_AHEAD) await new Promise<void>((resolve) => wake = resolve);
    ahead++;
    port.postMessage(chunk, chunk.flatMap(({ left, right }) => [left.buffer, right.buffer]));
  };
  let chunk: AudioBlock[] = [];
  for (const block of blocks) {
    await pause();
    chunk.push(block);
    if (chunk.length < CHUNK_BLOCKS) continue;
    await send(chunk);
    chunk = [];
  }
  if (chunk.length > 0) await send(chunk);
  await send([]);
  port.close();
}

/** Gives the sound that comes, to its end, and closes. */
export async function* receiveSound(port: MessagePort): AsyncGenerator<AudioBlock, void, void> {
  const chunks: Chunk[] = [];
  let wake = () => {};
  port.onmessage = ({ data }: MessageEvent<Chunk>) => {
    chunks.push(data);
    wake();
  };
  try {
    for (;;) {
      const chunk = chunks.shift();
      if (!chunk) {
        await new Promise<void>((resolve) => wake = resolve);
        continue;
      }
      if (chunk.length === 0) return;
      port.postMessage(undefined);
      yield* chunk;
    }
  } finally {
    port.close();
  }
}

import assert from "node:assert/strict";
import { MAX_CHUNKS_AHEAD, receiveSound, sendSound } from "../../src/engine/sound_port.ts";
import { BLOCK_SAMPLES } from "../../src/music/render/audio_block.ts";
import { eventually } from "../support/eventually.ts";
import { joinBlocks, tone } from "../support/sound.ts";

const CHUNK_SAMPLES = 32 * BLOCK_SAMPLES;
const pause = () => Promise.resolve();
const sound = (samples: number) =>
  tone({ hertz: 440, peak: 0.5, seconds: samples / 44100, sampleRate: 44100 });

async function sent(samples: number) {
  const { port1, port2 } = new MessageChannel();
  const sending = sendSound(port1, sound(samples), pause);
  const received = await Array.fromAsync(receiveSound(port2));
  await sending;
  return joinBlocks(received);
}

Deno.test("sound arrives as it was sent, whether its last chunk is full or not", async () => {
  const whole = 2 * CHUNK_SAMPLES;
  assert.deepEqual(await sent(whole), joinBlocks(sound(whole)));
  assert.deepEqual(await sent(whole + 700), joinBlocks(sound(whole + 700)));
});

Deno.test("no sound at all has an end too", async () => {
  assert.equal((await sent(0)).left.length, 0);
});

Deno.test("sound is played so far ahead and no further", async () => {
  const { port1, port2 } = new MessageChannel();
  let played = 0;
  const endless = function* () {
    for (;; played++) yield* sound(BLOCK_SAMPLES);
  };
  // Never resolved: what plays on for ever is ended with its worker.
  void sendSound(port1, endless(), pause);
  const limit = (MAX_CHUNKS_AHEAD + 1) * 32 - 1;
  await eventually(() => assert.equal(played, limit));
  const receiving = receiveSound(port2);
  await receiving.next();
  await eventually(() => assert.equal(played, limit + 32));
  await receiving.return();
  port1.close();
});

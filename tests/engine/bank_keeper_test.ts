import assert from "node:assert/strict";
import { createBankKeeper } from "../../src/engine/bank_keeper.ts";
import { decodedBytes } from "../../src/music/render/sound_bank.ts";
import { RENDER_FILES } from "../support/sound.ts";

Deno.test("a bank is kept until too much of it is decoded", async () => {
  const takeBank = createBankKeeper(RENDER_FILES.soundFont, 50_000);
  const bank = await takeBank();
  assert.equal(decodedBytes(bank), 0);
  assert.equal(await takeBank(), bank);
  const sizes = bank.samples.slice(0, 20).map((sample) => sample.getAudioData().byteLength);
  assert.equal(decodedBytes(bank), sizes.reduce((sum, size) => sum + size, 0));
  assert.ok(decodedBytes(bank) > 50_000);
  const fresh = await takeBank();
  assert.notEqual(fresh, bank);
  assert.equal(decodedBytes(fresh), 0);
});

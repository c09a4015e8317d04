import assert from "node:assert/strict";
import fc from "fast-check";
import { blendTags } from "../../src/jobs/blend_tags.ts";
import { tagMp3 } from "../../src/jobs/tag_mp3.ts";
import { checkMp3 } from "../../src/ml/check_mp3.ts";
import { readTags } from "../support/read_tags.ts";
import { sampleJob } from "../support/sample_job.ts";
import { silentMp3 } from "../support/silent_mp3.ts";

const TAGS = { title: "A + B", artist: "Orpheus", comment: "Blended", own: { Seed: "7" } };

Deno.test("an MP3 has its tags before its sound, which stays as it is", () => {
  const mp3 = silentMp3(10);
  const tagged = tagMp3(mp3, TAGS);
  assert.deepEqual(Object.fromEntries(readTags(tagged)), {
    TIT2: "A + B",
    TPE1: "Orpheus",
    COMM: "Blended",
    Seed: "7",
  });
  assert.deepEqual(tagged.subarray(-mp3.length), mp3);
  assert.deepEqual(checkMp3(tagged), checkMp3(mp3));
});

Deno.test("an MP3 that a service has tagged stays as it is", () => {
  const tagged = tagMp3(silentMp3(2), TAGS);
  assert.equal(tagMp3(tagged, { ...TAGS, title: "Another" }), tagged);
});

Deno.test("tags longer than seven bits can count are counted", () => {
  const comment = "x".repeat(20_000);
  const tagged = tagMp3(silentMp3(2), { ...TAGS, comment });
  assert.equal(readTags(tagged).get("COMM"), comment);
  assert.equal(checkMp3(tagged).frames, 2);
});

Deno.test("half characters and ends of text in a title break no tag", () => {
  const tagged = tagMp3(silentMp3(1), { ...TAGS, title: "a\0b\ud800c" });
  assert.equal(readTags(tagged).get("TIT2"), "a b\ufffdc");
  assert.equal(readTags(tagged).get("Seed"), "7");
});

Deno.test("a title in any script is read back as it was", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => {
    const title = text.replaceAll(/[\0\ufeff]/g, "");
    const tagged = tagMp3(silentMp3(1), { ...TAGS, title });
    assert.equal(readTags(tagged).get("TIT2"), title);
    assert.equal(checkMp3(tagged).frames, 1);
  }));
});

Deno.test("a blend tells its songs, its seed and every option that was set", () => {
  const { options } = sampleJob();
  const job = sampleJob({ options: { ...options, key: "Bb minor", sections: ["A"] } });
  const tags = blendTags(job, "The title");
  assert.equal(tags.title, "The title");
  assert.match(tags.comment, /"El Grillo - Josquin", "Come Again - Dowland", "An Sylvia - /);
  assert.match(tags.comment, /seed 7$/);
  assert.equal(tags.own["Song 3"], "An Sylvia - Schubert");
  assert.equal(tags.own.Seed, "7");
  const { seed: _, tempoBpm: _t, roleWeights: _r, outputs: _o, ...set } = job.options;
  assert.deepEqual(JSON.parse(tags.own.Options!), set);
});

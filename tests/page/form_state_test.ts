import assert from "node:assert/strict";
import { clientMessageSchema } from "../../src/channel/protocol.ts";
import {
  applyProblem,
  checkForm,
  chooseSong,
  EMPTY_FORM,
  fillSongs,
  firstComplaint,
  type Form,
  formOf,
  hasValidOptions,
  hasValidRoles,
  hasValidSeed,
  hasValidTempo,
  hasValidWeights,
  isUntouched,
  MAX_SEED,
  MAX_WEIGHT,
  requestOf,
  setOptions,
  toggle,
  typeSong,
  weighRole,
} from "../../src/page/form_state.ts";
import { sampleJob } from "../support/sample_job.ts";

const SONG = { songId: "b9a1f4de-1111-4a11-8a11-000000000001", title: "El Grillo", artist: "J." };

function filled(): Form {
  return typeSong(typeSong(chooseSong(EMPTY_FORM, 0, SONG), 1, " Come Again "), 2, "An Sylvia");
}

function problem(errors: { path: string; message: string }[]) {
  return { type: "", title: "", status: 422, detail: "", code: "x", requestId: "", errors };
}

Deno.test("form asks for a chosen song by its id and for a typed one by its name", () => {
  assert.deepEqual(requestOf(filled()).songs, [{ songId: SONG.songId }, "Come Again", "An Sylvia"]);
});

Deno.test("form makes a message that the server's schema accepts", () => {
  const message = { type: "generate", id: "1", ...requestOf(filled()) };
  assert.equal(clientMessageSchema.safeParse(message).success, true);
  const seeded = { ...message, ...requestOf(setOptions(filled(), { seed: String(MAX_SEED) })) };
  assert.equal(clientMessageSchema.safeParse(seeded).success, true);
});

Deno.test("form leaves a blank seed to chance and sends a typed one as a number", () => {
  assert.equal("seed" in requestOf(filled()).options, false);
  assert.equal(requestOf(setOptions(filled(), { seed: " 42 " })).options.seed, 42);
});

Deno.test("typing over a chosen song makes it a typed one", () => {
  assert.equal(typeSong(filled(), 0, "El").songs[0].songId, undefined);
});

Deno.test("form complains at every blank name and at no other", () => {
  const checked = checkForm(typeSong(EMPTY_FORM, 1, "Come Again"));
  assert.deepEqual(checked.songs.map(({ complaint }) => complaint !== undefined), [
    true,
    false,
    true,
  ]);
  assert.equal(firstComplaint(checked), 0);
  assert.equal(firstComplaint(checkForm(filled())), undefined);
});

Deno.test("a problem lands at the song it is about, with its suggestions", () => {
  const suggestions = [{
    ...SONG,
    durationSeconds: 1,
    tempoBpm: 90,
    key: "C major",
    hasDrums: false,
    license: "CC0-1.0",
    score: 0.5,
  }];
  const errors = [{ path: "songs.1", message: "No song fits", suggestions }];
  const form = applyProblem(filled(), problem(errors));
  assert.deepEqual(form.songs[1].complaint, { message: "No song fits", suggestions });
  assert.equal(firstComplaint(form), 1);
  assert.equal(firstComplaint(chooseSong(form, 1, SONG)), undefined);
});

Deno.test("a problem about something else leaves the songs alone", () => {
  const form = applyProblem(filled(), problem([{ path: "options.seed", message: "No" }]));
  assert.equal(firstComplaint(form), undefined);
});

Deno.test("seed is whole and within its bounds", () => {
  const isValid = (seed: string) => hasValidSeed(setOptions(EMPTY_FORM, { seed }));
  assert.deepEqual(["", " ", "0", "7", String(MAX_SEED)].map(isValid), Array(5).fill(true));
  assert.deepEqual(
    [String(MAX_SEED + 1), "-1", "1.5", "1e3", "x"].map(isValid),
    Array(5).fill(false),
  );
});

Deno.test("weights must not all be 0", () => {
  assert.equal(hasValidWeights(setOptions(EMPTY_FORM, { weights: [0, 0, 0] })), false);
  assert.equal(hasValidWeights(setOptions(EMPTY_FORM, { weights: [0, 0.05, 0] })), true);
});

Deno.test("a tempo is a number within its bounds, or left to the composer", () => {
  const isValid = (tempoBpm: string) => hasValidTempo(setOptions(EMPTY_FORM, { tempoBpm }));
  assert.deepEqual(["", " ", "40", "97.125", "240"].map(isValid), Array(5).fill(true));
  assert.deepEqual(["39", "240.5", "1e2", "-90", "fast"].map(isValid), Array(5).fill(false));
  const tempoOf = (tempoBpm: string) =>
    requestOf(setOptions(filled(), { tempoBpm })).options.tempoBpm;
  assert.equal(tempoOf(" 97.5 "), 97.5);
  assert.equal(tempoOf(" "), null);
});

Deno.test("every role needs a song that counts for it and for the whole", () => {
  const weigh = (melody: [number, number, number], weights: [number, number, number]) =>
    hasValidRoles(setOptions(EMPTY_FORM, { weights, roleWeights: { melody } }));
  assert.equal(weigh([0, 0, 2], [1, 1, 1]), true);
  assert.equal(weigh([0, 0, 2], [1, 1, 0]), false);
  assert.equal(weigh([0, 0, 0], [1, 1, 1]), false);
  assert.equal(hasValidOptions(EMPTY_FORM), true);
  assert.equal(hasValidOptions(setOptions(EMPTY_FORM, { tempoBpm: "x" })), false);
});

Deno.test("a role whose songs count alike is left to the composer", () => {
  const { options } = setOptions(EMPTY_FORM, { roleWeights: { bass: [0, 1, 1] } });
  assert.deepEqual(weighRole(options, "melody", [2, 0, 0]), {
    bass: [0, 1, 1],
    melody: [2, 0, 0],
  });
  assert.deepEqual(weighRole(options, "bass", [1, 1, 1]), {});
  assert.deepEqual(weighRole(options, "bass", [0, 0, 0]), { bass: [0, 0, 0] });
});

Deno.test("a box is checked by one press and cleared by the next", () => {
  assert.deepEqual(toggle(["wav"], "stems"), ["wav", "stems"]);
  assert.deepEqual(toggle(["wav", "stems"], "wav"), ["stems"]);
});

Deno.test("form of a job keeps its key, its tempo, its roles and its files", () => {
  const asked = {
    key: "Gb major",
    tempoBpm: 97.125,
    roleWeights: { bass: [0, 1, 2] as [number, number, number] },
    sections: ["B" as const],
    outputs: ["stems" as const],
  };
  const { options } = requestOf(
    formOf(sampleJob({ options: { ...sampleJob().options, ...asked } })),
  );
  const { key, tempoBpm, roleWeights, sections, outputs } = options;
  assert.deepEqual({ key, tempoBpm, roleWeights, sections, outputs }, asked);
});

Deno.test("form of a job asks for the same songs and options, with a new seed", () => {
  const job = sampleJob();
  const request = requestOf(formOf(job));
  const { seed: _, ...options } = job.options;
  assert.deepEqual(request.songs, job.songs.map(({ songId }) => ({ songId })));
  assert.deepEqual(request.options, options);
});

Deno.test("form of a job keeps the ratio of weights that are off its sliders", () => {
  const options = { ...sampleJob().options, weights: [5, 0, 10] as [number, number, number] };
  assert.deepEqual(formOf(sampleJob({ options })).options.weights, [MAX_WEIGHT / 2, 0, MAX_WEIGHT]);
});

Deno.test("form takes over the songs the server made out of its names", () => {
  const form = fillSongs(filled(), sampleJob().songs);
  assert.equal(form.songs[1].text, "Come Again - Dowland");
  assert.equal(form.songs.every(({ songId }) => songId !== undefined), true);
});

Deno.test("form is untouched until a song is named", () => {
  assert.equal(isUntouched(setOptions(EMPTY_FORM, { seed: "1" })), true);
  assert.equal(isUntouched(typeSong(EMPTY_FORM, 2, "A")), false);
});

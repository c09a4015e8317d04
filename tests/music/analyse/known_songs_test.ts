// What the starter scores state of themselves, heard in the MIDI data made of them. The bounds stand
// a little below what `deno task bench:analysis` measures.

import assert from "node:assert/strict";
import { STARTER_CATALOGUE } from "../../../catalogue/starter_songs.ts";
import { meanOf, scoreAnswers } from "../../support/score_answers.ts";

const answers = STARTER_CATALOGUE.scores.map(scoreAnswers);

/** The titles of the songs that are not as they should be. */
function except(isRight: (answer: typeof answers[number]) => boolean): string[] {
  return answers.filter((answer) => !isRight(answer)).map(({ title }) => title);
}

Deno.test("analyse hears the key of every starter score", () => {
  assert.deepEqual(except(({ isKeyRight }) => isKeyRight), []);
});

Deno.test("analyse hears the meter of every starter score", () => {
  assert.deepEqual(except(({ isMeterRight }) => isMeterRight), []);
});

Deno.test("analyse names the roots and thirds of the chords that the scores spell", () => {
  assert.deepEqual(except(({ roots }) => roots > 0.85), []);
  assert.ok(meanOf(answers, ({ roots }) => roots) > 0.97);
  assert.ok(meanOf(answers, ({ thirds }) => thirds) > 0.96);
});

Deno.test("analyse finds the melody, the bass and the drums of every starter score", () => {
  const isFound = (role: string) => except(({ roles }) => (roles.get(role) ?? 1) > 0.98);
  assert.deepEqual([isFound("Melody"), isFound("Bass"), isFound("Drums")], [[], [], []]);
});

Deno.test("analyse finds the accompaniment of most starter scores", () => {
  assert.ok(meanOf(answers, ({ roles }) => roles.get("Chords") ?? 1) > 0.95);
  assert.ok(meanOf(answers, ({ roles }) => roles.get("Pad") ?? 1) > 0.75);
});

Deno.test("analyse finds most borders of the forms that the scores state, and few others", () => {
  assert.ok(meanOf(answers, ({ borderRecall }) => borderRecall) > 0.75);
  assert.ok(meanOf(answers, ({ borderPrecision }) => borderPrecision) > 0.75);
});

Deno.test("analyse gives bars the letters that the scores give them", () => {
  assert.ok(meanOf(answers, ({ letters }) => letters) > 0.78);
});

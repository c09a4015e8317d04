import fc from "fast-check";
import assert from "node:assert/strict";
import { planForm } from "../../../../src/music/compose/plan/form.ts";
import { spellSections } from "../../../support/band_song.ts";

function formOf(bars: number, inherited = "A8"): string {
  return planForm(bars, spellSections(inherited)).map(({ name, bars: count }) => `${name}:${count}`)
    .join(" ");
}

Deno.test("sections cover every bar in order and only the last one ends the piece", () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 320 }), fc.boolean(), (bars, inherits) => {
    const plan = planForm(bars, inherits ? spellSections("A8 B16 A8 C4 D8 E8") : []);
    let next = 0;
    for (const { startBar, bars: count } of plan) {
      assert.equal(startBar, next);
      assert.ok(count >= 1 && count <= 8, `${count} bars`);
      next += count;
    }
    assert.equal(next, bars);
    assert.deepEqual(plan.map(({ isLast }) => isLast).indexOf(true), plan.length - 1);
  }));
});

Deno.test("a short piece is one idea and its return", () => {
  assert.equal(formOf(4), "A:4");
  assert.equal(formOf(8), "A:4 A':4");
});

Deno.test("a minute has intro, contrast, return and outro", () => {
  assert.equal(formOf(32), "intro:4 A:8 B:8 A:8 outro:4");
});

Deno.test("odd bars go to intro and outro, never into a phrase", () => {
  assert.equal(formOf(33), "intro:4 A:8 B:8 A:8 outro:5");
  assert.equal(formOf(34), "intro:2 A:8 A':8 B:4 A:8 outro:4");
});

Deno.test("the order of sections is inherited, and comes home", () => {
  assert.equal(formOf(48, "A8 B8 C8 B8"), "intro:4 A:8 B:8 C:8 B:8 A:8 outro:4");
});

Deno.test("a song that never changes lends no form", () => {
  assert.equal(formOf(48, "A64"), formOf(48, "A8"));
  assert.match(formOf(48, "A64"), /B/);
});

Deno.test("nothing is heard three times in a row", () => {
  const letters = planForm(100, spellSections("A32 B8")).filter(({ kind }) => kind === "body")
    .map(({ letter }) => letter).join("");
  assert.doesNotMatch(letters, /AAA|BBB/);
});

Deno.test("the energy grows from the intro to the last return", () => {
  const plan = planForm(64, spellSections("A8 B8"));
  const returns = plan.filter(({ letter, kind }) => letter === "A" && kind === "body");
  assert.ok(plan[0]!.energy < returns[0]!.energy);
  assert.ok(returns[0]!.energy < returns.at(-1)!.energy);
});

import assert from "node:assert/strict";
import { MAX_FORM_SECTIONS, parseScore } from "../../../src/music/notation/parse_score.ts";
import { MAX_SECTION_BARS } from "../../../src/music/notation/parse_section.ts";
import { MAX_SCORE_LENGTH } from "../../../src/music/notation/read_blocks.ts";
import { scoreWith, SHORT_SCORE } from "../../support/short_score.ts";

function refuses(text: string, message: RegExp): void {
  assert.throws(() => parseScore(text), { name: "SyntaxError", message });
}

Deno.test("a score gives its header, parts and form", () => {
  const score = parseScore(SHORT_SCORE);
  assert.deepEqual([score.title, score.artist, score.license], ["Short", "Nobody", "CC0-1.0"]);
  assert.equal(score.quartersPerMinute, 120);
  assert.deepEqual(score.meter, { numerator: 4, denominator: 4 });
  assert.deepEqual(score.key, { tonic: 0, mode: "major", sharps: 0 });
  assert.deepEqual(score.parts.get("bass"), { program: 32, velocity: 90, octaves: 0 });
  assert.deepEqual(score.form.map(({ name, bars }) => [name, bars]), [["A", 2], ["B", 2]]);
});

Deno.test("a tempo counts the note it names", () => {
  assert.equal(parseScore(scoreWith("120", "3/8 = 60")).quartersPerMinute, 90);
  assert.equal(parseScore(scoreWith("120", "1/2 = 60")).quartersPerMinute, 120);
});

Deno.test("lines that begin with a percent sign are comments", () => {
  assert.equal(parseScore(`% what this is\n${SHORT_SCORE}`).title, "Short");
});

Deno.test("a section that is like another has its music and its own loudness", () => {
  const [a, b] = parseScore(scoreWith("octave  1", "loud    80")).form;
  assert.deepEqual(b?.melody, a?.melody);
  assert.deepEqual(b?.chords, a?.chords);
  assert.deepEqual([a?.loudness, b?.loudness], [1, 0.8]);
});

Deno.test("a bar of melody that does not add up is named with its line", () => {
  refuses(
    scoreWith("g4 z4", "g4 z3"),
    /^Line 28: Bar 2 of the melody, "g4 z3", fills 7 of 8 units$/,
  );
});

Deno.test("a pattern that the beats cannot share is named with its line", () => {
  refuses(scoreWith("x...x...", "x...x.."), /^Line 18: "x\.\.\.x\.\." has 7 steps/);
});

Deno.test("a hold without a stroke before it is refused", () => {
  refuses(scoreWith("1---5---", "----5---"), /^Line 16: "-" has no stroke to hold$/);
  refuses(scoreWith("1---5---", "1.--5---"), /^Line 16: "-" has no stroke to hold$/);
});

Deno.test("an unknown chord, drum, stroke, instrument or keyword is named with its line", () => {
  refuses(scoreWith("G7", "H7"), /^Line 27: Unknown chord "H7"$/);
  refuses(scoreWith("snare   ..x", "gong    ..x"), /^Line 19: Unknown part or drum "gong"$/);
  refuses(scoreWith("x---x---", "x---y---"), /^Line 17: Unknown stroke "y"/);
  refuses(scoreWith("flute ", "kazoo "), /^Line 10: Unknown instrument "kazoo"$/);
  refuses(scoreWith("title ", "titel "), /^Line 1: Unknown keyword "titel"$/);
  refuses(scoreWith("  fill    roll", "  phil    roll"), /^Line 26: Unknown keyword "phil"$/);
});

Deno.test("a name that nothing has is refused where it is used", () => {
  refuses(scoreWith("style   beat", "style   bent"), /^Line 25: Unknown style "bent"$/);
  refuses(scoreWith("fill    roll", "fill    rolls"), /^Line 26: Unknown fill "rolls"$/);
  refuses(scoreWith("like    A", "like    C"), /^Line 31: Unknown section "C"$/);
  refuses(scoreWith("form     A B", "form     A C"), /^Line 8: Unknown section "C" in the form$/);
});

Deno.test("what is missing is named", () => {
  refuses(scoreWith("tempo    120\n", ""), /^Line 1: The score has no "tempo"$/);
  refuses(scoreWith("  style   beat\n", ""), /^Line 24: Section "A" has no style$/);
  refuses(scoreWith("  chords  C     | G7\n", ""), /^Line 24: Section "A" has 0 bars of chords$/);
});

Deno.test("what is there twice is refused", () => {
  refuses(scoreWith("key ", "tempo    90\nkey "), /^Line 7: A second "tempo"$/);
  refuses(`${SHORT_SCORE}section A\n  like A\n`, /^Line 33: A second section "A"$/);
  refuses(scoreWith("fill    roll", "fill    roll\n  fill    roll"), /^Line 27: A second "fill"/);
  refuses(scoreWith("snare   ..x", "kick    ..x"), /^Line 19: A second "kick"$/);
});

Deno.test("chords and melody must have the same number of bars", () => {
  refuses(scoreWith("| g4 z4", ""), /^Line 24: Section "A" has 2 bars of chords and 1 of melody$/);
});

Deno.test("a pickup must be shorter than a bar and needs a melody", () => {
  refuses(scoreWith("octave  1", "pickup  G8"), /^Line 30: .* 2 bars of chords and 0 of melody$/);
  refuses(
    scoreWith("  melody  c2", "  pickup  c4d4\n  melody  c2"),
    /^Line 28: A pickup must be shorter than a bar$/,
  );
});

Deno.test("numbers outside their range are refused", () => {
  refuses(scoreWith("120", "19"), /^Line 5: "19" is no tempo/);
  refuses(scoreWith("120", "401"), /^Line 5: "401" is no tempo/);
  refuses(scoreWith("4/4", "4/5"), /^Line 6: "4\/5" is no note value$/);
  refuses(scoreWith("4/4", "00/4"), /^Line 6: "00\/4" is no note value$/);
  refuses(scoreWith("100", "128"), /^Line 10: A velocity is a number from 1 to 127/);
  refuses(scoreWith("octave  1", "octave  3"), /^Line 32: "octave" must be a whole number/);
  refuses(scoreWith("form ", "swing    76\nform "), /^Line 8: The swing is a percentage/);
});

Deno.test("an indented first line belongs to nothing", () => {
  refuses("  chords C\n", /^Line 1: An indented line opens the score$/);
});

Deno.test("a score may be as long as the limit and no longer", () => {
  const padding = MAX_SCORE_LENGTH - SHORT_SCORE.length;
  assert.equal(parseScore(SHORT_SCORE + " ".repeat(padding)).title, "Short");
  refuses(SHORT_SCORE + " ".repeat(padding + 1), /longer than 65536 characters/);
});

Deno.test("a form may have as many sections as the limit and no more", () => {
  const form = (count: number) => scoreWith("A B", Array(count).fill("A").join(" "));
  assert.equal(parseScore(form(MAX_FORM_SECTIONS)).form.length, MAX_FORM_SECTIONS);
  refuses(form(MAX_FORM_SECTIONS + 1), /^Line 8: The form has 33 sections, at most 32 fit$/);
});

Deno.test("a section may have as many bars as the limit and no more", () => {
  const bars = (count: number) =>
    scoreWith("octave  1", `chords ${Array(count).fill("C").join(" | ")}`);
  assert.equal(parseScore(bars(MAX_SECTION_BARS)).form[1]?.bars, MAX_SECTION_BARS);
  refuses(bars(MAX_SECTION_BARS + 1), /^Line 30: Section "B" has 65 bars of chords$/);
});

Deno.test("a melody may go as high as MIDI does and no higher", () => {
  const withHigh = (note: string) => scoreWith("octave  1", "octave  2").replace("c2", note);
  assert.equal(parseScore(withHigh("g''2")).form[1]?.octaves, 2);
  refuses(withHigh("^g''2"), /^Line 8: Section "B" has notes that MIDI does not have$/);
});

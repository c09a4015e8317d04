import assert from "node:assert/strict";
import { MAX_NORMALISED_LENGTH, normaliseName } from "../../../src/songs/search/normalise_name.ts";

Deno.test("case, accents and punctuation go", () => {
  assert.equal(normaliseName("Für Elise"), "fur elise");
  assert.equal(normaliseName("Gymnopédie No. 1"), "gymnopedie no 1");
  assert.equal(normaliseName("Oh! Susanna"), "oh susanna");
  assert.equal(normaliseName("  The   Can-Can (live)… "), "the can can live");
});

Deno.test("composed and decomposed letters are the same", () => {
  assert.equal(normaliseName("Fu\u0308r Elise"), normaliseName("F\u00fcr Elise"));
});

Deno.test("letters that have no accent to lose are spelt out", () => {
  assert.equal(
    normaliseName("Straße, Øresund, Łódź, Þór, Ænima, Cœur"),
    "strasse oresund lodz thor aenima coeur",
  );
});

Deno.test("an ampersand and a plus are an and", () => {
  assert.equal(normaliseName("Simon & Garfunkel"), "simon and garfunkel");
  assert.equal(normaliseName("Florence + The Machine"), "florence and the machine");
});

Deno.test("apostrophes vanish inside words", () => {
  assert.equal(normaliseName("Don’t Stop"), "dont stop");
  assert.equal(normaliseName("Rock 'n' Roll"), "rock n roll");
});

Deno.test("full-width letters and invisible characters are as plain ones", () => {
  assert.equal(normaliseName("Ｓｏｌａｃｅ"), "solace");
  assert.equal(normaliseName("Sol\u200bace\ufeff"), "solace");
});

Deno.test("Cyrillic and Greek letters lose their accents too", () => {
  assert.equal(normaliseName("Коробейники, Ёлочка"), "коробеиники елочка");
  assert.equal(normaliseName("Μήνυμα"), "μηνυμα");
});

Deno.test("other scripts keep their letters and marks", () => {
  assert.equal(normaliseName("さくら さくら"), "さくら さくら");
  assert.equal(normaliseName("아리랑"), "아리랑");
  assert.equal(normaliseName("वन्दे मातरम्"), "वन्दे मातरम्");
});

Deno.test("a name of symbols alone keeps them", () => {
  assert.equal(normaliseName("!!!"), "!!!");
  assert.equal(normaliseName("🎵  ★"), "🎵 ★");
  assert.equal(normaliseName("&"), "&");
});

Deno.test("a blank name is empty", () => {
  assert.equal(normaliseName(""), "");
  assert.equal(normaliseName(" \t\u3000"), "");
});

Deno.test("a name that grows is cut between characters", () => {
  // One character that stands for eighteen.
  assert.equal([...normaliseName("\ufdfa".repeat(200))].length, MAX_NORMALISED_LENGTH);
  const cut = normaliseName("𝄞".repeat(300));
  assert.equal([...cut].length, MAX_NORMALISED_LENGTH);
  assert.ok(cut.isWellFormed());
});

Deno.test("a normalised name stays as it is", () => {
  for (const name of ["Für Elise", "Rock 'n' Roll", "A & B", "!!!", "さくら"]) {
    assert.equal(normaliseName(normaliseName(name)), normaliseName(name));
  }
});

Deno.test("the sign of a key is a word, and of nothing else", () => {
  assert.equal(normaliseName("Prelude in F# minor"), "prelude in f sharp minor");
  assert.equal(normaliseName("Prelude in F♯ minor"), normaliseName("Prelude in F-sharp minor"));
  assert.equal(normaliseName("Waltz in B♭"), "waltz in b flat");
  assert.equal(normaliseName("Track #1"), "track 1");
  assert.equal(normaliseName("Abc#"), "abc");
});

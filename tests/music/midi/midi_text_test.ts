import assert from "node:assert/strict";
import { decodeText, encodeText, MAX_TEXT_LENGTH } from "../../../src/music/midi/midi_text.ts";
import { hex } from "../../support/midi_bytes.ts";

function latin(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

Deno.test("decodeText reads UTF-8", () => {
  assert.equal(decodeText(encodeText("Für Élise – 月の光 🎹")), "Für Élise – 月の光 🎹");
});

Deno.test("decodeText reads western European text that is no UTF-8", () => {
  assert.equal(decodeText(latin("Für Elise, für Größe und Öl")), "Für Elise, für Größe und Öl");
  assert.equal(decodeText(latin("La vidéo du garçon à côté")), "La vidéo du garçon à côté");
  assert.equal(decodeText(latin("Ängström")), "Ängström");
  assert.equal(decodeText(latin("© 1996")), "© 1996");
  assert.equal(decodeText(hex("446f6e9274 20 53746f70")), "Don’t Stop");
});

Deno.test("decodeText takes short words with accents for no Japanese", () => {
  assert.equal(decodeText(latin("é")), "é");
  assert.equal(decodeText(latin("aéo")), "aéo");
  assert.equal(decodeText(latin("Añoé b")), "Añoé b");
});

Deno.test("decodeText reads Japanese text in Shift-JIS", () => {
  assert.equal(decodeText(hex("8c8e82cc8cf5")), "月の光");
  assert.equal(decodeText(hex("835383578389")), "ゴジラ");
  assert.equal(decodeText(hex("96a297882041 42")), "未来 AB");
});

Deno.test("decodeText cuts a long text, never through a character", () => {
  const text = `${"a".repeat(MAX_TEXT_LENGTH - 1)}🎹`;
  const read = decodeText(new TextEncoder().encode(text));
  assert.equal(read.length, MAX_TEXT_LENGTH);
  assert.ok(read.isWellFormed());
  assert.equal(decodeText(latin("é".repeat(MAX_TEXT_LENGTH + 1))).length, MAX_TEXT_LENGTH);
});

Deno.test("decodeText reads any byte", () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  assert.equal(decodeText(bytes).length, 256);
  assert.equal(decodeText(new Uint8Array()), "");
});

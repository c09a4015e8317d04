import assert from "node:assert/strict";
import fc from "fast-check";
import { attachment } from "../../src/http/content_disposition.ts";

function namesIn(header: string): { ascii: string; full: string } {
  const [, ascii = "", full = ""] =
    /^attachment; filename="([^"]*)"; filename\*=UTF-8''([^;\s]*)$/.exec(header) ?? [];
  return { ascii, full: decodeURIComponent(full) };
}

Deno.test("a plain name is kept in both forms", () => {
  assert.deepEqual(namesIn(attachment("A + B.mid")), { ascii: "A + B.mid", full: "A + B.mid" });
});

Deno.test("letters beyond ASCII lose their accents for old clients only", () => {
  assert.deepEqual(namesIn(attachment("Für Elise – Ω.mp3")), {
    ascii: "Fur Elise _ _.mp3",
    full: "Für Elise – Ω.mp3",
  });
  assert.equal(namesIn(attachment("\u{1F3B5}.mp3")).full, "\u{1F3B5}.mp3");
});

Deno.test("a name cannot break the header, a line or a folder", () => {
  assert.equal(namesIn(attachment('a"b\r\nSet-Cookie: x=1.mp3')).full, "a b Set-Cookie x=1.mp3");
  assert.equal(namesIn(attachment("../../etc/passwd")).full, ". . etc passwd");
  assert.equal(namesIn(attachment("C:\\x\\y.mid")).full, "C x y.mid");
  assert.equal(namesIn(attachment("a\u202e3pm.mid")).full, "a 3pm.mid");
  assert.equal(namesIn(attachment("100%.mid")).ascii, "100_.mid");
});

Deno.test("a name of nothing is still a name, a long one keeps its extension", () => {
  assert.equal(namesIn(attachment("")).full, "orpheus");
  assert.equal(namesIn(attachment("\u0000\u0007.mp3")).full, "orpheus.mp3");
  const long = namesIn(attachment(`${"\u{1F3B5}".repeat(500)}.mp3`)).full;
  assert.equal([...long].length, 154);
  assert.ok(long.endsWith(".mp3"));
});

Deno.test("any text makes a header that can be sent and read", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 300 }), (name) => {
    const header = attachment(name);
    assert.equal(new Headers({ "Content-Disposition": header }).get("Content-Disposition"), header);
    assert.match(header, /^[\x20-\x7e]+$/);
    const { ascii, full } = namesIn(header);
    assert.ok(ascii !== "" && full !== "");
    assert.doesNotMatch(full, /[\p{Cc}"/\\]|\.\./u);
  }));
});

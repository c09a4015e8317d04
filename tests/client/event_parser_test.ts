import assert from "node:assert/strict";
import fc from "fast-check";
import { EventParser, MAX_EVENT_LENGTH, type ServerEvent } from "../../src/client/event_parser.ts";

function parse(...pieces: readonly string[]) {
  const events: ServerEvent[] = [];
  const parser = new EventParser((event) => events.push(event));
  for (const piece of pieces) parser.push(piece);
  return { events, retryMs: parser.retryMs };
}

/** Pieces of a text, cut at these places. */
function cut(text: string, places: readonly number[]): string[] {
  const sorted = places.map((place) => place % (text.length + 1)).toSorted((a, b) => a - b);
  return [0, ...sorted].map((place, i) => text.slice(place, sorted[i] ?? text.length));
}

Deno.test("an event has its id and its data", () => {
  assert.deepEqual(parse("id: 5\ndata: hello\n\n").events, [{ id: "5", data: "hello" }]);
});

Deno.test("an event without an id has that of the one before", () => {
  const { events } = parse("id: 5\ndata: a\n\ndata: b\n\nid\ndata: c\n\n");
  assert.deepEqual(events.map(({ id }) => id), ["5", "5", ""]);
});

Deno.test("several lines of data are one text, and one space after the colon is not part of it", () => {
  assert.deepEqual(parse("data: a\ndata:b\ndata:  c\ndata\n\n").events[0]?.data, "a\nb\n c\n");
});

Deno.test("comments, unknown fields and events without data tell nothing", () => {
  assert.deepEqual(parse(":\n\n: comment\nevent: x\nid: 9\n\nwhat: ever\n\n").events, []);
});

Deno.test("an event that is cut off by the end is none", () => {
  assert.deepEqual(parse("data: a\n").events, []);
});

Deno.test("the pause the server asks for is kept when it is a number", () => {
  assert.equal(parse("retry: 2000\n\n").retryMs, 2000);
  assert.equal(parse("retry: soon\n\n").retryMs, undefined);
});

Deno.test("a byte order mark is no part of the first line", () => {
  assert.equal(parse("\ufeffdata: a\n\n").events[0]?.data, "a");
});

Deno.test("lines end in every way, wherever the text is cut", () => {
  const lines = fc.constantFrom("data: a", "data: b: c", "id: 7", ":", "retry: 5", "");
  const ends = fc.constantFrom("\n", "\r", "\r\n");
  fc.assert(fc.property(fc.array(lines), ends, fc.array(fc.nat()), (lines, end, places) => {
    const text = lines.map((line) => line + end).join("");
    assert.deepEqual(parse(...cut(text, places)), parse(text.replaceAll(end, "\n")));
  }));
});

Deno.test("an event may be as long as the limit and not longer", () => {
  const half = "x".repeat(MAX_EVENT_LENGTH / 2);
  assert.equal(parse(`data:${half}\ndata:${half}\n\n`).events.length, 1);
  assert.throws(() => parse(`data:${half}\ndata:${half}x\n\n`), RangeError);
  assert.throws(() => parse("data:", half, half, half), RangeError);
});

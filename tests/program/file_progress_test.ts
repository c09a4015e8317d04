import assert from "node:assert/strict";
import { createFileProgress, MAX_SHOWN_REFUSALS } from "../../src/program/file_progress.ts";

/** What is printed, with a clock that stands until it is moved. */
function screen(options: { isTerminal: boolean; showsRefusals?: boolean }) {
  const printed: string[] = [];
  let nowMs = 0;
  const progress = createFileProgress({
    print: (text) => void printed.push(text),
    now: () => nowMs,
    showsRefusals: true,
    ...options,
  });
  return { progress, printed, pass: (ms: number) => void (nowMs += ms) };
}

Deno.test("progress says how many files are done, how fast, for how long and with what errors", () => {
  const { progress, printed, pass } = screen({ isTerminal: false });
  progress.setTotal(1_000);
  for (let index = 0; index < 249; index++) progress.show();
  pass(5_000);
  progress.show({ path: "a.mid", reason: "It is no MIDI file" });
  assert.deepEqual(printed, [
    "a.mid: It is no MIDI file\n",
    "████████░░░░░░░░░░░░░░░░░░░░░░░░ 250/1000  50 files/s  0:15 left  1 error\n",
  ]);
});

Deno.test("progress without a terminal is a line every five seconds, on one a line that is redrawn", () => {
  const log = screen({ isTerminal: false });
  const terminal = screen({ isTerminal: true });
  for (const { progress, pass } of [log, terminal]) {
    progress.setTotal(20_000);
    for (let index = 0; index < 100; index++) {
      pass(100);
      progress.show();
    }
  }
  assert.equal(log.printed.length, 2);
  assert.equal(terminal.printed.length, 100);
  const line = terminal.printed[99]!;
  assert.ok(line.startsWith("\r\x1b[K"));
  assert.ok(line.endsWith(" 100/20000  10 files/s  33:10 left  0 errors"), line);
});

Deno.test("progress counts files before it knows how many there are", () => {
  const { progress, printed, pass } = screen({ isTerminal: false });
  pass(1_000);
  progress.show();
  progress.finish();
  assert.deepEqual(printed, ["1 files  1.0 files/s  0 errors\n"]);
});

Deno.test("progress names the first refused files only, and none where a report does", () => {
  const shown = screen({ isTerminal: false });
  const silent = screen({ isTerminal: false, showsRefusals: false });
  for (const { progress } of [shown, silent]) {
    for (let index = 0; index < MAX_SHOWN_REFUSALS + 2; index++) {
      progress.show({ path: `${index}.mid`, reason: "It is bad" });
    }
    progress.finish();
  }
  assert.equal(
    shown.printed.filter((text) => text.includes("It is bad")).length,
    MAX_SHOWN_REFUSALS,
  );
  assert.equal(shown.printed.at(-1), "… and 2 more\n");
  assert.equal(silent.printed.length, 1);
});

Deno.test("progress counts what is refused and no file as an error alone", () => {
  const { progress, printed } = screen({ isTerminal: false });
  progress.setTotal(1);
  progress.refuse({ path: "lost.mid", reason: "It is not there" });
  progress.show();
  progress.finish();
  assert.equal(printed[0], "lost.mid: It is not there\n");
  assert.match(printed[1]!, / 1\/1 {2}.* {2}1 error\n$/);
});

Deno.test("progress spells out what could steer a terminal", () => {
  const { progress, printed } = screen({ isTerminal: false });
  progress.show({ path: "a\x1b[2Jb\n.mid", reason: "It is bad" });
  assert.deepEqual(printed, ["a\\u001b[2Jb\\u000a.mid: It is bad\n"]);
});

import assert from "node:assert/strict";
import { join } from "node:path";
import { openImportReport } from "../../src/program/import_report.ts";
import { temporaryFolder } from "../support/temporary_folder.ts";

Deno.test("a report has a line for each file not plainly imported, at once, and a sum", async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, "report.jsonl");
  await Deno.writeTextFile(path, "what an earlier run said, which no longer holds\n".repeat(9));
  using report = await openImportReport(path);
  const alike = { songId: "2", title: "Solace", artist: "Scott Joplin" };
  await report.add({ path: "a.mid", outcome: "imported", songId: "1" });
  await report.add({ path: "b.mid", outcome: "imported", songId: "3", alike });
  await report.add({ path: "c.mid", outcome: "duplicate", sameAs: "a.mid" });
  await report.add({ path: "d\n.mid", outcome: "refused", code: "link", reason: "It is a link" });
  const linesNow = async () =>
    (await Deno.readTextFile(path)).trimEnd().split("\n").map((line) => JSON.parse(line));
  const files = [
    { path: "b.mid", outcome: "alike", songId: "3", alike },
    { path: "c.mid", outcome: "duplicate", sameAs: "a.mid" },
    { path: "d\n.mid", outcome: "refused", code: "link", reason: "It is a link" },
  ];
  assert.deepEqual(await linesNow(), files);
  const counts = { imported: 2, duplicate: 1, refused: 1, alike: 1, isComplete: true };
  await report.finish(counts);
  assert.deepEqual(await linesNow(), [...files, { outcome: "summary", ...counts }]);
});

Deno.test("a report that cannot be opened or written is named", async () => {
  await using folder = await temporaryFolder();
  const named = (path: string) => ({ message: `Cannot write the report "${path}"` });
  await assert.rejects(openImportReport(folder.path), named(folder.path));
  using full = await openImportReport("/dev/full");
  await assert.rejects(
    full.add({ path: "a.mid", outcome: "duplicate" }),
    named("/dev/full"),
  );
});

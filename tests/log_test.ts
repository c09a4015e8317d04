import assert from "node:assert/strict";
import { join } from "node:path";
import { type LogLevel, openLog } from "../src/log.ts";

type Line = Record<string, unknown>;

async function logged(
  write: (log: Awaited<ReturnType<typeof openLog>>) => void,
  options: { dir?: string; level?: LogLevel; secrets?: string[] } = {},
): Promise<Line[]> {
  const lines: string[] = [];
  await using log = await openLog({
    level: options.level ?? "info",
    dir: options.dir,
    secrets: options.secrets ?? [],
    write: (line) => lines.push(line),
  });
  write(log);
  assert.ok(lines.every((line) => line.indexOf("\n") === line.length - 1));
  return lines.map((line) => JSON.parse(line) as Line);
}

Deno.test("a log line is one JSON object with time, level and message", async () => {
  const [line] = await logged((log) => log.warn("Cannot claim a job", { jobId: "7" }));
  assert.equal(line?.level, "warning");
  assert.equal(line?.msg, "Cannot claim a job");
  assert.equal(line?.jobId, "7");
  assert.match(String(line?.time), /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
});

Deno.test("text from users cannot start a new log line", async () => {
  const [line] = await logged((log) => log.info("Search", { q: 'x\n{"level":"fatal"}\u2028' }));
  assert.equal(line?.q, 'x\n{"level":"fatal"}\u2028');
});

Deno.test("a secret is redacted by its field and by its value", async () => {
  const [line] = await logged(
    (log) =>
      log.error("Failed", { authorization: "Bearer abc", error: "at postgres://u:pa55word@h" }),
    { secrets: ["pa55word"] },
  );
  assert.equal(line?.authorization, "[redacted]");
  assert.equal(line?.error, "at postgres://u:[redacted]@h");
});

Deno.test("a log line is cut at its limit and stays JSON", async () => {
  const [line] = await logged((log) => log.info("Much", { text: "x".repeat(100_000) }));
  assert.equal(line?.msg, "Much");
  assert.ok(JSON.stringify(line).length < 16 * 1024);
});

Deno.test("a line below the level is not written", async () => {
  assert.deepEqual(await logged((log) => log.info("quiet"), { level: "error" }), []);
});

Deno.test("files get every line, and errors a file of their own", async () => {
  const dir = await Deno.makeTempDir();
  await logged((log) => {
    log.info("fine");
    log.error("broken");
  }, { dir });
  const messages = async (file: string) =>
    (await Deno.readTextFile(join(dir, file))).trim().split("\n").map((line) =>
      JSON.parse(line).msg
    );
  assert.deepEqual(await messages("combined.log"), ["fine", "broken"]);
  assert.deepEqual(await messages("error.log"), ["broken"]);
  await Deno.remove(dir, { recursive: true });
});

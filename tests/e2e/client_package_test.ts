import assert from "node:assert/strict";
import { join } from "node:path";
import ts from "typescript";
import { buildClientPackage } from "../../src/program/client_npm.ts";
import { newDataDir } from "../support/data_dir.ts";
import { barsLine, bytes, lines, resultLine, startMlService } from "../support/ml_service.ts";
import { needNode, NODE, runCommand } from "../support/node.ts";
import { ROOT, runProgram, runServer } from "../support/program.ts";
import { readmeCode } from "../support/readme.ts";
import { silentMp3 } from "../support/silent_mp3.ts";
import { temporaryFolder } from "../support/temporary_folder.ts";

Deno.test({ name: "the client library as an npm package", ...needNode() }, async (t) => {
  await using folder = await temporaryFolder();
  await install(folder.path);

  await t.step("runs the code of both READMEs on a plain Node", async () => {
    await using data = await newDataDir();
    await using ml = await startComposer();
    await using server = await runServer({ DATA_DIR: data.path, ML_MODEL_URL: ml.url });
    const { url } = server;
    const said = await runOnNode(folder.path, await readmeCode("@orpheus/client", url));
    assert.ok(said.includes("bar 0: 1 notes"), said.join("\n"));
    const files = said.slice(-2).map((line) => line.split(" "));
    assert.deepEqual(files.map(([kind]) => kind), ["midi", "mp3"]);
    assert.ok(files.every(([, file]) => file!.startsWith(`${url}/api/download/`)));
    const code = await readmeCode("@orpheus/client", url, "src/client/README.md");
    assert.match((await runOnNode(folder.path, code)).join(), /completed.*\/api\/download\//);
  });

  await t.step("has types that are complete in themselves, also for an older library", async () => {
    const path = join(folder.path, "use.ts");
    await Deno.writeTextFile(path, TYPED_USE);
    const program = ts.createProgram([path], {
      noEmit: true,
      strict: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      lib: ["lib.es2022.d.ts", "lib.dom.d.ts"],
      types: [],
    });
    const problems = ts.getPreEmitDiagnostics(program).map(({ messageText }) => messageText);
    assert.deepEqual(problems, []);
  });
});

Deno.test("the client library is what JSR would take", async () => {
  const args = ["publish", "--dry-run", "--allow-dirty"];
  await using program = runProgram(args, { cwd: join(ROOT, "src/client") });
  assert.equal(await program.exit, 0, program.stderr());
  assert.match(program.stderr(), /Dry run complete/);
});

/** An ML service that takes no time. */
function startComposer() {
  const generate = lines(
    { type: "progress", progress: 0.5 },
    barsLine(0, [[0, 0.5, 60, 100, 0, 2]]),
    resultLine(),
  );
  const convert = bytes("audio/mpeg", silentMp3(50));
  return startMlService((response, request) =>
    (request.path === "/generate" ? generate : convert)(response, request)
  );
}

async function runOnNode(folder: string, code: string): Promise<string[]> {
  await Deno.writeTextFile(join(folder, "use.mjs"), code);
  return await runCommand([...NODE, "use.mjs"], folder);
}

/** Packs the package and installs it from the archive, as a registry would give it. */
async function install(folder: string): Promise<void> {
  const source = join(folder, "source");
  await buildClientPackage(source);
  const [archive] = await runCommand(["npm", "pack", "--silent", source], folder);
  await Deno.writeTextFile(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  await runCommand(["npm", "install", "--offline", "--no-audit", "--no-fund", archive!], folder);
}

/** Wrong wherever a type should be and is not. */
const TYPED_USE = `
import { type ClientStatus, connect, type Frame, type Job, Refusal } from "@orpheus/client";

let status: ClientStatus = "connecting";
using client = connect("http://localhost:3001", { onStatus: (next) => (status = next) });
const job: Job = await client.generate({ songs: ["A", { songId: "b" }, "C"], options: { seed: 7 } });
// @ts-expect-error there is no such option
client.generate({ songs: ["A", "B", "C"], options: { length: 7 } });
for await (const frame of client.watch(job.jobId, { after: 5 })) {
  const known: Frame = frame;
  // @ts-expect-error not every frame has notes
  known.notes;
  if (frame.type === "bars") frame.notes.map(([start]) => start.toFixed(status.length));
}
try {
  await client.cancel(job.jobId);
} catch (error) {
  if (error instanceof Refusal) error.problem.errors?.map(({ suggestions }) => suggestions?.[0]?.title);
}
`;

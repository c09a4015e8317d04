import assert from "node:assert/strict";
import { join } from "node:path";
import { checkMp3 } from "../../src/ml/check_mp3.ts";
import { ML_MIDI_LIMITS } from "../../src/music/midi/midi_limits.ts";
import { readMidi } from "../../src/music/midi/read_midi.ts";
import { secondsAt } from "../../src/music/midi/tempo_map.ts";
import { writeMidi } from "../../src/music/midi/write_midi.ts";
import { blend, call } from "../support/api_client.ts";
import { newDataDir } from "../support/data_dir.ts";
import { eventually } from "../support/eventually.ts";
import { copyEmbeddedTemplate } from "../support/embedded_template.ts";
import { addressOf, leastServer, ROOT, runProgram, runServer } from "../support/program.ts";
import { temporaryFolder } from "../support/temporary_folder.ts";

/** The command of a task, for another folder than the repository. */
async function commandOf(task: string): Promise<string[]> {
  const { tasks } = JSON.parse(await Deno.readTextFile(join(ROOT, "deno.json")));
  const [deno, ...args] = tasks[task].command.split(" ");
  assert.equal(deno, "deno");
  return args.map((arg: string) => arg.startsWith("src/") ? join(ROOT, arg) : arg);
}

async function run(args: readonly string[], options: Parameters<typeof runProgram>[1] = {}) {
  await using program = runProgram(args, options);
  const exitCode = await program.exit;
  return { exitCode, lines: program.lines, stderr: program.stderr() };
}

Deno.test("deno task demo", async (t) => {
  await using folder = await temporaryFolder();
  await Deno.mkdir(join(folder.path, "data/demo"), { recursive: true });
  await copyEmbeddedTemplate(join(folder.path, "data/demo/postgres-18"));
  const command = await commandOf("demo");
  const demo = (...args: string[]) => run([...command, ...args], { cwd: folder.path });

  await t.step("writes a MIDI and an MP3 as long as it was told, and the options", async () => {
    const { exitCode, lines, stderr } = await demo("--length", "15", "--seed", "7");
    assert.deepEqual([exitCode, stderr], [0, ""], lines.join("\n"));
    assert.ok(lines.includes("lengthSeconds: 15"));
    assert.ok(lines.includes("seed: 7"));
    const { tempos, ticksPerQuarter, durationTicks } = readMidi(
      await Deno.readFile(join(folder.path, "out/orpheus-7.mid")),
      ML_MIDI_LIMITS,
    );
    const seconds = secondsAt(tempos, ticksPerQuarter)(durationTicks);
    assert.ok(Math.abs(seconds - 15) < 0.005);
    const mp3 = checkMp3(await Deno.readFile(join(folder.path, "out/orpheus-7.mp3")));
    assert.ok(Math.abs(mp3.durationSeconds - 15) < 0.15);
  });

  await t.step("says what it cannot do, and how it is used", async () => {
    const short = await demo("--length", "5");
    assert.equal(short.exitCode, 1);
    assert.match(short.lines.join("\n"), /lengthSeconds/);
    const unknown = await demo("--songs", "The Swan, Korobeiniki, Greensleeves");
    assert.equal(unknown.exitCode, 1);
    assert.match(unknown.lines.join("\n"), /perhaps: Swan Lake/);
    const two = await demo("--songs", "Korobeiniki, Greensleeves");
    assert.deepEqual([two.exitCode, two.stderr], [1, ""]);
    const wrong = await demo("--loud");
    assert.deepEqual([wrong.exitCode, wrong.stderr], [1, ""]);
    const help = await demo("--help");
    assert.equal(help.exitCode, 0);
    assert.match(help.lines.join("\n"), /--length .*--seed .*--songs/s);
  });
});

Deno.test("deno task songs:import", async (t) => {
  await using folder = await newDataDir();
  await using songs = await temporaryFolder();
  const piano = join(ROOT, "catalogue/piano");
  await Deno.mkdir(join(songs.path, "more"));
  // Written anew, as the catalogue has these very bytes.
  const rewrite = async (from: string, to: string) => {
    const piece = readMidi(await Deno.readFile(join(piano, from)));
    await Deno.writeFile(join(songs.path, to), writeMidi(piece));
  };
  await rewrite("arabesque_no_1.mid", "Nobody At All - Made Up Piece.mid");
  await rewrite("gymnopedie_no_1.mid", "more/Somebody Else - Another Piece.MIDI");
  await Deno.writeTextFile(join(songs.path, "broken.mid"), "MThd and nothing more");
  await Deno.writeTextFile(join(songs.path, "readme.txt"), "no song");
  const env = { DATA_DIR: folder.path };
  const command = await commandOf("songs:import");
  const importSongs = (...args: string[]) => run([...command, ...args], { env, cwd: songs.path });

  await t.step("imports what it can, and says what it cannot", async () => {
    const { exitCode, lines, stderr } = await importSongs("--license", "CC0", ".");
    assert.deepEqual([exitCode, stderr], [1, ""], lines.join("\n"));
    const counts = "2 imported (2 with the notes of another song), 0 there already, 1 refused";
    assert.equal(lines.at(-1), counts);
    assert.match(lines.join("\n"), /broken\.mid: .+/);
    assert.match(lines.join("\n"), /█+ 3\/3/);
  });

  await t.step("imports nothing twice", async () => {
    const { exitCode, lines } = await importSongs("more");
    assert.deepEqual([exitCode, lines.at(-1)], [0, "0 imported, 1 there already, 0 refused"]);
  });

  await t.step("gives a server songs to blend, and leaves a running one alone", async () => {
    await using server = await runServer(env);
    const found = await (await call(`${server.url}/api/songs?q=made+up+piece`)).json();
    assert.equal(found.songs[0].artist, "Nobody At All");
    const song = await (await call(`${server.url}/api/songs/${found.songs[0].songId}`)).json();
    assert.equal(song.license, "CC0");
    await blend(server.url, {}, ["Made Up Piece", "Another Piece", "Korobeiniki"]);
    const { exitCode, lines } = await importSongs(".");
    assert.equal(exitCode, 1);
    assert.match(lines.join("\n"), /data directory is in use/);
  });

  await t.step("says how it is used", async () => {
    const nothing = await importSongs();
    assert.equal(nothing.exitCode, 1);
    assert.match(nothing.lines.join("\n"), /songs:import .*PATH/);
    const nowhere = await importSongs("/nowhere/at/all");
    assert.deepEqual([nowhere.exitCode, nowhere.stderr], [1, ""]);
  });
});

Deno.test("deno task start", async (t) => {
  await using folder = await newDataDir();
  const env = { DATA_DIR: folder.path, PORT: "0" };

  await t.step(
    "serves under the least permissions, and stops when the task is told to",
    async () => {
      await using task = runProgram(["task", "--quiet", "start"], { env });
      const url = await addressOf(task);
      await eventually(async () => {
        const answer = await call(`${url}/api/health/ready`);
        await answer.body?.cancel();
        assert.equal(answer.status, 200);
      }, { timeoutMs: 60_000 });
      await blend(url);
      const page = await call(`${url}/page.js`);
      await page.body?.cancel();
      assert.equal(page.status, 200);
      task.kill("SIGTERM");
      assert.equal(await task.exit, 0);
      assert.match(task.lines.at(-1) ?? "", /"Stopped"/);
      assert.equal(task.stderr(), "");
    },
  );

  await t.step(
    "lets nothing read, write, run or connect beyond what the server needs",
    async () => {
      await using elsewhere = await temporaryFolder();
      const probe = join(elsewhere.path, "probe.ts");
      await Deno.writeTextFile(probe, PROBE);
      const args = leastServer(env).slice(0, -1);
      const { lines } = await run([...args, probe, folder.path, elsewhere.path], { env });
      assert.deepEqual(JSON.parse(lines.at(-1)!), {
        writesToData: "done",
        writesElsewhere: "NotCapable",
        writesToCode: "NotCapable",
        readsElsewhere: "NotCapable",
        runs: "NotCapable",
        loadsLibraries: "NotCapable",
        connectsElsewhere: "NotCapable",
        looksUpNames: "NotCapable",
      });
    },
  );

  await t.step("tells a bad environment as any start does", async () => {
    const { exitCode, lines } = await run(["task", "--quiet", "start"], {
      env: { ...env, WORKERS: "many" },
    });
    assert.equal(exitCode, 1);
    assert.match(lines.at(-1) ?? "", /"fatal".*WORKERS/);
  });
});

/** Tries what the server never does, and tells of each how it ended. */
const PROBE = `
const [data, elsewhere] = Deno.args;
const outcome = async (work) => {
  try {
    await work();
    return "done";
  } catch (error) {
    return error.name;
  }
};
console.log(JSON.stringify({
  writesToData: await outcome(() => Deno.writeTextFile(data + "/probe", "")),
  writesElsewhere: await outcome(() => Deno.writeTextFile(elsewhere + "/probe", "")),
  writesToCode: await outcome(() => Deno.writeTextFile("src/probe", "")),
  readsElsewhere: await outcome(() => Deno.readTextFile("/etc/passwd")),
  runs: await outcome(() => new Deno.Command("true").output()),
  loadsLibraries: await outcome(() => Deno.dlopen("/lib/none.so", {})),
  connectsElsewhere: await outcome(() => Deno.connect({ hostname: "127.0.0.1", port: 9 })),
  looksUpNames: await outcome(() => Deno.resolveDns("example.org", "A")),
}));
`;

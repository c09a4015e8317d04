import assert from "node:assert/strict";
import { join } from "node:path";
import type { Job } from "../../src/channel/protocol.ts";
import { blendReportSchema } from "../../src/jobs/report.ts";
import { checkMp3 } from "../../src/ml/check_mp3.ts";
import { checkWav } from "../../src/ml/check_wav.ts";
import { ML_MIDI_LIMITS } from "../../src/music/midi/midi_limits.ts";
import { readMidi } from "../../src/music/midi/read_midi.ts";
import { secondsAt } from "../../src/music/midi/tempo_map.ts";
import {
  blend,
  call,
  download,
  postJson,
  SONGS,
  submit,
  waitForEnd,
} from "../support/api_client.ts";
import { newDataDir } from "../support/data_dir.ts";
import { readEvents } from "../support/event_reader.ts";
import { runProgram, runServer } from "../support/program.ts";
import { readmeCode } from "../support/readme.ts";
import { readTags, tagBytes } from "../support/read_tags.ts";
import { SocketClient } from "../support/socket_client.ts";
import { temporaryFolder } from "../support/temporary_folder.ts";

/** An encoder adds up to two frames of silence around the sound. */
const MP3_TOLERANCE_SECONDS = 0.15;

Deno.test("blends of the whole server", async (t) => {
  await using folder = await newDataDir();
  const env = { DATA_DIR: folder.path, GENERATE_LIMIT: "1000" };
  await using server = await runServer(env);
  const { url } = server;

  await t.step("the README's code over REST makes an MP3", async () => {
    const code = await readmeCode("/api/generate", url);
    const [status, type, sizeBytes] = await runScript(`${code}
      const blob = await (await fetch(url)).blob();
      console.log(JSON.stringify([job.status, blob.type, blob.size]));`);
    assert.deepEqual([status, type], ["completed", "audio/mpeg"]);
    assert.ok(sizeBytes > 30 * 24_000);
  });

  await t.step("the README's code over the WebSocket plays an MP3", async () => {
    const code = await readmeCode("new WebSocket", url);
    const lines = await runLines(`
      globalThis.Audio = class {
        constructor(path) { this.url = new URL(path, "${url}"); }
        async play() {
          const answer = await fetch(this.url);
          console.log("played", answer.headers.get("Content-Type"));
          Deno.exit(0);
        }
      };
      ${code}`);
    assert.ok(lines.some((line) => /^bar \d+: \d+ notes$/.test(line)), lines.join("\n"));
    assert.ok(lines.some((line) => /^\d+ % converting$/.test(line)), lines.join("\n"));
    assert.equal(lines.at(-1), "played audio/mpeg");
  });

  const options = { seed: 7, temperature: 1.3, creativity: 0.2, weights: [1, 2, 3] };
  const first = await blend(url, options);

  await t.step("a seed gives the same MIDI again, another seed another one", async () => {
    const [again, other] = await Promise.all([
      blend(url, options),
      blend(url, { ...options, seed: 8 }),
    ]);
    assert.equal(hashOf(again, "midi"), hashOf(first, "midi"));
    assert.notEqual(hashOf(other, "midi"), hashOf(first, "midi"));
  });

  await t.step("a seed that nobody gave is told, and gives the same MIDI", async () => {
    const job = await blend(url);
    const again = await blend(url, { seed: job.options.seed });
    assert.equal(hashOf(again, "midi"), hashOf(job, "midi"));
  });

  await t.step("the MIDI and the MP3 last as long as was asked", async () => {
    const job = await blend(url, { lengthSeconds: 21.5, quality: "low", sampleRate: 22050 });
    const { tempos, ticksPerQuarter, durationTicks, tracks } = readMidi(
      await download(url, job, "midi"),
      ML_MIDI_LIMITS,
    );
    const seconds = secondsAt(tempos, ticksPerQuarter)(durationTicks);
    assert.ok(Math.abs(seconds - 21.5) < 0.005, `${seconds}`);
    assert.ok(tracks.length > 2);
    const { durationSeconds } = checkMp3(await download(url, job, "mp3"));
    assert.ok(Math.abs(durationSeconds - 21.5) < MP3_TOLERANCE_SECONDS, `${durationSeconds}`);
  });

  await t.step("every quality and sample rate is what the MP3 has", async () => {
    await Promise.all([
      assertMp3(url, { quality: "low", sampleRate: 48000 }, 96),
      assertMp3(url, { quality: "medium", sampleRate: 44100 }, 128),
      assertMp3(url, { quality: "high", sampleRate: 32000 }, 192),
      assertMp3(url, { quality: "high", sampleRate: 22050 }, 160),
    ]);
  });

  await t.step("a blend is told of, tagged, and made into every file asked for", async () => {
    const files = { outputs: ["wav", "stems"], sections: ["A"], sampleRate: 22050 };
    const asked = await submit(url, { key: "F# minor", tempoBpm: 96, ...files });
    const job = await waitForEnd(url, asked);
    assert.deepEqual(job.warnings, []);
    const report = blendReportSchema.parse(await (await call(`${url}${job.links.report}`)).json());
    assert.equal(report.key, "F# minor");
    assert.ok(Math.abs(report.tempoBpm - 96) < 0.01);
    assert.equal(report.options.seed, job.options.seed);
    const { tracks } = readMidi(await download(url, job, "midi"), ML_MIDI_LIMITS);
    const stems = job.outputs.filter(({ kind }) => kind === "stem");
    assert.deepEqual(stems.map(({ name }) => name), tracks.map(({ name }) => name));
    const wav = checkWav(await download(url, job, "wav"));
    const mp3 = await download(url, job, "mp3");
    assert.equal(wav.sampleRate, 22_050);
    assert.ok(
      Math.abs(wav.durationSeconds - checkMp3(mp3).durationSeconds) < MP3_TOLERANCE_SECONDS,
    );
    assert.equal(readTags(mp3).get("Seed"), String(job.options.seed));
    const section = report.sections.find(({ name }) => name === "A")!;
    const loop = checkWav(await download(url, job, "loop"));
    const difference = loop.durationSeconds - section.bars * report.secondsPerBar;
    assert.ok(Math.abs(difference) < 0.001, `${difference}`);
    assert.ok(checkMp3(await download(url, job, "stem")).durationSeconds > 10);
  });

  await t.step("any weights that are not all nothing make a blend", async () => {
    await Promise.all([
      blend(url, { weights: [1, 0, 0] }),
      blend(url, { weights: [0, 1, 0] }),
      blend(url, { weights: [0, 0, 0.001] }),
    ]);
  });

  await t.step("socket, events and long poll tell the same of a job", async () => {
    await using socket = await SocketClient.open(url);
    socket.send({ type: "generate", id: "1", songs: SONGS, options: { lengthSeconds: 15 } });
    const { job } = await socket.next("accepted");
    const [events, polled, completed] = await Promise.all([
      readEvents(url, job.jobId),
      pollSeqs(url, job),
      socket.next("completed"),
    ]);
    const stored = socket.storedFrames(job.jobId);
    assert.deepEqual(events.filter(({ type }) => type !== "progress" && type !== "queued"), stored);
    assert.deepEqual(await readEvents(url, job.jobId), stored);
    assert.deepEqual(polled.at(-1), completed.job);
    const seqs = new Set([0, ...stored.map(({ seq }) => seq)]);
    assert.ok(polled.every(({ seq }) => seqs.has(seq)));
  });

  await t.step("the parts of the files can be asked for", async () => {
    const { url: path, sha256, sizeBytes } = first.outputs.find(({ kind }) => kind === "mp3")!;
    const whole = await download(url, first, "mp3");
    const part = await call(`${url}${path}`, { headers: { Range: "bytes=1000-1999" } });
    assert.equal(part.status, 206);
    assert.equal(part.headers.get("Content-Range"), `bytes 1000-1999/${sizeBytes}`);
    assert.deepEqual(new Uint8Array(await part.arrayBuffer()), whole.subarray(1000, 2000));
    const known = await call(`${url}${path}`, { headers: { "If-None-Match": `"${sha256}"` } });
    assert.equal(known.status, 304);
  });

  await t.step("a song of the catalogue has a preview, which is made once", async () => {
    const { songs: [song] } = await (await call(`${url}/api/songs?q=korobeiniki&limit=1`)).json();
    const path = `${url}/api/songs/${song.songId}/preview`;
    const made = await call(path);
    const bytes = new Uint8Array(await made.arrayBuffer());
    const { durationSeconds, sampleRate } = checkMp3(bytes);
    assert.ok(Math.abs(durationSeconds - 12) < MP3_TOLERANCE_SECONDS, `${durationSeconds}`);
    assert.equal(sampleRate, 44_100);
    const read = await call(path);
    assert.equal(read.headers.get("ETag"), made.headers.get("ETag"));
    assert.deepEqual(new Uint8Array(await read.arrayBuffer()), bytes);
    const stored = join(folder.path, "objects/previews", `${song.songId}-v1.mp3`);
    assert.deepEqual(await Deno.readFile(stored), bytes);
  });

  await t.step("an idempotency key submits once", async () => {
    const body = { songs: SONGS, options: { lengthSeconds: 15 } };
    const headers = { "Idempotency-Key": crypto.randomUUID() };
    const answers = await Promise.all([
      postJson(`${url}/api/generate`, body, headers),
      postJson(`${url}/api/generate`, body, headers),
    ]);
    const jobs: Job[] = await Promise.all(answers.map((answer) => answer.json()));
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 202]);
    assert.equal(jobs[0]!.jobId, jobs[1]!.jobId);
  });

  await t.step("the same seed gives the same MIDI after a restart", async () => {
    server.kill("SIGTERM");
    assert.equal(await server.exit, 0);
    await using restarted = await runServer(env);
    const again = await blend(restarted.url, options);
    assert.equal(hashOf(again, "midi"), hashOf(first, "midi"));
    assert.equal(
      (await download(restarted.url, first, "midi")).length,
      again.outputs[0]!.sizeBytes,
    );
  });
});

function hashOf({ outputs }: Job, kind: "midi" | "mp3"): string | undefined {
  return outputs.find((output) => output.kind === kind)?.sha256;
}

async function assertMp3(
  url: string,
  options: { readonly quality: string; readonly sampleRate: number },
  kilobits: number,
): Promise<void> {
  const bytes = await download(url, await blend(url, options), "mp3");
  const { sampleRate, durationSeconds } = checkMp3(bytes);
  assert.equal(sampleRate, options.sampleRate);
  const soundBytes = bytes.length - tagBytes(bytes);
  assert.equal(Math.round(soundBytes * 8 / durationSeconds / 1000), kilobits);
}

/** Every state of a job that a long poll shows. */
async function pollSeqs(url: string, job: Job): Promise<Job[]> {
  const seen = [job];
  while (seen.at(-1)!.finishedAt === null) {
    const answer = await call(`${url}${job.links.self}?wait=30&after=${seen.at(-1)!.seq}`);
    assert.equal(answer.status, 200);
    seen.push(await answer.json());
  }
  return seen;
}

async function runLines(code: string): Promise<readonly string[]> {
  await using folder = await temporaryFolder();
  const path = join(folder.path, "script.js");
  await Deno.writeTextFile(path, code);
  await using program = runProgram(["run", "-A", path]);
  assert.equal(await program.exit, 0, program.stderr());
  return program.lines;
}

async function runScript(code: string) {
  return JSON.parse((await runLines(code)).at(-1)!);
}

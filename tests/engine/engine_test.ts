// The engine as it is: its app, its pool, its workers, and real music.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import process from "node:process";
import { createEngineApp } from "../../src/engine/engine_app.ts";
import { createEnginePool } from "../../src/engine/engine_pool.ts";
import { checkMp3 } from "../../src/ml/check_mp3.ts";
import { createMlClient } from "../../src/ml/create_ml_client.ts";
import {
  type BarsLine,
  generateLineSchema,
  type GenerateRequest,
  type RenderRequest,
} from "../../src/ml/schema.ts";
import { ML_MIDI_LIMITS } from "../../src/music/midi/midi_limits.ts";
import { readMidi } from "../../src/music/midi/read_midi.ts";
import { secondsAt } from "../../src/music/midi/tempo_map.ts";
import { writeMidi } from "../../src/music/midi/write_midi.ts";
import { convertBody, generateBody, post } from "../support/engine_request.ts";
import { listen } from "../support/ml_service.ts";
import { eventually } from "../support/eventually.ts";
import { simplePiece, simpleTrack, TICKS_PER_SECOND } from "../support/simple_piece.ts";
import { SONGS_TO_BLEND } from "../support/songs_to_blend.ts";

function openEngine(size = 1) {
  const pool = createEnginePool({ size });
  const app = createEngineApp({ pool });
  const client = createMlClient({
    baseUrl: "http://engine.internal",
    fetch: (request) => app.fetch(request),
    checkMidi: (bytes) => readMidi(bytes, ML_MIDI_LIMITS),
    retry: { maxTries: 1 },
  });
  const ask = async (path: string, body: unknown, headers?: Record<string, string>) =>
    await app.fetch(post(path, body, headers));
  return { pool, client, ask, [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose]() };
}

Deno.test("engine composes", async (test) => {
  await using engine = openEngine();

  await test.step("bars from the first to the last, then a piece of the asked length", async () => {
    const body = generateBody({ length_seconds: 20 });
    const response = await engine.ask("/generate", body, {
      accept: "application/x-ndjson, application/json",
    });
    assert.equal(response.headers.get("content-type"), "application/x-ndjson");
    const text = (await response.text()).trim();
    const lines = text.split("\n").map((line) => generateLineSchema.parse(JSON.parse(line)));
    const bars = lines.filter((line): line is BarsLine => line.type === "bars");
    let nextBar = 0;
    for (const line of bars) {
      assert.equal(line.start_bar, nextBar);
      nextBar += line.bars;
    }
    assert.ok(bars[0]!.tracks!.length > 0, "the first bars name the tracks");
    const last = lines.at(-1)!;
    assert.equal(last.type, "result");
    const piece = readMidi(Uint8Array.fromBase64((last as { midi_data: string }).midi_data));
    const seconds = secondsAt(piece.tempos, piece.ticksPerQuarter)(piece.durationTicks);
    assert.ok(Math.abs(seconds - 20) < 0.1);
  });

  await test.step("the same bytes for the same songs, options and seed", async () => {
    const midi = async (seed: number) =>
      await (await engine.ask("/generate", generateBody({ seed }), { accept: "audio/midi" }))
        .bytes();
    const first = await midi(1);
    assert.deepEqual(await midi(1), first);
    assert.notDeepEqual(await midi(2), first);
  });

  await test.step("plain JSON when no stream is asked for", async () => {
    const { midi_data, report } = await (await engine.ask("/generate", generateBody())).json();
    assert.ok(readMidi(Uint8Array.fromBase64(midi_data)).tracks.length > 0);
    assert.equal(report.options.seed, 7);
    const { sha256, bars } = report.songs[2];
    assert.equal(sha256, createHash("sha256").update(SONGS_TO_BLEND[2]).digest("hex"));
    assert.ok(bars > 8);
  });
});

Deno.test("engine composes in the key, at the tempo and from the songs that are asked for", async () => {
  await using engine = openEngine();
  const role_weights: GenerateRequest["options"]["role_weights"] = { melody: [0, 1, 0] };
  const body = generateBody({ key: "D# major", tempo_bpm: 96, role_weights });
  const { report } = await (await engine.ask("/generate", body)).json();
  assert.deepEqual([report.key, report.tempoBpm], ["Eb major", 96]);
  assert.deepEqual(report.options.roleWeights, role_weights);
});

Deno.test("engine renders a MIDI file as MP3 bytes and as JSON", async () => {
  await using engine = openEngine();
  const asBytes = await engine.ask("/convert-to-mp3", convertBody(), { accept: "audio/mpeg" });
  const mp3 = await asBytes.bytes();
  const { sampleRate, durationSeconds } = checkMp3(mp3);
  assert.equal(sampleRate, 22050);
  assert.ok(durationSeconds >= 2 && durationSeconds < 2.2);
  const { mp3_data } = await (await engine.ask("/convert-to-mp3", convertBody())).json();
  assert.deepEqual(Uint8Array.fromBase64(mp3_data), mp3);
});

Deno.test("engine with a worker to spare makes the same MP3 as one without", async () => {
  await using one = openEngine();
  await using two = openEngine(2);
  const mp3 = async (engine: typeof one) =>
    await (await engine.ask("/convert-to-mp3", convertBody(), { accept: "audio/mpeg" })).bytes();
  assert.deepEqual(await mp3(two), await mp3(one));
  assert.deepEqual(await mp3(two), await mp3(one), "also from workers that have worked before");
  assert.deepEqual([one.pool.workers, two.pool.workers], [1, 2]);
});

Deno.test("engine renders", async (test) => {
  await using engine = openEngine(2);
  const render = async (options: Partial<RenderRequest["options"]>) =>
    await engine.ask("/render", {
      ...convertBody(),
      options: { format: "wav", quality: "low", sample_rate: 22050, ...options },
    });

  await test.step("a WAV of the piece", async () => {
    const response = await render({});
    assert.equal(response.headers.get("content-type"), "audio/wav");
    assert.equal((await response.bytes()).length, 44 + 2 * 22050 * 4);
  });

  await test.step("a track alone as MP3", async () => {
    const response = await render({ format: "mp3", track: 0 });
    assert.equal(response.headers.get("content-type"), "audio/mpeg");
    assert.equal(checkMp3(await response.bytes()).sampleRate, 22050);
  });

  await test.step("bars that loop, as many samples as they last", async () => {
    const response = await render({ loop: { start_bar: 0, bars: 1 } });
    assert.equal((await response.bytes()).length, 44 + 2 * 22050 * 4);
  });

  await test.step("no track and no bars that the piece does not have", async () => {
    const refusal = async (options: Partial<RenderRequest["options"]>) => {
      const response = await render(options);
      const { code, message } = await response.json();
      return [response.status, code, message];
    };
    assert.deepEqual(await refusal({ track: 1 }), [
      422,
      "invalid_request",
      "There is no track 1: the piece has 1",
    ]);
    assert.deepEqual(await refusal({ loop: { start_bar: 0, bars: 2 } }), [
      422,
      "invalid_request",
      "There is no bar 1: the piece ends before it",
    ]);
  });
});

Deno.test("engine refuses", async (test) => {
  await using engine = openEngine();
  const [first, second, third] = generateBody().midi_files;
  const refusal = async (path: string, body: unknown) => {
    const response = await engine.ask(path, body, { accept: "application/x-ndjson" });
    assert.equal(response.status, 422);
    return await response.json();
  };

  await test.step("a song that cannot be read, and names it", async () => {
    const body = { ...generateBody(), midi_files: [first, btoa("no MIDI"), third] };
    const { code, message } = await refusal("/generate", body);
    assert.equal(code, "invalid_midi");
    assert.match(message, /Song 2/);
  });

  await test.step("a song without notes", async () => {
    const silence = writeMidi(simplePiece([])).toBase64();
    const body = { ...generateBody(), midi_files: [first, second, silence] };
    assert.match((await refusal("/generate", body)).message, /Song 3 .* no notes/);
  });

  await test.step("a MIDI file over its limits", async () => {
    const large = new Uint8Array(2 * 1024 * 1024 + 1).toBase64();
    const { code } = await refusal("/convert-to-mp3", { ...convertBody(), midi_data: large });
    assert.equal(code, "midi_too_large");
  });
});

Deno.test("client and engine make a blend and its MP3, also after one was cancelled", async () => {
  await using engine = openEngine();
  const aborting = new AbortController();
  const cancelled = { ...listen(aborting.signal).call, onBars: () => aborting.abort() };
  await assert.rejects(
    engine.client.generate(SONGS_TO_BLEND, generateBody().options, cancelled),
    { name: "AbortError" },
  );
  const heard = listen();
  const { midi } = await engine.client.generate(SONGS_TO_BLEND, generateBody().options, heard.call);
  const options = { quality: "medium", sample_rate: 32000 } as const;
  const mp3 = await engine.client.convertToMp3(midi, options, heard.call);
  assert.ok(heard.bars.length > 0 && heard.progress.length > 3);
  assert.ok(Math.abs(checkMp3(mp3).durationSeconds - 15) < 0.3);
  const loop = { start_bar: 1, bars: 2 };
  const wav = await engine.client.render(midi, { ...options, format: "wav", loop }, heard.call);
  const secondsPerBar = heard.bars[0]!.seconds_per_bar;
  assert.ok(Math.abs((wav.length - 44) / 4 / 32000 - 2 * secondsPerBar) < 1e-4);
  const last = heard.bars[0]!.tracks!.length - 1;
  const stem = await engine.client.render(
    midi,
    { ...options, format: "mp3", track: last },
    heard.call,
  );
  assert.equal(stem.length, mp3.length);
  await engine.client.health(heard.call.signal);
});

Deno.test("a conversion that nobody waits for any more stops costing time", async () => {
  await using engine = openEngine();
  // Ten minutes take longer to compute than it gets to stop, also where nothing else runs.
  const midi = writeMidi(simplePiece([simpleTrack()], { durationTicks: 600 * TICKS_PER_SECOND }));
  const body = { ...convertBody(), midi_data: midi.toBase64() };
  const response = await engine.ask("/convert-to-mp3", body, { accept: "audio/mpeg" });
  await response.body!.cancel();
  assert.equal(engine.pool.workers, 0);
  await eventually(async () => {
    const before = process.cpuUsage();
    await new Promise((resolve) => setTimeout(resolve, 200));
    const { user, system } = process.cpuUsage(before);
    assert.ok(user + system < 100_000, "the worker is still computing");
  }, { timeoutMs: 20_000 });
});

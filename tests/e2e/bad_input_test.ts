import assert from "node:assert/strict";
import type { Problem } from "../../src/errors.ts";
import { blend, call, postJson, problemIn, SONGS, waitForEnd } from "../support/api_client.ts";
import { newDataDir } from "../support/data_dir.ts";
import { runServer } from "../support/program.ts";
import { RawConnection } from "../support/raw_connection.ts";
import { SocketClient } from "../support/socket_client.ts";

const KEY = { Authorization: "Bearer a-key-with-a-small-quota" };

Deno.test("bad input to the whole server", async (t) => {
  await using folder = await newDataDir();
  await using server = await runServer({
    DATA_DIR: folder.path,
    API_KEYS: "small:a-key-with-a-small-quota",
    GENERATE_LIMIT: "4",
  });
  const { url } = server;
  const port = Number(new URL(url).port);
  const refusal = (body: unknown, headers?: Record<string, string>) =>
    refusalOf(postJson(`${url}/api/generate`, body, headers));
  const option = (options: Record<string, unknown>) => refusal({ songs: SONGS, options });
  const songs = (...songs: unknown[]) => refusal({ songs });

  await t.step("a body that is no JSON is refused as such", async () => {
    assert.equal((await refusal("{")).code, "invalid_json");
    assert.equal((await refusal("")).code, "invalid_json");
    assert.equal((await refusal('{"songs": NaN}')).code, "invalid_json");
    const notUtf8 = postBytes(url, new Uint8Array([0x22, 0xff, 0xfe, 0x22]));
    assert.equal((await refusalOf(notUtf8)).code, "invalid_json");
  });

  await t.step("a body of another form is refused with the path of each error", async () => {
    assert.deepEqual(pathsOf(await refusal({})), ["songs"]);
    assert.deepEqual(pathsOf(await refusal([])), [""]);
    assert.deepEqual(pathsOf(await refusal("null")), [""]);
    assert.deepEqual(pathsOf(await refusal({ songs: "three" })), ["songs"]);
    assert.deepEqual(pathsOf(await songs("a", 2, null)), ["songs.1", "songs.2"]);
    assert.deepEqual(pathsOf(await songs("a", "b")), ["songs"]);
    assert.deepEqual(pathsOf(await songs(...SONGS, "d")), ["songs"]);
    assert.equal((await refusal({ songs: SONGS, more: 1 })).code, "invalid_request");
    assert.equal((await refusal('{"songs": [], "__proto__": {}}')).code, "invalid_request");
  });

  await t.step("an option out of its bounds is refused by its name", async () => {
    assert.deepEqual(pathsOf(await option({ temperature: 0.09 })), ["options.temperature"]);
    assert.deepEqual(pathsOf(await option({ creativity: 1.01 })), ["options.creativity"]);
    assert.deepEqual(pathsOf(await option({ lengthSeconds: 14.9 })), ["options.lengthSeconds"]);
    assert.deepEqual(pathsOf(await option({ lengthSeconds: 301 })), ["options.lengthSeconds"]);
    assert.deepEqual(pathsOf(await option({ lengthSeconds: "60" })), ["options.lengthSeconds"]);
    assert.deepEqual(pathsOf(await option({ seed: 4_294_967_296 })), ["options.seed"]);
    assert.deepEqual(pathsOf(await option({ seed: 0.5 })), ["options.seed"]);
    assert.deepEqual(pathsOf(await option({ weights: [0, 0, 0] })), ["options.weights"]);
    assert.deepEqual(pathsOf(await option({ weights: [1, -1, 1] })), ["options.weights.1"]);
    assert.deepEqual(pathsOf(await option({ quality: "best" })), ["options.quality"]);
    assert.deepEqual(pathsOf(await option({ sampleRate: 8000 })), ["options.sampleRate"]);
    assert.equal((await option({ loudness: 11 })).code, "invalid_request");
  });

  await t.step("songs that cannot be told are refused with suggestions", async () => {
    const unknown = await songs("The Swan", "Zzyzx", "Greensleeves");
    assert.equal(unknown.code, "song_not_found");
    assert.deepEqual(pathsOf(unknown), ["songs.0", "songs.1"]);
    const [swan] = unknown.errors!;
    assert.deepEqual(titlesOf(swan), ["Swan Lake"]);
    const ambiguous = await songs("Rag", "Korobeiniki", "Greensleeves");
    assert.equal(ambiguous.code, "song_ambiguous");
    assert.ok(titlesOf(ambiguous.errors![0]).includes("Maple Leaf Rag"));
    const twice = await songs("Greensleeves", "Korobeiniki", "Greensleeves - Traditional");
    assert.equal(twice.code, "duplicate_song");
    assert.equal((await songs("a\u0000b", ...SONGS.slice(1))).code, "invalid_request");
    assert.equal((await songs("\ud800", ...SONGS.slice(1))).code, "invalid_request");
    assert.equal((await songs("x".repeat(201), ...SONGS.slice(1))).code, "invalid_request");
    const byId = await songs({ songId: crypto.randomUUID() }, ...SONGS.slice(1));
    assert.equal(byId.code, "song_not_found");
  });

  await t.step("a body that is too large is refused, told or not told its length", async () => {
    const large = JSON.stringify({ songs: SONGS, padding: "x".repeat(16 * 1024) });
    assert.equal((await refusal(large)).code, "body_too_large");
    const chunked = postBytes(url, new Blob([large]).stream());
    assert.equal((await refusalOf(chunked)).code, "body_too_large");
    using promised = await RawConnection.open(port);
    await promised.write(head("POST /api/generate", "Content-Length: 99999999999"));
    assert.match(await promised.readHead(), /^HTTP\/1\.1 413 /);
    const within = JSON.stringify({ songs: SONGS, options: { lengthSeconds: 15 } }).padEnd(
      16 * 1024,
    );
    assert.equal((await drop(postJson(`${url}/api/generate`, within, KEY))).status, 202);
  });

  await t.step("a body in another coding or type is refused unread", async () => {
    const gzip = { "Content-Encoding": "gzip" };
    assert.equal((await refusal({ songs: SONGS }, gzip)).code, "unsupported_media_type");
    const text = { "Content-Type": "text/plain" };
    assert.equal((await refusal({ songs: SONGS }, text)).code, "unsupported_media_type");
    const latin = { "Content-Type": "application/json; charset=latin1" };
    assert.equal((await refusal({ songs: SONGS }, latin)).code, "unsupported_media_type");
  });

  await t.step("deep JSON does no harm", async () => {
    const deep = `{"songs": ${"[".repeat(8_000)}${"]".repeat(8_000)}}`;
    assert.equal((await refusal(deep)).code, "invalid_request");
    const options = `{"songs": [], "options": ${'{"a":'.repeat(2_700)}1${"}".repeat(2_700)}}`;
    assert.equal((await refusal(options)).code, "invalid_request");
  });

  await t.step("wrong methods, paths and ids are told apart", async () => {
    const wrong = await call(`${url}/api/generate`, { method: "DELETE" });
    assert.match(wrong.headers.get("Allow") ?? "", /POST/);
    assert.equal((await problemIn(wrong)).code, "method_not_allowed");
    const get = async (path: string) => (await refusalOf(call(`${url}${path}`))).code;
    assert.equal(await get("/api/nowhere"), "not_found");
    assert.equal(await get("/api/status/not-an-id"), "not_found");
    assert.equal(await get(`/api/status/${crypto.randomUUID()}`), "not_found");
    assert.equal(await get("/api/download/..%2f..%2fetc%2fpasswd"), "not_found");
    assert.equal(await get("/api/songs/%ff%00"), "not_found");
    assert.equal(await get("/api/songs?limit=101"), "invalid_request");
    assert.equal(await get("/api/songs?q=%00"), "invalid_request");
    assert.equal(await get("/api/jobs?cursor=x"), "invalid_request");
    assert.equal(await get("/api/ws"), "upgrade_required");
  });

  await t.step("bad headers are refused", async () => {
    const key = { "Idempotency-Key": "k".repeat(256) };
    assert.equal((await refusal({ songs: SONGS }, key)).code, "invalid_header");
    const bearer = { Authorization: "Bearer nobody-knows-this-key" };
    assert.equal((await refusal({ songs: SONGS }, bearer)).code, "unauthorized");
    using garbage = await RawConnection.open(port);
    await garbage.write("\x16\x03\x01 no HTTP\r\n\r\n");
    assert.match(await garbage.readHead(), /^HTTP\/1\.1 400 /);
    using large = await RawConnection.open(port);
    await large.write(head("GET /api/health", `Cookie: ${"c".repeat(20_000)}`));
    assert.match(await large.readHead(), /^HTTP\/1\.1 431 /);
    using smuggled = await RawConnection.open(port);
    const both = ["Content-Length: 5", "Transfer-Encoding: chunked"];
    await smuggled.write(`${head("POST /api/generate", ...both)}0\r\n\r\n`);
    assert.match(await smuggled.readHead(), /^HTTP\/1\.1 400 /);
  });

  await t.step("nobody but its owner can stop, retry or list a job", async () => {
    const answer = await postJson(`${url}/api/generate`, { songs: SONGS });
    const cookie = answer.headers.get("Set-Cookie")!;
    assert.match(cookie, /^orpheus_client=.*HttpOnly.*SameSite=Lax/);
    const { jobId } = await answer.json();
    const owner = { Cookie: cookie.split(";")[0]! };
    const post = (path: string, headers = {}) => call(`${url}${path}`, { method: "POST", headers });
    const withoutId = ({ requestId: _, ...problem }: Problem) => problem;
    const foreign = await refusalOf(post(`/api/jobs/${jobId}/cancel`));
    const unknown = await refusalOf(post(`/api/jobs/${crypto.randomUUID()}/cancel`));
    assert.deepEqual(withoutId(foreign), withoutId(unknown));
    assert.equal((await refusalOf(post(`/api/jobs/${jobId}/cancel`, KEY))).code, "not_found");
    assert.equal((await refusalOf(post(`/api/jobs/${jobId}/retry`))).code, "not_found");
    await using socket = await SocketClient.open(url);
    socket.send({ type: "cancel", id: "1", jobId });
    assert.equal((await socket.next("error")).error.code, "not_found");
    const list = async (headers = {}) =>
      (await (await call(`${url}/api/jobs`, { headers })).json()).jobs.length;
    assert.deepEqual([await list(), await list(KEY) > 0, await list(owner)], [0, true, 1]);
    assert.ok([200, 202].includes((await drop(post(`/api/jobs/${jobId}/cancel`, owner))).status));
    assert.equal((await waitForEnd(url, { jobId })).status, "cancelled");
  });

  await t.step(
    "a client over its quota is refused on every way in, and waits a while",
    async () => {
      const body = { songs: SONGS, options: { lengthSeconds: 15 } };
      let answer = await postJson(`${url}/api/generate`, body, KEY);
      for (; answer.status === 202; answer = await postJson(`${url}/api/generate`, body, KEY)) {
        await answer.body?.cancel();
      }
      assert.match(answer.headers.get("RateLimit") ?? "", /r=0;t=\d+/);
      assert.ok(Number(answer.headers.get("Retry-After")) > 800);
      assert.equal((await problemIn(answer)).code, "rate_limited");
      await using socket = await SocketClient.open(url, KEY);
      socket.send({ type: "generate", id: "1", songs: SONGS });
      assert.equal((await socket.next("error")).error.code, "rate_limited");
    },
  );

  await t.step("the server is none the worse for it", async () => {
    assert.equal((await drop(call(`${url}/api/health/live`))).status, 200);
    await blend(url);
    assert.equal(server.stderr(), "");
    const levels = server.lines.map((line) => JSON.parse(line).level);
    assert.deepEqual(levels.filter((level) => level === "error" || level === "fatal"), []);
  });
});

async function refusalOf(answer: Promise<Response>): Promise<Problem> {
  return await problemIn(await answer);
}

async function drop(answer: Promise<Response>): Promise<Response> {
  const { body, status } = await answer;
  await body?.cancel();
  return new Response(null, { status });
}

function pathsOf({ code, errors = [] }: Problem): string[] {
  assert.ok(code === "invalid_request" || code === "song_not_found", code);
  return errors.map(({ path }) => path);
}

function titlesOf(error: NonNullable<Problem["errors"]>[number] | undefined): string[] {
  const suggestions = (error?.suggestions ?? []) as { title: string; score: number }[];
  assert.ok(suggestions.length <= 5);
  assert.ok(suggestions.every(({ score }) => score > 0 && score <= 1));
  return suggestions.map(({ title }) => title);
}

function postBytes(url: string, body: Uint8Array<ArrayBuffer> | ReadableStream): Promise<Response> {
  const headers = { "Content-Type": "application/json" };
  return call(`${url}/api/generate`, { method: "POST", headers, body });
}

function head(requestLine: string, ...headers: readonly string[]): string {
  const fixed = ["Host: 127.0.0.1", "Content-Type: application/json"];
  return [`${requestLine} HTTP/1.1`, ...fixed, ...headers, "\r\n"].join("\r\n");
}

import assert from "node:assert/strict";
import { AppError } from "../../src/errors.ts";
import { API_KEY, createHttpWorld, problemIn } from "../support/http_world.ts";

const SONG = "5b0c7a52-3a0e-4f4e-9a0b-1f4f6f1d2a01";
const SVG = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>');
const MP3 = Uint8Array.from({ length: 100 }, (_, index) => index);

function worldWithPreviews({ sound = () => Promise.resolve(MP3) } = {}) {
  return createHttpWorld({
    previews: {
      thumbnail: (songId) =>
        songId === SONG
          ? Promise.resolve(SVG)
          : Promise.reject(new AppError("not_found", "No such song")),
      sound,
    },
  });
}

Deno.test("a song's thumbnail is an SVG that anybody may keep for a week", async () => {
  const { get, send } = worldWithPreviews();
  const path = `/api/songs/${SONG}/thumbnail`;
  const answer = await get(path);
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get("Content-Type"), "image/svg+xml");
  assert.equal(answer.headers.get("Content-Length"), String(SVG.length));
  assert.equal(answer.headers.get("Cache-Control"), "public, max-age=604800");
  assert.match(answer.headers.get("Content-Security-Policy") ?? "", /default-src 'none'/);
  assert.equal(answer.headers.get("X-Content-Type-Options"), "nosniff");
  assert.equal(answer.headers.get("RateLimit"), null);
  assert.equal(answer.headers.get("Set-Cookie"), null);
  assert.deepEqual(new Uint8Array(await answer.arrayBuffer()), SVG);
  const tag = answer.headers.get("ETag")!;
  assert.equal((await get(path, { "If-None-Match": tag })).status, 304);
  const head = await send("HEAD", path);
  assert.equal(head.headers.get("Content-Length"), String(SVG.length));
  assert.equal(head.headers.get("ETag"), tag);
});

Deno.test("a song's preview is an MP3, whole or in part", async () => {
  const { get } = worldWithPreviews();
  const path = `/api/songs/${SONG}/preview`;
  const whole = await get(path);
  assert.equal(whole.headers.get("Content-Type"), "audio/mpeg");
  assert.equal(whole.headers.get("Accept-Ranges"), "bytes");
  assert.deepEqual(new Uint8Array(await whole.arrayBuffer()), MP3);
  const part = await get(path, { Range: "bytes=90-" });
  assert.equal(part.status, 206);
  assert.equal(part.headers.get("Content-Range"), "bytes 90-99/100");
  assert.deepEqual(new Uint8Array(await part.arrayBuffer()), MP3.subarray(90));
  await problemIn(await get(path, { Range: "bytes=100-" }), 416, "range_not_satisfiable");
});

Deno.test("what a key was shown for is not kept by caches that others share", async () => {
  const { get } = worldWithPreviews();
  const answer = await get(`/api/songs/${SONG}/preview`, { Authorization: `Bearer ${API_KEY}` });
  await answer.body?.cancel();
  assert.equal(answer.headers.get("Cache-Control"), "private, max-age=604800");
});

Deno.test("previews of a server that needs a key are for those who have one", async () => {
  const { get } = createHttpWorld({ access: { isKeyRequired: true } });
  await problemIn(await get(`/api/songs/${SONG}/thumbnail`), 401, "unauthorized");
  await problemIn(await get(`/api/songs/${SONG}/preview`), 401, "unauthorized");
});

Deno.test("a song that is unknown or malformed has no preview", async () => {
  const { get } = worldWithPreviews();
  await problemIn(await get(`/api/songs/${crypto.randomUUID()}/thumbnail`), 404, "not_found");
  await problemIn(await get("/api/songs/el-grillo/thumbnail"), 404, "not_found");
  await problemIn(await get("/api/songs/el-grillo/preview"), 404, "not_found");
});

Deno.test("a preview that cannot be made now says why, and is not kept by anybody", async () => {
  const full = new AppError("queue_full", "Too much to do", { retryAfterSeconds: 10 });
  const busy = worldWithPreviews({ sound: () => Promise.reject(full) });
  const answer = await busy.get(`/api/songs/${SONG}/preview`);
  assert.equal(answer.headers.get("Retry-After"), "10");
  assert.equal(answer.headers.get("Cache-Control"), "private, no-store");
  await problemIn(answer, 503, "queue_full");
  const gone = new AppError("song_unavailable", "The MIDI file of this song cannot be read");
  const damaged = worldWithPreviews({ sound: () => Promise.reject(gone) });
  await problemIn(await damaged.get(`/api/songs/${SONG}/preview`), 503, "song_unavailable");
  assert.equal(damaged.lines.filter(({ level }) => level === "warn").length, 1);
});

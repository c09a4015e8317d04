import assert from "node:assert/strict";
import { call, SONGS } from "../support/api_client.ts";
import { newDataDir } from "../support/data_dir.ts";
import type { ListenerKind } from "../support/echo_process.ts";
import { runServer } from "../support/program.ts";
import { RawConnection } from "../support/raw_connection.ts";
import { OPCODES } from "../support/raw_frame.ts";
import { SocketClient } from "../support/socket_client.ts";

const KIB = 1024;
const MAX_SOCKETS = 12;

/** What each listener makes of frames that break the protocol's rules. */
const BROKEN_FRAMES = {
  node: { notUtf8: 1007, unmasked: 1002 },
  // It ends the connection without a Close, and takes frames without a mask.
  deno: { notUtf8: undefined, unmasked: 4500 },
} as const;

Deno.test("bad messages on the sockets of the whole server", (t) => testBadMessages(t, "node"));

Deno.test("bad messages on the native sockets of the whole server", (t) =>
  testBadMessages(t, "deno"));

async function testBadMessages(t: Deno.TestContext, kind: ListenerKind): Promise<void> {
  await using folder = await newDataDir();
  await using server = await runServer({
    DATA_DIR: folder.path,
    LISTENER: kind,
    GENERATE_LIMIT: "2",
    MAX_SOCKETS_PER_ADDRESS: `${MAX_SOCKETS}`,
  });
  const { url } = server;
  const port = Number(new URL(url).port);
  const upgrade = async (...headers: string[]) => {
    const { connection, head } = await RawConnection.upgrade(port, headers);
    connection.close();
    return head.split("\r\n")[0];
  };

  await t.step("each bad message is answered, and the fifth is the last", async () => {
    await using socket = await SocketClient.open(url);
    const refusal = async (message: object | string) => {
      socket.send(message);
      return (await socket.next("error")).error.code;
    };
    assert.equal(await refusal("{"), "invalid_json");
    assert.equal(await refusal("null"), "invalid_request");
    assert.equal(await refusal({ type: "obey", id: "1" }), "invalid_request");
    assert.equal(await refusal({ type: "search", id: "", q: "a" }), "invalid_request");
    const deep = `{"type": "generate", "id": "1", "songs": ${"[".repeat(7_000)}${
      "]".repeat(7_000)
    }}`;
    assert.equal(await refusal(deep), "invalid_request");
    assert.equal(await socket.closed, 4500);
  });

  await t.step("a request that is refused is no bad message", async () => {
    await using socket = await SocketClient.open(url);
    const refusal = async (message: object) => {
      socket.send({ id: "7", ...message });
      const { id, error } = await socket.next("error");
      assert.equal(id, "7");
      return error.code;
    };
    const songs = (...songs: unknown[]) => refusal({ type: "generate", songs });
    assert.equal(await songs("Zzyzx", "Greensleeves", "Korobeiniki"), "song_not_found");
    assert.equal(await songs("Rag", "Greensleeves", "Korobeiniki"), "song_ambiguous");
    assert.equal(await songs("Korobeiniki", "Greensleeves", "Korobeiniki"), "duplicate_song");
    const jobId = crypto.randomUUID();
    assert.equal(await refusal({ type: "subscribe", jobId, after: 0 }), "not_found");
    assert.equal(await refusal({ type: "subscribe", jobId: "no id" }), "not_found");
    assert.equal(await refusal({ type: "cancel", jobId }), "not_found");
    socket.send({ type: "unsubscribe", id: "8", jobId });
    assert.equal((await socket.next("unsubscribed")).id, "8");
  });

  await t.step("more than two messages a second for a minute are too many", async () => {
    await using socket = await SocketClient.open(url);
    for (let n = 0; n < 121; n++) socket.send({ type: "ping" });
    assert.equal(await socket.closed, 4005);
  });

  await t.step("a message over 16 KiB closes the socket, in one piece or in many", async () => {
    await using whole = await SocketClient.open(url);
    whole.send(JSON.stringify({ type: "ping", id: "1" }).padEnd(16 * KIB));
    await whole.next("pong");
    whole.send(" ".repeat(16 * KIB + 1));
    assert.equal(await whole.closed, 1009);

    using pieces = (await RawConnection.upgrade(port)).connection;
    await pieces.sendFrame(" ".repeat(10 * KIB), { isLast: false });
    await pieces.sendFrame(" ".repeat(10 * KIB), { opcode: OPCODES.continuation });
    assert.equal(await pieces.readCloseCode(), 1009);
  });

  await t.step("binary, broken text and broken frames close the socket", async () => {
    await using binary = await SocketClient.open(url);
    binary.send(new Uint8Array(8));
    assert.equal(await binary.closed, 1003);
    using text = (await RawConnection.upgrade(port)).connection;
    await text.sendFrame(new Uint8Array([0x22, 0xff, 0x22]));
    assert.equal(await text.readCloseCode(), BROKEN_FRAMES[kind].notUtf8);
    using bare = (await RawConnection.upgrade(port)).connection;
    for (let n = 0; n < 5; n++) await bare.sendFrame("{}", { isMasked: false });
    assert.equal(await bare.readCloseCode(), BROKEN_FRAMES[kind].unmasked);
  });

  await t.step(
    "a page of another origin, and an upgrade of another kind, get no socket",
    async () => {
      assert.equal(await upgrade("Origin: https://evil.example"), "HTTP/1.1 403 Forbidden");
      assert.equal(await upgrade("Origin: null"), "HTTP/1.1 403 Forbidden");
      assert.equal(await upgrade("Authorization: Bearer unknown-key"), "HTTP/1.1 401 Unauthorized");
      using old = await RawConnection.open(port);
      await old.write(
        "GET /api/ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 8\r\n\r\n",
      );
      assert.match(await old.readHead(), /^HTTP\/1\.1 426 .*Sec-WebSocket-Version: 13/is);
    },
  );

  await t.step("an address has only so many sockets, which a closed one frees", async () => {
    await using stack = new AsyncDisposableStack();
    const sockets = Array.from({ length: MAX_SOCKETS }, () => SocketClient.open(url));
    for (const socket of await Promise.all(sockets)) stack.use(socket);
    assert.equal(await upgrade(), "HTTP/1.1 429 Too Many Requests");
    await stack.disposeAsync();
    await using _ = await SocketClient.open(url);
  });

  await t.step("the server is none the worse for it", async () => {
    const alive = await call(`${url}/api/health/live`);
    await alive.body?.cancel();
    assert.equal(alive.status, 200);
    await using socket = await SocketClient.open(url);
    socket.send({ type: "generate", id: "1", songs: SONGS, options: { lengthSeconds: 15 } });
    await socket.next("completed");
    assert.equal(server.stderr(), "");
    const levels = server.lines.map((line) => JSON.parse(line).level);
    assert.deepEqual(levels.filter((level) => level === "error" || level === "fatal"), []);
  });
}

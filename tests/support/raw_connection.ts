// A TCP connection that speaks HTTP and WebSocket byte by byte, as well or as badly as a test wants.

import { Buffer } from "node:buffer";
import { encodeFrame, type FrameOptions, OPCODES, type RawFrame } from "./raw_frame.ts";

const READ_TIMEOUT_MS = 10_000;
const OPEN_MS = 100;
const OPEN_KEY = "dGhlIHNhbXBsZSBub25jZQ==";

export class RawConnection implements Disposable {
  readonly #connection: Deno.TcpConn;
  #received: Buffer = Buffer.alloc(0);
  #isOver = false;

  constructor(connection: Deno.TcpConn) {
    this.#connection = connection;
  }

  static async open(port: number): Promise<RawConnection> {
    const connection = await Deno.connect({ hostname: "127.0.0.1", port });
    connection.setNoDelay();
    return new RawConnection(connection);
  }

  /** Shakes hands, with what follows in the same packet; the text is the head of the answer. */
  static async upgrade(
    port: number,
    headers: readonly string[] = [],
    following: Uint8Array = new Uint8Array(),
  ): Promise<{ connection: RawConnection; head: string }> {
    const connection = await RawConnection.open(port);
    await connection.write(Buffer.concat([Buffer.from(upgradeRequest(headers)), following]));
    return { connection, head: await connection.readHead() };
  }

  /** @param pieceBytes goes out in pieces of so many. @default in one */
  async write(data: string | Uint8Array, pieceBytes = Infinity): Promise<void> {
    let bytes: Uint8Array = Buffer.from(data as string);
    while (bytes.length > 0) {
      bytes = bytes.subarray(await this.#connection.write(bytes.subarray(0, pieceBytes)));
    }
  }

  /** Everything up to and with the empty line. */
  async readHead(): Promise<string> {
    while (!this.#received.includes("\r\n\r\n") && await this.#readMore());
    return this.#take(this.#received.indexOf("\r\n\r\n") + 4).toString();
  }

  /** What comes until the peer ends the connection. */
  async readRest(): Promise<string> {
    while (await this.#readMore());
    return this.#take(this.#received.length).toString();
  }

  async readBytes(length: number): Promise<Buffer> {
    while (this.#received.length < length && await this.#readMore());
    return this.#take(length);
  }

  /** The next WebSocket frame; undefined when the connection ended instead. */
  async readFrame(): Promise<RawFrame | undefined> {
    const head = await this.readBytes(2);
    if (head.length < 2) return undefined;
    const short = head[1]! & 0x7f;
    const length = short === 126
      ? (await this.readBytes(2)).readUInt16BE()
      : short === 127
      ? Number((await this.readBytes(8)).readBigUInt64BE())
      : short;
    return {
      opcode: head[0]! & 0x0f,
      payload: await this.readBytes(length),
      isLast: (head[0]! & 0x80) !== 0,
      rsv: head[0]! >> 4 & 7,
      isMasked: (head[1]! & 0x80) !== 0,
    };
  }

  /** The code of the peer's Close; undefined when the connection ended without one. */
  async readCloseCode(): Promise<number | undefined> {
    let frame = await this.readFrame();
    while (frame !== undefined && frame.opcode !== OPCODES.close) frame = await this.readFrame();
    return frame?.payload.readUInt16BE();
  }

  /** Nothing comes for a moment, not even an end. The last thing to ask of a connection. */
  async staysOpen(): Promise<boolean> {
    const reading = this.#connection.read(new Uint8Array(1)).then(() => false, () => false);
    const { promise, resolve } = Promise.withResolvers<true>();
    const timer = setTimeout(() => resolve(true), OPEN_MS);
    const isOpen = await Promise.race([reading, promise]);
    clearTimeout(timer);
    this.close();
    await reading;
    return isOpen;
  }

  sendFrame(payload: string | Uint8Array, options: FrameOptions = {}): Promise<void> {
    return this.write(encodeFrame(payload, options));
  }

  /** Sends FIN: nothing more comes from here, and all is still read. */
  closeWrite(): Promise<void> {
    return this.#connection.closeWrite();
  }

  close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#connection.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #take(length: number): Buffer {
    const taken = this.#received.subarray(0, length);
    this.#received = this.#received.subarray(taken.length);
    return taken;
  }

  async #readMore(): Promise<boolean> {
    const chunk = new Uint8Array(64 * 1024);
    const { promise, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(new Error("nothing came in time")), READ_TIMEOUT_MS);
    try {
      const length = await Promise.race([this.#connection.read(chunk), promise]);
      if (length === null) return false;
      this.#received = Buffer.concat([this.#received, chunk.subarray(0, length)]);
      return true;
    } catch (error) {
      if (error instanceof Deno.errors.ConnectionReset) return false;
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}

export function upgradeRequest(headers: readonly string[] = []): string {
  return [
    "GET /api/ws HTTP/1.1",
    "Host: 127.0.0.1",
    "Connection: Upgrade",
    "Upgrade: websocket",
    `Sec-WebSocket-Key: ${OPEN_KEY}`,
    "Sec-WebSocket-Version: 13",
    ...headers,
    "\r\n",
  ].join("\r\n");
}

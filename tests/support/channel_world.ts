// The channel on a real listener, behind the real HTTP edge; jobs, log and clock are a test's own.

import { createEventStreams } from "../../src/channel/event_streams.ts";
import { createWaitForJob } from "../../src/channel/long_poll.ts";
import { SocketSlots } from "../../src/channel/socket_slots.ts";
import { createDecideUpgrade } from "../../src/channel/upgrade.ts";
import { createForwarding } from "../../src/http/forwarding.ts";
import { createHoldRequest } from "../../src/http/hold_request.ts";
import { createIdentify } from "../../src/http/identity.ts";
import { refuseUpgrade } from "../../src/http/socket.ts";
import type { Application } from "../../src/listener/listener.ts";
import { createHttpWorld } from "./http_world.ts";
import { ListenerWorld, MAX_MESSAGE_BYTES, type OpenListener } from "./listener_world.ts";
import { RawConnection } from "./raw_connection.ts";
import type { RawFrame } from "./raw_frame.ts";
import { SessionWorld } from "./session_world.ts";
import type { Message } from "./fake_socket.ts";

const ACCESS = { apiKeys: [], adminToken: undefined, isKeyRequired: false, trustedProxies: [] };

export class ChannelWorld extends SessionWorld {
  isDraining = false;
  readonly slots = new SocketSlots({ maxSockets: 3, maxSocketsPerAddress: 2 });
  readonly streams = createEventStreams({ jobs: this.jobs, hub: this.hub, clock: this.clock });
  #listener!: ListenerWorld;

  static async open(open: OpenListener): Promise<ChannelWorld> {
    const world = new ChannelWorld();
    world.#listener = new ListenerWorld(
      await open(world.#application(), {
        hostname: "127.0.0.1",
        port: 0,
        maxMessageBytes: MAX_MESSAGE_BYTES,
        maxConnections: 100,
        onError: (error) => world.lines.push(String(error)),
      }),
    );
    return world;
  }

  get port(): number {
    return this.#listener.port;
  }

  get url(): string {
    return this.#listener.url;
  }

  connect(headers: readonly string[] = []): Promise<{ connection: RawConnection; head: string }> {
    return RawConnection.upgrade(this.port, headers);
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    this.streams[Symbol.dispose]();
    await this.#listener[Symbol.asyncDispose]();
    await super[Symbol.asyncDispose]();
  }

  #application(): Application {
    const { app } = createHttpWorld({
      jobs: this.jobs,
      streamEvents: this.streams.open,
      waitForJob: createWaitForJob({ jobs: this.jobs, hub: this.hub, clock: this.clock }),
      holdRequest: createHoldRequest(this.slots, []),
      isDraining: () => this.isDraining,
    });
    const decide = createDecideUpgrade({
      sessions: this.sessions,
      slots: this.slots,
      jobs: this.jobs,
      identify: createIdentify({ ...ACCESS, corsOrigins: [] }),
      originOf: createForwarding([]).originOf,
      corsOrigins: [],
      isDraining: () => this.isDraining,
    });
    return {
      fetch: (request, peer) => app.fetch(request, peer),
      upgrade: (request, peer) =>
        decide(request, peer).catch((refusal) => refuseUpgrade(app, request, { peer, refusal })),
    };
  }
}

/** The next message on a raw connection. */
export async function nextMessage(connection: RawConnection): Promise<Message> {
  const frame: RawFrame | undefined = await connection.readFrame();
  return JSON.parse(String(frame?.payload)) as Message;
}

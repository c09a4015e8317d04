// The messages of the WebSocket → an AsyncAPI 3.1 document, from the schemas that parse them.

import type { z } from "zod";
import {
  type ClientMessage,
  clientMessageSchema,
  CLOSE_CODES,
  PROTOCOL,
  type ServerMessage,
  serverMessageSchema,
} from "../channel/protocol.ts";
import { SOCKET_PATH } from "../channel/upgrade.ts";
import { frameSchema, isStored } from "../jobs/frame.ts";
import { createSchemaCollector, type Direction, type SchemaCollector } from "./json_schema.ts";
import { MESSAGE_EXAMPLES } from "./message_examples.ts";

export type AsyncApiDocument = ReturnType<typeof createAsyncApiDocument>;

/** What each message of a client is answered with. */
const REPLIES: Readonly<Record<ClientMessage["type"], readonly ServerMessage["type"][]>> = {
  generate: ["accepted", "error"],
  subscribe: ["subscribed", "error"],
  unsubscribe: ["unsubscribed", "error"],
  cancel: ["ok", "error"],
  search: ["songs", "error"],
  ping: ["pong"],
};

const NOTICES: readonly ServerMessage["type"][] = ["hello", "heartbeat", "going_away", "error"];

/** The document of the channel. */
export function createAsyncApiDocument(version: string) {
  const schemas = createSchemaCollector("draft-07");
  const fromClient = messagesOf(clientMessageSchema.options, "input", schemas);
  const fromServer = messagesOf(serverMessageSchema.options, "output", schemas);
  const frames = messagesOf(frameSchema.options, "output", schemas);
  const messages = { ...fromClient, ...fromServer, ...frames };
  return {
    asyncapi: "3.1.0",
    info: {
      title: "Orpheus channel",
      version,
      description: `One WebSocket carries any number of jobs. Protocol ${PROTOCOL}. ` +
        "With ?batch=1 a message of the server may be an array of frames. After a break subscribe " +
        "with after, the last seq you saw of a job: every stored frame after it follows, once. " +
        `Close codes: ${closeCodes()}, 1002 against RFC 6455. From 4000 to 4499 reconnect, from ` +
        "4500 do not.",
      license: { name: "MIT" },
    },
    defaultContentType: "application/json",
    channels: {
      socket: {
        address: SOCKET_PATH,
        title: "The WebSocket",
        messages: Object.fromEntries(
          Object.keys(messages).map((name) => [name, { $ref: `#/components/messages/${name}` }]),
        ),
        bindings: { ws: { method: "GET", query: batchQuery(), bindingVersion: "0.1.0" } },
      },
    },
    operations: {
      ...Object.fromEntries(
        Object.keys(fromClient).map((name) => [name, requestOf(name as ClientMessage["type"])]),
      ),
      frames: sent(Object.keys(frames)),
      notices: sent(NOTICES),
    } as Readonly<Record<string, OperationObject>>,
    components: { messages, schemas: schemas.components },
  };
}

type OperationObject = {
  readonly action: "send" | "receive";
  readonly channel: Reference;
  readonly messages: readonly Reference[];
  readonly reply?: { readonly channel: Reference; readonly messages: readonly Reference[] };
};

type Reference = { readonly $ref: string };

const SOCKET: Reference = { $ref: "#/channels/socket" };

function messageRef(name: string): Reference {
  return { $ref: `#/channels/socket/messages/${name}` };
}

function requestOf(name: ClientMessage["type"]): OperationObject {
  return {
    action: "receive",
    channel: SOCKET,
    messages: [messageRef(name)],
    reply: { channel: SOCKET, messages: REPLIES[name].map(messageRef) },
  };
}

function sent(names: readonly string[]): OperationObject {
  return { action: "send", channel: SOCKET, messages: names.map(messageRef) };
}

type MessageSchema = z.ZodObject<{ type: z.ZodLiteral<string> }>;

function messagesOf(
  options: readonly MessageSchema[],
  direction: Direction,
  schemas: SchemaCollector,
) {
  return Object.fromEntries(options.map((option) => {
    const name = option.shape.type.value;
    const payload = schemas.add(option, direction);
    const examples = [{ name, payload: MESSAGE_EXAMPLES[name as keyof typeof MESSAGE_EXAMPLES] }];
    return [name, { name, ...summaryOf(option), payload, examples }];
  }));
}

// A frame says whether a reader who was away finds it again.
function summaryOf({ shape: { type } }: MessageSchema): { summary?: string } {
  const frame = frameSchema.options.find((option) => option.shape.type.value === type.value);
  if (frame === undefined) return {};
  return { summary: isStored(frame.shape.type.value) ? "Stored" : "Not stored: the latest counts" };
}

function batchQuery() {
  return {
    type: "object",
    properties: {
      batch: { type: "string", enum: ["1"], description: "Arrays of frames may come" },
    },
  };
}

function closeCodes(): string {
  return Object.entries(CLOSE_CODES).map(([name, code]) => `${code} ${name}`).join(", ");
}

// Text from a client → a message, or what is wrong with it.

import type { z } from "zod";
import { AppError } from "../errors.ts";
import { type ClientMessage, clientMessageSchema } from "./protocol.ts";

export type InvalidRequest = (error: z.core.$ZodError) => AppError;

export type ParsedMessage =
  | { readonly message: ClientMessage }
  /** `id`: as far as the client's own could be made out. */
  | { readonly error: AppError; readonly id: string | undefined };

const MAX_ID_LENGTH = 64;

export function parseClientMessage(text: string, invalidRequest: InvalidRequest): ParsedMessage {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const error = new AppError("invalid_json", "The message is not valid JSON");
    return { error, id: undefined };
  }
  const parsed = clientMessageSchema.safeParse(value);
  return parsed.success
    ? { message: parsed.data }
    : { error: invalidRequest(parsed.error), id: idOf(value) };
}

function idOf(value: unknown): string | undefined {
  const id = typeof value === "object" && value !== null && "id" in value ? value.id : undefined;
  return typeof id === "string" && id.length > 0 && id.length <= MAX_ID_LENGTH ? id : undefined;
}

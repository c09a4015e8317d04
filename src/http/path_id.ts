// Ids in paths. A malformed one is answered like an unknown one.

import type { Context } from "hono";
import { AppError } from "../errors.ts";
import type { HttpEnv } from "./http_env.ts";

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** @throws {AppError} `not_found` for what cannot be an id. */
export function pathId(c: Context<HttpEnv>, name: string): string {
  const id = c.req.param(name)?.toLowerCase() ?? "";
  if (!UUID.test(id)) throw new AppError("not_found", "No such id");
  return id;
}

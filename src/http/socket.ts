// GET /api/ws where no socket comes of it: a plain GET, or an upgrade that was refused. The refusal
// takes the way of every answer, so it has the same headers, log line and shape.

import type { Hono } from "hono";
import { type Peer, SOCKET_PATH } from "../channel/upgrade.ts";
import { AppError } from "../errors.ts";
import type { HttpEnv } from "./http_env.ts";
import type { Route } from "./operation.ts";

export function socketRoutes(): Route[] {
  return [{
    operation: {
      method: "GET",
      path: SOCKET_PATH,
      operationId: "openSocket",
      tag: "Blends",
      summary: "The WebSocket: see /api/asyncapi.json",
      answers: { 101: { description: "The socket, protocol orpheus.v1", headers: ["Set-Cookie"] } },
      errors: [
        "upgrade_required",
        "forbidden_origin",
        "invalid_header",
        "unauthorized",
        "too_many_sockets",
        "sockets_full",
        "draining",
      ],
    },
    handlers: [(c) => {
      c.header("Upgrade", "websocket");
      c.header("Sec-WebSocket-Version", "13");
      throw c.env.refusal ?? new AppError("upgrade_required", "This path speaks WebSocket");
    }],
  }];
}

/** The answer to an upgrade that ends with this error, whatever its path was. */
export async function refuseUpgrade(
  app: Hono<HttpEnv>,
  request: Request,
  { peer, refusal }: { readonly peer: Peer; readonly refusal: unknown },
): Promise<Response> {
  const asked = new Request(new URL(SOCKET_PATH, request.url), { headers: request.headers });
  return await app.fetch(asked, { ...peer, refusal });
}

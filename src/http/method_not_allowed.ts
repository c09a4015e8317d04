// Requests no route takes: 404 for the path, 405 for the method, 204 for OPTIONS.

import type { Context, Hono } from "hono";
import { AppError } from "../errors.ts";
import type { HttpEnv } from "./http_env.ts";
import { problemAnswer } from "./problem.ts";

const ROUTED_METHODS = ["GET", "POST"];

/** Answers what is left over, with the methods the path does have in `Allow`. */
export function answerUnrouted(app: Hono<HttpEnv>): (c: Context<HttpEnv>) => Response {
  return function answerUnrouted(c) {
    const methods = methodsOf(app, c.req.path);
    if (methods.length === 0) return problemAnswer(c, new AppError("not_found", "No such path"));
    const allow = [...methods, ...(methods.includes("GET") ? ["HEAD"] : []), "OPTIONS"].join(", ");
    c.header("Allow", allow);
    if (c.req.method === "OPTIONS") return c.body(null, 204);
    const detail = `This path answers to ${allow}`;
    return problemAnswer(c, new AppError("method_not_allowed", detail));
  };
}

// Middleware is registered for "ALL" and matches everywhere, so only named methods count.
function methodsOf(app: Hono<HttpEnv>, path: string): string[] {
  return ROUTED_METHODS.filter((method) =>
    app.router.match(method, path)[0].some(([[, route]]) => route.method === method)
  );
}

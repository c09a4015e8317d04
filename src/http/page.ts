// The page and its assets, as the bundle gives them.

import type { Context } from "hono";
import { AppError } from "../errors.ts";
import { matchesAny } from "./etag.ts";
import type { HttpEnv } from "./http_env.ts";
import type { Operation, Route } from "./operation.ts";
import { PAGE_POLICY } from "./security_headers.ts";

export type Asset = {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mediaType: string;
  /** Strong, with its quotes. */
  readonly etag: string;
};

/** URL path → asset; the page itself is `/`. */
export type Assets = ReadonlyMap<string, Asset>;

/** The page itself, and its parts, which no document names. */
export function pageRoutes(assets: Assets): { readonly page: Route; readonly parts: Route[] } {
  const parts = [...assets.keys()].filter((path) => path !== "/");
  return {
    page: assetRoute(assets, "/", { operationId: "page", summary: "The page" }),
    parts: parts.map((path) =>
      assetRoute(assets, path, { operationId: path, summary: "A part of the page" })
    ),
  };
}

function assetRoute(
  assets: Assets,
  path: string,
  names: Pick<Operation, "operationId" | "summary">,
): Route {
  const mediaType = assets.get(path)?.mediaType ?? "text/html; charset=utf-8";
  return {
    operation: {
      ...names,
      method: "GET",
      path,
      tag: "Page",
      answers: {
        200: { description: "The bytes", mediaType, headers: ["ETag"] },
        304: { description: "The client has it already", headers: ["ETag"] },
      },
      errors: ["not_ready"],
    },
    handlers: [(c) => sendAsset(c, requireAsset(assets, path))],
  };
}

/** Answers with an asset under the policy of pages, or 304. */
export function sendAsset(c: Context<HttpEnv>, { bytes, mediaType, etag }: Asset): Response {
  c.header("Content-Security-Policy", PAGE_POLICY);
  c.header("Cache-Control", "no-cache");
  c.header("ETag", etag);
  if (matchesAny(c.req.header("If-None-Match"), etag)) return c.body(null, 304);
  return c.body(bytes, 200, { "Content-Type": mediaType });
}

function requireAsset(assets: Assets, path: string): Asset {
  const asset = assets.get(path);
  if (asset !== undefined) return asset;
  throw new AppError(
    "not_ready",
    "The page has not been built: run `deno task page`, then restart",
  );
}

// The page and its parts, as the HTTP room serves them. The bundle is built by `deno task page`.

import { entityTag } from "../http/etag.ts";
import type { Asset, Assets } from "../http/page.ts";
import favicon from "../page/favicon.svg" with { type: "text" };
import html from "../page/index.html" with { type: "text" };
import css from "../page/page.css" with { type: "text" };

const BUNDLE = new URL("../../dist/page.js", import.meta.url);

/** Without a bundle there is no page: the server says so, and serves the rest. */
export async function loadPageAssets(): Promise<Assets> {
  const script = await readBundle();
  if (!script) return new Map();
  return new Map([
    ["/", asset(html, "text/html; charset=utf-8")],
    ["/page.css", asset(css, "text/css; charset=utf-8")],
    ["/favicon.svg", asset(favicon, "image/svg+xml")],
    ["/page.js", asset(script, "text/javascript; charset=utf-8")],
  ]);
}

async function readBundle(): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(BUNDLE);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

function asset(text: string, mediaType: string): Asset {
  const bytes = new TextEncoder().encode(text);
  return { bytes, mediaType, etag: entityTag(bytes) };
}

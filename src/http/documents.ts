// The documents of the API for machines, and a page of them for people. Each is made once.

import { createAsyncApiDocument } from "./asyncapi.ts";
import { renderDocsPage } from "./docs_page.ts";
import DOCS_STYLE from "./docs.css" with { type: "text" };
import { entityTag } from "./etag.ts";
import { createOpenApiDocument } from "./openapi.ts";
import type { Operation, Route } from "./operation.ts";
import { type Asset, sendAsset } from "./page.ts";

type Document = {
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly mediaType: string;
  readonly text: () => string;
};

/** The routes of the documents, which describe `operations` and themselves. */
export function documentRoutes(operations: readonly Operation[], version: string): Route[] {
  const routes: Route[] = [];
  const openApi = once(() =>
    createOpenApiDocument([...operations, ...routes.map(({ operation }) => operation)], version)
  );
  const asyncApi = once(() => createAsyncApiDocument(version));
  routes.push(
    documentRoute({
      path: "/api/openapi.json",
      operationId: "openApi",
      summary: "This API as an OpenAPI 3.1 document",
      mediaType: "application/json",
      text: () => JSON.stringify(openApi()),
    }),
    documentRoute({
      path: "/api/asyncapi.json",
      operationId: "asyncApi",
      summary: "The WebSocket as an AsyncAPI 3.1 document",
      mediaType: "application/json",
      text: () => JSON.stringify(asyncApi()),
    }),
    documentRoute({
      path: "/docs",
      operationId: "docs",
      summary: "Both documents as a page",
      mediaType: "text/html; charset=utf-8",
      text: () => renderDocsPage(openApi(), asyncApi()),
    }),
    documentRoute({
      path: "/docs.css",
      operationId: "docsStyle",
      summary: "The style of that page",
      mediaType: "text/css; charset=utf-8",
      text: () => DOCS_STYLE,
    }),
  );
  return routes;
}

function documentRoute({ path, operationId, summary, mediaType, text }: Document): Route {
  const asset = once((): Asset => ({
    bytes: new TextEncoder().encode(text()),
    mediaType,
    etag: entityTag(text()),
  }));
  return {
    operation: {
      method: "GET",
      path,
      operationId,
      tag: "Server",
      summary,
      answers: {
        200: { description: "The document", mediaType, headers: ["ETag"] },
        304: { description: "The client has it already", headers: ["ETag"] },
      },
    },
    handlers: [(c) => sendAsset(c, asset())],
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

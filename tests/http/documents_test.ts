import assert from "node:assert/strict";
import { z } from "zod";
import {
  clientMessageSchema,
  CLOSE_CODES,
  serverMessageSchema,
} from "../../src/channel/protocol.ts";
import { ERROR_KINDS } from "../../src/errors.ts";
import { frameSchema } from "../../src/jobs/frame.ts";
import { type AsyncApi, createMessageJudge, createSchemaJudge } from "../support/documented.ts";
import { createHttpWorld } from "../support/http_world.ts";

type Node = { readonly [key: string]: unknown };

async function documentAt(path: string): Promise<Node> {
  const response = await createHttpWorld().get(path);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("Content-Type"), "application/json");
  return await response.json();
}

function* nodesOf(value: unknown): Generator<Node> {
  if (typeof value !== "object" || value === null) return;
  if (!Array.isArray(value)) yield value as Node;
  for (const child of Object.values(value)) yield* nodesOf(child);
}

function resolve(document: Node, reference: string): unknown {
  return reference.slice(2).split("/").reduce<unknown>(
    (node, key) => (node as Node | undefined)?.[key.replaceAll("~1", "/")],
    document,
  );
}

/** Where an example stands, as a URI fragment, and the example. */
function* examplesIn(
  value: unknown,
  pointer = "#",
): Generator<{ pointer: string; example: unknown }> {
  if (typeof value !== "object" || value === null) return;
  if ("example" in value && "schema" in value) yield { pointer, example: value.example };
  for (const [key, child] of Object.entries(value)) {
    const part = encodeURIComponent(key.replaceAll("~", "~0").replaceAll("/", "~1"));
    yield* examplesIn(child, `${pointer}/${part}`);
  }
}

function danglingReferences(document: Node): unknown[] {
  return [...nodesOf(document)].map(({ $ref }) => $ref)
    .filter((reference) => reference !== undefined)
    .filter((reference) => resolve(document, String(reference)) === undefined);
}

function operationsIn({ paths }: Node): { name: string; operation: Node }[] {
  return Object.entries(paths as Record<string, Record<string, Node>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      operation,
    }))
  );
}

Deno.test("the OpenAPI document names every route of the app and no other", async () => {
  const { app } = createHttpWorld();
  const routes = app.routes.filter(({ method }) => method !== "ALL")
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, "{$1}")}`);
  const documented = operationsIn(await documentAt("/api/openapi.json")).map(({ name }) => name);
  assert.deepEqual(documented.toSorted(), [...new Set(routes)].toSorted());
});

Deno.test("the OpenAPI document is complete in itself", async () => {
  const document = await documentAt("/api/openapi.json");
  assert.equal(document.openapi, "3.1.0");
  assert.deepEqual(danglingReferences(document), []);
  const operations = operationsIn(document);
  const ids = operations.map(({ operation }) => operation.operationId);
  assert.equal(new Set(ids).size, ids.length);
  for (const { name, operation } of operations) {
    assert.ok(operation.summary, name);
    const parameters = operation.parameters as Node[];
    const inPath = parameters.filter((parameter) => parameter.in === "path");
    const expected = [...name.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
    assert.deepEqual(inPath.map((parameter) => parameter.name), expected, name);
    assert.ok(parameters.every(({ schema }) => schema !== undefined), name);
    const responses = Object.values(operation.responses as Record<string, Node>);
    assert.ok(responses.length > 1 && responses.every(({ description }) => description), name);
  }
});

Deno.test("the OpenAPI document holds the bounds that requests are parsed with", async () => {
  const document = await documentAt("/api/openapi.json");
  const schemaOf = (name: string) => resolve(document, `#/components/schemas/${name}`) as Node;
  const { properties } = schemaOf("OptionsRequest") as { properties: Record<string, Node> };
  assert.deepEqual(properties.lengthSeconds, {
    type: "number",
    default: 120,
    minimum: 15,
    maximum: 300,
  });
  assert.equal(schemaOf("OptionsRequest").additionalProperties, false);
  const job = schemaOf("Job") as { properties: Node; required: string[] };
  assert.deepEqual(Object.keys(job.properties).toSorted(), job.required.toSorted());
  const list = resolve(document, "#/paths/~1api~1jobs/get/parameters") as Node[];
  assert.deepEqual(list.map(({ name, required }) => [name, required]), [
    ["limit", false],
    ["cursor", false],
    ["status", false],
  ]);
  assert.deepEqual(list[0]?.schema, { default: 20, type: "integer", minimum: 1, maximum: 100 });
});

Deno.test("every error code is documented, on its routes and in the table", async () => {
  const document = await documentAt("/api/openapi.json");
  const codes = Object.keys(ERROR_KINDS);
  const problem = resolve(document, "#/components/schemas/Problem/properties/code") as Node;
  assert.deepEqual(problem.enum, codes);
  const table = document["x-error-codes"] as Node[];
  assert.deepEqual(table.map(({ code }) => code), codes);
  const submit = resolve(document, "#/paths/~1api~1generate/post/responses") as Node;
  assert.deepEqual(
    Object.keys(submit),
    ["200", "202", "400", "401", "413", "415", "422", "429", "500", "503"],
  );
  const { description } = submit["422"] as Node;
  assert.match(String(description), /`duplicate_song`.*`idempotency_mismatch`.*`invalid_request`/);
});

Deno.test("the AsyncAPI document has every message of the protocol", async () => {
  const document = await documentAt("/api/asyncapi.json");
  assert.match(String(document.asyncapi), /^3\./);
  assert.deepEqual(danglingReferences(document), []);
  const types = [clientMessageSchema, serverMessageSchema, frameSchema]
    .flatMap(({ options }) => options.map(({ shape }) => shape.type.value));
  const { messages } = document.components as { messages: Record<string, Node> };
  assert.deepEqual(Object.keys(messages).toSorted(), types.toSorted());
  assert.equal(resolve(document, "#/channels/socket/address"), "/api/ws");
});

Deno.test("the AsyncAPI document has an operation for every message", async () => {
  const document = await documentAt("/api/asyncapi.json");
  const operations = Object.values(document.operations as Record<string, Node>);
  const used = new Set<unknown>();
  for (const { action, messages, reply } of operations as (Node & { reply?: Node })[]) {
    assert.ok(action === "send" || action === "receive");
    const all = [...messages as Node[], ...(reply?.messages as Node[] | undefined ?? [])];
    all.forEach(({ $ref }) => used.add($ref));
  }
  const channel = resolve(document, "#/channels/socket/messages") as Node;
  const expected = Object.keys(channel).map((name) => `#/channels/socket/messages/${name}`);
  assert.deepEqual([...used].toSorted(), expected.toSorted());
});

Deno.test("every message has an example that fits its schema", async () => {
  const document = await documentAt("/api/asyncapi.json") as AsyncApi;
  const judge = createMessageJudge(document);
  const parse = z.union([clientMessageSchema, serverMessageSchema, frameSchema]);
  for (const [name, { examples }] of Object.entries(document.components.messages)) {
    assert.equal(examples.length, 1, name);
    for (const { payload } of examples) {
      assert.equal(payload.type, name);
      judge(payload);
      parse.parse(payload);
    }
  }
});

Deno.test("every example of the OpenAPI document fits its schema", async () => {
  const document = await documentAt("/api/openapi.json");
  const judge = createSchemaJudge(document);
  const shown = [...examplesIn(document)];
  for (const { pointer, example } of shown) judge(`${pointer}/schema`, example);
  const pointers = shown.map(({ pointer }) => pointer);
  const bodies = pointers.filter((pointer) => pointer.includes("/requestBody/"));
  assert.equal(bodies.length, 2, "the submit and the names to resolve");
  assert.ok(pointers.some((pointer) => /status.*\/responses\/200\//.test(pointer)));
});

Deno.test("every code a socket is closed with is in the AsyncAPI document", async () => {
  const { info } = await documentAt("/api/asyncapi.json") as { info: Node };
  const told: string[] = String(info.description).match(/\b\d{4}\b/g) ?? [];
  const codes = Object.values(CLOSE_CODES).map(String);
  assert.deepEqual([...codes, "1002"].filter((code) => !told.includes(code)), []);
});

Deno.test("the docs are a page with every route, message, schema and code", async () => {
  const { get } = createHttpWorld();
  const response = await get("/docs");
  assert.equal(response.headers.get("Content-Type"), "text/html; charset=utf-8");
  const page = await response.text();
  const openApi = await documentAt("/api/openapi.json");
  for (const { name } of operationsIn(openApi)) assert.ok(page.includes(`<code>${name}`), name);
  for (const code of Object.keys(ERROR_KINDS)) assert.ok(page.includes(`>${code}<`), code);
  assert.match(page, /Client sends subscribe/);
  assert.match(page, /id="Job"/);
  const links = [...page.matchAll(/href="#([^"]+)"/g)].map(([, target]) => target);
  assert.deepEqual(links.filter((target) => !page.includes(`id="${target}"`)), []);
});

Deno.test("the docs hold nothing inline and nothing from elsewhere", async () => {
  const page = await (await createHttpWorld().get("/docs")).text();
  assert.doesNotMatch(page, /<script|<style|\sstyle=|\son\w+=|https?:\/\//i);
  assert.doesNotMatch(page, /\[object |undefined|Promise/);
  const style = await createHttpWorld().get("/docs.css");
  assert.equal(style.headers.get("Content-Type"), "text/css; charset=utf-8");
  assert.match(await style.text(), /table/);
});

Deno.test("a client that has a document gets 304", async () => {
  const { get } = createHttpWorld();
  const tag = (await get("/api/openapi.json")).headers.get("ETag") ?? "";
  const response = await get("/api/openapi.json", { "If-None-Match": tag });
  assert.equal(response.status, 304);
});

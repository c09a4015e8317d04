// Whether an answer of the REST API is one that the OpenAPI document promises: its status, its
// headers, its media type, its body.

import assert from "node:assert/strict";
import { ANSWER_HEADERS } from "../../src/http/answer_headers.ts";
import { createSchemaJudge } from "./documented.ts";

type Node = { readonly [key: string]: unknown };
type DocumentedAnswer = {
  readonly headers: Node;
  readonly content?: Readonly<Record<string, { readonly schema?: Node }>>;
};
type Operation = { readonly responses: Readonly<Record<string, DocumentedAnswer>> };
export type OpenApi = Node & {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};

/** What the log alone says of a client that went away. */
const CLIENT_GONE = 499;

export type JudgeAnswer = (method: string, path: string, answer: Response) => Promise<void>;

/** Looks at answers to operations of the document; the body of an answer stays to be read. */
export function createAnswerJudge(document: OpenApi): JudgeAnswer {
  const judgeSchema = createSchemaJudge(document);
  const templates = Object.keys(document.paths)
    .map((template) => ({ template, pattern: new URLPattern({ pathname: patternOf(template) }) }));
  return async function judge(method, path, answer) {
    const { pathname } = new URL(path, "http://orpheus.test");
    // The plain paths come before those with parameters.
    const found = templates.filter(({ pattern }) => pattern.test({ pathname }))
      .toSorted((a, b) => a.template.split("{").length - b.template.split("{").length)[0];
    const verb = method === "HEAD" ? "get" : method.toLowerCase();
    const operation = found && document.paths[found.template]?.[verb];
    if (operation === undefined || answer.status === CLIENT_GONE) return;
    const what = `${method} ${found!.template} ${answer.status}`;
    const promised = operation.responses[answer.status];
    assert.ok(promised, `${what} is not documented`);
    judgeHeaders(what, promised, answer.headers);
    if (method === "HEAD" || answer.body === null) return;
    const mediaType = mediaTypeOf(what, promised, answer.headers.get("Content-Type"));
    if (promised.content![mediaType]!.schema === undefined || !mediaType.endsWith("json")) return;
    const pointer = ["paths", found!.template, verb, "responses", answer.status, "content"];
    judgeSchema(pointerTo(...pointer, mediaType, "schema"), await answer.clone().json());
  };
}

function judgeHeaders(what: string, promised: DocumentedAnswer, headers: Headers): void {
  const documented = new Set(Object.keys(promised.headers));
  const unpromised = Object.keys(ANSWER_HEADERS)
    .filter((name) => headers.has(name) && !documented.has(name));
  assert.deepEqual(unpromised, [], `${what} has headers that are not documented`);
}

function mediaTypeOf(what: string, { content = {} }: DocumentedAnswer, found: string | null) {
  const bare = (mediaType: string | null) => mediaType?.split(";")[0];
  const mediaType = Object.keys(content).find((mediaType) => bare(mediaType) === bare(found));
  assert.ok(mediaType, `${what} is not documented as ${found}`);
  return mediaType;
}

function patternOf(template: string): string {
  return template.replaceAll(/\{(\w+)\}/g, ":$1");
}

/** As a URI fragment. */
function pointerTo(...keys: readonly (string | number)[]): string {
  const parts = keys.map((key) => String(key).replaceAll("~", "~0").replaceAll("/", "~1"));
  return `#/${parts.map(encodeURIComponent).join("/")}`;
}

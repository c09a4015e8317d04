// Operations → an OpenAPI 3.1 document.

import type { z } from "zod";
import { problemSchema } from "../channel/protocol.ts";
import { AppError, ERROR_KINDS, type ErrorCode, problemOf } from "../errors.ts";
import { ANSWER_HEADERS } from "./answer_headers.ts";
import {
  createSchemaCollector,
  type Direction,
  type JsonSchema,
  type SchemaCollector,
} from "./json_schema.ts";
import type { Answer, HeaderName, Operation } from "./operation.ts";

export const ERROR_CODES = Object.keys(ERROR_KINDS) as ErrorCode[];

export type OpenApiDocument = ReturnType<typeof createOpenApiDocument>;

export type OperationObject = ReturnType<typeof describe>;

type MediaTypes = Readonly<
  Record<string, { readonly schema?: JsonSchema; readonly example?: unknown }>
>;

const TAGS: readonly { readonly name: Operation["tag"]; readonly description: string }[] = [
  { name: "Blends", description: "Jobs that blend three songs: submit, watch, cancel, download" },
  { name: "Songs", description: "The catalogue of songs to blend" },
  { name: "Server", description: "How the server is, and these documents" },
  { name: "Page", description: "The page for browsers" },
];

const BODY_ERRORS: readonly ErrorCode[] = [
  "body_too_large",
  "unsupported_media_type",
  "invalid_json",
  "invalid_request",
];

/** The document of these operations, from the schemas they parse with. */
export function createOpenApiDocument(operations: readonly Operation[], version: string) {
  const schemas = createSchemaCollector("draft-2020-12");
  schemas.add(problemSchema, "output");
  const paths: Record<string, Record<string, OperationObject>> = {};
  for (const operation of operations) {
    paths[operation.path] ??= {};
    paths[operation.path]![operation.method.toLowerCase()] = describe(operation, schemas);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Orpheus",
      version,
      description: "Blends three songs into a new one.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/" }],
    security: [{}],
    tags: TAGS,
    paths,
    components: {
      schemas: withErrorCodes(schemas.components),
      headers: ANSWER_HEADERS,
      securitySchemes: {
        key: { type: "http", scheme: "bearer", description: "An API key, or the admin token" },
        client: {
          type: "apiKey",
          in: "cookie",
          name: "orpheus_client",
          description: "Set by the first submit or upgrade",
        },
      },
    },
    "x-error-codes": errorCodes(),
  };
}

/** Every code with what stands in the table of errors. */
export function errorCodes() {
  return ERROR_CODES.map((code) => ({ code, ...ERROR_KINDS[code] }));
}

/** Every code an operation may answer with. */
function errorsOf({ tag, path, query, body, needsCaller, errors = [] }: Operation): ErrorCode[] {
  const needsDatabase = tag === "Blends" || tag === "Songs";
  const all: ErrorCode[] = [
    ...errors,
    ...(body ? BODY_ERRORS : []),
    ...(query ? ["invalid_request" as const] : []),
    ...(path.includes("{") ? ["not_found" as const] : []),
    ...(needsCaller ? ["unauthorized" as const] : []),
    ...(needsDatabase ? ["not_ready" as const] : []),
    "internal",
  ];
  return [...new Set(all)];
}

function describe(operation: Operation, schemas: SchemaCollector) {
  const { operationId, tag, summary, description, body, bodyExample, needsCaller } = operation;
  return {
    operationId,
    tags: [tag as string],
    summary,
    ...(description ? { description } : {}),
    ...(needsCaller ? { security: [{ key: [] }, { client: [] }, {}] } : {}),
    parameters: parametersOf(operation, schemas),
    ...(body ? { requestBody: requestBody(body, bodyExample, schemas) } : {}),
    responses: { ...answersOf(operation, schemas), ...problemsOf(operation) },
  };
}

function requestBody(schema: z.ZodType, example: unknown, schemas: SchemaCollector) {
  return { required: true, ...contentOf({ schema, direction: "input", example }, schemas) };
}

function parametersOf({ path, query, headers }: Operation, schemas: SchemaCollector) {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string", format: "uuid" },
  }));
  return [...inPath, ...fieldsOf(query, "query", schemas), ...fieldsOf(headers, "header", schemas)];
}

function fieldsOf(
  object: z.ZodObject | undefined,
  place: "query" | "header",
  schemas: SchemaCollector,
) {
  if (object === undefined) return [];
  const { properties } = schemas.add(object, "output") as {
    properties: Record<string, JsonSchema>;
  };
  return Object.entries(object.shape).map(([name, field]) => ({
    name,
    in: place,
    required: !(field as z.ZodType).safeParse(undefined).success,
    schema: properties[name],
  }));
}

function answersOf({ answers, answerHeaders = [] }: Operation, schemas: SchemaCollector) {
  return Object.fromEntries(
    Object.entries(answers).map(([status, { description, headers = [], ...content }]) => [
      status,
      {
        description,
        headers: headerRefs([...headers, ...answerHeaders]),
        ...contentOf({ direction: "output", ...content }, schemas),
      },
    ]),
  );
}

function problemsOf(operation: Operation) {
  const byStatus = Map.groupBy(errorsOf(operation), (code) => ERROR_KINDS[code].status);
  return Object.fromEntries(
    [...byStatus].filter(([status]) => !(status in operation.answers)).map(([status, codes]) => [
      status,
      {
        description: codes.map((code) => `\`${code}\`: ${ERROR_KINDS[code].title}`).join("; "),
        headers: headerRefs(refusalHeaders(operation, status, codes)),
        content: {
          "application/problem+json": {
            schema: { $ref: "#/components/schemas/Problem" },
            example: problemOf(new AppError(codes[0]!, "What was wrong, for people"), "request-1"),
          },
        },
      },
    ]),
  );
}

function refusalHeaders(
  { answerHeaders = [], refusalHeaders = {} }: Operation,
  status: number,
  codes: readonly ErrorCode[],
): readonly HeaderName[] {
  const own = codes.flatMap((code) => refusalHeaders[code] ?? []);
  const retry: readonly HeaderName[] = status === 429 || status === 503 ? ["Retry-After"] : [];
  return [...answerHeaders, ...own, ...retry];
}

type Content = Pick<Answer, "schema" | "mediaType" | "example"> & { readonly direction: Direction };

/** Nothing where there is neither a schema nor a media type. */
function contentOf(
  { schema, direction, example, mediaType = schema ? "application/json" : [] }: Content,
  schemas: SchemaCollector,
): { readonly content?: MediaTypes } {
  const shown = {
    ...(schema ? { schema: schemas.add(schema, direction) } : {}),
    ...(example === undefined ? {} : { example }),
  };
  const mediaTypes = [mediaType].flat();
  if (mediaTypes.length === 0) return {};
  return { content: Object.fromEntries(mediaTypes.map((mediaType) => [mediaType, shown])) };
}

function headerRefs(names: readonly HeaderName[]) {
  return Object.fromEntries(
    ["X-Request-Id", ...names].map((name) => [name, { $ref: `#/components/headers/${name}` }]),
  );
}

function withErrorCodes(components: Readonly<Record<string, JsonSchema>>) {
  const problem = components["Problem"] as { properties: Record<string, JsonSchema> };
  const code = { type: "string", enum: ERROR_CODES };
  return { ...components, Problem: { ...problem, properties: { ...problem.properties, code } } };
}

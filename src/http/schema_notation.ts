// A JSON Schema in the notation of types: `number 0.1–2`, `"midi" | "mp3"`, `Job[]`.

import { html } from "hono/html";
import type { JsonSchema } from "./json_schema.ts";

const REFERENCE = "#/components/schemas/";

export type Html = ReturnType<typeof html>;

export type Field = {
  readonly name: string;
  readonly schema: JsonSchema;
  readonly isRequired: boolean;
};

/** The type a schema stands for, with links to the named ones. */
export function notationOf(schema: JsonSchema): Html {
  if (typeof schema.$ref === "string") return linkTo(schema.$ref.slice(REFERENCE.length));
  if ("const" in schema) return html`${JSON.stringify(schema.const)}`;
  if (Array.isArray(schema.enum)) return joined(schema.enum.map(literal), " | ");
  if (Array.isArray(schema.allOf)) return joined(schema.allOf.map(notationOf), " & ");
  const branches = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(branches)) return joined(branches.map(notationOf), " | ");
  if (schema.type === "array") return arrayNotation(schema);
  if (schema.type === "object" && schema.properties) return objectNotation(schema);
  return html`${schema.format ?? schema.type ?? "any"}${boundsOf(schema)}`;
}

/** The properties of an object schema. */
export function fieldsOf({ properties = {}, required = [] }: JsonSchema): Field[] {
  const names = required as readonly string[];
  return Object.entries(properties as Record<string, JsonSchema>)
    .map(([name, schema]) => ({ name, schema, isRequired: names.includes(name) }));
}

function linkTo(name: string): Html {
  return html`<a href="#${name}">${name}</a>`;
}

function literal(value: unknown): Html {
  return html`${JSON.stringify(value)}`;
}

// Draft 7 writes a tuple as an array of items.
function arrayNotation({ items = {}, prefixItems: tuple = items }: JsonSchema): Html {
  if (Array.isArray(tuple)) return html`[${joined(tuple.map(notationOf), ", ")}]`;
  const item = items as JsonSchema;
  return item.anyOf || item.oneOf ? html`(${notationOf(item)})[]` : html`${notationOf(item)}[]`;
}

function objectNotation(object: JsonSchema): Html {
  const fields = fieldsOf(object).map(({ name, isRequired, schema }) =>
    html`${name}${isRequired ? "" : "?"}: ${notationOf(schema)}`
  );
  return html`{ ${joined(fields, ", ")} }`;
}

function joined(parts: readonly Html[], separator: string): Html {
  return html`${parts.map((part, index) => index === 0 ? part : html`${separator}${part}`)}`;
}

// zod writes the bounds of safe integers, which tell a reader nothing.
function boundsOf(schema: JsonSchema): string {
  const min = schema.minimum ?? schema.minLength ?? schema.exclusiveMinimum;
  const max = schema.maximum ?? schema.maxLength;
  const from = min === -Number.MAX_SAFE_INTEGER ? undefined : min;
  if (max === undefined || max === Number.MAX_SAFE_INTEGER) {
    return from === undefined ? "" : ` from ${from}`;
  }
  return from === undefined ? ` up to ${max}` : ` ${from}–${max}`;
}

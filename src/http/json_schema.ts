// zod → JSON Schema, in the draft that a document speaks: 2020-12 in OpenAPI 3.1, 7 in AsyncAPI 3.
// Schemas with an id become components, named once.

import { z } from "zod";

export type JsonSchema = { readonly [keyword: string]: unknown };

/** `input`: what a client may send; `output`: what the server answers, after defaults. */
export type Direction = "input" | "output";

export type Draft = "draft-2020-12" | "draft-07";

export interface SchemaCollector {
  /** The schema, its named parts as references into the components. */
  add(schema: z.ZodType, direction: Direction): JsonSchema;
  /** Every named schema met so far. */
  readonly components: Readonly<Record<string, JsonSchema>>;
}

export function createSchemaCollector(target: Draft): SchemaCollector {
  const components: Record<string, JsonSchema> = {};
  return {
    components,
    add(schema, direction) {
      const converted = convert(schema, { target, io: direction });
      const { $schema: _, $defs, definitions = $defs ?? {}, ...root } = converted;
      for (const [id, definition] of Object.entries(definitions as Record<string, JsonSchema>)) {
        if (id in components && JSON.stringify(components[id]) !== JSON.stringify(definition)) {
          throw new TypeError(`Cannot describe two schemas under one name: "${id}"`);
        }
        components[id] = definition;
      }
      return root;
    },
  };
}

function convert(
  schema: z.ZodType,
  options: { readonly target: Draft; readonly io: Direction },
): JsonSchema {
  const text = JSON.stringify(z.toJSONSchema(schema, options));
  return JSON.parse(text.replaceAll(/"#\/(?:\$defs|definitions)\//g, '"#/components/schemas/'));
}

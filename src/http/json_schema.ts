// zod → JSON Schema 2020-12, which OpenAPI 3.1 and AsyncAPI 3 share. Schemas with an id become
// components, named once.

import { z } from "zod";

export type JsonSchema = { readonly [keyword: string]: unknown };

/** `input`: what a client may send; `output`: what the server answers, after defaults. */
export type Direction = "input" | "output";

export interface SchemaCollector {
  /** The schema, its named parts as references into the components. */
  add(schema: z.ZodType, direction: Direction): JsonSchema;
  /** Every named schema met so far. */
  readonly components: Readonly<Record<string, JsonSchema>>;
}

export function createSchemaCollector(): SchemaCollector {
  const components: Record<string, JsonSchema> = {};
  return {
    components,
    add(schema, direction) {
      const { $schema: _, $defs = {}, ...root } = convert(schema, direction);
      for (const [id, definition] of Object.entries($defs as Record<string, JsonSchema>)) {
        if (id in components && JSON.stringify(components[id]) !== JSON.stringify(definition)) {
          throw new TypeError(`Cannot describe two schemas under one name: "${id}"`);
        }
        components[id] = definition;
      }
      return root;
    },
  };
}

function convert(schema: z.ZodType, io: Direction): JsonSchema {
  const text = JSON.stringify(z.toJSONSchema(schema, { io }));
  return JSON.parse(text.replaceAll('"#/$defs/', '"#/components/schemas/'));
}

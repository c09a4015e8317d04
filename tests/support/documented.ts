// Whether what a server says is what its documents promise, by the schemas in them.

import assert from "node:assert/strict";
import { Ajv, type ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";

type Node = { readonly [key: string]: unknown };
type DocumentedMessage = {
  readonly payload: Node;
  readonly examples: readonly { readonly payload: { readonly type: string } }[];
};
export type AsyncApi = Node & {
  readonly components: {
    readonly messages: Readonly<Record<string, DocumentedMessage>>;
    readonly schemas: Readonly<Record<string, Node>>;
  };
};

// A document says more than a validator needs.
const OPTIONS = { strict: false, allErrors: true };

/** Fails unless a message of the WebSocket fits the schema that the AsyncAPI document has for it. */
export function createMessageJudge(
  document: AsyncApi,
): (message: { readonly type: string }) => void {
  const ajv = withFormats(new Ajv(OPTIONS)).addSchema({ ...document, $id: "asyncapi" });
  const validators = new Map<string, ValidateFunction>();
  return function judge(message) {
    const { type } = message;
    assert.ok(type in document.components.messages, `a message of no documented type: ${type}`);
    const validate = validators.get(type) ??
      ajv.compile({ $ref: `asyncapi#/components/messages/${type}/payload` });
    validators.set(type, validate);
    assert.ok(validate(message), `${type}: ${ajv.errorsText(validate.errors)}`);
  };
}

/** Validates by a schema of the OpenAPI document, which stands where the pointer says. */
export function createSchemaJudge(document: Node): (pointer: string, value: unknown) => void {
  const ajv = withFormats(new Ajv2020(OPTIONS)).addSchema({ ...document, $id: "openapi" });
  const validators = new Map<string, ValidateFunction>();
  return function judge(pointer, value) {
    const validate = validators.get(pointer) ?? ajv.compile({ $ref: `openapi${pointer}` });
    validators.set(pointer, validate);
    assert.ok(validate(value), `${pointer}: ${ajv.errorsText(validate.errors)}`);
  };
}

// The package is CommonJS: its types say default, and so does Deno.
function withFormats<A extends Ajv>(ajv: A): A {
  formats.default(ajv);
  return ajv;
}

import assert from "node:assert/strict";
import { connectionsThatFit } from "../../src/listener/open_files.ts";

Deno.test("all connections wanted fit where the process may open enough files", () => {
  assert.deepEqual(connectionsThatFit(10), { maxConnections: 10, backlog: 511 });
});

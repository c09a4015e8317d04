import assert from "node:assert/strict";
import { isAbsolute } from "node:path";
import { socketFolderBeside } from "../../src/storage/embedded/socket_folder.ts";

Deno.test("the folder of the socket is absolute, also beside a relative database", () => {
  assert.ok(isAbsolute(socketFolderBeside("data/postgres") ?? "/"));
  assert.equal(socketFolderBeside("/data/postgres"), "/data/postgres.socket");
});

Deno.test("there is no folder for a socket whose path would be too long", () => {
  const longest = `/${"a".repeat(103 - "/.socket/.s.PGSQL.5432".length)}`;
  assert.equal(socketFolderBeside(longest), `${longest}.socket`);
  assert.equal(socketFolderBeside(`${longest}a`), undefined);
});

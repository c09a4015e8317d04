import assert from "node:assert/strict";
import { parseConfig } from "../../src/config.ts";
import { permissionFlags } from "../../src/program/permissions.ts";

/** The list of one flag; "all" where it has none, undefined where the flag is not there. */
function allowed(name: string, environment: Record<string, string>): string[] | "all" | undefined {
  const flags = permissionFlags(parseConfig({ DATA_DIR: "/d", ...environment }));
  const found = flags.find((flag) => flag.split("=")[0] === `--allow-${name}`);
  if (found === undefined) return undefined;
  return found.includes("=") ? found.slice(found.indexOf("=") + 1).split(",") : "all";
}

Deno.test("alone the server may reach nothing but its own port and its own database", () => {
  assert.deepEqual(allowed("net", {}), [
    "127.0.0.1:3001",
    "unix:/d/postgres-18.socket/.s.PGSQL.5432",
  ]);
});

Deno.test("the server may write to its folders alone", () => {
  assert.deepEqual(allowed("write", {}), ["/d"]);
  assert.deepEqual(allowed("write", { LOG_DIR: "/l" }), ["/d", "/l"]);
});

Deno.test("the server may read its code, its folders and the embedded database", () => {
  const read = allowed("read", { LOG_DIR: "/l" });
  assert.deepEqual(read?.slice(0, 4), ["src", "dist", "/d", "/l"]);
  assert.match(read?.at(4) ?? "", /@electric-sql\/pglite\/[\d.]+$/);
  assert.equal(read?.length, 5);
});

Deno.test("the server may reach each service at its port", () => {
  const net = allowed("net", {
    HOST: "::1",
    PORT: "80",
    DATABASE_URL: "postgres://u:p@db.internal/orpheus",
    REDIS_URL: "rediss://cache.internal:7000",
    ML_MODEL_URL: "https://model.internal/v1",
    S3_BUCKET: "blends",
    S3_ENDPOINT: "http://s3.internal:9000",
    AWS_ACCESS_KEY_ID: "id",
    AWS_SECRET_ACCESS_KEY: "key",
  });
  assert.deepEqual(net, [
    "[::1]:80",
    "db.internal:5432",
    "cache.internal:7000",
    "model.internal:443",
    "blends.s3.internal:9000",
  ]);
});

Deno.test("with a path-style endpoint the bucket is no part of the address", () => {
  const net = allowed("net", {
    S3_BUCKET: "blends",
    S3_ENDPOINT: "http://s3.internal",
    S3_FORCE_PATH_STYLE: "true",
    AWS_ACCESS_KEY_ID: "id",
    AWS_SECRET_ACCESS_KEY: "key",
  });
  assert.equal(net?.at(-1), "s3.internal:80");
});

Deno.test("only the client of a bucket may ask for the release of the system", () => {
  assert.deepEqual(allowed("sys", {}), ["hostname"]);
  assert.deepEqual(allowed("sys", { S3_BUCKET: "blends" }), ["hostname", "osRelease"]);
});

Deno.test("a server that keeps nothing in DATA_DIR may not write at all", () => {
  const environment = { DATABASE_URL: "postgres://db/orpheus", S3_BUCKET: "blends" };
  assert.equal(allowed("write", environment), undefined);
});

Deno.test("a server that listens at localhost may do so at both of its addresses", () => {
  const net = allowed("net", { HOST: "localhost" });
  assert.deepEqual(net?.slice(0, 2), ["127.0.0.1:3001", "[::1]:3001"]);
});

Deno.test("what cannot be listed is allowed as a whole", () => {
  assert.equal(allowed("net", { HOST: "server.internal" }), "all");
  assert.equal(allowed("net", { S3_BUCKET: "blends" }), "all");
  assert.equal(allowed("read", { S3_BUCKET: "blends" }), "all");
});

Deno.test("a path that a shell would take apart is not put on the command line", () => {
  assert.equal(allowed("write", { DATA_DIR: "/my data" }), "all");
  assert.equal(allowed("write", { DATA_DIR: "/a,/etc" }), "all");
  assert.equal(allowed("write", { DATA_DIR: "/$HOME" }), "all");
});

import assert from "node:assert/strict";
import { isUnavailable } from "../../src/storage/postgres/is_unavailable.ts";

const withCode = (code: string) => Object.assign(new Error("from the driver"), { code });
const areUnavailable = (...codes: string[]) => codes.every((code) => isUnavailable(withCode(code)));
const isNoneUnavailable = (...codes: string[]) =>
  codes.every((code) => !isUnavailable(withCode(code)));

Deno.test("isUnavailable holds for a connection that cannot be made or was lost", () => {
  assert.ok(areUnavailable("ECONNREFUSED", "ECONNRESET", "ENOTFOUND", "ENOENT", "EPIPE"));
  assert.ok(isUnavailable(new Error("Connection terminated unexpectedly")));
  assert.ok(isUnavailable(new Error("timeout exceeded when trying to connect")));
  assert.ok(areUnavailable("08006", "57P01", "57P03", "53300"));
});

Deno.test("isUnavailable holds for a certificate that is not to be trusted", () => {
  assert.ok(areUnavailable("DEPTH_ZERO_SELF_SIGNED_CERT", "CERT_HAS_EXPIRED"));
  assert.ok(areUnavailable("UNABLE_TO_VERIFY_LEAF_SIGNATURE", "ERR_TLS_CERT_ALTNAME_INVALID"));
});

Deno.test("isUnavailable holds for a timeout and a server that became a standby", () => {
  assert.ok(areUnavailable("57014", "25P03", "25006"));
});

Deno.test("isUnavailable does not hold for what trying again cannot cure", () => {
  assert.ok(isNoneUnavailable("23505", "22P02", "42P01", "22012", "40P01", "25P02"));
  assert.ok(!isUnavailable(new Error("no code")));
  assert.ok(!isUnavailable(undefined));
  assert.ok(!isUnavailable({ code: "ECONNREFUSED" }));
});

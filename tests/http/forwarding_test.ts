import assert from "node:assert/strict";
import { createForwarding } from "../../src/http/forwarding.ts";

function addressSeen(
  { trusted, peer, hops }: {
    readonly trusted: readonly string[];
    readonly peer: string;
    readonly hops?: string;
  },
): string {
  const headers = hops === undefined ? {} : { "X-Forwarded-For": hops };
  const request = new Request("http://orpheus.test/", { headers });
  return createForwarding(trusted).addressOf(request, { address: peer, isTls: false });
}

Deno.test("without trusted proxies X-Forwarded-For does not count", () => {
  const seen = addressSeen({ trusted: [], peer: "192.0.2.1", hops: "198.51.100.7" });
  assert.equal(seen, "192.0.2.1");
});

Deno.test("a peer that is no trusted proxy is the client, whatever it claims", () => {
  const seen = addressSeen({ trusted: ["10.0.0.1"], peer: "10.0.0.2", hops: "198.51.100.7" });
  assert.equal(seen, "10.0.0.2");
});

Deno.test("behind a trusted proxy the rightmost untrusted hop is the client", () => {
  const seen = addressSeen({
    trusted: ["10.0.0.0/8"],
    peer: "10.0.0.1",
    hops: "203.0.113.1, 198.51.100.7, 10.2.3.4",
  });
  assert.equal(seen, "198.51.100.7");
});

Deno.test("a trusted proxy that names nobody is the client itself", () => {
  assert.equal(addressSeen({ trusted: ["10.0.0.1"], peer: "10.0.0.1" }), "10.0.0.1");
  assert.equal(addressSeen({ trusted: ["10.0.0.1"], peer: "10.0.0.1", hops: "" }), "10.0.0.1");
});

Deno.test("when all hops are trusted the leftmost is the client", () => {
  const seen = addressSeen({
    trusted: ["10.0.0.0/8"],
    peer: "10.0.0.1",
    hops: "10.1.1.1, 10.2.2.2",
  });
  assert.equal(seen, "10.1.1.1");
});

Deno.test("a hop that is no address ends the walk", () => {
  const seen = addressSeen({
    trusted: ["10.0.0.0/8"],
    peer: "10.0.0.1",
    hops: "198.51.100.7, unknown, 10.2.2.2",
  });
  assert.equal(seen, "10.2.2.2");
});

Deno.test("hops may carry ports, brackets and mapped addresses", () => {
  const clientOf = (hops: string) =>
    addressSeen({ trusted: ["::ffff:10.0.0.1"], peer: "10.0.0.1", hops });
  assert.equal(clientOf("198.51.100.7:4711"), "198.51.100.7");
  assert.equal(clientOf("[2001:DB8::7]:4711"), "2001:db8::7");
  assert.equal(clientOf("2001:db8:0:0::7"), "2001:db8::7");
  assert.equal(clientOf("::ffff:198.51.100.7"), "198.51.100.7");
});

Deno.test("a trusted proxy may speak IPv6, or IPv4 in IPv6", () => {
  const hops = "198.51.100.7";
  assert.equal(addressSeen({ trusted: ["fd00::/8"], peer: "fd12::1", hops }), hops);
  assert.equal(addressSeen({ trusted: ["10.0.0.1"], peer: "::ffff:10.0.0.1", hops }), hops);
});

Deno.test("thousands of hops are walked quickly", () => {
  const hops = Array(5000).fill("10.0.0.9").join(", ");
  assert.equal(addressSeen({ trusted: ["10.0.0.0/8"], peer: "10.0.0.1", hops }), "10.0.0.9");
});

Deno.test("a proxy that is no address stops the start and names the variable", () => {
  const refusal = { name: "RangeError", message: /TRUSTED_PROXIES/ };
  assert.throws(() => createForwarding(["proxy.internal"]), refusal);
  assert.throws(() => createForwarding(["10.0.0.0/33"]), refusal);
  assert.throws(() => createForwarding(["10.0.0.0/x"]), refusal);
  assert.throws(() => createForwarding(["10.0.0.0/"]), refusal);
  assert.throws(() => createForwarding([""]), refusal);
});

Deno.test("TLS is the peer's, or what a trusted proxy says last", () => {
  const { isTls } = createForwarding(["10.0.0.1"]);
  const saying = (proto: string) =>
    new Request("http://orpheus.test/", { headers: { "X-Forwarded-Proto": proto } });
  assert.ok(isTls(saying("http"), { address: "192.0.2.1", isTls: true }));
  assert.ok(isTls(saying("https"), { address: "10.0.0.1", isTls: false }));
  assert.ok(isTls(saying("http, HTTPS"), { address: "10.0.0.1", isTls: false }));
  assert.ok(!isTls(saying("https, http"), { address: "10.0.0.1", isTls: false }));
  assert.ok(!isTls(saying("https"), { address: "192.0.2.1", isTls: false }));
});

Deno.test("the server's own origin has the scheme the client used", () => {
  const { originOf } = createForwarding(["10.0.0.1"]);
  const request = (url: string) => new Request(url, { headers: { "X-Forwarded-Proto": "https" } });
  const [direct, proxied] = ["192.0.2.1", "10.0.0.1"].map((address) => ({ address, isTls: false }));
  assert.equal(originOf(request("http://a.test:3001/x"), direct!), "http://a.test:3001");
  assert.equal(originOf(request("http://a.test/x"), proxied!), "https://a.test");
  assert.equal(originOf(request("http://a.test:443/x"), proxied!), "https://a.test");
});

import assert from "node:assert/strict";
import { AppError } from "../../src/errors.ts";
import type { Peer } from "../../src/channel/upgrade.ts";
import { createIdentify, type IdentifyOptions } from "../../src/http/identity.ts";

const PEER: Peer = { address: "192.0.2.1", isTls: false };

function identifier(options: Partial<IdentifyOptions> = {}) {
  const identify = createIdentify({
    apiKeys: [{ name: "alice", key: "alice-key-1" }, { name: "bob", key: "bob-key-22" }],
    adminToken: "admin-token",
    isKeyRequired: false,
    trustedProxies: [],
    corsOrigins: ["https://app.example.org"],
    ...options,
  });
  return (headers: HeadersInit = {}, peer = PEER) =>
    identify(new Request("http://orpheus.test:3001/api/jobs", { headers }), peer);
}

function bearer(token: string): HeadersInit {
  return { Authorization: `Bearer ${token}` };
}

async function isRefused(identity: Promise<unknown>): Promise<boolean> {
  try {
    await identity;
    return false;
  } catch (error) {
    return error instanceof AppError && error.code === "unauthorized";
  }
}

Deno.test("an API key names its owner and pays its own quota", async () => {
  const identify = identifier();
  const { caller, setCookie } = await identify(bearer("bob-key-22"));
  assert.deepEqual(caller, { owner: "key:bob", client: "key:bob", isAdmin: false });
  assert.equal(setCookie, undefined);
  assert.equal(
    (await identify({ Authorization: "bearer  alice-key-1" })).caller.owner,
    "key:alice",
  );
});

Deno.test("the admin token makes an admin who pays by address", async () => {
  const { caller } = await identifier()(bearer("admin-token"));
  assert.deepEqual(caller, { owner: "admin", client: "address:192.0.2.1", isAdmin: true });
});

Deno.test("a wrong key is refused, however close it comes", async () => {
  const identify = identifier();
  assert.ok(await isRefused(identify(bearer("bob-key-2"))));
  assert.ok(await isRefused(identify(bearer("bob-key-222"))));
  assert.ok(await isRefused(identify(bearer("BOB-KEY-22"))));
  assert.ok(await isRefused(identify(bearer(""))));
  assert.ok(await isRefused(identify({ Authorization: "Bearer" })));
});

Deno.test("without any key set every key is wrong", async () => {
  const identify = identifier({ apiKeys: [], adminToken: undefined });
  assert.ok(await isRefused(identify(bearer("undefined"))));
  assert.ok(!await isRefused(identify()));
});

Deno.test("a proxy's own Basic credentials are no key", async () => {
  const { caller } = await identifier()({ Authorization: "Basic dXNlcjpwYXNz" });
  assert.match(caller.owner, /^anonymous:/);
});

Deno.test("where a key is required, anonymous callers are refused", async () => {
  const identify = identifier({ isKeyRequired: true });
  assert.ok(await isRefused(identify()));
  assert.ok(await isRefused(identify({ Cookie: `orpheus_client=${"a".repeat(43)}` })));
  assert.equal((await identify(bearer("bob-key-22"))).caller.owner, "key:bob");
  assert.equal((await identify(bearer("admin-token"))).caller.isAdmin, true);
});

Deno.test("a client met for the first time gets a cookie that scripts and other sites miss", async () => {
  const { caller, setCookie = "" } = await identifier()();
  assert.match(
    setCookie,
    /^orpheus_client=[A-Za-z0-9_-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/,
  );
  assert.match(caller.owner, /^anonymous:[0-9a-f]{64}$/);
  assert.ok(!caller.owner.includes(setCookie.slice(15, 58)));
});

Deno.test("the cookie is Secure behind TLS", async () => {
  const { setCookie } = await identifier()({}, { ...PEER, isTls: true });
  assert.match(setCookie ?? "", /; Secure$/);
});

Deno.test("a client that sends its cookie back is the same owner and gets no other", async () => {
  const identify = identifier();
  const first = await identify();
  const cookie = first.setCookie?.split(";")[0] ?? "";
  const again = await identify({ Cookie: `theme=dark; ${cookie}; x=y` });
  assert.deepEqual(again.caller, first.caller);
  assert.equal(again.setCookie, undefined);
});

Deno.test("two clients without a cookie are two owners", async () => {
  const identify = identifier();
  const [first, second] = [await identify(), await identify()];
  assert.notEqual(first.caller.owner, second.caller.owner);
  assert.equal(first.caller.client, second.caller.client);
});

Deno.test("a cookie that was not made here is as good as none", async () => {
  const identify = identifier();
  const isNew = async (value: string) =>
    (await identify({ Cookie: `orpheus_client=${value}` })).setCookie !== undefined;
  assert.ok(await isNew(""));
  assert.ok(await isNew("a".repeat(42)));
  assert.ok(await isNew("a".repeat(44)));
  assert.ok(await isNew("a".repeat(42) + "%"));
  assert.ok((await identify({ Cookie: `not_orpheus_client=${"a".repeat(43)}` })).setCookie);
});

Deno.test("the cookie does not count for pages of other origins, which get none either", async () => {
  const identify = identifier();
  const cookie = `orpheus_client=${"a".repeat(43)}`;
  const { caller: own } = await identify({ Cookie: cookie });
  const ownerFrom = async (headers: Record<string, string>) => {
    const { caller, setCookie } = await identify({ Cookie: cookie, ...headers });
    assert.equal(setCookie, undefined);
    return caller.owner === own.owner;
  };
  assert.ok(await ownerFrom({ Origin: "http://orpheus.test:3001" }));
  assert.ok(await ownerFrom({ Origin: "https://app.example.org" }));
  assert.ok(await ownerFrom({ Origin: "https://proxied.test", "Sec-Fetch-Site": "same-origin" }));
  assert.ok(!await ownerFrom({ Origin: "http://orpheus.test" }));
  assert.ok(!await ownerFrom({ Origin: "https://orpheus.test:3001" }));
  assert.ok(!await ownerFrom({ Origin: "https://sibling.example.org" }));
  assert.ok(!await ownerFrom({ Origin: "https://evil.example", "Sec-Fetch-Site": "cross-site" }));
  assert.ok(!await ownerFrom({ Origin: "null" }));
});

Deno.test("the address is an IPv4 as it is, or the network of an IPv6", async () => {
  const identify = identifier();
  const addressOf = async (address: string) =>
    (await identify({}, { address, isTls: false })).address;
  assert.equal(await addressOf("192.0.2.9"), "192.0.2.9");
  assert.equal(await addressOf("::ffff:192.0.2.9"), "192.0.2.9");
  assert.equal(await addressOf("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
  assert.equal(await addressOf("2001:0DB8:0001:0002::9"), "2001:db8:1:2::/64");
  assert.equal(await addressOf("::1"), "0:0:0:0::/64");
});

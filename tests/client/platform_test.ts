import assert from "node:assert/strict";
import { onWake } from "../../src/client/platform.ts";

type Page = EventTarget & { visibilityState: string };

/** A page to be looked at, for as long as it is not disposed of. */
function createPage(): Disposable & { readonly page: Page } {
  const page: Page = Object.assign(new EventTarget(), { visibilityState: "hidden" });
  Object.assign(globalThis, { document: page });
  return { page, [Symbol.dispose]: () => void Reflect.deleteProperty(globalThis, "document") };
}

Deno.test("news comes when the network returns, until it is not wanted", () => {
  let wakes = 0;
  const stop = onWake(() => wakes++);
  globalThis.dispatchEvent(new Event("online"));
  assert.equal(wakes, 1);
  stop();
  globalThis.dispatchEvent(new Event("online"));
  assert.equal(wakes, 1);
});

Deno.test("news comes when the page is looked at again, not when it is left", () => {
  using opened = createPage();
  let wakes = 0;
  const stop = onWake(() => wakes++);
  opened.page.dispatchEvent(new Event("visibilitychange"));
  assert.equal(wakes, 0);
  opened.page.visibilityState = "visible";
  opened.page.dispatchEvent(new Event("visibilitychange"));
  assert.equal(wakes, 1);
  stop();
  opened.page.dispatchEvent(new Event("visibilitychange"));
  assert.equal(wakes, 1);
});

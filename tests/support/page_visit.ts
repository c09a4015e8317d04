// A visit to the page with a real browser, and the moves that many visits share.

import assert from "node:assert/strict";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";

/** Longest wait for a blend, on a machine that may be busy. */
export const BLEND_TIMEOUT_MS = 90_000;

export type Visit = AsyncDisposable & {
  readonly page: Page;
  /** What the browser complained about: errors of scripts, of the policy, of the network. */
  readonly complaints: readonly string[];
};

/** Opens the page as a new visitor. */
export async function visit(
  browser: Browser,
  url: string,
  { before, ...options }: BrowserContextOptions & { before?: (page: Page) => Promise<void> } = {},
): Promise<Visit> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  await before?.(page);
  await page.goto(url);
  return { page, complaints, [Symbol.asyncDispose]: () => context.close() };
}

export function songField(page: Page, place: number): Locator {
  return page.getByRole("combobox").nth(place);
}

/** Types three names without choosing any from the list. */
export async function nameSongs(page: Page, names: readonly string[]): Promise<void> {
  for (const [place, name] of names.entries()) {
    await songField(page, place).fill(name);
    await songField(page, place).press("Escape");
  }
}

/** Sets the length by the option's slider. */
export async function setLength(page: Page, seconds: number): Promise<void> {
  await page.getByText("Options", { exact: true }).click();
  await page.getByRole("slider", { name: /^Length/ }).fill(String(seconds));
}

export async function pressBlend(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Blend", exact: true }).click();
}

export async function waitForBlend(page: Page): Promise<void> {
  await page.getByText("Your blend is ready").waitFor({ timeout: BLEND_TIMEOUT_MS });
}

/** How many notes the piano roll says it shows. */
export async function countNotes(page: Page): Promise<number> {
  const label = await page.getByRole("img", { name: /^Piano roll/ }).getAttribute("aria-label");
  return Number(/(\d+) notes?;/.exec(label ?? "")?.[1] ?? 0);
}

/** Waits until the roll shows at least one note. */
export async function waitForNotes(page: Page): Promise<void> {
  await page.getByRole("img", { name: /\d notes?;/ }).waitFor({ timeout: BLEND_TIMEOUT_MS });
}

/** Fails when anything sticks out of the screen to the side. */
export async function assertNoSidewaysScroll(page: Page): Promise<void> {
  const [content, screen] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  assert.equal(content, screen);
}

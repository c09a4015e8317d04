// A real Chromium, where one is installed, with a profile of its own.

import { type Browser, chromium } from "playwright-core";
import { firstFile, needProgram } from "./needed_program.ts";

const PATH = firstFile([
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
]);

/** The options of tests that look at the page. */
export const needChromium = () => needProgram("Chromium", PATH);

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--autoplay-policy=no-user-gesture-required",
  "--mute-audio",
];

/** Starts the browser; disposing it ends it. */
export async function startChromium(): Promise<AsyncDisposable & { readonly browser: Browser }> {
  const browser = await chromium.launch({
    ...(PATH === undefined ? {} : { executablePath: PATH }),
    args: ARGUMENTS,
  });
  return { browser, [Symbol.asyncDispose]: () => browser.close() };
}

import assert from "node:assert/strict";
import type { Page, WebSocketRoute } from "playwright-core";
import { needChromium, startChromium } from "../support/chromium.ts";
import {
  assertNoSidewaysScroll,
  countNotes,
  nameSongs,
  pressBlend,
  setLength,
  songField,
  visit,
  waitForBlend,
  waitForNotes,
} from "../support/page_visit.ts";
import { startServer } from "../support/server.ts";

const NAMES = ["The Entertainer - Scott Joplin", "Greensleeves", "Korobeiniki"];
const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };

Deno.test({ name: "the page in Chromium", ...needChromium() }, async (t) => {
  await using server = await startServer({ GENERATE_LIMIT: "100" });
  await using chromium = await startChromium();
  const open = (options?: Parameters<typeof visit>[2]) =>
    visit(chromium.browser, server.url, options);

  await t.step("three typed names become a blend that can be heard and kept", async () => {
    await using visitor = await open();
    const { page, complaints } = visitor;
    await nameSongs(page, NAMES);
    await setLength(page, 20);
    await page.getByRole("combobox", { name: /^Key/ }).selectOption("D minor");
    await page.getByText("More", { exact: true }).click();
    await page.getByRole("checkbox", { name: "Loop of section A" }).check();
    await pressBlend(page);
    await waitForNotes(page);
    await waitForBlend(page);
    assert.ok(await countNotes(page) > 20);
    await page.getByText(/^D minor · \d+ BPM · /).waitFor();
    await assertLoops(page);
    await assertHeard(page);
    assert.equal((await download(page, /^MIDI/)).slice(0, 4).toString(), "MThd");
    assert.ok((await download(page, /^MP3/)).length > 10_000);
    assert.equal((await download(page, /^Loop A/)).slice(0, 4).toString(), "RIFF");
    assert.match(await page.title(), /^♪ The Entertainer × Greensleeves × Korobeiniki/);
    assert.deepEqual(complaints, []);
  });

  await t.step("a chosen song shows its notes and plays some of itself", async () => {
    await using visitor = await open();
    const { page, complaints } = visitor;
    const preview = page.locator(".song-preview");
    await songField(page, 0).fill("Korobeiniki");
    await page.getByRole("option", { name: /^Korobeiniki/ }).first().click();
    await page.getByRole("img", { name: /^The notes of Korobeiniki/ }).waitFor();
    await page.getByRole("button", { name: /^Play some of Korobeiniki/ }).focus();
    await page.keyboard.press("Enter");
    await page.locator('[data-standing="playing"]').waitFor();
    const [picture, sound] = await previewsOf(page);
    assert.ok(picture.width > 0 && picture.height > 0);
    assert.ok(Math.abs(sound.seconds - 12) < 0.15, `${sound.seconds}`);
    assert.ok(sound.loudest > 0.1 && sound.loudest <= 1, `${sound.loudest}`);
    await page.keyboard.press("Enter");
    assert.equal(await preview.getAttribute("data-standing"), "silent");
    assert.deepEqual(complaints, []);
  });

  await t.step("a reload in the middle goes on with the same blend", async () => {
    await using visitor = await open();
    const { page } = visitor;
    await nameSongs(page, NAMES);
    await setLength(page, 45);
    await pressBlend(page);
    await waitForNotes(page);
    const address = page.url();
    assert.match(address, /#job=[0-9a-f-]{36}$/);
    await page.reload();
    await waitForBlend(page);
    assert.equal(page.url(), address);
    const notes = await countNotes(page);
    assert.equal(await songField(page, 1).inputValue(), "Greensleeves - Traditional");

    await using friend = await open();
    await friend.page.goto(address);
    await waitForBlend(friend.page);
    assert.equal(await countNotes(friend.page), notes);
    assert.equal(await friend.page.getByRole("heading", { name: "Your blends" }).count(), 0);
  });

  await t.step("a broken connection heals without losing or repeating a note", async () => {
    const sockets: WebSocketRoute[] = [];
    const before = (page: Page) =>
      page.routeWebSocket(/\/api\/ws/, (socket) => {
        socket.connectToServer();
        sockets.push(socket);
      });
    await using visitor = await open({ before });
    const { page } = visitor;
    await nameSongs(page, NAMES);
    await setLength(page, 45);
    await pressBlend(page);
    await waitForNotes(page);
    await sockets[0]!.close({ code: 4009 });
    await waitForBlend(page);
    assert.ok(sockets.length > 1);
    const notes = await countNotes(page);
    await page.reload();
    await waitForBlend(page);
    assert.equal(await countNotes(page), notes);
  });

  await t.step("a wrong name is explained and put right with one click", async () => {
    await using visitor = await open();
    const { page } = visitor;
    await nameSongs(page, [NAMES[0]!, "Rag", NAMES[2]!]);
    await pressBlend(page);
    const suggestion = page.getByRole("button", { name: /^Maple Leaf Rag/ });
    await suggestion.waitFor();
    assert.equal(await isFocused(page, "song-2"), true);
    assert.equal(await songField(page, 1).getAttribute("aria-invalid"), "true");
    await suggestion.click();
    assert.equal(await songField(page, 1).getAttribute("aria-invalid"), "false");
    await setLength(page, 15);
    await pressBlend(page);
    await waitForBlend(page);
  });

  await t.step("a blend can be made with the keyboard alone", async () => {
    await using visitor = await open();
    const { page } = visitor;
    const { keyboard } = page;
    await keyboard.press("Tab");
    await chooseByKeyboard(page, "maple", "Maple Leaf Rag - Scott Joplin");
    await keyboard.press("Tab");
    await keyboard.press("Enter");
    await page.getByRole("button", { name: /^Stop Maple Leaf Rag/ }).press("Tab");
    await chooseByKeyboard(page, "greensl", "Greensleeves - Traditional");
    await keyboard.press("Tab");
    await keyboard.press("Tab");
    await keyboard.type("Korobeiniki");
    await keyboard.press("Escape");
    await keyboard.press("Tab");
    await keyboard.press("Space");
    await keyboard.press("Tab");
    await keyboard.press("Home");
    assert.equal(await page.getByRole("slider", { name: /^Length/ }).inputValue(), "15");
    await songField(page, 2).focus();
    await keyboard.press("Enter");
    await waitForBlend(page);
    assert.equal(await isFocused(page, "blend-title"), true);
    await page.getByRole("button", { name: "Play", exact: true }).press("Enter");
    await page.getByRole("button", { name: "Pause", exact: true }).waitFor();
  });

  await t.step("the list of songs opens, moves and closes by the keys", async () => {
    await using visitor = await open();
    const field = songField(visitor.page, 0);
    await field.press("ArrowDown");
    await visitor.page.getByRole("option").first().waitFor();
    assert.equal(await field.getAttribute("aria-expanded"), "true");
    await field.press("ArrowDown");
    await field.press("ArrowDown");
    assert.equal(await field.getAttribute("aria-activedescendant"), "song-1-list-1");
    await field.press("ArrowUp");
    assert.equal(await field.getAttribute("aria-activedescendant"), "song-1-list-0");
    await field.press("Escape");
    assert.equal(await field.getAttribute("aria-expanded"), "false");
  });

  await t.step("a phone shows everything without scrolling sideways", async () => {
    await using visitor = await open(PHONE);
    const { page } = visitor;
    await page.getByText("Connected").waitFor();
    await assertNoSidewaysScroll(page);
    await nameSongs(page, ["Nothing of the kind", ...NAMES.slice(1)]);
    await pressBlend(page);
    await page.locator(".complaint").waitFor();
    await assertNoSidewaysScroll(page);
    await songField(page, 0).fill(NAMES[0]!);
    await setLength(page, 15);
    await assertNoSidewaysScroll(page);
    await pressBlend(page);
    await waitForBlend(page);
    await assertNoSidewaysScroll(page);
  });

  await t.step("every control has a name and every id is there once", async () => {
    await using visitor = await open();
    const { page } = visitor;
    await page.getByRole("button", { name: "Surprise me" }).click();
    await setLength(page, 15);
    await pressBlend(page);
    await waitForBlend(page);
    assert.deepEqual(await namelessControls(page), []);
    assert.deepEqual(await repeatedIds(page), []);
    assert.equal(await page.getByRole("heading", { level: 1 }).count(), 1);
    assert.equal(await page.getByRole("main").count(), 1);
    assert.equal(await page.locator("html").getAttribute("lang"), "en");
  });

  await t.step("earlier blends open again with their notes", async () => {
    await using visitor = await open();
    const { page } = visitor;
    await nameSongs(page, NAMES);
    await setLength(page, 15);
    await pressBlend(page);
    await waitForBlend(page);
    const notes = await countNotes(page);
    await page.goto(server.url);
    await page.getByRole("link", { name: /The Entertainer.*ready/ }).click();
    await waitForBlend(page);
    await waitForNotes(page);
    assert.equal(await countNotes(page), notes);
  });

  await t.step("a blend can be cancelled and tried again", async () => {
    await using visitor = await open();
    const { page } = visitor;
    await nameSongs(page, NAMES);
    await setLength(page, 45);
    await pressBlend(page);
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByText("This blend was cancelled").waitFor();
    await page.getByRole("button", { name: "Try again" }).click();
    await waitForBlend(page);
  });

  await t.step("where no WebSocket gets through the page blends over plain HTTP", async () => {
    const before = (page: Page) => page.routeWebSocket(/\/api\/ws/, (socket) => socket.close());
    await using visitor = await open({ before });
    const { page } = visitor;
    await page.getByText("Connected over plain HTTP").waitFor();
    await nameSongs(page, NAMES);
    await setLength(page, 15);
    await pressBlend(page);
    await waitForBlend(page);
    assert.ok(await countNotes(page) > 20);
  });

  await t.step("a link to a blend that is not there says so", async () => {
    await using visitor = await open();
    await visitor.page.goto(`${server.url}/#job=${crypto.randomUUID()}`);
    await visitor.page.getByRole("alert").getByText("Not found").waitFor();
  });
});

/** The blend is heard, and falls silent for a song that is played, as the song does for it. */
async function assertHeard(page: Page): Promise<void> {
  const play = page.getByRole("button", { name: "Play", exact: true });
  await play.click();
  await page.getByText(/^0:0[1-9] \/ 0:[12]\d$/).waitFor();
  await page.getByRole("button", { name: /^Play some of Greensleeves/ }).click();
  await play.click();
  await page.locator('[data-standing="silent"]').nth(2).waitFor();
  await page.getByRole("button", { name: "Pause", exact: true }).click();
}

/** What a browser makes of the picture and the sound of the song on show. */
function previewsOf(page: Page) {
  return page.evaluate(async () => {
    const style = getComputedStyle(document.querySelector(".song-picture")!);
    const url = /url\("(.+)"\)/.exec(style.maskImage)![1]!;
    const image = new Image();
    image.src = url;
    await image.decode();
    const sound = await fetch(url.replace(/thumbnail$/, "preview"));
    const context = new OfflineAudioContext(1, 1, 44_100);
    const decoded = await context.decodeAudioData(await sound.arrayBuffer());
    const loudest = decoded.getChannelData(0)
      .reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    return [
      { width: image.width, height: image.height },
      { seconds: decoded.duration, loudest },
    ] as const;
  });
}

/** A section is played from its beginning, and by another press no more. */
async function assertLoops(page: Page): Promise<void> {
  const section = page.getByRole("button", { name: /^Loop .*bars \d+ to \d+ in D minor: \d+ % / })
    .last();
  await section.click();
  await page.locator('.form-strip [aria-pressed="true"]').waitFor();
  await page.getByRole("button", { name: "Pause", exact: true }).waitFor();
  await page.waitForFunction(() =>
    !document.querySelector(".times")!.textContent!.startsWith("0:00")
  );
  await section.click();
  assert.equal(await page.locator('.form-strip [aria-pressed="true"]').count(), 0);
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await page.getByRole("slider", { name: "Position" }).fill("0");
}

async function download(page: Page, name: RegExp): Promise<Buffer> {
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name }).click(),
  ]);
  return Buffer.from(await Deno.readFile(await file.path()));
}

async function chooseByKeyboard(page: Page, text: string, name: string): Promise<void> {
  await page.keyboard.type(text);
  // Until the answer to the whole text is there, the list is not to be chosen from.
  await page.locator("[role=listbox][aria-busy=false]:not([hidden])").waitFor();
  await page.getByRole("option", { name: name.split(" - ")[0]! }).first().waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  const field = page.locator(":focus");
  assert.equal(await field.inputValue(), name);
}

function isFocused(page: Page, id: string): Promise<boolean> {
  return page.waitForFunction((id) => document.activeElement?.id === id, id)
    .then(() => true);
}

function namelessControls(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("input, select, button, a, canvas[role]")]
      .filter((element) => {
        const labels = (element as HTMLInputElement).labels ?? [];
        const label = [...labels].map(({ textContent }) => textContent).join("");
        const own = element.getAttribute("aria-label") ?? element.textContent ?? "";
        return `${label}${own}`.trim() === "";
      })
      .map((element) => element.outerHTML)
  );
}

function repeatedIds(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
    return ids.filter((id, index) => ids.indexOf(id) !== index);
  });
}

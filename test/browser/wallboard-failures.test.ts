import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { authOf } from "../support/access.js";
import { startBrowser } from "../support/browser.js";
import { openWallStage, accessibilityFaults, takePicture, type WallStage } from "../support/wall.js";

const HOUR = 3_600_000;
const POLL = { timeout: 30_000 };
const READER = { id: "reader", key: "a key that may only read", scopes: ["callbacks:read", "pii:read"] };
const WRITER = { id: "writer", key: "a key that may do all", scopes: [...READER.scopes, "callbacks:write"] };

const COUNT_SOUNDS = `
  window.sounds = 0;
  window.AudioContext = class extends AudioContext { constructor() { super(); window.sounds += 1; } };
`;

let stage: WallStage;
let browser: Browser;
let page: Page;
let url: string;

beforeAll(async () => {
  const keys = [READER, WRITER].map((key) => ({ ...key, sources: "*" as const }));
  // One waiting callback of a queue is a warning, two are critical; nothing else is marked.
  const never = { longestWaitMs: null, overdue: null, promiseKeptRate: null };
  const thresholds = { ...never, waiting: { warn: 1, critical: 2 } };
  stage = await openWallStage({ count: 0, settings: { auth: authOf(...keys), wallboard: { thresholds } } });
  url = await stage.start();
  browser = await startBrowser();
  const viewport = { width: 1440, height: 900 };
  page = await browser.newPage({ viewport, timezoneId: "Europe/Berlin", locale: "en-US", reducedMotion: "reduce" });
  // Browsers make no sound in tests: what is counted is what the page would have played it with.
  await page.addInitScript({ content: COUNT_SOUNDS });
  await signIn(READER.key);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

async function signIn(key: string): Promise<void> {
  await page.goto(`${url}/wallboard`);
  await page.evaluate("sessionStorage.clear()");
  await page.reload();
  await page.getByLabel("Token or API key").fill(key);
  await page.keyboard.press("Enter");
  await page.locator(".connection.live").waitFor();
}

/** The vendor's word for a callback that has reached its customer. */
function completed(): string {
  const [word = ""] =
    Object.entries(stage.fakes["talkdesk"]!.vendorStatuses).find(([, status]) => status === "COMPLETED") ?? [];
  return word;
}

describe("the wallboard during failures", () => {
  it("says of an empty system that nobody waits, not that nothing matches", async () => {
    await page.getByText("No customer is waiting for a call.").waitFor(POLL);
    await takePicture(page, "wallboard-empty");
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it("offers no actions to a viewer who may only read", async () => {
    stage.fakes["talkdesk"]?.add({ phoneNumber: "+14155550123", start: Date.now() + HOUR, name: "Ada Lovelace" });
    await page.getByRole("button", { name: "Ada Lovelace" }).first().click(POLL);
    const dialog = page.getByRole("dialog");
    await dialog.getByText("You may read callbacks, but not change them.").waitFor();
    expect(await dialog.getByRole("button").allInnerTexts()).not.toContain("Cancel the callback");
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press("Escape");
    expect(await page.getByRole("button", { name: "Schedule a callback" }).count()).toBe(0);
    expect(await page.locator(".list [type=checkbox]").count()).toBe(0);
    await signIn(WRITER.key);
    await page.getByRole("button", { name: "Schedule a callback" }).waitFor();
    await page.locator(".list [type=checkbox]").first().waitFor();
  });

  it("writes times of day in texts and fields alike, and names the time zone of the form", async () => {
    expect(await page.locator(".place .times").first().innerText()).toMatch(/^\d+:\d\d [AP]M/u);
    await page.getByRole("button", { name: "Schedule a callback" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("When to call, in the time of Europe/Berlin").waitFor();
    for (const field of ["From", "Until"])
      expect(await dialog.getByLabel(field).inputValue()).toMatch(/^\d+:\d\d\s[AP]M$/u);
    await dialog.getByLabel("Date").fill("2027-03-02");
    await dialog.getByLabel("From").fill("2:30 pm");
    await dialog.getByText(/^Tue, Mar 2, 2:30\sPM$/u).waitFor();
    await page.keyboard.press("Escape");
  });

  it("counts overdue callbacks in its title, and makes a sound only where that is switched on", async () => {
    const vendor = stage.fakes["talkdesk"]!;
    const waits = (number: number, start: number): string =>
      vendor.add({ phoneNumber: `+1415555016${number}`, start, name: `Sound ${number}` });
    const level = (name: string) => page.locator(`.queue-tile.${name}`).waitFor(POLL);
    const sounds = (): Promise<number> => page.evaluate<number>("window.sounds");
    await page.getByRole("link", { name: "Queues" }).click();
    await level("warn");
    expect(await page.title()).toBe("Ringback wallboard");
    const overdue = waits(1, Date.now() - 30 * HOUR);
    await level("critical");
    await expect.poll(() => page.title(), POLL).toBe("(1) Ringback wallboard");
    expect(await sounds()).toBe(0);
    await page.getByLabel("Sound when a queue becomes critical").check();
    expect(await accessibilityFaults(page)).toEqual([]);
    vendor.setVendorStatus(overdue, completed());
    await level("warn");
    await expect.poll(() => page.title(), POLL).toBe("Ringback wallboard");
    const second = waits(2, Date.now() + HOUR);
    await level("critical");
    await expect.poll(sounds, POLL).toBe(1);
    vendor.setVendorStatus(second, completed());
    await level("warn");
    await page.getByRole("link", { name: "List", exact: true }).click();
  });

  it("names the sources that are out, since when, and what is therefore old, in one banner", async () => {
    for (const name of ["talkdesk", "webex"]) stage.fakes[name]!.fault = { kind: "status", status: 503 };
    await page
      .locator(".banner")
      .getByText(/talkdesk out since \d+:\d\d [AP]M, its callbacks are/u)
      .waitFor(POLL);
    await page
      .locator(".banner")
      .getByText(/webex out since/u)
      .waitFor(POLL);
    expect(await page.locator(".banner").count()).toBe(1);
    await page
      .locator(".connection.partly")
      .getByText(/^2 of \d+ sources out$/u)
      .waitFor();
    expect(await page.locator(".health.down").count()).toBe(2);
    const shown = await page.locator(".sources").innerText();
    expect(shown).not.toMatch(/UND_ERR|ECONN|VENDOR_/u);
    await takePicture(page, "wallboard-sources-out");
    expect(await accessibilityFaults(page)).toEqual([]);
    for (const name of ["talkdesk", "webex"]) stage.fakes[name]!.fault = null;
    await page.locator(".banner").waitFor({ state: "detached", ...POLL });
  });

  it("requests another token when the token has ended, and goes on with it", async () => {
    await page.evaluate("sessionStorage.setItem('ringback-token', 'an ended one')");
    await page.reload();
    await page.getByText("The gateway does not accept this token (any more).").waitFor();
    await page.getByLabel("Token or API key").fill(WRITER.key);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Ada Lovelace" }).first().waitFor(POLL);
  });
});

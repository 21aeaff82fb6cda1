import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { authOf } from "../support/access.js";
import { startBrowser } from "../support/browser.js";
import { openWallStage, accessibilityFaults, takePicture, watchPage, type WallStage } from "../support/wall.js";

const HOUR = 3_600_000;
const OPEN = 5000;
const KEY = "a key that may see no people";
const TRUSTED = fileURLToPath(new URL("../../schema/trusted-documents.json", import.meta.url));

let stage: WallStage;
let browser: Browser;
let page: Page;
let watched: ReturnType<typeof watchPage>;

beforeAll(async () => {
  const key = { id: "wall", key: KEY, scopes: ["callbacks:read"], sources: "*" as const };
  stage = await openWallStage({
    count: 0,
    settings: { auth: authOf(key), server: { introspection: false, operations: { trustedDocuments: TRUSTED } } },
  });
  const start = Date.now() + HOUR;
  for (let number = 0; number < OPEN; number += 1) {
    const phoneNumber = `+1415555${String(number).padStart(4, "0")}`;
    stage.fakes["talkdesk"]?.add({ phoneNumber, start: start + number * 1000, name: "Ada Lovelace" });
  }
  const url = await stage.start();
  browser = await startBrowser();
  page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: "en-GB", reducedMotion: "reduce" });
  watched = watchPage(page);
  await page.goto(`${url}/wallboard`);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

describe("the wallboard of a gateway with authentication, masked PII and trusted documents", () => {
  it("requests a token, and again if the token is rejected", async () => {
    await page.getByText("This gateway requires authentication.").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await takePicture(page, "wallboard-token");
    await page.getByLabel("Token or API key").fill("a wrong one");
    await page.keyboard.press("Enter");
    await page.getByText("The gateway does not accept this token (any more).").waitFor();
    await page.getByLabel("Token or API key").fill(KEY);
    await page.keyboard.press("Enter");
    await page.locator(".connection.live").waitFor();
    expect(await page.evaluate("sessionStorage.getItem('ringback-token')")).toBe(KEY);
    expect(await page.evaluate("localStorage.length + document.cookie.length")).toBe(0);
  });

  it("displays 5,000 open callbacks with only the visible rows in the page and a page of them in memory", async () => {
    await expect.poll(() => page.locator("[data-count=open]").innerText(), { timeout: 60_000 }).toBe("5,000");
    await expect
      .poll(() => page.locator(".list").getAttribute("aria-rowcount"), { timeout: 20_000 })
      .toBe(String(OPEN + 1));
    const list = page.locator(".list");
    for (const place of ["scrollHeight / 2", "scrollHeight", "0"]) {
      await list.evaluate((element, where) => {
        const { scrollHeight } = element;
        element.scrollTop = where === "0" ? 0 : where === "scrollHeight" ? scrollHeight : scrollHeight / 2;
      }, place);
      await expect.poll(() => page.locator(".place").count(), { timeout: 20_000 }).toBeGreaterThan(5);
      expect(await page.locator(".place").count()).toBeLessThan(60);
      // The next page is loaded as the end of the loaded rows comes into view.
      if (place === "scrollHeight") await page.locator('.place[aria-rowindex="102"]').waitFor({ state: "attached" });
    }
  });

  it("displays that PII is hidden, not that it is missing", async () => {
    const row = page.locator(".place").first();
    expect(await row.locator(".who").innerText()).toMatch(/^hidden\s+hidden \d\d(?:\s|$)/u);
    await row.getByRole("button").click();
    const details = page.getByRole("dialog");
    await details.getByText("Vendor’s own record").click();
    await details.getByText("Hidden: you may not see personal data.").waitFor();
    expect(await page.content()).not.toContain("Lovelace");
    await takePicture(page, "wallboard-hidden");
    await page.keyboard.press("Escape");
  });

  it("violates no rule of its own security policy", () => {
    expect(watched.complaints).toEqual([]);
  });
});

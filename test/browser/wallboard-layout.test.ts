import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startBrowser } from "../support/browser.js";
import { openWallStage, accessibilityFaults, takePicture, type WallStage } from "../support/wall.js";

const HOUR = 3_600_000;

let stage: WallStage;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  stage = await openWallStage({ count: 25 });
  stage.fakes["talkdesk"]?.add({ phoneNumber: "+14155550111", start: Date.now() - 30 * HOUR, name: "Long Overdue" });
  const url = await stage.start();
  browser = await startBrowser();
  page = await browser.newPage({ locale: "en-GB", timezoneId: "Europe/London", reducedMotion: "reduce" });
  await page.goto(`${url}/wallboard`);
  await page.locator(".row.overdue").first().waitFor({ timeout: 30_000 });
  await page.locator(".bars.places li").first().waitFor();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

const SIZES = [
  ["phone", 390, 844],
  ["laptop", 1366, 768],
  ["full-hd", 1920, 1080],
  ["4k", 3840, 2160],
] as const;
const LOOKS = [
  ["light", { colorScheme: "light", forcedColors: "none" }],
  ["dark", { colorScheme: "dark", forcedColors: "none" }],
  ["forced", { colorScheme: "light", forcedColors: "active" }],
] as const;

describe("the layout of the wallboard", () => {
  it.each(
    SIZES.flatMap(([size, width, height]) => LOOKS.map(([look, media]) => ({ size, width, height, look, media }))),
  )(
    "has no overflow, an overdue row in view and no fault of accessibility: $size $look",
    async ({ size, width, height, look, media }) => {
      await page.setViewportSize({ width, height });
      await page.emulateMedia(media);
      await page.evaluate("scrollTo(0, 0)");
      await page.locator(".row.overdue").first().waitFor();
      expect(await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
      const box = await page.locator(".row.overdue").first().boundingBox();
      expect((box?.y ?? height) + 20).toBeLessThan(height);
      expect(await accessibilityFaults(page)).toEqual([]);
      await takePicture(page, `wallboard-${size}-${look}`);
    },
  );

  it("has a header of at most two lines on a phone", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    expect((await page.locator(".header").boundingBox())?.height ?? 999).toBeLessThan(110);
  });

  it("has no text below 24 pixels on a 4K screen", async () => {
    await page.setViewportSize({ width: 3840, height: 2160 });
    const sizes = await page.evaluate<number[]>(`[...document.querySelectorAll("main *")]
      .filter((one) => one.checkVisibility() && one.closest(".unseen") === null)
      .filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== ""))
      .map((one) => Number.parseFloat(getComputedStyle(one).fontSize))`);
    expect(sizes.length).toBeGreaterThan(20);
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(24);
  });
});

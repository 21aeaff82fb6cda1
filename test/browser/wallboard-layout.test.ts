import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask } from "../support/ask.js";
import { startBrowser } from "../support/browser.js";
import { openWallStage, accessibilityFaults, takePicture, type WallStage } from "../support/wall.js";

const HOUR = 3_600_000;

const POLL = { timeout: 30_000 };

let stage: WallStage;
let browser: Browser;
let page: Page;
let url: string;

beforeAll(async () => {
  stage = await openWallStage({ count: 25 });
  stage.fakes["talkdesk"]?.add({ phoneNumber: "+14155550111", start: Date.now() - 30 * HOUR, name: "Long Overdue" });
  // Later than the chart's last hour, and without a time at all.
  stage.fakes["talkdesk"]?.add({ phoneNumber: "+14155550112", start: Date.now() + 60 * HOUR, name: "Much Later" });
  url = await stage.start();
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

/** The figures that the page shows, without the separators of thousands. */
const figuresOf = (selector: string): Promise<number[]> =>
  page.locator(selector).evaluateAll((all) => all.map(({ textContent }) => Number(textContent.replaceAll(/\D/gu, ""))));
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

describe("the figures of the wallboard", () => {
  it.each([null, "talkdesk"])(
    "agree with each other and the API: all callbacks by status and by hour, source %s",
    async (source) => {
      if (source !== null) await page.getByRole("search").getByLabel("Source").selectOption(source);
      const midnight = await page.evaluate<string>("new Date(new Date().setHours(0, 0, 0, 0)).toISOString()");
      const filter = source === null ? "{ isOpen: true }" : `{ isOpen: true, sources: ["${source}"] }`;
      const query = `{ callbacks(filter: ${filter}) { totalCount }
      callbackStatistics(groupBy: [SOURCE], filter: { isOpen: false, endedAt: { from: "${midnight}" }${source === null ? "" : `, sources: ["${source}"]`} }) { totalCount } }`;
      interface Counted {
        readonly callbacks: { readonly totalCount: number };
        readonly callbackStatistics: { readonly totalCount: number };
      }
      await expect
        .poll(async () => {
          const counted = await ask<Counted>(url, query);
          const hours = await figuresOf(".chart-card tbody td");
          const [untimed = 0] = await figuresOf(".chart-card > .note");
          return {
            tile: sum(await figuresOf("[data-count=open]")) - counted.callbacks.totalCount,
            open:
              sum(await figuresOf("[aria-labelledby=by-status] .bars:first-of-type .figure")) -
              counted.callbacks.totalCount,
            ended:
              sum(await figuresOf("[aria-labelledby=by-status] .bars:last-of-type .figure")) -
              counted.callbackStatistics.totalCount,
            hours: sum(hours) + untimed - counted.callbacks.totalCount,
            later: (hours.at(-1) ?? 0) > 0,
          };
        }, POLL)
        .toEqual({ tile: 0, open: 0, ended: 0, hours: 0, later: true });
      if (source !== null) await page.getByRole("button", { name: "Remove filters" }).click();
    },
  );

  it("have no seconds in dates, and patterns beside colours in the charts", async () => {
    expect(await page.locator("main").innerText()).not.toMatch(/\d:\d\d:\d\d/u);
    await page.locator(".row.overdue button").first().click();
    const details = page.getByRole("dialog");
    await details.getByRole("heading", { name: "History" }).waitFor();
    expect(await details.innerText()).not.toMatch(/\d:\d\d:\d\d/u);
    await page.keyboard.press("Escape");
    const fills = await page
      .locator(".chart .recharts-bar-rectangle path")
      .evaluateAll((all) => all.map((one) => one.getAttribute("fill") ?? ""));
    expect(new Set(fills)).toEqual(new Set(["url(#overdue-pattern)", "var(--accent)"]));
    expect(await page.locator("pattern#overdue-pattern rect").count()).toBe(2);
  });
});

describe("the printed wallboard", () => {
  it("has the rows one below the other, in full, without controls", async () => {
    await page.setViewportSize({ width: 1000, height: 1400 });
    await page.emulateMedia({ media: "print", colorScheme: "light", forcedColors: "none" });
    await page.locator(".place").first().waitFor();
    const controls = await page.$$eval("button, input, select, summary, a", (all) =>
      all
        .filter((one) => one.checkVisibility() && one.closest(".place, .head, .unseen, .tile") === null)
        .map((one) => one.outerHTML.slice(0, 80)),
    );
    expect(controls).toEqual([]);
    const boxes = await page.locator(".place").evaluateAll((all) =>
      all.map((one) => {
        const { top, bottom } = one.getBoundingClientRect();
        return { top, bottom };
      }),
    );
    expect(boxes.length).toBeGreaterThan(10);
    for (const [index, box] of boxes.entries())
      expect(box.top).toBeGreaterThanOrEqual((boxes[index - 1]?.bottom ?? 0) - 1);
    expect(await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
    await takePicture(page, "wallboard-print");
    await page.emulateMedia({ media: "screen" });
  });
});

describe("the announcements of the wallboard", () => {
  it("sum up changes every 30 seconds, and pause when the viewer says so", async () => {
    const quiet = await browser.newPage({ locale: "en-GB", timezoneId: "Europe/London", reducedMotion: "reduce" });
    await quiet.clock.install();
    await quiet.goto(`${url}/wallboard`);
    await quiet.locator(".connection.live").waitFor();
    const announcement = quiet.locator("p.unseen[role=status]");
    const change = async (name: string): Promise<void> => {
      stage.fakes["talkdesk"]?.add({ phoneNumber: "+14155550113", start: Date.now() + 5 * HOUR, name });
      await quiet.locator(".latest").getByText(name).waitFor(POLL);
    };
    await change("First Heard");
    await change("Second Heard");
    await quiet.clock.fastForward(10_000);
    expect(await announcement.textContent()).toBe("");
    await quiet.clock.fastForward(20_000);
    await expect.poll(() => announcement.textContent(), POLL).toMatch(/^\d+ changes: 2 new, \d+ ended\.$/u);
    await quiet.locator(".settings summary").click();
    await quiet.getByLabel("Read changes out to screen readers").uncheck();
    await change("Not Heard");
    await quiet.clock.fastForward(60_000);
    expect(await announcement.textContent()).toBe("");
    await quiet.close();
  });
});

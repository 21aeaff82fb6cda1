import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startBrowser } from "../support/browser.js";
import { openWallStage, accessibilityFaults, takePicture, watchPage, type WallStage } from "../support/wall.js";
import { ask } from "../support/ask.js";

const ZONE = "America/New_York";
const SIZES = [
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
  { width: 3840, height: 2160 },
] as const;
const PHONE = { width: 390, height: 844 };
const POLL = { timeout: 30_000 };

let stage: WallStage;
let browser: Browser;
let url: string;

beforeAll(async () => {
  const thresholds = { waiting: { warn: 1, critical: 4 }, overdue: { warn: 1, critical: 2 } };
  stage = await openWallStage({ count: 40, settings: { wallboard: { thresholds } } });
  url = await stage.start();
  browser = await startBrowser();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

const open = async (search: string, options: Parameters<Browser["newPage"]>[0] = {}): Promise<Page> => {
  const page = await browser.newPage({ timezoneId: ZONE, locale: "en-GB", reducedMotion: "reduce", ...options });
  await page.goto(`${url}/wallboard${search}`);
  return page;
};
/** How far the page is wider, and where a kiosk is concerned taller, than the window. */
const overflow = (page: Page): Promise<readonly [number, number]> =>
  page
    .locator("html")
    .evaluate(
      ({ scrollWidth, scrollHeight, clientWidth, clientHeight }) =>
        [scrollWidth - clientWidth, scrollHeight - clientHeight] as const,
    );
/** Texts that are cut off in tiles. */
const cutTexts = (page: Page): Promise<string[]> =>
  page.$$eval(".queue-tile h2, .queue-tile .level, .queue-tile dt, .queue-tile dd", (all) =>
    all
      .filter((one) => {
        const tile = one.closest(".queue-tile")?.getBoundingClientRect();
        const own = one.getBoundingClientRect();
        const isCut = tile === undefined || own.bottom > tile.bottom + 1 || own.right > tile.right + 1;
        return isCut || one.scrollWidth > one.clientWidth + 1;
      })
      .map((one) => one.textContent ?? ""),
  );

describe("the queue board", () => {
  it("has a tile for each queue with the figures of the API, the worst first, and the overdue ones in its title", async () => {
    const page = await open("?view=queues", { viewport: SIZES[0] });
    const watched = watchPage(page);
    await page.locator(".queue-tile").first().waitFor();
    const query = `{ callbackStatistics(groupBy: [SOURCE, QUEUE]) { groups {
      source { name displayName } queue { name } waitingCount overdueCount } } }`;
    interface Group {
      readonly source: { readonly name: string; readonly displayName: string | null };
      readonly queue: { readonly name: string | null } | null;
      readonly waitingCount: number;
      readonly overdueCount: number;
    }
    await expect
      .poll(async () => {
        const { callbackStatistics } = await ask<{ callbackStatistics: { groups: Group[] } }>(url, query);
        const expected = callbackStatistics.groups
          .filter(({ waitingCount }) => waitingCount > 0)
          .map(
            ({ source, queue, waitingCount, overdueCount }) =>
              `${queue === null ? "Without a queue" : (queue.name ?? "Unnamed queue")} ${source.displayName ?? source.name} ${waitingCount} ${overdueCount}`,
          );
        const shown = await page.$$eval(".queue-tile", (tiles) =>
          tiles.map((tile) =>
            ["h2", ".source", ".waiting dd", ".overdue dd"]
              .map((part) => tile.querySelector(part)?.textContent)
              .join(" "),
          ),
        );
        return expected.filter((one) => !shown.includes(one));
      }, POLL)
      .toEqual([]);
    const levels = await page.$$eval(".queue-tile", (tiles) =>
      tiles.map(({ className }) => className.split(" ").at(-1)),
    );
    expect(levels).toContain("critical");
    const order = ["critical", "warn", "none"];
    expect(levels).toEqual(levels.toSorted((a = "", b = "") => order.indexOf(a) - order.indexOf(b)));
    await expect(page.locator(".queue-tile.critical .level").first().textContent()).resolves.toMatch(/Critical: /u);
    expect(await page.title()).toMatch(/^\(\d+\) Ringback wallboard$/u);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(watched.complaints).toEqual([]);
    await takePicture(page, "queues-1366");
    await page.close();
  });

  it.each(["queues", "trends"])(
    "%s fit their width, in light, dark and forced colours, also on a phone",
    async (view) => {
      for (const [name, options] of Object.entries({
        light: { viewport: SIZES[1] },
        dark: { viewport: SIZES[0], colorScheme: "dark" },
        large: { viewport: SIZES[2] },
        forced: { viewport: SIZES[0], forcedColors: "active" },
        phone: { viewport: PHONE },
      } as const)) {
        const page = await open(`?view=${view}`, options);
        await page.locator(".queue-tile, .trend").first().waitFor();
        expect([name, (await overflow(page))[0]]).toEqual([name, 0]);
        expect([name, await accessibilityFaults(page)]).toEqual([name, []]);
        await takePicture(page, `${view}-${name}`);
        await page.close();
      }
    },
  );

  it("is in German where the viewer's language is", async () => {
    const page = await open("?view=queues&lang=de", { viewport: PHONE });
    await page.getByRole("heading", { name: "Warteschlangen" }).waitFor();
    await page.locator(".queue-tile").first().waitFor();
    expect((await overflow(page))[0]).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.close();
  });
});

describe("the page of trends", () => {
  it("has the figures of today, yesterday and last week, also as tables", async () => {
    const page = await open("?view=trends", { viewport: SIZES[0] });
    await page.locator(".trend").first().waitFor();
    const rows = page.locator(".trend").first().locator("tbody tr");
    await expect.poll(() => rows.count(), POLL).toBe(24);
    expect(await page.locator(".trend th[scope=col]").allTextContents()).toContain("Same day last week");
    const ticks = await page.locator(".trend").first().locator(".trend-scale li").allInnerTexts();
    expect(ticks[0]).toBe("0");
    expect(ticks.length).toBeGreaterThanOrEqual(2);
    expect(ticks.length).toBeLessThanOrEqual(5);
    const fills = await page.evaluate<string[]>(
      "[...document.querySelectorAll('.trend-key .trend-bar')].map((one) => getComputedStyle(one).fill)",
    );
    expect(fills.filter((fill) => fill.startsWith("url("))).toHaveLength(2);
    expect(new Set(fills).size).toBe(3);
    await page.getByLabel("By day").check();
    await expect.poll(() => rows.count(), POLL).toBe(7);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.close();
  });
});

describe("a kiosk", () => {
  it.each(SIZES)("fills a screen of $width × $height, without controls, nothing cut off", async (viewport) => {
    const page = await open(`?kiosk=queues${viewport.width === 1920 ? "&lang=de" : ""}`, { viewport });
    await page.locator(".queue-tile").first().waitFor();
    expect(await overflow(page)).toEqual([0, 0]);
    expect(await cutTexts(page)).toEqual([]);
    expect(await page.locator("button, input, select, a").count()).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
    await takePicture(page, `kiosk-${viewport.width}`);
    await page.close();
  });

  it("pages through queues and boards by itself", async () => {
    const page = await open("?kiosk=queues,trends&every=5", { viewport: SIZES[0] });
    await page.locator(".queue-tile").first().waitFor(POLL);
    await page.locator(".trend").first().waitFor(POLL);
    expect(await overflow(page)).toEqual([0, 0]);
    await takePicture(page, "kiosk-trends");
    await page.locator(".queue-tile").first().waitFor(POLL);
    await page.close();
  });

  it("says since when it is not connected, is back by itself, and loads itself again after an update", async () => {
    const page = await open("?kiosk=queues", { viewport: SIZES[0] });
    await page.locator(".queue-tile").first().waitFor();
    await page.locator("html").evaluate((root) => root.setAttribute("data-before", ""));
    await stage.kill();
    await page.getByRole("alert").filter({ hasText: "Not connected since" }).waitFor(POLL);
    expect(await accessibilityFaults(page)).toEqual([]);
    await takePicture(page, "kiosk-out");
    // The page of another build has a script of another name.
    await page.route(/\/wallboard$/u, async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replace(/index-[\w-]+\.js/u, "index-another.js");
      await route.fulfill({ response, body });
    });
    await stage.start();
    await page.locator("html:not([data-before])").waitFor(POLL);
    await page.locator(".queue-tile").first().waitFor(POLL);
    expect(await page.getByRole("alert").count()).toBe(0);
    await page.close();
  });

  it("takes its key out of the address, keeps it, and says when it is not accepted", async () => {
    const directory = mkdtempSync(join(tmpdir(), "ringback-kiosk-page-"));
    const secured = await openWallStage({
      count: 2,
      settings: {
        dataDirectory: directory,
        auth: { apiKeys: [{ id: "ops", sha256: "0".repeat(64), scopes: ["callbacks:read"], sources: "*" }] },
      },
    });
    const page = await browser.newPage({ viewport: SIZES[0] });
    const requested: string[] = [];
    page.on("request", (request) => requested.push(request.url()));
    try {
      const at = await secured.start();
      await page.goto(`${at}/wallboard?kiosk=queues#key=rbk_${"x".repeat(43)}`);
      await page.getByText("This screen's key is missing, has expired or was revoked.").waitFor(POLL);
      expect(page.url()).toBe(`${at}/wallboard?kiosk=queues`);
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(requested.filter((one) => one.includes("rbk_"))).toEqual([]);
    } finally {
      await page.close();
      await secured.close();
      rmSync(directory, { recursive: true });
    }
  });
});

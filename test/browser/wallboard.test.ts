import { readFile } from "node:fs/promises";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  CallbackStatisticsDocument,
  WallboardPageDocument,
  type CallbackStatisticsQuery,
  type CallbackStatisticsQueryVariables,
  type CallbackStatus,
  type WallboardPageQuery,
  type WallboardPageQueryVariables,
} from "../../schema/operations.js";
import type { FakeVendor } from "../../src/adapters/fake/fake.js";
import { ADAPTERS } from "../../src/adapters/registry.js";
import { ask } from "../support/ask.js";
import { parseCsv } from "../support/csv.js";
import { startBrowser } from "../support/browser.js";
import { openWallStage, accessibilityFaults, takePicture, watchPage, type WallStage } from "../support/wall.js";

const HOUR = 3_600_000;
const ZONE = "America/New_York";
const NUMBER = "+14155550199";
const POLL = { timeout: 20_000 };
const WIDE = { width: 1440, height: 900 };

let stage: WallStage;
let browser: Browser;
let page: Page;
let watched: ReturnType<typeof watchPage>;
let url: string;
/** Of a vendor that lists, and has words of its own. */
let fake: FakeVendor;

beforeAll(async () => {
  stage = await openWallStage({ count: 40 });
  fake = stage.fakes["talkdesk"]!;
  url = await stage.start();
  browser = await startBrowser();
  page = await browser.newPage({ viewport: WIDE, timezoneId: ZONE, locale: "en-GB", reducedMotion: "reduce" });
  watched = watchPage(page);
  await page.goto(`${url}/wallboard`);
  await isLive();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

const isLive = (): Promise<void> => page.locator(".connection.live").waitFor();
const filter = (name: string): Locator => page.getByRole("search").getByLabel(name);
const showAll = (): Promise<void> => page.getByRole("button", { name: "Remove filters" }).click();
const rowOf = (text: string): Locator => page.locator(".place", { hasText: text });

/** The first page of the open callbacks in the order of urgency, and how many there are, as the API has them. */
async function listOpen(): Promise<WallboardPageQuery["callbacks"]> {
  const variables = { filter: { isOpen: true }, orderBy: { field: "URGENCY" as const }, after: null };
  const { callbacks } = await ask<WallboardPageQuery, WallboardPageQueryVariables>(
    url,
    WallboardPageDocument,
    variables,
  );
  return callbacks;
}

/** Resolves once the page shows the number of open callbacks and its first rows as the API has them. */
async function agrees(): Promise<void> {
  await expect
    .poll(async () => {
      const { totalCount, nodes } = await listOpen();
      const shown = await page.locator(".place").evaluateAll((all) => all.map((one) => one.getAttribute("data-id")));
      const count = Number(await page.locator("[data-count=open]").innerText());
      const ids = nodes.map(({ id }) => id).slice(0, 5);
      return { missing: totalCount - count, isOrdered: ids.join() === shown.slice(0, 5).join() };
    }, POLL)
    .toEqual({ missing: 0, isOrdered: true });
}

/** The vendor's own word for a status. */
function wordFor(status: CallbackStatus): string {
  const [word] = Object.entries(fake.vendorStatuses).find(([, one]) => one === status) ?? [];
  if (word === undefined) throw new Error(`the vendor has no word for ${status}`);
  return word;
}

describe("the wallboard", () => {
  it("lists the open callbacks of all vendors as the API has them, the most urgent first", async () => {
    await agrees();
    expect(await page.locator(".place").count()).toBeGreaterThan(5);
    await expect.poll(() => page.locator(".bars.places li").count(), POLL).toBe(ADAPTERS.length);
    await page.locator(".chart svg").first().waitFor();
    await takePicture(page, "wallboard-light");
  });

  it("displays changed and new callbacks immediately, and removes ended ones", async () => {
    const start = Date.now() + HOUR / 2;
    const id = fake.add({ phoneNumber: NUMBER, start, name: "Ada Lovelace" });
    await filter("Name or number").fill("Lovelace");
    const row = rowOf("Ada Lovelace");
    await row.getByText("Scheduled").waitFor();
    await row.getByText(/^in (?:29|30)m$/u).waitFor();
    const [retrying, completed] = (["RETRYING", "COMPLETED"] as const).map(wordFor);
    fake.setVendorStatus(id, retrying ?? "");
    await row.getByText("Trying again").waitFor();
    await page.locator(".latest").getByText("Trying again (was: Scheduled)").waitFor();
    fake.setVendorStatus(id, completed ?? "");
    await row.waitFor({ state: "detached" });
    await page.getByText("No callback matches the filters.").waitFor();
    await showAll();
    await agrees();
  });

  it("counts overdue callbacks as the API does, puts the longest overdue first, and names them by a label", async () => {
    const id = fake.add({ phoneNumber: "+14155550198", start: Date.now() - 30 * HOUR, name: "Grace Hopper" });
    const overdue = rowOf("Grace Hopper");
    await overdue.getByText("Overdue").waitFor(POLL);
    expect(await page.locator(".place").first().innerText()).toContain("Grace Hopper");
    const counted = async (): Promise<string> => {
      const { callbackStatistics } = await ask<CallbackStatisticsQuery, CallbackStatisticsQueryVariables>(
        url,
        CallbackStatisticsDocument,
        { filter: { isOpen: true }, groupBy: ["VENDOR"] },
      );
      return String(callbackStatistics.groups.reduce((sum, { overdueCount }) => sum + overdueCount, 0));
    };
    await expect
      .poll(async () => (await page.locator("[data-count=overdue]").innerText()) === (await counted()), POLL)
      .toBe(true);
    await page.locator("[data-count=overdue] button").click();
    expect(new URL(page.url()).searchParams.get("due")).toBe("overdue");
    await page.getByRole("button", { name: /^Overdue: \d+. Show these only$/u }).waitFor();
    await showAll();
    fake.setVendorStatus(id, wordFor("COMPLETED"));
    await overdue.waitFor({ state: "detached" });
  });

  it("sorts by columns and says so, and keeps the order in the address", async () => {
    const column = (name: string): Locator => page.locator(".list").getByRole("columnheader", { name });
    expect(await column("Due").getAttribute("aria-sort")).toBe("ascending");
    await column("Agreed time").getByRole("button").click();
    await expect.poll(() => column("Agreed time").getAttribute("aria-sort"), POLL).toBe("ascending");
    await column("Agreed time").getByRole("button").click();
    await expect.poll(() => column("Agreed time").getAttribute("aria-sort"), POLL).toBe("descending");
    expect(new URL(page.url()).search).toBe("?sort=WINDOW_START&direction=DESC");
    await column("Due").getByRole("button").click();
    await expect.poll(() => new URL(page.url()).search, POLL).toBe("");
  });

  it("says where the same customer waits as well", async () => {
    const { nodes } = await listOpen();
    const twice = nodes.find(({ source, duplicates }) => duplicates.some((other) => other.source.id !== source.id));
    const others =
      twice?.duplicates.map(({ source }) => source.name).filter((name) => name !== twice.source.name) ?? [];
    expect(others).not.toEqual([]);
    await filter("Name or number").fill(twice?.customer.phoneNumber ?? "");
    const row = page.locator(`.place[data-id="${twice?.id}"]`);
    for (const name of others) await row.locator(".duplicates", { hasText: name }).waitFor();
    await showAll();
  });

  it("reports that the gateway is down, and catches up without a gap", async () => {
    await stage.kill();
    await page.getByText(/^No connection to the gateway since \d\d:\d\d\./u).waitFor();
    await page.locator(".health.lost").first().waitFor();
    expect(await page.locator(".health.up").count()).toBe(0);
    await takePicture(page, "wallboard-reconnecting");
    expect(await accessibilityFaults(page)).toEqual([]);
    const added = fake.add({ phoneNumber: NUMBER, start: Date.now() + HOUR, name: "Alan Turing" });
    for (const id of [...fake.records.keys()].filter((one) => one !== added).slice(0, 20)) {
      fake.setVendorStatus(id, wordFor("COMPLETED"));
    }
    expect(await stage.start()).toBe(url);
    await page.getByText(/^Live again – \d+ changes? replayed$/u).waitFor();
    await filter("Name or number").fill("Turing");
    await rowOf("Alan Turing").waitFor();
    await showAll();
    await agrees();
  });

  it("stores its filters in the address and starts with those in the address", async () => {
    await page.goto(`${url}/wallboard?source=webex&progress=SCHEDULED`);
    await isLive();
    await expect.poll(() => filter("Source").inputValue(), POLL).toBe("webex");
    await page.locator(".place").first().waitFor();
    const sources = await page.locator(".place .source").allInnerTexts();
    expect(sources.filter((text) => !text.includes("webex"))).toEqual([]);
    await filter("Source").selectOption("talkdesk");
    await filter("Name or number").fill("4155");
    const parameters = { source: "talkdesk", progress: "SCHEDULED", search: "4155" };
    await expect.poll(() => Object.fromEntries(new URL(page.url()).searchParams), POLL).toEqual(parameters);
    await showAll();
    expect(new URL(page.url()).search).toBe("");
  });

  it("saves what is filtered as CSV", async () => {
    await filter("Source").selectOption("talkdesk");
    await expect.poll(() => new URL(page.url()).searchParams.get("source"), POLL).toBe("talkdesk");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Save as CSV" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("callbacks.csv");
    const [head, ...rows] = parseCsv(await readFile(await download.path(), "utf8"));
    const source = head?.indexOf("source") ?? -1;
    expect(rows.length).toBeGreaterThan(10);
    expect(new Set(rows.map((row) => row[source]))).toEqual(new Set(["talkdesk"]));
    await showAll();
  });

  it("speaks German where that is chosen, and keeps the choice", async () => {
    await page.locator(".settings summary").click();
    await page.getByLabel("Language").selectOption("de");
    await page.getByRole("heading", { name: "Quellen" }).waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("de");
    await page.reload();
    await page.getByRole("button", { name: "Rückruf eintragen" }).waitFor();
    await takePicture(page, "wallboard-german");
    expect(await accessibilityFaults(page)).toEqual([]);
    // What a vendor requires is said in German, also where the API has only an English rule.
    await page.getByRole("button", { name: "Rückruf eintragen" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Quelle").selectOption("webex");
    await dialog.getByLabel("Nummer", { exact: true }).fill("+14155550177");
    await dialog.getByLabel("Name").fill("Anna Abbott");
    await dialog.getByRole("button", { name: "Eintragen" }).click();
    await dialog.getByText("Dieser Anbieter verlangt die Angabe.").waitFor();
    expect(await dialog.innerText()).not.toContain("required");
    const rule = dialog.locator("details.technical", { hasText: "Queue" });
    await rule.locator("summary").click();
    expect(await rule.locator("[lang=en]").innerText()).toContain("Queue is required");
    await takePicture(page, "wallboard-german-form");
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.locator(".settings summary").click();
    await page.getByLabel("Sprache").selectOption("en");
    await page.getByRole("heading", { name: "Sources" }).waitFor();
    await page.locator(".settings summary").click();
  });

  it("sends requests to its own host only and does not violate its security policy", () => {
    const hosts = new Set(watched.requested.filter((one) => !one.startsWith("data:")).map((one) => new URL(one).host));
    expect(hosts).toEqual(new Set([new URL(url).host]));
    expect(watched.complaints).toEqual([]);
  });
});

import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WallboardPageDocument, type CallbackStatus, type WallboardRowFragment } from "../../schema/operations.js";
import type { FakeVendor } from "../../src/adapters/fake/fake.js";
import { ADAPTERS } from "../../src/adapters/registry.js";
import { ask } from "../support/ask.js";
import { startBrowser } from "../support/browser.js";
import { openWallStage, seriousFaults, takePicture, watchPage, type WallStage } from "../support/wall.js";
import { QUEUE } from "../support/commands.js";

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
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

const isLive = (): Promise<void> => page.locator(".connection.live").waitFor();
const filter = (name: string): Locator => page.getByRole("search").getByLabel(name);
const rowOf = (text: string): Locator => page.locator(".place", { hasText: text });

/** Every open callback, as any client of the API reads them. */
async function listOpen(): Promise<WallboardRowFragment[]> {
  const rows: WallboardRowFragment[] = [];
  let after: string | null = null;
  do {
    const {
      callbacks,
    }: { callbacks: { nodes: WallboardRowFragment[]; pageInfo: { endCursor: string | null; hasNextPage: boolean } } } =
      await ask(url, WallboardPageDocument, { filter: { isOpen: true }, after });
    rows.push(...callbacks.nodes);
    after = callbacks.pageInfo.hasNextPage ? callbacks.pageInfo.endCursor : null;
  } while (after !== null);
  return rows;
}

/** Resolves once the board shows as many open callbacks as the API has, those that begin first at its top. */
async function agrees(): Promise<void> {
  await expect
    .poll(async () => {
      const open = await listOpen();
      const startOf = new Map(open.map(({ id, window }) => [id, window?.start]));
      const places = await page.locator(".place").evaluateAll((all) => all.map((one) => one.getAttribute("data-id")));
      const count = Number(await page.locator("[data-count=open]").innerText());
      const isOrdered = places.every((id, index) => startOf.get(id ?? "") === open[index]?.window?.start);
      return { missing: open.length - count, isOrdered };
    }, POLL)
    .toEqual({ missing: 0, isOrdered: true });
}

/** The vendor's own word for a status. */
function wordFor(status: CallbackStatus): string {
  const [word] = Object.entries(fake.vendorStatuses).find(([, one]) => one === status) ?? [];
  if (word === undefined) throw new Error(`the vendor has no word for ${status}`);
  return word;
}

/** The day after today on the page's calendar. */
function tomorrow(): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: ZONE }).format(Date.now() + 24 * HOUR);
}

describe("the wallboard", () => {
  it("lists the open callbacks of all vendors as the API has them, soonest first", async () => {
    await agrees();
    expect(await page.locator(".place").count()).toBeGreaterThan(5);
    await expect.poll(() => page.locator(".bars.vendors li").count()).toBe(ADAPTERS.length);
    await page.locator(".chart svg").first().waitFor();
    await takePicture(page, "wallboard-light");
  });

  it("displays changed and new callbacks immediately, and removes ended ones", async () => {
    const start = Date.now() + HOUR / 2;
    const id = fake.add({ phoneNumber: NUMBER, start, name: "Ada Lovelace" });
    await filter("Number").fill("0199");
    const row = rowOf(NUMBER);
    await row.getByText("Scheduled").waitFor();
    await row.getByText(/^in (?:29|30) min$/u).waitFor();
    const [retrying, completed] = (["RETRYING", "COMPLETED"] as const).map(wordFor);
    fake.setVendorStatus(id, retrying ?? "");
    await row.getByText("Retrying").waitFor();
    await page.locator(".latest").getByText("is retrying (was scheduled)").waitFor();
    fake.setVendorStatus(id, completed ?? "");
    await row.waitFor({ state: "detached" });
    await page.getByText("No open callback matches.").waitFor();
    await page.getByRole("button", { name: "Show all" }).click();
    await agrees();
  });

  it("marks overdue callbacks by a label, not by colour alone", async () => {
    fake.add({ phoneNumber: "+14155550198", start: Date.now() - HOUR });
    await filter("Number").fill("0198");
    await rowOf("+14155550198").getByText("Overdue").waitFor();
    await page.getByRole("button", { name: "Overdue: 1. Show these only" }).click();
    expect(new URL(page.url()).searchParams.get("due")).toBe("overdue");
    await page.getByText(/^1 of \d+$/u).waitFor();
    await page.getByRole("button", { name: "Show all" }).click();
  });

  it("reports that the gateway is down, and catches up without a gap", async () => {
    await stage.kill();
    await page.locator(".connection.reconnecting").getByText("Reconnecting …").waitFor();
    await takePicture(page, "wallboard-reconnecting");
    const added = fake.add({ phoneNumber: "+14155550197", start: Date.now() + HOUR });
    for (const id of [...fake.records.keys()].filter((one) => one !== added).slice(0, 20)) {
      fake.setVendorStatus(id, wordFor("COMPLETED"));
    }
    expect(await stage.start()).toBe(url);
    await page.getByText(/^Live again – \d+ changes? replayed$/u).waitFor();
    await filter("Number").fill("0197");
    await rowOf("+14155550197").waitFor();
    await page.getByRole("button", { name: "Show all" }).click();
    await agrees();
  });

  it("stores its filters in the address and starts with those in the address", async () => {
    await page.goto(`${url}/wallboard?source=webex&status=SCHEDULED`);
    await isLive();
    expect(await filter("Source").inputValue()).toBe("webex");
    await page.getByText(/^\d+ of \d+$/u).waitFor();
    const sources = await page.locator(".place .source .note").allInnerTexts();
    expect(sources.length).toBeGreaterThan(0);
    expect(sources.filter((text) => !text.endsWith("webex"))).toEqual([]);
    await filter("Source").selectOption("talkdesk");
    await filter("Number").fill("+1415");
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
      source: "talkdesk",
      status: "SCHEDULED",
      number: "+1415",
    });
    await page.getByRole("button", { name: "Show all" }).click();
    expect(new URL(page.url()).search).toBe("");
  });

  it("schedules, moves and withdraws a callback, with the vendor's rules beside the fields that break them", async () => {
    const vendor = stage.fakes["webex"]!;
    const before = new Set(vendor.records.keys());
    const made = (): string[] => [...vendor.records.keys()].filter((id) => !before.has(id));
    await page.getByRole("button", { name: "Schedule a callback" }).click();
    const form = page.getByRole("dialog");
    await form.getByRole("combobox", { name: "Source" }).selectOption("webex");
    await form.getByRole("textbox", { name: "Number" }).fill("+14155550177");
    await form.getByRole("textbox", { name: "Name" }).fill("Anna Abbott");
    await form.getByRole("button", { name: "Schedule", exact: true }).click();
    // Nothing has a queue yet, which this vendor's callbacks need.
    const queue = form.getByRole("combobox", { name: "Queue" });
    await form.locator("[aria-invalid=true]").first().waitFor();
    expect(await queue.getAttribute("aria-invalid")).toBe("true");
    await takePicture(page, "wallboard-schedule");
    expect(await seriousFaults(page)).toEqual([]);
    expect(made()).toEqual([]);
    await queue.fill(QUEUE);
    await form.getByRole("button", { name: "Schedule", exact: true }).click();
    await form.waitFor({ state: "detached" });
    expect(made()).toHaveLength(1);
    const [id = ""] = made();

    await filter("Number").fill("0177");
    await page.getByRole("button", { name: "Anna Abbott" }).first().click();
    await form.getByRole("button", { name: "Reschedule" }).click();
    await form.getByLabel("Date").fill(tomorrow());
    await form.getByLabel("From").fill("10:00");
    await form.getByLabel("Until").fill("11:00");
    await form.getByRole("button", { name: "Reschedule" }).click();
    await form.getByText(/10:00:00 until .*11:00:00/u).waitFor();
    expect(vendor.records.get(id)).toMatchObject({ scheduleDate: tomorrow() });

    await form.getByText("Vendor record").click();
    await form.getByText("WebexCallbackSchedule").waitFor();
    await form.getByRole("heading", { name: "History" }).waitFor();
    await takePicture(page, "wallboard-details");
    expect(await seriousFaults(page)).toEqual([]);
    await form.getByRole("button", { name: "Cancel the callback" }).click();
    expect(vendor.records.has(id)).toBe(true);
    await form.getByRole("button", { name: "Yes, cancel it" }).click();
    await form.locator(".title").getByText("Canceled").waitFor();
    expect(vendor.records.has(id)).toBe(false);
    await page.keyboard.press("Escape");
    await form.waitFor({ state: "detached" });
    await page.getByText("No open callback matches.").waitFor();
    await page.getByRole("button", { name: "Show all" }).click();
  });

  it("is walked through by keyboard", async () => {
    const focused = (): Promise<string | null> => page.locator(":focus").getAttribute("data-row");
    await page.locator("[data-row='0']").focus();
    await page.keyboard.press("PageDown");
    await expect.poll(focused).toBe("10");
    await page.keyboard.press("ArrowUp");
    await expect.poll(focused).toBe("9");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").getByRole("heading", { name: "History" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(new URL(page.url()).search).toBe("");
  });

  it.each([
    ["dark", { width: 1440, height: 900 }],
    ["phone", { width: 390, height: 844 }],
    ["4k", { width: 3840, height: 2160 }],
    ["light", { width: 1440, height: 900 }],
  ] as const)("has nothing that axe finds serious: %s", async (name, viewport) => {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme: name === "dark" ? "dark" : "light" });
    await page.locator(".place").first().waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    const overflow = await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
    expect(overflow).toBeLessThanOrEqual(0);
    await takePicture(page, `wallboard-${name}`);
  });

  it("sends requests to its own host only and does not violate its security policy", () => {
    const hosts = new Set(watched.requested.filter((one) => !one.startsWith("data:")).map((one) => new URL(one).host));
    expect(hosts).toEqual(new Set([new URL(url).host]));
    expect(watched.complaints).toEqual([]);
  });
});

import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask } from "../support/ask.js";
import { startBrowser } from "../support/browser.js";
import { QUEUE } from "../support/commands.js";
import { addNumbered, recordCommands, rejectionOf } from "../support/wall-commands.js";
import { openWallStage, accessibilityFaults, takePicture, watchPage, type WallStage } from "../support/wall.js";

const HOUR = 3_600_000;
const ZONE = "America/New_York";
const POLL = { timeout: 20_000 };

let stage: WallStage;
let browser: Browser;
let page: Page;
let watched: ReturnType<typeof watchPage>;
let url: string;

beforeAll(async () => {
  stage = await openWallStage({ count: 8 });
  url = await stage.start();
  browser = await startBrowser();
  const viewport = { width: 1440, height: 900 };
  page = await browser.newPage({ viewport, timezoneId: ZONE, locale: "en-GB", reducedMotion: "reduce" });
  watched = watchPage(page);
  await page.goto(`${url}/wallboard`);
  await page.locator(".connection.live").waitFor();
  await page.locator(".place").first().waitFor();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

const dialog = (): Locator => page.getByRole("dialog");
const rowOf = (text: string): Locator => page.locator(".place", { hasText: text });
const toast = (text: string): Locator => page.locator(".toast", { hasText: text });

/** The focused element: the id of a row's callback, or its text. */
const focused = (): Promise<string> =>
  page.evaluate<string>(
    "document.activeElement === document.body ? 'body' : document.activeElement.closest('.place')?.dataset.id ?? document.activeElement.textContent.trim()",
  );

/** The day after today on the page's calendar. */
function tomorrow(): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: ZONE }).format(Date.now() + 24 * HOUR);
}

/** Presses Tab until this has the focus. */
async function tabTo(target: Locator): Promise<void> {
  for (let count = 0; count < 40; count += 1) {
    if (await target.evaluate((element) => element.matches(":focus"))) return;
    await page.keyboard.press("Tab");
  }
  throw new Error("Tab does not reach it");
}

async function checkAll(count: number): Promise<void> {
  await expect.poll(() => page.locator(".place").count(), POLL).toBe(count);
  for (const row of await page.locator(".place [type=checkbox]").all()) await row.check();
}

describe("acting on the wallboard", () => {
  it("schedules, moves and cancels a callback by keyboard alone, and confirms each with the vendor's receipt", async () => {
    const vendor = stage.fakes["webex"]!;
    const before = new Set(vendor.records.keys());
    const made = (): string[] => [...vendor.records.keys()].filter((id) => !before.has(id));
    const opener = page.getByRole("button", { name: "Schedule a callback" });
    await tabTo(opener);
    await page.keyboard.press("Enter");
    await dialog().getByLabel("Source").selectOption("webex");
    await dialog().getByLabel("Number", { exact: true }).focus();
    await page.keyboard.type("+14155550177");
    await page.keyboard.press("Tab");
    await page.keyboard.type("Anna Abbott");
    await page.keyboard.press("Enter");
    // This vendor's callbacks need a queue.
    const queue = dialog().getByLabel("Queue");
    await expect.poll(() => queue.getAttribute("aria-invalid"), POLL).toBe("true");
    await takePicture(page, "wallboard-schedule");
    const text = await dialog().innerText();
    expect(text).toContain("Queue is required");
    expect(text).not.toMatch(/queueId|again/u);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(made()).toEqual([]);
    await queue.selectOption({ label: "Another, by its ID" });
    await expect.poll(() => queue.evaluate((element) => element.tagName), POLL).toBe("INPUT");
    await page.keyboard.type(QUEUE);
    await page.keyboard.press("Enter");
    await dialog().waitFor({ state: "detached" });
    expect(made()).toHaveLength(1);
    await toast("Callback for Anna Abbott scheduled")
      .getByText(/^Receipt \S+, \d\d:\d\d$/u)
      .waitFor();
    await expect.poll(focused, POLL).toContain("Schedule a callback");
    await takePicture(page, "wallboard-toast");
    expect(await accessibilityFaults(page)).toEqual([]);

    await tabTo(toast("Anna Abbott").getByRole("button", { name: "Show" }));
    await page.keyboard.press("Enter");
    await dialog().getByText("Created").waitFor();
    await tabTo(dialog().getByRole("button", { name: "Change the time" }));
    await page.keyboard.press("Enter");
    await dialog().getByText(`When to call, in the time of America/New York`).waitFor();
    await dialog().getByLabel("Date").fill(tomorrow());
    expect(await dialog().getByLabel("From").inputValue()).toMatch(/^\d\d:\d\d$/u);
    await dialog().getByLabel("From").fill("10:00");
    await dialog().getByLabel("Until").fill("11:00");
    await page.keyboard.press("Enter");
    await toast("Callback of Anna Abbott moved").waitFor(POLL);
    const [id = ""] = made();
    expect(vendor.records.get(id)).toMatchObject({ scheduleDate: tomorrow() });
    await dialog()
      .getByText(/10:00 until 11:00/u)
      .waitFor();
    expect(await dialog().innerText()).not.toMatch(/10:00:00/u);
    await takePicture(page, "wallboard-details");
    expect(await accessibilityFaults(page)).toEqual([]);

    await tabTo(dialog().getByRole("button", { name: "Cancel the callback" }));
    await page.keyboard.press("Enter");
    await dialog().getByText("This cannot be undone.").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(vendor.records.has(id)).toBe(true);
    await tabTo(dialog().getByRole("button", { name: "Yes, cancel it" }));
    await page.keyboard.press("Enter");
    await dialog().locator(".title").getByText("Canceled").waitFor(POLL);
    await toast("Callback of Anna Abbott canceled.").waitFor();
    expect(vendor.records.has(id)).toBe(false);
    await page.keyboard.press("Escape");
    await dialog().waitFor({ state: "detached" });
    await expect.poll(focused, POLL).not.toBe("body");
  });

  it("moves a callback back to its earlier time where that is undone", async () => {
    const vendor = stage.fakes["talkdesk"]!;
    const start = Math.ceil(Date.now() / HOUR) * HOUR + 5 * HOUR;
    const id = vendor.add({ phoneNumber: "+14155550155", start, name: "Undo Me" });
    const startOf = (): unknown => JSON.stringify(vendor.records.get(id));
    await page.getByLabel("Name or number").fill("Undo Me");
    await rowOf("Undo Me").getByRole("button").click(POLL);
    const original = startOf();
    await dialog().getByRole("button", { name: "Change the time" }).click();
    await dialog().getByLabel("Date").fill(tomorrow());
    await dialog().getByLabel("From").fill("10:00");
    await dialog().locator("form").getByRole("button", { name: "Change the time" }).click();
    await toast("Callback of Undo Me moved").waitFor(POLL);
    expect(startOf()).not.toBe(original);
    await page.keyboard.press("Escape");
    await toast("Callback of Undo Me moved").getByRole("button", { name: "Undo" }).click();
    await toast("back at its earlier time").waitFor(POLL);
    await page.getByRole("button", { name: "Remove filters" }).click();
  });

  it("is one stop of Tab, with arrow keys, Home and End inside", async () => {
    const index = (): Promise<string | null> =>
      page.evaluate<string | null>("document.activeElement.dataset.row ?? null");
    await page.locator(".place").nth(3).waitFor();
    await page.getByText("Skip to the list of callbacks").focus();
    await page.keyboard.press("Enter");
    for (let count = 0; count < 15 && (await index()) === null; count += 1) await page.keyboard.press("Tab");
    await expect.poll(index, POLL).not.toBeNull();
    await page.keyboard.press("Home");
    await expect.poll(index, POLL).toBe("0");
    await page.keyboard.press("PageDown");
    await expect.poll(index, POLL).toBe("10");
    await page.keyboard.press("ArrowUp");
    await expect.poll(index, POLL).toBe("9");
    await page.keyboard.press("End");
    await expect.poll(index, POLL).not.toBe("9");
    await page.keyboard.press("Home");
    await expect.poll(index, POLL).toBe("0");
    await page.keyboard.press("Tab");
    expect(await index()).toBeNull();
    expect(await page.evaluate("document.activeElement.closest('.list') === null")).toBe(true);
  });

  it("returns the focus to the row that was opened, and to its neighbour if the row is gone", async () => {
    const vendor = stage.fakes["talkdesk"]!;
    const start = Date.now() + HOUR;
    for (const [place, name] of ["First", "Second", "Third"].entries()) {
      vendor.add({ phoneNumber: `+1415555014${place}`, start: start + place * 60_000, name: `Focus ${name}` });
    }
    await page.getByLabel("Name or number").fill("Focus");
    await expect.poll(() => page.locator(".place").count(), POLL).toBe(3);
    const [first, second, third] = await page
      .locator(".place")
      .evaluateAll((all) => all.map((one) => one.dataset["id"]));
    await page.locator("[data-row='0']").click();
    await dialog().getByRole("heading", { name: "History" }).waitFor();
    await page.keyboard.press("Escape");
    await dialog().waitFor({ state: "detached" });
    await expect.poll(focused, POLL).toBe(first);
    // Canceled by somebody else, after the dialog has given the focus back.
    await ask(url, `mutation { cancelCallback(input: { id: "${first}" }) { callback { id } } }`);
    await expect.poll(focused, POLL).toBe(second);
    await page.keyboard.press("Enter");
    await dialog().getByRole("button", { name: "Cancel the callback" }).click();
    await dialog().getByRole("button", { name: "Yes, cancel it" }).click();
    await dialog().locator(".title").getByText("Canceled").waitFor(POLL);
    await page.keyboard.press("Escape");
    await expect.poll(focused, POLL).toBe(third);
    await page.getByRole("button", { name: "Remove filters" }).click();
  });

  it("gives one callback to an agent, and several, and after a failure the remaining one to another agent under another key", async () => {
    const vendor = stage.fakes["talkdesk"]!;
    const [one = "", two = ""] = addNumbered(stage.fakes["talkdesk"]!, "Given", 2);
    const agentOf = (id: string): string => JSON.stringify(vendor.records.get(id));
    const before = agentOf(one);
    await page.getByLabel("Name or number").fill("Given");
    await rowOf("Given 0").getByRole("button").click(POLL);
    await dialog().getByRole("button", { name: "Give to an agent" }).click();
    const agent = dialog().getByLabel("Agent");
    await dialog().getByRole("button", { name: "Give to the agent" }).click();
    await expect.poll(() => agent.getAttribute("aria-invalid"), POLL).toBe("true");
    expect(await accessibilityFaults(page)).toEqual([]);
    await agent.selectOption({ index: 1 });
    await dialog().getByRole("button", { name: "Give to the agent" }).click();
    await toast("Callback of Given 0 given to").waitFor(POLL);
    expect(agentOf(one)).not.toBe(before);
    await page.keyboard.press("Escape");

    const sent = recordCommands(page, "ReassignCallbacks");
    await checkAll(2);
    await page.getByRole("button", { name: "Give to an agent" }).click();
    // The vendor refuses one of the two.
    vendor.fault = rejectionOf(two);
    await agent.selectOption({ index: 1 });
    await dialog().getByRole("button", { name: "Give to the agent" }).click();
    await toast("1 of 2 callbacks done.").waitFor(POLL);
    await dialog().getByText("1 callback not changed:").waitFor();
    await dialog().getByText("Given 1: The vendor refuses this.").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    vendor.fault = null;
    await agent.selectOption({ index: 2 });
    await dialog()
      .getByText(/^1 callback of talkdesk;/u)
      .waitFor();
    await dialog().getByRole("button", { name: "Give to the agent" }).click();
    await toast("1 of 1 callback done.").waitFor(POLL);
    await dialog().waitFor({ state: "detached" });
    const [first, second] = sent;
    expect([first?.ids.length, second?.ids.length]).toEqual([2, 1]);
    expect(first?.idempotencyKey).not.toBe(second?.idempotencyKey);
    expect(first?.agentId).not.toBe(second?.agentId);
    await page.getByRole("button", { name: "Remove filters" }).click();
  });

  it("cancels several callbacks after a question that says how many and where, and lists each failure", async () => {
    const [talkdesk, webex] = [stage.fakes["talkdesk"]!, stage.fakes["webex"]!];
    const [one = "", two = ""] = addNumbered(stage.fakes["talkdesk"]!, "Partial", 2);
    // Webex lists the callbacks of agents only.
    const { agents } = webex.settings("http://127.0.0.1")["watch"] as { readonly agents: readonly string[] };
    const start = Math.ceil(Date.now() / HOUR) * HOUR + 3 * HOUR;
    const three = webex.add({ phoneNumber: "+14155550190", start, name: "Partial 2", agentId: agents[0]! });
    const sent = recordCommands(page, "CancelCallbacks");
    await page.getByLabel("Name or number").fill("Partial");
    await checkAll(3);
    await page.getByText("3 callbacks selected").first().waitFor();
    await page.getByRole("button", { name: "Cancel these" }).click();
    await dialog()
      .getByText(/^Cancel 3 callbacks \((?:2 at talkdesk, 1 at webex|1 at webex, 2 at talkdesk)\)\?/u)
      .waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    // One vendor is down, the other refuses one of two.
    talkdesk.fault = rejectionOf(two);
    webex.fault = { kind: "status", status: 503, match: ({ method }) => method === "DELETE" };
    await dialog().getByRole("button", { name: "Yes, cancel 3 callbacks" }).click();
    await toast("1 of 3 callbacks done.").waitFor(POLL);
    await dialog().getByText("Partial 1: The vendor refuses this.").waitFor();
    await dialog().getByText("Partial 2: The vendor does not respond, and nothing was done.").waitFor();
    await takePicture(page, "wallboard-partial");
    expect(await accessibilityFaults(page)).toEqual([]);
    talkdesk.fault = null;
    webex.fault = null;
    await dialog().getByRole("button", { name: "Yes, cancel 2 callbacks" }).click();
    // The rejection is the known outcome under this key; the next attempt has another key.
    await toast("1 of 2 callbacks done.").waitFor(POLL);
    await dialog().getByRole("button", { name: "Yes, cancel 1 callback" }).click();
    await toast("1 of 1 callback done.").waitFor(POLL);
    await dialog().waitFor({ state: "detached" });
    expect(sent.map(({ ids }) => ids.length)).toEqual([3, 2, 1]);
    expect(sent[1]?.idempotencyKey).toBe(sent[0]?.idempotencyKey);
    expect(sent[2]?.idempotencyKey).not.toBe(sent[0]?.idempotencyKey);
    expect(webex.records.has(three)).toBe(false);
    for (const id of [one, two]) {
      const requests = talkdesk.log.filter(({ method, path }) => method !== "GET" && path.includes(id));
      expect(requests).toHaveLength(id === one ? 1 : 2);
    }
    await page.getByText("No callback matches the filters.").waitFor(POLL);
    await page.getByRole("button", { name: "Remove filters" }).click();
  });

  it("violates no rule of its own security policy", () => {
    expect(watched.complaints).toEqual([]);
  });
});

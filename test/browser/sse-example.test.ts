import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startBrowser } from "../support/browser.js";
import { ask } from "../support/ask.js";
import { startWorld, type World } from "../support/world.js";

const FILE = new URL("../../examples/sse.html", import.meta.url);
const SCHEDULE = `mutation ($input: ScheduleCallbackInput!) { scheduleCallback(input: $input) { userErrors { message } } }`;

let browser: Browser;
let files: Server;
let origin: string;
let world: World | null = null;

beforeAll(async () => {
  browser = await startBrowser();
  files = createServer((_, response) => {
    response.setHeader("content-type", "text/html; charset=utf-8").end(readFileSync(FILE));
  });
  await new Promise<void>((resolve) => files.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(files.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await browser?.close();
  await new Promise((resolve) => files?.close(resolve));
});

async function open(corsOrigins: readonly string[]): Promise<Page> {
  world = await startWorld({ settings: { server: { port: 0, corsOrigins: [...corsOrigins] } } });
  await schedule("Ada Early", 1);
  const page = await browser.newPage();
  await page.goto(`${origin}/?gateway=${encodeURIComponent(world.url)}`);
  return page;
}

/** Somebody is to be called back, so many hours from now. */
async function schedule(customerName: string, hours: number): Promise<void> {
  if (world === null) throw new Error("there is no gateway");
  const start = world.time.now + hours * 3_600_000;
  const [source] = Object.keys(world.fakes);
  const input = {
    source,
    customerName,
    phoneNumber: `+1415555010${hours}`,
    queueId: "7be1f00d-4444-4555-a666-000000000010",
    window: {
      start: new Date(start).toISOString(),
      end: new Date(start + 1_800_000).toISOString(),
      timeZone: "America/New_York",
    },
  };
  const { scheduleCallback } = await ask<{ scheduleCallback: { userErrors: unknown[] } }>(world.url, SCHEDULE, {
    input,
  });
  expect(scheduleCallback.userErrors).toEqual([]);
}

describe("the example of server-sent events", () => {
  it("displays the list and its changes, from another origin of the settings", async () => {
    const page = await open([origin]);
    try {
      await page.getByText(/^SNAPSHOT .*Ada Early/u).waitFor();
      await schedule("Leo Late", 2);
      await page.getByText(/^CREATED .*Leo Late/u).waitFor();
      expect(await page.locator("#state").innerText()).toBe("connected");
    } finally {
      await page.close();
      await world?.close();
    }
  });

  it("is rejected from an origin that the settings do not name", async () => {
    const page = await open([]);
    try {
      await page.getByText("reconnecting …").waitFor();
      expect(await page.locator("#changes li").count()).toBe(0);
    } finally {
      await page.close();
      await world?.close();
    }
  });
});

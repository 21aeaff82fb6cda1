import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { askOnce, startRingback } from "./ringback.js";
import { table } from "./table.js";

const BYTES = 50_000_000;
const CONNECTIONS = 8;
const MEGABYTE = 1_048_576;
/** How long memory is watched after the last response: what is not given back by then stays. */
const SETTLE_MS = 5000;

const repeated = (text: string): string => text.repeat(Math.ceil(BYTES / text.length));
/** JSON of 50 MB, none of which is a page of callbacks. */
const BODIES: Readonly<Record<string, () => Buffer>> = {
  "50 MB of blanks": () => Buffer.alloc(BYTES, " "),
  "50 MB in one text": () => Buffer.from(`{"padding":"${repeated("x")}"}`),
  "50 MB of small objects": () => Buffer.from(`{"padding":[${repeated('{"id":"1234567","status":"waiting"},')}null]}`),
};

/** How much a vendor that sends very large responses on all connections at once leaves resident. */
export async function measureLargeAnswers(): Promise<string> {
  const rows: string[][] = [];
  for (const [name, make] of Object.entries(BODIES)) rows.push(await measure(name, make()));
  const head = ["a vendor answers on 8 connections at once", "answers", "s", "MB before", "MB at most", "MB after"];
  return `## Abuse: large responses of a vendor\n\n${table(head, rows)}`;
}

async function measure(name: string, body: Buffer): Promise<string[]> {
  let answered = 0;
  const vendor = createServer((_, response) => {
    answered += 1;
    response.writeHead(200, { "content-type": "application/json", "content-length": body.length }).end(body);
  });
  await new Promise<void>((resolve) => vendor.listen(0, "127.0.0.1", resolve));
  const baseUrl = `http://127.0.0.1:${(vendor.address() as AddressInfo).port}`;
  const limits = { connections: CONNECTIONS, maxResponseBytes: 2 * BYTES, timeoutMs: 50_000, retries: 0, quota: null };
  const source = {
    vendor: "talkdesk",
    baseUrl,
    accessToken: "bench",
    defaultRegion: "US",
    breakAfter: 1000,
    ...limits,
  };
  const server = await startRingback(
    { north: source },
    { sync: { polling: false }, freshness: { waitMs: 60_000 }, server: { operations: { timeoutMs: 120_000 } } },
  );
  try {
    const before = server.residentBytes();
    let peak = before;
    const timer = setInterval(() => (peak = Math.max(peak, server.residentBytes())), 20);
    const startedAt = performance.now();
    const queryFor = (number: string): string =>
      `{ callbacks(filter: { phoneNumbers: ["${number}"] }, maxStaleness: "PT0S") { totalCount } }`;
    await Promise.all(
      Array.from({ length: 3 * CONNECTIONS }, (_, index) => askOnce(server.url, queryFor(`+141555501${10 + index}`))),
    );
    const seconds = (performance.now() - startedAt) / 1000;
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    clearInterval(timer);
    const megabytes = [before, peak, server.residentBytes()].map((bytes) => (bytes / MEGABYTE).toFixed(0));
    return [name, `${answered}`, seconds.toFixed(1), ...megabytes];
  } finally {
    await server.close();
    vendor.closeAllConnections();
    await new Promise((resolve) => vendor.close(resolve));
  }
}

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { IncomingMessage } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { authOf, tokenUntil, type TestKey } from "../support/access.js";
import { getExport, linesOf, openPaused, restOf, sampleOf, SOURCE, VENDOR } from "../support/export.js";
import { fillStore } from "../support/many-callbacks.js";
import { startWorld, type World, type WorldOptions } from "../support/world.js";

/** More than the buffers of a connection hold. */
const ROWS = 12_000;
const PAGE_ROWS = 50;
const NDJSON = "/export/callbacks.ndjson";
/** Thousands of rows, on a machine that does other things as well. */
const SLOW = { timeout: 120_000 };
const CSV = "/export/callbacks.csv";
const ADMIN: TestKey = { id: "ops", key: "key-of-ops", scopes: ["callbacks:read", "pii:read", "admin"], sources: "*" };

let world: World;
let dataDirectory = "";
const opened: IncomingMessage[] = [];
afterEach(async () => {
  for (const response of opened.splice(0)) response.destroy();
  await world.close();
  rmSync(dataDirectory, { recursive: true, force: true });
});

const start = async (options: WorldOptions = {}): Promise<void> => {
  dataDirectory = mkdtempSync(join(tmpdir(), "ringback-"));
  await fillStore(dataDirectory, SOURCE, VENDOR, ROWS);
  world = await startWorld({ ...options, dataDirectory });
};
const open = async (path: string, headers = {}): Promise<IncomingMessage> => {
  const response = await openPaused(world.url, path, headers);
  opened.push(response);
  return response;
};
const underWay = (): Promise<number> =>
  sampleOf(world.url, "ringback_operations_under_way", 'transport="export"', 'type="query"');
const pagesRead = (): Promise<number> =>
  sampleOf(world.url, "ringback_store_operation_duration_seconds_count", 'operation="list"');
const vendorIdsOf = (text: string): unknown[] => linesOf(text).flatMap(({ vendorId }) => vendorId ?? []);

/** Resolves once the gateway reads no more for a client that does not read either. */
async function stalled(): Promise<number> {
  let before = -1;
  for (;;) {
    const now = await pagesRead();
    if (now === before) return now;
    before = now;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

describe("an export to a client that stops reading", () => {
  it("stops reading the store, and is complete when the client goes on", SLOW, async () => {
    await start();
    const response = await open(NDJSON);
    expect(await stalled()).toBeLessThan(ROWS / PAGE_ROWS / 2);
    const { text, isComplete } = await restOf(response);
    expect(isComplete).toBe(true);
    expect(linesOf(text).at(-1)).toMatchObject({ end: true, count: ROWS });
    expect(new Set(vendorIdsOf(text)).size).toBe(ROWS);
    await expect.poll(underWay).toBe(0);
  });

  it("ends when the client disconnects, and frees its place", SLOW, async () => {
    await start();
    const [first] = [await open(CSV), await open(CSV)];
    const third = await getExport(world.url, "csv");
    expect([third.status, third.headers.get("retry-after")]).toEqual([429, "10"]);
    expect(await third.text()).toContain("TOO_MANY_OPERATIONS");
    expect(await underWay()).toBe(2);
    first?.destroy();
    await expect.poll(underWay).toBe(1);
    expect((await open(CSV)).statusCode).toBe(200);
  });
});

describe("an export that is interrupted", () => {
  it("goes on after the cursor of the last line, without a missing or a doubled row", SLOW, async () => {
    await start();
    let seen: unknown[] = [];
    let after: string | null = null;
    for (let cuts = 0; ; cuts += 1) {
      const response = await open(after === null ? NDJSON : `${NDJSON}?after=${after}`);
      const part = await new Promise<string>((resolve) => {
        let text = "";
        response.on("data", (bytes: Buffer) => {
          text += bytes.toString("latin1");
          // Somewhere within a line.
          if (cuts < 3 && text.length > 2_000_001 + cuts) {
            response.destroy();
            resolve(text);
          }
        });
        response.once("end", () => resolve(text)).resume();
      });
      const lines = linesOf(part);
      seen = [...seen, ...vendorIdsOf(part)];
      if (lines.at(-1)?.["end"] === true) break;
      after = String(lines.at(-1)?.["cursor"]);
      expect(cuts).toBeLessThan(4);
    }
    expect(seen).toHaveLength(ROWS);
    expect(new Set(seen).size).toBe(ROWS);
  });

  it("by the end of the gateway, says so: in NDJSON by its last line, in CSV by its connection", SLOW, async () => {
    await start();
    const [ndjson, csv] = [await open(NDJSON), await open(CSV)];
    await stalled();
    const closing = world.gateway.close();
    const rests = await Promise.all([restOf(ndjson), restOf(csv)]);
    await closing;
    expect(rests.map(({ isComplete }) => isComplete)).toEqual([true, false]);
    expect(linesOf(rests[0]?.text ?? "").at(-1)).toMatchObject({
      error: { extensions: { code: "EXPORT_INTERRUPTED" } },
    });
  });

  it("by the end of the caller's token, says that it has expired", SLOW, async () => {
    await start({ settings: { auth: authOf(ADMIN) } });
    const token = await tokenUntil(world.time.now + 60_000, { scope: "callbacks:read" });
    const response = await open(NDJSON, { authorization: `Bearer ${token}` });
    world.time.now += 61_000;
    const { text, isComplete } = await restOf(response);
    expect(isComplete).toBe(true);
    expect(linesOf(text).at(-1)).toMatchObject({ error: { extensions: { code: "UNAUTHENTICATED" } } });
    expect(vendorIdsOf(text).length).toBeLessThan(ROWS);
  });
});

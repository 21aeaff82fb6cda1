import { describe, expect, it } from "vitest";
import type { VendorPage } from "../../src/adapters/adapter.js";
import { serveFake } from "../../src/adapters/fake/serve.js";
import { countRequests } from "../../src/domain/change/request-stamp.js";
import { isOpenStatus } from "../../src/domain/status.js";
import type { JsonObject } from "../../src/lib/json.js";
import { openSqliteStore } from "../../src/stores/sqlite/sqlite.js";
import { definitionOf } from "../support/tenant-sizes.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 5, 1);
const KNOWN_SHARE = 0.95;

interface Ended {
  readonly count: number;
  readonly known: number;
}

/** Lets a vendor's fake live for a day, lists it every hour as the background sync does, and counts what has ended. */
async function liveForADay(vendor: string): Promise<Ended> {
  let now = START;
  const clock = (): number => now;
  const definition = definitionOf(vendor);
  const fake = definition.createFake(clock, { quota: null });
  const served = await serveFake(fake);
  const own = fake.settings(served.baseUrl);
  const api = own["api"] === undefined ? {} : { api: { ...(own["api"] as JsonObject), quota: null } };
  const adapter = definition.create(definition.settings.parse({ ...own, ...api, quota: null }), {
    source: "demo",
    vendor: definition.vendor,
    clock,
    stampRequest: countRequests(clock),
  });
  const store = await openSqliteStore(":memory:");
  const call = { signal: new AbortController().signal };
  const record = async ({ observations, quarantined }: VendorPage): Promise<void> => {
    await store.record({ source: "demo", observations, quarantined, answered: null, views: adapter.views, now });
  };
  try {
    for (const from = now; now < from + DAY;) {
      for (let minute = 0; minute < 60; minute += 1) fake.advance((now += MINUTE));
      const isLast = now >= from + DAY;
      const pages = isLast ? adapter.list?.(call) : adapter.listOpen?.(call);
      for await (const page of pages ?? []) await record(page);
    }
    const { rows } = await store.list({
      filter: { sources: ["demo"] },
      orderBy: { field: "CREATED_AT", direction: "ASC" },
      slice: { size: 100_000, from: "start", after: null, before: null },
      now,
    });
    const ended = rows.filter(({ callback }) => !isOpenStatus(callback.status));
    const known = ended.filter(({ callback: { outcome } }) => outcome !== null && outcome.category !== "UNKNOWN");
    return { count: ended.length, known: known.length };
  } finally {
    await Promise.all([adapter.close(), served.close(), store.close()]);
  }
}

describe("a day in the demo", () => {
  it.each(["MINDFUL", "TALKDESK"])(
    "of %s ends callbacks, and nearly all of their outcomes are known",
    async (vendor) => {
      const { count, known } = await liveForADay(vendor);
      expect(count).toBeGreaterThan(500);
      expect(known / count).toBeGreaterThanOrEqual(KNOWN_SHARE);
    },
  );
});

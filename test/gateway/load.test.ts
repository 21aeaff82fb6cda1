import { describe, expect, it } from "vitest";
import { ask } from "../support/ask.js";
import { startWorld } from "../support/world.js";

const LIST = "{ callbacks(first: 10) { totalCount sources { freshness } } }";
const SECONDS = 60;

/** How often the vendors are called while so many clients ask for the same list every second. */
async function callsOf(clients: number): Promise<number> {
  const world = await startWorld({
    count: 40,
    settings: { sync: { polling: false }, freshness: { waitMs: 30_000, maxStalenessMs: 10_000 } },
    ofSources: { quota: null },
  });
  try {
    for (let second = 0; second < SECONDS; second += 1) {
      await Promise.all(Array.from({ length: clients }, () => ask(world.url, LIST)));
      world.time.now += 1000;
    }
    return world.callCount();
  } finally {
    await world.close();
  }
}

describe("the vendor load of dashboards", () => {
  it("is the same for 30 of them as for one, over a minute of polling every second", { timeout: 240_000 }, async () => {
    const one = await callsOf(1);
    expect(one).toBeGreaterThan(0);
    expect(await callsOf(30)).toBe(one);
  });
});

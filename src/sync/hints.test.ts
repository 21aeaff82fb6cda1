import { pino } from "pino";
import { afterEach, describe, expect, it } from "vitest";
import { aPage, scriptedAdapter, type ScriptedAdapter } from "../../test/support/scripted-adapter.js";
import { INTERVALS } from "../../test/support/refresher-bench.js";
import type { VendorQuery } from "../domain/vendor/vendor-query.js";
import { openSqliteStore } from "../stores/sqlite/sqlite.js";
import { createHints, type Hints } from "./hints.js";
import { createRecorder } from "./recorder.js";
import { createRefresher } from "./fetch/refresher.js";
import { SourceRegistry } from "./source-registry.js";

const NUMBER: VendorQuery = { by: "phoneNumber", phoneNumber: "+14155550100" };
const logger = pino({ level: "silent" });

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function openHints(adapter: ScriptedAdapter): Promise<{
  hints: Hints;
  time: { now: number };
  /** Takes what the background sync would query next. */
  takeNext: () => VendorQuery | undefined;
}> {
  const store = await openSqliteStore(":memory:");
  const time = { now: Date.UTC(2026, 0, 1) };
  const clock = (): number => time.now;
  const description = { name: "north", vendor: "ACME", capabilities: [], coverage: "OBSERVED" } as const;
  const sources = new SourceRegistry([{ description, adapter, concurrency: 2 }]);
  const recorder = createRecorder({ store, clock, logger });
  const refresher = await createRefresher({
    sources,
    store,
    recorder,
    clock,
    intervals: INTERVALS,
    isPolled: false,
    onFailure: () => undefined,
  });
  const hints = createHints({ sources, refresher, recorder, store, clock, logger });
  open.push(
    () => store.close(),
    () => refresher.close(),
    () => hints.close(),
  );
  const { schedule, timer } = refresher.syncOf("north");
  return { hints, time, takeNext: () => schedule.take(timer.now())?.query };
}

/** Questions that wait until they are let go, one by one. */
function waitingAdapter(): {
  adapter: ScriptedAdapter;
  arrived: (count: number) => Promise<void>;
  release: () => void;
} {
  const releases: (() => void)[] = [];
  const adapter = scriptedAdapter(["phoneNumber"], (_, signal) => {
    return new Promise((resolve, reject) => {
      releases.push(() => resolve(aPage()));
      signal.addEventListener("abort", () => reject(new Error("given up")), { once: true });
    });
  });
  return {
    adapter,
    arrived: (count) => expect.poll(() => adapter.asked.length).toBe(count),
    release: () => releases.shift()?.(),
  };
}

describe("a hint", () => {
  it("causes another fetch if it arrives during one, whose response may precede the change", async () => {
    const { adapter, arrived, release } = waitingAdapter();
    const { hints, time } = await openHints(adapter);
    await hints.hint("north", NUMBER);
    await arrived(1);
    time.now += 1;
    await hints.hint("north", NUMBER);
    release();
    await arrived(2);
    release();
    expect(adapter.asked).toEqual([NUMBER, NUMBER]);
  });

  it("is repeated by the background sync if the vendor fails", async () => {
    const adapter = scriptedAdapter(["phoneNumber"], () => Promise.reject(new Error("out of order")));
    const { hints, time, takeNext } = await openHints(adapter);
    await hints.hint("north", NUMBER);
    await expect.poll(() => adapter.asked.length).toBeGreaterThanOrEqual(1);
    await expect
      .poll(() => {
        time.now += 2000;
        return takeNext();
      })
      .toEqual(NUMBER);
  });

  it("is rejected when too many wait, and accepted again afterwards", async () => {
    const { adapter, arrived, release } = waitingAdapter();
    const { hints } = await openHints(adapter);
    for (let count = 0; count < 1000; count += 1) await hints.hint("north", NUMBER);
    await expect(hints.hint("north", NUMBER)).rejects.toMatchObject({ reason: "BUSY" });
    await arrived(1);
    release();
    await expect
      .poll(() =>
        hints.hint("north", NUMBER).then(
          () => "taken",
          () => "refused",
        ),
      )
      .toBe("taken");
    expect(adapter.asked.length).toBeLessThanOrEqual(2);
  });

  it("is given up at the end", async () => {
    const { adapter, arrived } = waitingAdapter();
    const { hints } = await openHints(adapter);
    await hints.hint("north", NUMBER);
    await arrived(1);
    await hints.close();
    expect(adapter.asked).toHaveLength(1);
  });
});

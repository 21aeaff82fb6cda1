import { setMaxListeners } from "node:events";
import { pino } from "pino";
import { afterEach, describe, expect, it } from "vitest";
import { GatewayError } from "../callback/errors.js";
import type { Question } from "../callback/question.js";
import type { Answer } from "../adapters/adapter.js";
import type { StoredCallback } from "../callback/query.js";
import type { Store } from "../stores/store.js";
import { openSqliteStore } from "../stores/sqlite/sqlite.js";
import { anObservation } from "../../test/support/observations.js";
import { anAnswer, scriptedAdapter, type ScriptedAdapter } from "../../test/support/scripted-adapter.js";
import { createRecorder } from "./recorder.js";
import { createRefresher, type Refresher, type RefreshOptions } from "./refresher.js";

const START = Date.UTC(2026, 0, 1);
const never = new AbortController().signal;
setMaxListeners(0, never);
const FOR_TEN_SECONDS: RefreshOptions = { maxStalenessMs: 10_000, waitMs: 5000, signal: never };
const NUMBER: Question = { by: "phoneNumber", phoneNumber: "+14155550100" };

interface Bench {
  readonly refresher: Refresher;
  readonly store: Store;
  readonly failures: string[];
  /** What the injected clock says: a test moves it. */
  readonly time: { now: number };
}

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function bench(adapter: ScriptedAdapter): Promise<Bench> {
  const store = await openSqliteStore(":memory:");
  const failures: string[] = [];
  const time = { now: START };
  const clock = (): number => time.now;
  const coverage = adapter.list === undefined ? "OBSERVED" : "COMPLETE";
  const refresher = await createRefresher({
    sources: [{ description: { name: "north", vendor: "ACME", capabilities: [], coverage }, adapter, concurrency: 2 }],
    store,
    recorder: createRecorder({ store, clock, logger: pino({ level: "silent" }) }),
    clock,
    onFailure: (_, { code }) => failures.push(code),
  });
  open.push(async () => {
    await refresher.close();
    await store.close();
  });
  return { refresher, store, failures, time };
}

/** A promise and its ends. */
function gate(): { readonly opened: Promise<void>; open(): void } {
  let release = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { opened, open: () => release() };
}

const unavailable = new GatewayError("VENDOR_UNAVAILABLE", "north answered 503", {
  source: "north",
  vendorCode: "503",
});

describe("the refresher", () => {
  it("asks what was never asked, and not again before it is staler than asked", async () => {
    const adapter = scriptedAdapter(["list"], () => Promise.resolve(anAnswer([anObservation(START)])));
    const made = await bench(adapter);
    expect(await made.refresher.refresh("north", "everything", FOR_TEN_SECONDS)).toMatchObject({
      freshness: "FRESH",
      asOf: START,
    });
    made.time.now += 10_000;
    await made.refresher.refresh("north", "everything", FOR_TEN_SECONDS);
    expect(adapter.asked).toHaveLength(1);
    made.time.now += 1;
    expect(await made.refresher.refresh("north", "everything", FOR_TEN_SECONDS)).toMatchObject({
      asOf: START + 10_001,
    });
    expect(adapter.asked).toHaveLength(2);
  });

  it("asks once, however many want to know at the same time", async () => {
    const held = gate();
    const adapter = scriptedAdapter(["phoneNumber"], async () => {
      await held.opened;
      return anAnswer();
    });
    const { refresher } = await bench(adapter);
    const reports = Array.from({ length: 50 }, () => refresher.refresh("north", [NUMBER], FOR_TEN_SECONDS));
    held.open();
    for (const report of await Promise.all(reports)) expect(report.freshness).toBe("FRESH");
    expect(adapter.asked).toEqual([NUMBER]);
  });

  it("asks again for one who wants it newer than the look that is under way", async () => {
    const held = gate();
    const adapter = scriptedAdapter(["list"], async () => {
      await held.opened;
      return anAnswer();
    });
    const made = await bench(adapter);
    const first = made.refresher.refresh("north", "everything", FOR_TEN_SECONDS);
    await expect.poll(() => adapter.asked).toHaveLength(1);
    made.time.now += 1000;
    const newer = made.refresher.refresh("north", "everything", { ...FOR_TEN_SECONDS, maxStalenessMs: 0 });
    held.open();
    expect(await first).toMatchObject({ freshness: "FRESH", asOf: START });
    expect(await newer).toMatchObject({ freshness: "FRESH", asOf: START + 1000, error: null });
    expect(adapter.asked).toHaveLength(2);
  });

  it("serves what is known when the time is over, and goes on for the next", async () => {
    const held = gate();
    const adapter = scriptedAdapter(["list"], async () => {
      await held.opened;
      return anAnswer([anObservation(START)]);
    });
    const { refresher, store } = await bench(adapter);
    const late = await refresher.refresh("north", "everything", { ...FOR_TEN_SECONDS, waitMs: 5 });
    expect(late).toMatchObject({ freshness: "UNAVAILABLE", asOf: null, error: { code: "DEADLINE_EXCEEDED" } });
    held.open();
    expect(await refresher.refresh("north", "everything", FOR_TEN_SECONDS)).toMatchObject({ freshness: "FRESH" });
    expect(adapter.asked).toHaveLength(1);
    expect(await store.find([{ source: "north", vendorId: "1" }])).not.toEqual([null]);
  });

  it("reports STALE with the time of the last answer where there was one", async () => {
    const held = gate();
    let isSlow = false;
    const adapter = scriptedAdapter(["list"], async () => {
      if (isSlow) await held.opened;
      return anAnswer();
    });
    const made = await bench(adapter);
    await made.refresher.refresh("north", "everything", FOR_TEN_SECONDS);
    isSlow = true;
    made.time.now += 60_000;
    const late = await made.refresher.refresh("north", "everything", { ...FOR_TEN_SECONDS, waitMs: 5 });
    expect(late).toMatchObject({ freshness: "STALE", asOf: START });
    held.open();
  });

  it("cancels work when the last one who wanted it has left, and not before", async () => {
    const started = gate();
    const canceled = gate();
    const adapter = scriptedAdapter(["phoneNumber"], (_, signal) => {
      started.open();
      return new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => {
          canceled.open();
          reject(new Error("given up"));
        });
      });
    });
    const made = await bench(adapter);
    const [first, second] = [new AbortController(), new AbortController()];
    const reports = [first, second].map(({ signal }) =>
      made.refresher.refresh("north", [NUMBER], { ...FOR_TEN_SECONDS, signal }),
    );
    await started.opened;
    first.abort();
    await reports[0];
    let isCanceled = false;
    void canceled.opened.then(() => {
      isCanceled = true;
    });
    expect(isCanceled).toBe(false);
    second.abort();
    await Promise.all([...reports, canceled.opened]);
    expect(made.failures).toEqual([]);
    expect(made.refresher.health("north").state).toBe("UP");
  });

  it("reports a failure, lets the vendor rest, and asks again afterwards", async () => {
    let isDown = true;
    const adapter = scriptedAdapter(["list"], () =>
      isDown ? Promise.reject(unavailable) : Promise.resolve(anAnswer()),
    );
    const made = await bench(adapter);
    for (let query = 0; query < 3; query += 1) {
      expect(await made.refresher.refresh("north", "everything", FOR_TEN_SECONDS)).toMatchObject({
        freshness: "UNAVAILABLE",
        error: { code: "VENDOR_UNAVAILABLE", vendorCode: "503" },
      });
    }
    expect(adapter.asked).toHaveLength(1);
    isDown = false;
    made.time.now += 1000;
    expect(await made.refresher.refresh("north", "everything", FOR_TEN_SECONDS)).toMatchObject({
      freshness: "FRESH",
      error: null,
    });
  });

  it("makes no call before retryAfter", async () => {
    const limited = new GatewayError("VENDOR_RATE_LIMITED", "north answered 429", { retryAfter: START + 60_000 });
    const adapter = scriptedAdapter(["list"], () => Promise.reject(limited));
    const made = await bench(adapter);
    await made.refresher.refresh("north", "everything", FOR_TEN_SECONDS);
    made.time.now += 59_999;
    const report = await made.refresher.refresh("north", "everything", FOR_TEN_SECONDS);
    expect(report.error).toMatchObject({ code: "VENDOR_RATE_LIMITED", retryAfter: START + 60_000 });
    expect(adapter.asked).toHaveLength(1);
    expect(made.refresher.health("north").rateLimit).toEqual({ remaining: 0, resetsAt: START + 60_000 });
  });

  it("says UNSUPPORTED where it cannot ask, and asks nothing", async () => {
    const adapter = scriptedAdapter(["phoneNumber"], () => Promise.resolve(anAnswer()));
    const { refresher } = await bench(adapter);
    expect(await refresher.refresh("north", [{ by: "agent", agentId: "a" }], FOR_TEN_SECONDS)).toMatchObject({
      freshness: "UNSUPPORTED",
    });
    expect(await refresher.refresh("north", "everything", FOR_TEN_SECONDS)).toMatchObject({ freshness: "UNSUPPORTED" });
    expect(adapter.asked).toEqual([]);
  });

  it("keeps fresh what is watched, and every number with an open callback", async () => {
    const watched: Question = { by: "agent", agentId: "a1" };
    const customer = { ...anObservation(0).callback.customer, phoneNumberRaw: "+14155550100" };
    const adapter = scriptedAdapter(
      ["agent", "phoneNumber"],
      (question) => Promise.resolve(anAnswer(question.by === "agent" ? [anObservation(START, { customer })] : [])),
      [watched],
    );
    const made = await bench(adapter);
    await made.refresher.refresh("north", "everything", FOR_TEN_SECONDS);
    expect(adapter.asked).toEqual([watched]);
    made.time.now += 20_000;
    await made.refresher.refresh("north", "everything", FOR_TEN_SECONDS);
    expect(adapter.asked.slice(1)).toEqual([watched, NUMBER]);
  });

  it("asks for a list instead of many numbers where the vendor can list", async () => {
    const adapter = scriptedAdapter(["list", "phoneNumber"], () => Promise.resolve(anAnswer()));
    const { refresher } = await bench(adapter);
    const numbers = Array.from({ length: 50 }, (_, index): Question => ({
      by: "phoneNumber",
      phoneNumber: `+1415555${index}`,
    }));
    expect(await refresher.refresh("north", numbers, FOR_TEN_SECONDS)).toMatchObject({ freshness: "FRESH" });
    expect(adapter.asked).toEqual([{ by: "list" }]);
  });

  it("reports a sweep that failed in part as STALE, with the failure, and records the rest", async () => {
    const watched: Question[] = [NUMBER, { by: "phoneNumber", phoneNumber: "+14155550101" }];
    let isBroken = false;
    const adapter = scriptedAdapter(
      ["phoneNumber"],
      (question) => (isBroken && question === watched[0] ? Promise.reject(unavailable) : Promise.resolve(anAnswer())),
      watched,
    );
    adapter.findByPhoneNumber = (phoneNumber) =>
      isBroken && phoneNumber === "+14155550100"
        ? Promise.reject(unavailable)
        : Promise.resolve(anAnswer([anObservation(made.time.now)]));
    const made = await bench(adapter);
    await made.refresher.refresh("north", "everything", FOR_TEN_SECONDS);
    isBroken = true;
    made.time.now += 60_000;
    const report = await made.refresher.refresh("north", "everything", FOR_TEN_SECONDS);
    expect(report).toMatchObject({ freshness: "STALE", asOf: START, error: { code: "VENDOR_UNAVAILABLE" } });
    expect((await made.store.find([{ source: "north", vendorId: "1" }]))[0]?.observedAt).toBe(START + 60_000);
  });

  it("says DOWN after failures in a row, and UP only after a run of successes", async () => {
    let isDown = true;
    const adapter = scriptedAdapter(["list"], () =>
      isDown ? Promise.reject(unavailable) : Promise.resolve(anAnswer()),
    );
    const made = await bench(adapter);
    const states: string[] = [];
    const look = async (): Promise<void> => {
      made.time.now += 20_000;
      await made.refresher.refresh("north", "everything", FOR_TEN_SECONDS);
      const { state } = made.refresher.health("north");
      if (state !== states.at(-1)) states.push(state);
    };
    for (let query = 0; query < 4; query += 1) await look();
    isDown = false;
    for (let query = 0; query < 12; query += 1) await look();
    expect(states).toEqual(["DEGRADED", "DOWN", "DEGRADED", "UP"]);
  });

  it("asks by id for what an agent's answer lacks: it may have another agent by now, and is GONE only by its id", async () => {
    const agents = new Map([["1", "a1"]]);
    const held = (vendorId: string): Answer => {
      const agentId = agents.get(vendorId);
      if (agentId === undefined) return anAnswer();
      const assignment = { agentId, type: "UNKNOWN", exclusive: null, assignedAt: null } as const;
      return anAnswer([anObservation(made.time.now, { vendorId, assignment })]);
    };
    const adapter = scriptedAdapter(["agent", "id"], (question) =>
      Promise.resolve(question.by === "id" ? held(question.vendorId) : held("1")),
    );
    adapter.findByAgent = (agentId) => Promise.resolve(agents.get("1") === agentId ? held("1") : anAnswer());
    const made = await bench(adapter);
    const look = async (): Promise<StoredCallback | null> => {
      made.time.now += 20_000;
      await made.refresher.refresh("north", [{ by: "agent", agentId: "a1" }], FOR_TEN_SECONDS);
      return (await made.store.find([{ source: "north", vendorId: "1" }]))[0] ?? null;
    };
    await look();
    agents.set("1", "a2");
    expect(await look()).toMatchObject({
      heldByVendor: true,
      missedAt: null,
      callback: { assignment: { agentId: "a2" } },
    });
    expect((await look())?.heldByVendor).toBe(true);
    agents.set("1", "a1");
    made.time.now += 20_000;
    await made.refresher.refresh("north", [{ by: "id", vendorId: "1" }], FOR_TEN_SECONDS);
    agents.delete("1");
    expect(await look()).toMatchObject({ heldByVendor: true });
    expect(await look()).toMatchObject({ heldByVendor: false });
  });
});

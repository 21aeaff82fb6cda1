import { afterEach, describe, expect, it } from "vitest";
import { GatewayError } from "../../domain/errors.js";
import type { VendorQuery } from "../../domain/vendor/vendor-query.js";
import { anObservation } from "../../../test/support/observations.js";
import {
  closeBenches,
  FOR_TEN_SECONDS,
  gate,
  NUMBER,
  refresherBench,
  START,
} from "../../../test/support/refresher-bench.js";
import { aPage, scriptedAdapter } from "../../../test/support/scripted-adapter.js";

afterEach(closeBenches);

const unavailable = new GatewayError("VENDOR_UNAVAILABLE", "north responded with 503", {
  source: "north",
  vendorCode: "503",
});

describe("the refresher, when a source is slow, rejects or is down", () => {
  it("returns stored data when the time is over, and continues for the next request", async () => {
    const held = gate();
    const adapter = scriptedAdapter(["list"], async () => {
      await held.opened;
      return aPage([anObservation(START)]);
    });
    const { refresher, store } = await refresherBench(adapter);
    const late = await refresher.refresh("north", "everything", { ...FOR_TEN_SECONDS, waitMs: 5 });
    expect(late).toMatchObject({ freshness: "UNAVAILABLE", asOf: null, error: { code: "DEADLINE_EXCEEDED" } });
    held.open();
    expect(await refresher.refresh("north", "everything", FOR_TEN_SECONDS)).toMatchObject({ freshness: "FRESH" });
    expect(adapter.asked).toHaveLength(1);
    expect(await store.find([{ source: "north", vendorId: "1" }])).not.toEqual([null]);
  });

  it("reports STALE with the time of the last response, if there was one", async () => {
    const held = gate();
    let isSlow = false;
    const adapter = scriptedAdapter(["list"], async () => {
      if (isSlow) await held.opened;
      return aPage();
    });
    const made = await refresherBench(adapter);
    await made.refresher.refresh("north", "everything", FOR_TEN_SECONDS);
    isSlow = true;
    made.time.now += 60_000;
    const late = await made.refresher.refresh("north", "everything", { ...FOR_TEN_SECONDS, waitMs: 5 });
    expect(late).toMatchObject({ freshness: "STALE", asOf: START });
    held.open();
  });

  it("cancels work when its last client has disconnected, and not before", async () => {
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
    const made = await refresherBench(adapter);
    const [first, second] = [new AbortController(), new AbortController()];
    const reports = [first, second].map((client) =>
      made.refresher.refresh("north", [NUMBER], { ...FOR_TEN_SECONDS, client }),
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

  it("reports a failure, backs off, and retries afterwards", async () => {
    let isDown = true;
    const adapter = scriptedAdapter(["list"], () => (isDown ? Promise.reject(unavailable) : Promise.resolve(aPage())));
    const made = await refresherBench(adapter);
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
    const limited = new GatewayError("VENDOR_RATE_LIMITED", "north responded with 429", { retryAfter: START + 60_000 });
    const adapter = scriptedAdapter(["list"], () => Promise.reject(limited));
    const made = await refresherBench(adapter);
    await made.refresher.refresh("north", "everything", FOR_TEN_SECONDS);
    made.time.now += 59_999;
    const report = await made.refresher.refresh("north", "everything", FOR_TEN_SECONDS);
    expect(report.error).toMatchObject({ code: "VENDOR_RATE_LIMITED", retryAfter: START + 60_000 });
    expect(adapter.asked).toHaveLength(1);
    expect(made.refresher.health("north").rateLimit).toEqual({ remaining: 0, resetsAt: START + 60_000 });
  });

  it("reports a sweep that failed in part as STALE, with the failure, and records the rest", async () => {
    const watched: VendorQuery[] = [NUMBER, { by: "phoneNumber", phoneNumber: "+14155550101" }];
    let isBroken = false;
    const adapter = scriptedAdapter(
      ["phoneNumber"],
      (query) => (isBroken && query === watched[0] ? Promise.reject(unavailable) : Promise.resolve(aPage())),
      watched,
    );
    adapter.findByPhoneNumber = (phoneNumber) =>
      isBroken && phoneNumber === "+14155550100"
        ? Promise.reject(unavailable)
        : Promise.resolve(aPage([anObservation(made.time.now)]));
    const made = await refresherBench(adapter);
    await made.refresher.refresh("north", "everything", FOR_TEN_SECONDS);
    isBroken = true;
    made.time.now += 60_000;
    const report = await made.refresher.refresh("north", "everything", FOR_TEN_SECONDS);
    expect(report).toMatchObject({ freshness: "STALE", asOf: START, error: { code: "VENDOR_UNAVAILABLE" } });
    expect((await made.store.find([{ source: "north", vendorId: "1" }]))[0]?.observedAt).toBe(START + 60_000);
  });

  it("reports DOWN after failures in a row, and UP only after a run of successes", async () => {
    let isDown = true;
    const adapter = scriptedAdapter(["list"], () => (isDown ? Promise.reject(unavailable) : Promise.resolve(aPage())));
    const made = await refresherBench(adapter);
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
});

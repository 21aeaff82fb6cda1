import { describe, expect, it } from "vitest";
import { anObservation } from "../../../test/support/observations.js";
import { aPage } from "../../../test/support/scripted-adapter.js";
import { NO_ROUTING } from "../../domain/callback.js";
import { GatewayError } from "../../domain/errors.js";
import { reportedStatus, type CallbackStatus } from "../../domain/status.js";
import { createWebexEstimates } from "./estimates.js";

const options = { signal: new AbortController().signal };
const task = (vendorId: string, queueId: string | null, status: CallbackStatus = "QUEUED") =>
  anObservation(1, { vendorId, ...reportedStatus(status, "w"), routing: { ...NO_ROUTING, queueId } });

/** Estimates whose vendor responds with 1,000 ms for each character of a queue's id, and what it was requested. */
function open(fail: () => boolean = () => false) {
  const time = { now: 0 };
  const requested: string[] = [];
  const estimates = createWebexEstimates({
    clock: () => time.now,
    fetchWait(queueId) {
      requested.push(queueId);
      if (fail()) return Promise.reject(new GatewayError("VENDOR_UNAVAILABLE", "away"));
      return Promise.resolve(queueId === "unknown" ? null : queueId.length * 1000);
    },
  });
  return { time, requested, estimates };
}

describe("the estimated wait of a queue", () => {
  it("is added to the callbacks that wait in it, and requested once a minute", async () => {
    const { time, requested, estimates } = open();
    const page = aPage([task("a", "q"), task("b", "q", "RETRYING"), task("c", "q", "IN_PROGRESS"), task("d", null)]);
    const waits = async () =>
      (await estimates.addTo(page, options)).observations.map(({ callback }) => callback.estimate?.waitMs ?? null);
    expect(await waits()).toEqual([1000, 1000, null, null]);
    time.now = 59_999;
    expect(await waits()).toEqual([1000, 1000, null, null]);
    expect(requested).toEqual(["q"]);
    time.now = 60_000;
    await waits();
    expect(requested).toEqual(["q", "q"]);
  });

  it("is left out where the vendor has too few samples, or fails", async () => {
    const { estimates } = open();
    const unknown = await estimates.addTo(aPage([task("a", "unknown")]), options);
    expect(unknown.observations[0]?.callback.estimate).toBeNull();
    const failing = open(() => true);
    const page = aPage([task("a", "q"), task("b", "r")]);
    expect(await failing.estimates.addTo(page, options)).toEqual(page);
    expect(failing.requested).toEqual(["q"]);
  });

  it("takes few requests a page: the queues with the oldest estimate first", async () => {
    const { requested, estimates } = open();
    const page = aPage(Array.from({ length: 8 }, (_, index) => task(`t${index}`, `q${index}`)));
    await estimates.addTo(page, options);
    expect(requested).toHaveLength(5);
    await estimates.addTo(page, options);
    expect(new Set(requested).size).toBe(8);
  });

  it("changes the content hash, so that it is stored", async () => {
    const { estimates } = open();
    const before = aPage([task("a", "q")]);
    const after = await estimates.addTo(before, options);
    expect(after.observations[0]?.contentHash).not.toBe(before.observations[0]?.contentHash);
  });
});

import { pino } from "pino";
import { describe, expect, it } from "vitest";
import type { EndedRequest } from "../stores/store.js";
import { deleteEndedCallbacks } from "./ended-callbacks.js";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const START = Date.UTC(2026, 5, 1);

/** A store with callbacks that ended one a minute, and a time that passes with each sleep. */
function aStore(count: number) {
  let ends = Array.from({ length: count }, (_, index) => START - 11 * DAY - (count - index) * MINUTE);
  const time = { now: START };
  const requests: EndedRequest[] = [];
  const take = (request: EndedRequest): Promise<number> => {
    requests.push(request);
    const old = ends.filter((at) => at < request.endedBefore).slice(0, request.limit);
    ends = ends.slice(old.length);
    return Promise.resolve(old.length);
  };
  return {
    time,
    requests,
    left: () => ends.length,
    store: {
      estimateCallbacks: () => Promise.resolve(ends.length),
      deleteEnded: take,
      removeFromEnded: (request: EndedRequest) => take({ ...request, endedBefore: Number.NEGATIVE_INFINITY }),
    },
  };
}

/** Runs until this much time has passed. */
async function run(of: ReturnType<typeof aStore>, policy: Parameters<typeof deleteEndedCallbacks>[1], ms: number) {
  const stopped = new AbortController();
  const { time, store } = of;
  const until = time.now + ms;
  const timer = {
    now: () => time.now,
    async sleep(pauseMs: number) {
      await Promise.resolve();
      time.now += pauseMs;
      if (time.now >= until) stopped.abort();
    },
  };
  const logger = pino({ level: "silent" });
  await deleteEndedCallbacks("north", policy, { store, clock: () => time.now, timer, logger }, stopped.signal);
}

describe("the deletion of ended callbacks", () => {
  it("deletes in small steps, at most a fiftieth of all a minute after a start, until none is old enough", async () => {
    const of = aStore(5000);
    const policy = { callbacksMs: 10 * DAY, vendorRecordsMs: null, personalDataMs: null };
    await run(of, policy, 3 * MINUTE);
    expect(of.left()).toBeGreaterThan(4600);
    expect(of.left()).toBeLessThan(5000);
    expect(Math.max(...of.requests.map(({ limit }) => limit))).toBe(25);
    await run(of, policy, 600 * MINUTE);
    expect(of.left()).toBe(0);
  });

  it("requests nothing that is off", async () => {
    const of = aStore(10);
    await run(of, { callbacksMs: null, vendorRecordsMs: null, personalDataMs: null }, 10 * MINUTE);
    expect(of.requests).toEqual([]);
    expect(of.time.now).toBe(START);
  });

  it("continues after a failure of the store", async () => {
    const of = aStore(10);
    let failures = 2;
    const store = {
      ...of.store,
      deleteEnded: (request: EndedRequest) =>
        failures-- > 0 ? Promise.reject(new Error("the database is down")) : of.store.deleteEnded(request),
    };
    await run({ ...of, store }, { callbacksMs: 10 * DAY, vendorRecordsMs: null, personalDataMs: null }, 600 * MINUTE);
    expect(of.left()).toBe(0);
  });
});

import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { GatewayError } from "../../domain/errors.js";
import type { VendorQuery } from "../../domain/vendor/vendor-query.js";
import { syncSchema } from "../../config/settings-sections.js";
import { promiseOf } from "./intervals.js";
import { createPollTimes, type PollTimes } from "./poll-times.js";
import { planSync, type OpenTarget, type QueryOptions, type SyncPlan } from "./plan.js";
import { createSchedule, type Schedule } from "./schedule.js";

const MINUTE = 60_000;
const INTERVALS = syncSchema.parse({});
const DOWN = new GatewayError("VENDOR_UNAVAILABLE", "north responded with 503");

const numbersOnly: QueryOptions = {
  watched: [],
  queryFor: ({ customer }): VendorQuery => ({ by: "phoneNumber", phoneNumber: customer.phoneNumberRaw ?? "" }),
  discovery: null,
  hasFullList: false,
  listPages: 0,
};

function target(index: number, inMs: number): OpenTarget {
  return {
    vendorId: `c${index}`,
    customer: { phoneNumberRaw: `+${index}`, contactId: null },
    assignment: null,
    timing: "SCHEDULED",
    status: "SCHEDULED",
    windowStart: inMs,
    windowEnd: null,
    nextAttemptAt: null,
    statusChangedAt: 0,
  };
}

interface Bench {
  readonly time: { now: number };
  readonly pollTimes: PollTimes;
  readonly schedule: Schedule;
  /** Sends requests at an even pace; returns the keys in order. */
  readonly run: (ms: number, perMinute: number, isAnswered?: (key: string) => boolean) => string[];
}

function open(): Bench {
  const time = { now: 0 };
  const pollTimes = createPollTimes({ now: () => time.now, sleep: () => Promise.resolve() });
  const schedule = createSchedule(pollTimes);
  return {
    time,
    pollTimes,
    schedule,
    run(ms, perMinute, isAnswered = () => true) {
      const sent: string[] = [];
      for (const until = time.now + ms; time.now < until; time.now += MINUTE / perMinute) {
        const key = schedule.take(time.now);
        if (key === null) continue;
        sent.push(key.key);
        if (isAnswered(key.key)) pollTimes.succeeded(key.key, { requestedAt: time.now, at: time.now });
        else {
          pollTimes.failed(key.key, DOWN, time.now);
          schedule.expedite(key.query, time.now + 1000);
        }
        schedule.done(key);
      }
      return sent;
    },
  };
}

const plan = (targets: readonly OpenTarget[], options: QueryOptions, perMinute: number, now = 0): SyncPlan =>
  planSync(targets, options, { intervals: INTERVALS, now, perMinute });

describe("the schedule", () => {
  it("polls every key within its interval, for any number, times and quota", () => {
    const lanes = fc.record({
      hot: fc.integer({ min: 0, max: 60 }),
      today: fc.integer({ min: 0, max: 200 }),
      far: fc.integer({ min: 0, max: 400 }),
    });
    fc.assert(
      fc.property(lanes, fc.integer({ min: 20, max: 600 }), ({ hot, today, far }, perMinute) => {
        const targets = [
          ...Array.from({ length: hot }, (_, index) => target(index, 5 * MINUTE)),
          ...Array.from({ length: today }, (_, index) => target(1000 + index, 300 * MINUTE)),
          ...Array.from({ length: far }, (_, index) => target(2000 + index, 5000 * MINUTE)),
        ];
        const { pollTimes, schedule, time, run } = open();
        const planned = plan(targets, numbersOnly, perMinute);
        schedule.follow(planned);
        run(((targets.length + 20) / perMinute) * 1.2 * MINUTE, perMinute);
        for (const key of planned.keys.values()) expect(pollTimes.pollTimeOf(key)).not.toBeNull();
        schedule.follow(planned);
        // From then on: no key is ever older than its lane's promise.
        const longest = Math.max(...[...planned.keys.values()].map(({ lane }) => promiseOf(planned.periods[lane])), 0);
        run(longest, perMinute);
        for (let checks = 0; checks < 10; checks += 1) {
          run(longest / 5, perMinute);
          for (const key of planned.keys.values()) {
            const age = time.now - (pollTimes.pollTimeOf(key)?.at ?? Number.NEGATIVE_INFINITY);
            expect(age).toBeLessThanOrEqual(promiseOf(planned.periods[key.lane]) + 2000);
          }
        }
      }),
      { numRuns: 12 },
    );
  }, 60_000);

  it("never lets an urgent key wait behind others", () => {
    const { schedule, run } = open();
    const targets = [
      target(0, MINUTE),
      ...Array.from({ length: 500 }, (_, index) => target(1000 + index, 5000 * MINUTE)),
    ];
    schedule.follow(plan(targets, numbersOnly, 60));
    run(20 * MINUTE, 60);
    const sent = run(10 * MINUTE, 60);
    const urgent = sent.flatMap((key, index) => (key === "phoneNumber:+0" ? [index] : []));
    const gaps = urgent.slice(1).map((at, index) => at - (urgent[index] ?? 0));
    // Every twelve seconds, at a request a second.
    expect(Math.max(...gaps)).toBeLessThanOrEqual(14);
    expect(urgent.length).toBeGreaterThanOrEqual(40);
  });

  it("spreads the far keys evenly instead of requesting them in bursts", () => {
    const { schedule, run } = open();
    const targets = Array.from({ length: 120 }, (_, index) => target(index, 5000 * MINUTE));
    schedule.follow(plan(targets, numbersOnly, 600));
    // The initial sync requests them one after another.
    run(MINUTE, 600);
    schedule.follow(plan(targets, numbersOnly, 600));
    run(12 * MINUTE, 600);
    for (let minute = 0; minute < 24; minute += 1) {
      const sent = run(MINUTE, 600).length;
      expect(sent).toBeGreaterThanOrEqual(8);
      expect(sent).toBeLessThanOrEqual(12);
    }
  });

  it("polls new keys first, except for one request in twenty", () => {
    const { pollTimes, schedule, run } = open();
    const hot = Array.from({ length: 50 }, (_, index) => target(index, MINUTE));
    for (const { vendorId } of hot) pollTimes.observed(vendorId, { requestedAt: -60_000, at: -60_000 }, 1);
    const watched = Array.from({ length: 400 }, (_, index): VendorQuery => ({
      by: "phoneNumber",
      phoneNumber: `+9${index}`,
    }));
    schedule.follow(plan(hot, { ...numbersOnly, watched }, 300));
    const sent = run(MINUTE, 300);
    expect(sent.filter((key) => key.startsWith("phoneNumber:+9")).length).toBeGreaterThanOrEqual(280);
    expect(sent.filter((key) => !key.startsWith("phoneNumber:+9")).length).toBeGreaterThanOrEqual(14);
  });

  it("polls an expedited key at once, once, and as planned from then on", () => {
    const { schedule, run, time } = open();
    const targets = Array.from({ length: 100 }, (_, index) => target(index, 5000 * MINUTE));
    schedule.follow(plan(targets, numbersOnly, 300));
    run(MINUTE, 300);
    schedule.follow(plan(targets, numbersOnly, 300));
    schedule.expedite({ by: "phoneNumber", phoneNumber: "+42" }, time.now);
    schedule.expedite({ by: "phoneNumber", phoneNumber: "+42" }, time.now);
    schedule.expedite({ by: "id", vendorId: "unknown" }, time.now);
    const sent = run(5000, 300);
    expect(sent.filter((key) => key === "phoneNumber:+42")).toHaveLength(1);
    expect(sent.slice(0, 2).toSorted()).toEqual(["id:unknown", "phoneNumber:+42"]);
  });

  it("retries a failed key by itself, and continues with the others", () => {
    const { pollTimes, schedule, run } = open();
    const targets = Array.from({ length: 20 }, (_, index) => target(index, 60 * MINUTE));
    const planned = plan(targets, numbersOnly, 60);
    schedule.follow(planned);
    const sent = run(10 * MINUTE, 60, (key) => key !== "phoneNumber:+3");
    expect(sent.filter((key) => key === "phoneNumber:+3").length).toBeGreaterThan(50);
    for (const key of planned.keys.values()) {
      if (key.key !== "phoneNumber:+3") expect(pollTimes.pollTimeOf(key)?.at).toBeGreaterThan(5 * MINUTE);
    }
  });

  it("skips a key that a client has just fetched", () => {
    const { pollTimes, schedule, run, time } = open();
    const targets = Array.from({ length: 10 }, (_, index) => target(index, MINUTE));
    schedule.follow(plan(targets, numbersOnly, 300));
    run(MINUTE, 300);
    const key = "phoneNumber:+5";
    for (let second = 0; second < 60; second += 1) {
      pollTimes.succeeded(key, { requestedAt: time.now, at: time.now });
      expect(run(1000, 300)).not.toContain(key);
    }
  });

  it("has nothing to do without a plan, and returns for how long", () => {
    const { schedule, time } = open();
    expect(schedule.take(0)).toBeNull();
    expect(schedule.waitMs(0)).toBe(Number.POSITIVE_INFINITY);
    schedule.expedite({ by: "id", vendorId: "x" }, 500);
    expect(schedule.waitMs(100)).toBe(400);
    time.now = 500;
    expect(schedule.take(500)?.key).toBe("id:x");
  });
});

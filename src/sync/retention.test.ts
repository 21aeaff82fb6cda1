import { describe, expect, it } from "vitest";
import { createRetention, type Retention } from "./retention.js";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const KEEP = 7 * DAY;
const START = Date.UTC(2026, 5, 1);

/** A log with one record a minute, and the two clocks of the process that trims it. */
function aLog(days: number) {
  let records = Array.from({ length: days * 24 * 60 }, (_, index) => START - days * DAY + index * MINUTE);
  const time = { wall: START, monotonic: 5000 };
  const begin = (): Retention =>
    createRetention({
      keepMs: KEEP,
      now: () => time.wall,
      monotonic: () => time.monotonic,
      count: () => Promise.resolve(records.length),
      drop(before, limit) {
        const kept = records.findIndex((at) => at >= before);
        const dropped = Math.min(limit, kept === -1 ? records.length : kept);
        records = records.slice(dropped);
        return Promise.resolve(dropped);
      },
    });
  let retention = begin();
  return {
    time,
    size: () => records.length,
    oldest: () => records[0] ?? Number.POSITIVE_INFINITY,
    restart: () => {
      retention = begin();
    },
    /** Advances the clocks, with a step every minute, and adds one record a minute. */
    async run(ms: number): Promise<void> {
      for (let passed = 0; passed < ms; passed += MINUTE) {
        time.wall += MINUTE;
        time.monotonic += MINUTE;
        records.push(time.wall);
        while (await retention.step());
      }
    },
    async step(): Promise<void> {
      while (await retention.step());
    },
  };
}

/** A log that is trimmed regularly by now. */
async function settled(): Promise<ReturnType<typeof aLog>> {
  const log = aLog(8);
  await log.run(DAY);
  expect(log.oldest()).toBe(log.time.wall - KEEP);
  return log;
}

describe("deletion by age", () => {
  it("is dropped a minute after its time, once that goes its way", async () => {
    const log = await settled();
    await log.run(HOUR);
    expect(log.oldest()).toBe(log.time.wall - KEEP);
  });

  it.each<[string, number]>([
    ["a minute", MINUTE],
    ["an hour", HOUR],
    ["eight days", 8 * DAY],
    ["a year", 365 * DAY],
  ])("is not dropped early by a clock that is %s ahead for five seconds", async (_, ahead) => {
    const log = await settled();
    const size = log.size();
    log.time.wall += ahead;
    log.time.monotonic += 5 * SECOND;
    await log.step();
    log.time.wall -= ahead - 5 * SECOND;
    await log.step();
    expect(size - log.size()).toBeLessThanOrEqual(1);
    await log.run(HOUR);
    expect(log.oldest()).toBeLessThan(log.time.wall - KEEP + MINUTE);
    expect(log.oldest()).toBeGreaterThan(log.time.wall - KEEP - 2 * MINUTE);
  });

  it("is not dropped early by a clock that stays ahead", async () => {
    const log = await settled();
    log.time.wall += 8 * DAY;
    const size = log.size();
    await log.run(2 * HOUR);
    expect(log.size()).toBe(size);
  });

  it.each([HOUR, 30 * DAY])(
    "waits for a clock that was set back by %d ms, and continues where it stopped",
    async (back) => {
      const log = await settled();
      const size = log.size();
      log.time.wall -= back;
      await log.run(10 * MINUTE);
      expect(log.size()).toBe(size + 10);
      log.time.wall += back;
      await log.run(MINUTE);
      expect(log.oldest()).toBe(log.time.wall - KEEP);
    },
  );

  it("is not dropped in the minute after a start, and then at most 2 % of it a minute", async () => {
    const log = aLog(30);
    await log.step();
    log.time.wall += 8 * DAY;
    log.time.monotonic += 5 * SECOND;
    await log.step();
    log.time.wall -= 8 * DAY;
    const size = log.size();
    expect(size - 30 * 24 * 60).toBeGreaterThanOrEqual(-0.02 * 30 * 24 * 60 * (5 / 60) - 1);
    for (let minutes = 1; minutes <= 20; minutes += 1) {
      const before = log.size();
      await log.run(MINUTE);
      expect(before + 1 - log.size()).toBeLessThanOrEqual(Math.ceil(0.02 * (before + 1)));
    }
    expect(log.size()).toBeLessThan(size * 0.75);
    await log.run(3 * HOUR);
    expect(log.oldest()).toBe(log.time.wall - KEEP);
  });

  it("begins as slowly after every restart", async () => {
    const log = aLog(30);
    for (let restarts = 0; restarts < 50; restarts += 1) {
      log.restart();
      log.time.monotonic += SECOND;
      log.time.wall += SECOND + 8 * DAY;
      await log.step();
      log.time.wall -= 8 * DAY;
    }
    expect(log.size()).toBeGreaterThan(30 * 24 * 60 * 0.98);
  });

  it("happens eventually with only a few records", async () => {
    const log = aLog(0);
    await log.run(9 * DAY);
    expect(log.oldest()).toBeGreaterThanOrEqual(log.time.wall - KEEP - MINUTE);
  });
});

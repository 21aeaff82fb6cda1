import { pino } from "pino";
import { expect, it, vi } from "vitest";
import type { Timer } from "../domain/time/timer.js";
import { openSharedClock } from "./shared-clock.js";

const START = Date.UTC(2026, 5, 1);
const logger = pino({ level: "silent" });

/** A timer whose pauses end when the test says so. */
function ownTimer(): Timer & { monotonic: number; wake(): void } {
  let wakes: (() => void)[] = [];
  return {
    monotonic: 0,
    now() {
      return this.monotonic;
    },
    sleep: (_, signal) =>
      new Promise((resolve) => {
        wakes.push(resolve);
        signal?.addEventListener("abort", () => resolve());
      }),
    wake() {
      const due = wakes;
      wakes = [];
      for (const wake of due) wake();
    },
  };
}

it("is missing if the store has no clock", async () => {
  expect(
    await openSharedClock({ store: { sharedTime: () => Promise.resolve(null) }, timer: ownTimer(), logger }),
  ).toBeNull();
});

it("follows the store's clock by the timer, at any wall clock time and while the store is down", async () => {
  const timer = ownTimer();
  let ahead = 0;
  let isAway = false;
  let looks = 0;
  const sharedTime = (): Promise<number> => {
    looks += 1;
    // Query and response take 10 ms each.
    timer.monotonic += 20;
    return isAway ? Promise.reject(new Error("away")) : Promise.resolve(START + timer.monotonic - 10 + ahead);
  };
  const dateNow = vi.spyOn(Date, "now").mockReturnValue(0);
  const shared = await openSharedClock({ store: { sharedTime }, timer, logger });
  const error = (): number => (shared?.clock() ?? 0) - START - timer.monotonic;
  const readAfterWrite = async (): Promise<void> => {
    const before = looks;
    timer.wake();
    await vi.waitFor(() => expect(looks).toBe(before + 1));
  };
  expect(error()).toBe(0);
  timer.monotonic += 5000;
  expect(error()).toBe(0);
  isAway = true;
  await readAfterWrite();
  timer.monotonic += 60_000;
  expect(error()).toBe(0);
  isAway = false;
  ahead = 1000;
  await readAfterWrite();
  await vi.waitFor(() => expect(error()).toBe(1000));
  await shared?.close();
  dateNow.mockRestore();
});

import { describe, expect, it } from "vitest";
import { PER_MINUTE, simulate } from "../support/simulate.js";

const MINUTE = 60_000;
const ROUNDING_MS = 10_000;

describe.each([
  ["WEBEX", 300, 10],
  ["WEBEX", 2000, 30],
  ["WEBEX", 5000, 10],
  ["MINDFUL", 300, 10],
  ["MINDFUL", 2000, 20],
] as const)("%s with %i open callbacks, found by number alone", (vendor, open, minutes) => {
  it(
    "observes everything in time, and publishes changes within the promised time",
    { timeout: 1_800_000 },
    async () => {
      const figures = await simulate({ vendor, open, minutes });
      expect(figures.initialMs).toBeLessThanOrEqual((open / PER_MINUTE) * 1.1 * MINUTE + ROUNDING_MS);
      expect(figures.mostRequestsInAnyMinute).toBeLessThanOrEqual(PER_MINUTE + 2);
      expect(figures.refusals).toBe(0);
      expect([...figures.healths]).toEqual(["UP"]);
      // What is not known yet is said.
      for (const report of figures.early) {
        expect(report).toMatchObject({ freshness: "STALE", asOf: null, error: null });
        expect(report.reason).toMatch(/never requested: [\d,]+/u);
      }
      expect(figures.hot.count).toBeGreaterThan(50);
      expect(figures.hot.max).toBeLessThanOrEqual(figures.state.dueSoonDelayMs * 1.1);
      if (open <= 2000) expect(figures.hot.p95).toBeLessThanOrEqual(30_000);
      const worst = Math.max(figures.longestPendingMs, figures.far.count === 0 ? 0 : figures.far.max);
      expect(worst).toBeLessThanOrEqual(figures.state.laterDelayMs);
      expect(figures.freshShare).toBeGreaterThanOrEqual(open > 2000 ? 0.85 : 0.95);
      expect(figures.state.neverRequestedKeys).toBe(0);
    },
  );
});

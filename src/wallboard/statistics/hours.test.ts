import { describe, expect, it } from "vitest";
import { hoursOf, untimedOf } from "./hours.js";

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 5, 1, 12, 20);

const aGroup = (at: number | null, count: number, overdueCount = 0) => ({
  bucketStart: at === null ? null : new Date(at).toISOString(),
  count,
  overdueCount,
});

describe("the chart of hours", () => {
  it("leaves out no callback with a window, however far away it is", () => {
    const groups = [aGroup(NOW - 90 * HOUR, 3, 3), aGroup(NOW, 5, 1), aGroup(NOW + 400 * HOUR, 7), aGroup(null, 2)];
    const hours = hoursOf(groups, NOW);
    expect(hours.reduce((sum, { overdue, open }) => sum + overdue + open, 0)).toBe(15);
    expect(hours[0]).toEqual({ at: null, place: "before", overdue: 3, open: 0 });
    expect(hours.at(-1)).toEqual({ at: null, place: "after", overdue: 0, open: 7 });
    expect(untimedOf(groups)).toBe(2);
  });

  it("has the hours of zones that are half an hour apart", () => {
    const at = Date.UTC(2026, 5, 1, 11, 30);
    const filled = hoursOf([aGroup(at, 4)], NOW).filter(({ open }) => open > 0);
    expect(filled).toEqual([{ at, place: "hour", overdue: 0, open: 4 }]);
  });
});

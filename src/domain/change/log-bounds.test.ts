import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canResumeAfter, countAfter, positionBefore, type LogBounds } from "./log-bounds.js";

/** Changes 11 to 20, 101 to 110, 1,001 to 1,010. */
const BOUNDS: LogBounds = {
  floor: 10,
  last: 1010,
  gaps: [
    { after: 20, before: 101 },
    { after: 110, before: 1001 },
  ],
};

/** Bounds, and all their positions in order. */
const logs = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 2, max: 9 })), { minLength: 1 })
  .map((parts): { readonly bounds: LogBounds; readonly positions: readonly number[] } => {
    const positions: number[] = [];
    const gaps: LogBounds["gaps"][number][] = [];
    for (const [count, width] of parts) {
      const after = positions.at(-1) ?? 0;
      const before = positions.length === 0 ? 1 : after + width;
      if (positions.length > 0) gaps.push({ after, before });
      for (let at = 0; at < count; at += 1) positions.push(before + at);
    }
    return { bounds: { floor: 0, last: positions.at(-1) ?? 0, gaps }, positions };
  });

describe("the bounds of a log with gaps", () => {
  it("contain the positions of its changes and of its floor, and none of a gap", () => {
    for (const position of [10, 11, 20, 101, 110, 1001, 1010]) expect(canResumeAfter(position, BOUNDS)).toBe(true);
    for (const position of [0, 9, 21, 99, 100, 111, 1000, 1011]) expect(canResumeAfter(position, BOUNDS)).toBe(false);
  });

  it("count the positions after any one without the gaps", () => {
    fc.assert(
      fc.property(logs, fc.nat(100), ({ bounds, positions }, position) => {
        expect(countAfter(position, bounds)).toBe(positions.filter((one) => one > position).length);
      }),
    );
  });

  it("find the position after which there are so many", () => {
    fc.assert(
      fc.property(logs, fc.nat(100), ({ bounds, positions }, count) => {
        const after = positionBefore(count, bounds);
        expect(positions.filter((one) => one > after)).toEqual(count === 0 ? [] : positions.slice(-count));
      }),
    );
    expect(positionBefore(Number.POSITIVE_INFINITY, BOUNDS)).toBe(Number.NEGATIVE_INFINITY);
  });
});

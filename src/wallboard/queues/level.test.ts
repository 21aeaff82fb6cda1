import { describe, expect, it } from "vitest";
import { levelDownwards, levelUpwards, msOfDuration, worstOf } from "./level.js";

describe("the level of a figure", () => {
  it.each([
    [9, "none"],
    [10, "warn"],
    [24, "warn"],
    [25, "critical"],
    [null, "none"],
  ] as const)("of %s waiting callbacks is %s", (value, level) => {
    expect(levelUpwards(value, { warn: 10, critical: 25 })).toBe(level);
    expect(levelUpwards(value, null)).toBe("none");
  });

  it.each([
    [0.9, "none"],
    [0.89, "warn"],
    [0.75, "warn"],
    [0.74, "critical"],
    [null, "none"],
  ] as const)("of a rate of %s is %s", (value, level) => {
    expect(levelDownwards(value, { warn: 0.9, critical: 0.75 })).toBe(level);
  });

  it("of a queue is the worst of its figures", () => {
    expect(worstOf(["none", "critical", "warn"])).toBe("critical");
    expect(worstOf([])).toBe("none");
  });

  it.each([
    ["PT10M", 600_000],
    ["PT1H30M", 5_400_000],
    ["P1DT0.5S", 86_400_500],
    ["P", null],
    ["ten minutes", null],
  ])("reads the duration %s", (text, ms) => {
    expect(msOfDuration(text)).toBe(ms);
  });
});

import { describe, expect, it } from "vitest";
import { createRecentlyUsed, keptOrMade } from "./recently-used.js";

describe("what is kept or made", () => {
  it("is made once, as long as it is among the most recently used", () => {
    const kept = createRecentlyUsed<string, object>(2);
    const first = keptOrMade(kept, "a", () => ({}));
    keptOrMade(kept, "b", () => ({}));
    expect(keptOrMade(kept, "a", () => ({}))).toBe(first);
    keptOrMade(kept, "c", () => ({}));
    expect(keptOrMade(kept, "a", () => ({}))).toBe(first);
    expect(kept.has("b")).toBe(false);
  });

  it("is not kept where making it fails", () => {
    const kept = createRecentlyUsed<string, object>(2);
    const fail = (): never => {
      throw new Error("no");
    };
    expect(() => keptOrMade(kept, "a", fail)).toThrow("no");
    expect(kept.has("a")).toBe(false);
  });
});

import { describe, expect, it } from "vitest";
import { PER_MINUTE, simulate } from "../support/simulate.js";

describe.each([
  ["TALKDESK", 200_000],
  ["GENESYS_CLOUD", 20_000],
] as const)("%s with 1,000 open callbacks", (vendor, ended) => {
  it(`costs no more with ${ended} that have ended`, { timeout: 1_800_000 }, async () => {
    const few = await simulate({ vendor, open: 1000, minutes: 10 });
    const many = await simulate({ vendor, open: 1000, ended, minutes: 10 });
    expect(many.requestsPerMinute).toBeLessThanOrEqual(few.requestsPerMinute * 1.2);
    for (const figures of [few, many]) {
      expect(figures.hot.p95).toBeLessThanOrEqual(30_000);
      expect(figures.mostRequestsInAnyMinute).toBeLessThanOrEqual(PER_MINUTE + 2);
      expect(figures.refusals).toBe(0);
      expect(figures.freshShare).toBeGreaterThanOrEqual(0.95);
    }
  });
});

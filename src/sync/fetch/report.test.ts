import { describe, expect, it } from "vitest";
import { GatewayError } from "../../domain/errors.js";
import { summarizeKeys, type KeyAge } from "../schedule/summary.js";
import { toSourceError } from "../health.js";
import { reportOf, type ReportContext } from "./report.js";

const NOW = 1_000_000;
const START = Date.UTC(2026, 5, 1);
const DOWN = new GatewayError("VENDOR_UNAVAILABLE", "north responded with 503", { source: "north" });
const CONTEXT: ReportContext = {
  source: "north",
  toInstant: (at) => START + at,
  isPaced: true,
  isRequested: false,
  skippedList: null,
  unidentified: 0,
  outage: null,
};
const OUTAGE = toSourceError(DOWN);
const REFUSED = new GatewayError("VENDOR_REJECTED", "north responded with 400", { source: "north", status: 400 });

/** A key that was polled `ageMs` ago; null: never. It may be a minute old. */
function key(ageMs: number | null, fields: Partial<KeyAge> = {}): KeyAge {
  const at = NOW - (ageMs ?? 0);
  const pollTime = ageMs === null ? null : { requestedAt: START + at, at };
  return { pollTime, boundMs: 60_000, state: undefined, isHot: false, ...fields };
}
const failed = (ageMs: number | null): KeyAge =>
  key(ageMs, { state: { pollTime: null, refusal: null, failure: { error: DOWN, restsUntil: NOW, count: 1 } } });
const refused = (ageMs: number): KeyAge => key(ageMs, { state: { pollTime: null, failure: null, refusal: REFUSED } });
const many = (count: number, one: KeyAge): KeyAge[] => Array.from({ length: count }, () => one);

describe("the report of a source", () => {
  it.each<[string, KeyAge[], Partial<ReportContext>, object]>([
    [
      "FRESH where every key is new enough",
      [key(0), key(60_000)],
      {},
      { freshness: "FRESH", reason: null, error: null },
    ],
    [
      "when the oldest part was requested, and the oldest that is due soon",
      [key(50_000), key(5000, { isHot: true }), key(1000, { isHot: true })],
      {},
      { asOf: START + NOW - 50_000, dueSoonAsOf: START + NOW - 5000 },
    ],
    [
      "STALE with how many keys were never asked",
      [...many(245, key(0)), ...many(1755, key(null))],
      {},
      { freshness: "STALE", asOf: null, reason: "never requested: 1,755; quota", error: null },
    ],
    [
      "STALE for its quota where keys are late without a failure",
      [key(0), key(60_001)],
      {},
      { freshness: "STALE", reason: "quota", error: null },
    ],
    [
      "STALE with the failure where a part failed",
      [...many(538, key(0)), failed(90_000)],
      {},
      { freshness: "STALE", reason: "failed keys: 1 of 539", error: { code: "VENDOR_UNAVAILABLE" } },
    ],
    [
      "UNAVAILABLE where all of it failed",
      many(3, failed(90_000)),
      {},
      { freshness: "UNAVAILABLE", reason: "failed keys: 3 of 3", error: { code: "VENDOR_UNAVAILABLE" } },
    ],
    [
      "FRESH though a key was refused, and says so",
      [...many(62, key(0)), refused(0)],
      {},
      { freshness: "FRESH", reason: "refused keys: 1 of 63", error: null },
    ],
    [
      "UNAVAILABLE where every key is refused",
      many(4, refused(0)),
      {},
      { freshness: "UNAVAILABLE", reason: "refused keys: 4 of 4", error: { code: "VENDOR_REJECTED" } },
    ],
    [
      "UNAVAILABLE while no call succeeds, though a part is new enough",
      [key(0), key(90_000)],
      { outage: OUTAGE },
      { freshness: "UNAVAILABLE", error: { code: "VENDOR_UNAVAILABLE" } },
    ],
    [
      "FRESH while no call succeeds, as long as every key is new enough",
      [key(0)],
      { outage: OUTAGE },
      { freshness: "FRESH" },
    ],
    ["FRESH though a failed key is still new enough", [key(0), failed(1000)], {}, { freshness: "FRESH", error: null }],
    [
      "that the vendor was too slow for a client that waited for it",
      [key(null)],
      { isRequested: true, isPaced: false },
      { freshness: "UNAVAILABLE", error: { code: "DEADLINE_EXCEEDED" } },
    ],
    [
      "that the quota was the reason, for a client that waited for that",
      [key(90_000)],
      { isRequested: true },
      { freshness: "STALE", reason: "quota", error: null },
    ],
    [
      "why the whole list was not read for a client",
      [key(90_000)],
      { skippedList: "too long" },
      { reason: "quota; too long" },
    ],
    [
      "records without an id, for which no absence shows",
      [key(0)],
      { unidentified: 2 },
      { freshness: "FRESH", reason: expect.stringContaining("records without an id: 2") as unknown as string },
    ],
  ])("is %s", (_, keys, context, expected) => {
    expect(reportOf(summarizeKeys(keys, NOW), { ...CONTEXT, ...context })).toMatchObject(expected);
  });

  it("has the time until which it stays FRESH", () => {
    const summary = summarizeKeys([key(10_000), key(55_000), key(0, { boundMs: 1_000_000 })], NOW);
    expect(reportOf(summary, CONTEXT).freshUntil).toBe(START + NOW + 5000);
    expect(reportOf(summarizeKeys([key(90_000)], NOW), CONTEXT).freshUntil).toBe(Number.NEGATIVE_INFINITY);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  CALLBACK_STATUSES,
  clockChangedAt,
  derivedStatus,
  FINAL_STATUSES,
  isOpenStatus,
  nextElapseAt,
  reportedStatus,
  statusAt,
  type CallbackStatus,
} from "./status.js";

const FINAL: readonly CallbackStatus[] = ["COMPLETED", "FAILED", "CANCELED", "EXPIRED", "ENDED"];
const STATUSES = Object.keys(CALLBACK_STATUSES) as CallbackStatus[];

describe("the statuses", () => {
  it("are open until one of the five that nothing follows", () => {
    expect(STATUSES.filter((status) => !isOpenStatus(status))).toEqual(FINAL);
    expect(FINAL_STATUSES).toEqual(FINAL);
  });
});

describe("a reported status", () => {
  it("contains the vendor's value and never changes with the clock", () => {
    const reading = reportedStatus("SCHEDULED", "2-TIMER");
    expect(reading).toEqual({
      status: "SCHEDULED",
      statusBasis: "REPORTED",
      vendorStatus: "2-TIMER",
      dueAt: null,
      lapsesAt: null,
    });
    expect(statusAt(reading, Number.MAX_SAFE_INTEGER)).toBe("SCHEDULED");
    expect(clockChangedAt(reading, Number.MAX_SAFE_INTEGER)).toBeNull();
  });
});

describe("a derived status", () => {
  const reading = derivedStatus("SCHEDULED", { dueAt: 100, lapsesAt: 200 });

  it.each([
    [99, "SCHEDULED", null],
    [100, "QUEUED", 100],
    [199, "QUEUED", 100],
    [200, "ENDED", 200],
    [1_000_000, "ENDED", 200],
  ] as const)("at %d of a window from 100 to 200 is %s, since %s by the clock", (now, status, since) => {
    expect(statusAt(reading, now)).toBe(status);
    expect(clockChangedAt(reading, now)).toBe(since);
  });

  it("is constant if it never becomes due", () => {
    expect(statusAt(derivedStatus("IN_PROGRESS"), Number.MAX_SAFE_INTEGER)).toBe("IN_PROGRESS");
    expect(derivedStatus("IN_PROGRESS")).toEqual({
      status: "IN_PROGRESS",
      statusBasis: "DERIVED",
      vendorStatus: null,
      dueAt: null,
      lapsesAt: null,
    });
  });

  it.each(FINAL)("does not change with the clock if it is %s", (status) => {
    const final = derivedStatus(status, { dueAt: 100, lapsesAt: 200 });
    for (const now of [0, 100, 200, Number.MAX_SAFE_INTEGER]) {
      expect([statusAt(final, now), clockChangedAt(final, now)]).toEqual([status, null]);
    }
    expect(nextElapseAt(final, status)).toBeNull();
  });

  it("without a lapse stays queued however long ago it came due", () => {
    expect(statusAt(derivedStatus("SCHEDULED", { dueAt: 100 }), Number.MAX_SAFE_INTEGER)).toBe("QUEUED");
  });

  it("is never completed by the clock, whatever the window and the moment", () => {
    const moment = fc.option(fc.integer({ min: -1000, max: 1000 }));
    fc.assert(
      fc.property(moment, moment, fc.integer({ min: -1000, max: 1000 }), (dueAt, lapsesAt, now) => {
        expect(statusAt({ status: "SCHEDULED", dueAt, lapsesAt }, now)).toBeOneOf(["SCHEDULED", "QUEUED", "ENDED"]);
      }),
    );
  });

  it("changes at the very moment that clockChangedAt names, and not a millisecond before", () => {
    const moment = fc.integer({ min: 0, max: 1000 });
    fc.assert(
      fc.property(moment, moment, moment, (dueAt, length, now) => {
        const window = { status: "SCHEDULED", dueAt, lapsesAt: dueAt + length + 1 } as const;
        const changedAt = clockChangedAt(window, now);
        if (changedAt === null) {
          expect(statusAt(window, now)).toBe("SCHEDULED");
        } else {
          expect(statusAt(window, changedAt)).toBe(statusAt(window, now));
          expect(statusAt(window, changedAt - 1)).not.toBe(statusAt(window, now));
        }
      }),
    );
  });

  it("changes next exactly at nextElapseAt", () => {
    const moment = fc.integer({ min: 0, max: 40 });
    fc.assert(
      fc.property(fc.option(moment), fc.option(moment), moment, moment, (dueAt, lapsesAt, toldAt, later) => {
        const reading = { status: "SCHEDULED", dueAt, lapsesAt } as const;
        const told = statusAt(reading, toldAt);
        const next = nextElapseAt(reading, told);
        const now = toldAt + later;
        expect(statusAt(reading, now) !== told).toBe(next !== null && now >= next);
      }),
      { numRuns: 2000 },
    );
  });
});

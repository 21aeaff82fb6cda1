import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anObservation, rememberedAfter, requestedAt, stampOf } from "../../../test/support/observations.js";
import { detectAbsent, detectObserved, type DetectedChange } from "./change.js";
import { detectElapsed } from "./elapsed.js";
import type { Observation, RememberedCallback } from "./observation.js";
import { LAPSE_MS, statusOf } from "../ending.js";
import { derivedStatus, isOpenStatus, reportedStatus, type StatusReading } from "../status.js";
import { instantWindow } from "../time/window.js";

const moment = fc.integer({ min: 0, max: 30 });

/** The status reading of one record, which depends on the record only, as with a mapping. */
const reading: fc.Arbitrary<StatusReading> = fc.oneof(
  fc
    .record({ dueAt: fc.option(moment), lapsesAt: fc.option(moment) })
    .map((bounds) => derivedStatus("SCHEDULED", bounds)),
  fc.constantFrom(
    reportedStatus("QUEUED", "waiting"),
    reportedStatus("IN_PROGRESS", "talking"),
    reportedStatus("COMPLETED", "ended"),
    // One word can mean two statuses, where a second field decides.
    reportedStatus("FAILED", "ended"),
    reportedStatus("UNKNOWN", "frobnicated"),
  ),
);

/** Observations of one callback, many of them at the same instant, so that ties are common. */
const observation: fc.Arbitrary<Observation> = fc
  .record({
    observedAt: moment,
    reading,
    reason: fc.option(fc.constantFrom("bill", "refund")),
    start: fc.option(moment),
    callAt: fc.option(moment),
    updatedAt: fc.option(moment),
    note: fc.constantFrom("a", "b"),
    isTurned: fc.boolean(),
  })
  .map(({ observedAt, reading: status, reason, start, callAt, updatedAt, note, isTurned }) => {
    const window = start === null ? null : instantWindow(start, null, null);
    const estimate = callAt === null ? null : { callAt, waitMs: null, waitlistPosition: null };
    // The order of a record's keys is not guaranteed: a store may return them in another.
    const said = [
      ["id", "1"],
      ["note", note],
      ["said", JSON.stringify(status)],
    ] as const;
    return {
      ...anObservation(observedAt, { ...status, reason, window, estimate, updatedAt }),
      vendorRecord: Object.fromEntries(isTurned ? said.toReversed() : said),
    };
  });

const someObservations = fc.array(observation, { minLength: 1, maxLength: 8 });

/** The same observations twice: in two orders, the second time with repetitions. */
const inTwoOrders = someObservations.chain((observations) =>
  fc.record({
    one: fc.shuffledSubarray(observations, { minLength: observations.length }),
    other: fc
      .array(fc.constantFrom(...observations), { maxLength: 8 })
      .chain((again) =>
        fc.shuffledSubarray([...observations, ...again], { minLength: observations.length + again.length }),
      ),
  }),
);

const after = ([first, ...others]: readonly Observation[]): RememberedCallback =>
  rememberedAfter(first ?? anObservation(0), ...others);

const lasting = ({ callback, vendorRecord, observedAt, isPresentAtVendor }: RememberedCallback) => ({
  callback,
  vendorRecord,
  observedAt,
  isPresentAtVendor,
});

/** Anything that can happen to a callback that is known. */
type Step = { readonly seen: Observation } | { readonly absentSince: number } | { readonly elapsedAt: number };
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: observation.map((seen) => ({ seen })) },
  { weight: 2, arbitrary: moment.map((absentSince) => ({ absentSince })) },
  { weight: 2, arbitrary: moment.map((elapsedAt) => ({ elapsedAt })) },
);
const someSteps = fc.array(step, { maxLength: 15 });

/** Yields the stored state after each step, with the published change. */
function* live(first: Observation, steps: readonly Step[], forgetsWhenDue = false) {
  const created = detectObserved(null, first);
  if (created === null) return;
  let { remembered } = created;
  yield { before: null, after: remembered, change: created.change };
  for (const next of steps) {
    const detection =
      "seen" in next
        ? detectObserved(remembered, next.seen)
        : "absentSince" in next
          ? detectAbsent(remembered, stampOf(next.absentSince), forgetsWhenDue)
          : detectElapsed(remembered, next.elapsedAt, forgetsWhenDue);
    if (detection === null) continue;
    yield { before: remembered, after: detection.remembered, change: detection.change };
    remembered = detection.remembered;
  }
}

/** Requests in their order, by a clock that may say anything at any of them. */
const inOrder = fc
  .array(fc.record({ seen: observation, clock: moment }), { minLength: 1, maxLength: 8 })
  .map((requests) =>
    requests.map(({ seen, clock }, index) => ({ ...seen, requestNumber: index + 1, observedAt: clock })),
  );

describe("observations of one callback by a clock that steps", () => {
  it("end in the state of the last request, in any order of arrival", () => {
    const arrivals = inOrder.chain((requests) =>
      fc.record({
        requests: fc.constant(requests),
        arrived: fc.shuffledSubarray(requests, { minLength: requests.length }),
      }),
    );
    fc.assert(
      fc.property(arrivals, ({ requests, arrived }) => {
        const known = after(arrived);
        const last = requests.at(-1);
        expect(known).toMatchObject({ requestNumber: last?.requestNumber, observedAt: last?.observedAt });
        expect(known.vendorRecord).toEqual(last?.vendorRecord);
        expect(lasting(known)).toEqual(lasting(after(requests)));
        const reported = requests.findLast(({ callback }) => callback.statusBasis === "REPORTED");
        expect(known.callback.status).toBe((reported ?? last)?.callback.status);
        expect(known.statusRequestNumber).toBe(reported?.requestNumber ?? null);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("observations of one callback", () => {
  it("end in the same remembered callback in any order and any number of times", () => {
    fc.assert(
      fc.property(inTwoOrders, ({ one, other }) => {
        expect(lasting(after(other))).toEqual(lasting(after(one)));
      }),
      { numRuns: 2000 },
    );
  });

  it("cause no change when they are repeated", () => {
    fc.assert(
      fc.property(someObservations, (observations) => {
        const known = after(observations);
        for (const seen of observations) {
          const detection = detectObserved(known, seen);
          expect(detection?.change ?? null).toBeNull();
          expect(detection?.remembered ?? known).toEqual(known);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("with a status that the vendor reported end in the last reported one, whatever else was derived", () => {
    fc.assert(
      fc.property(someObservations, (observations) => {
        const reported = observations.filter(({ callback }) => callback.statusBasis === "REPORTED");
        fc.pre(reported.length > 0);
        const last = Math.max(...reported.map(({ observedAt }) => observedAt));
        const known = after(observations);
        expect(known.callback.statusBasis).toBe("REPORTED");
        expect(known.statusReportedAt).toBe(last);
        const candidates = reported
          .filter(({ observedAt }) => observedAt === last)
          .map(({ callback }) => callback.status);
        expect(candidates).toContain(known.callback.status);
      }),
    );
  });
});

describe("for any history of a callback", () => {
  it("each change begins with the status that the one before ended with", () => {
    fc.assert(
      fc.property(observation, someSteps, (first, steps) => {
        let told: DetectedChange["previousStatus"] = null;
        for (const { after: remembered, change } of live(first, steps)) {
          if (change !== null) {
            expect(change.previousStatus).toBe(told);
            told = change.status;
          }
          expect(remembered.publishedStatus).toBe(told);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("a change of status is published as such, and no other change is", () => {
    fc.assert(
      fc.property(observation, someSteps, (first, steps) => {
        for (const { change } of live(first, steps)) {
          if (change === null || change.kind === "CREATED") continue;
          const isAnother = change.previousStatus !== change.status;
          // A record that was removed ends by that: one change.
          if (change.kind === "GONE") expect(isAnother).toBe(isAnother && change.status === "ENDED");
          else expect(change.kind === "STATUS_CHANGED").toBe(isAnother);
          expect(change.changedFields.includes("status")).toBe(isAnother);
          expect(change.changedFields).not.toHaveLength(0);
        }
      }),
    );
  });

  it("the published status is the one at that time, and no status begins in the future", () => {
    fc.assert(
      fc.property(observation, someSteps, (first, steps) => {
        for (const { after: remembered, change } of live(first, steps)) {
          if (change === null || change.kind === "GONE") continue;
          const now = Math.max(change.observedAt, remembered.statusChangedAt);
          expect(change.status).toBe(statusOf(remembered, now));
          if (change.kind === "STATUS_CHANGED") expect(remembered.statusChangedAt).toBeLessThanOrEqual(now);
        }
      }),
    );
  });

  it("its presence at the vendor is published whenever it changes, and only then", () => {
    fc.assert(
      fc.property(observation, someSteps, (first, steps) => {
        for (const { before, after: remembered, change } of live(first, steps)) {
          if (before === null) continue;
          const isTold = change?.changedFields.includes("isPresentAtVendor") ?? false;
          expect(isTold).toBe(before.isPresentAtVendor !== remembered.isPresentAtVendor);
          expect(change?.kind === "GONE").toBe(before.isPresentAtVendor && !remembered.isPresentAtVendor);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("an observation after the last absence always makes it present", () => {
    fc.assert(
      fc.property(observation, someSteps, observation, (first, steps, last) => {
        const [end] = [...live(first, steps)].slice(-1);
        const known = end?.after ?? rememberedAfter(first);
        const seen = detectObserved(known, { ...last, ...requestedAt(31) });
        expect(seen?.remembered.isPresentAtVendor).toBe(true);
      }),
    );
  });

  it.each([false, true])(
    "an open one that is absent waits only at a vendor that drops callbacks when due: %s",
    (forgetsWhenDue) => {
      fc.assert(
        fc.property(observation, someSteps, (first, steps) => {
          for (const { after: remembered } of live(first, steps, forgetsWhenDue)) {
            if (remembered.isPresentAtVendor || !isOpenStatus(remembered.publishedStatus)) continue;
            expect(forgetsWhenDue).toBe(true);
            expect(remembered.endsAt).not.toBeNull();
          }
        }),
        { numRuns: 1000 },
      );
    },
  );

  it("is over in the end, unless the vendor returns it and reports it as open", () => {
    fc.assert(
      fc.property(observation, someSteps, fc.boolean(), (first, steps, forgetsWhenDue) => {
        const [end] = [...live(first, steps, forgetsWhenDue)].slice(-1);
        const known = end?.after ?? rememberedAfter(first);
        const { callback, isPresentAtVendor } = known;
        const isReportedOpen =
          isPresentAtVendor &&
          callback.statusBasis === "REPORTED" &&
          callback.status !== "UNKNOWN" &&
          isOpenStatus(callback.status);
        expect(isOpenStatus(statusOf(known, 30 + LAPSE_MS))).toBe(isReportedOpen);
      }),
      { numRuns: 1000 },
    );
  });

  it("a reported status is never followed by a derived one", () => {
    fc.assert(
      fc.property(observation, someSteps, (first, steps) => {
        for (const { before, after: remembered } of live(first, steps)) {
          if (before?.callback.statusBasis === "REPORTED") expect(remembered.callback.statusBasis).toBe("REPORTED");
        }
      }),
    );
  });
});

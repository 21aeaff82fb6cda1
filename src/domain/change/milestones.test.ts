import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aCallback, anObservation } from "../../../test/support/observations.js";
import type { Callback } from "../callback.js";
import { DEFAULT_PROMISE } from "../promise.js";
import { derivedStatus, reportedStatus, type CallbackStatus } from "../status.js";
import { promiseOf, timesOf } from "../times.js";
import { instantWindow } from "../time/window.js";
import { detectObserved } from "./change.js";
import { addMilestones, milestonesOf } from "./milestones.js";
import type { Observation, RememberedCallback } from "./observation.js";
import { statusOf } from "../ending.js";

const DUE = 500;
const window = instantWindow(100, DUE, null);

/** The stored state after these observations, in this order. */
function after(observations: readonly Observation[]): RememberedCallback {
  const last = observations.reduce<RememberedCallback | null>(
    (known, one) => detectObserved(known, one)?.remembered ?? known,
    null,
  );
  if (last === null) throw new Error("the first observation always adds something");
  return last;
}

const record = fc.record({
  at: fc.integer({ min: 1, max: 1000 }),
  status: fc.constantFrom<Partial<Callback>[]>(
    derivedStatus("SCHEDULED", { dueAt: 100, lapsesAt: 2000 }),
    reportedStatus("SCHEDULED", "S"),
    reportedStatus("QUEUED", "Q"),
    reportedStatus("IN_PROGRESS", "I"),
    reportedStatus("RETRYING", "R"),
    { ...reportedStatus("FAILED", "F"), outcome: { category: "BUSY", code: null, label: "busy" } },
    reportedStatus("CANCELED", "C"),
    reportedStatus("COMPLETED", "D"),
    reportedStatus("EXPIRED", "E"),
  ),
  attemptCount: fc.option(fc.integer({ min: 0, max: 2 })),
  updatedAt: fc.option(fc.integer({ min: 1, max: 1000 })),
  firstAttemptAt: fc.option(fc.integer({ min: 1, max: 1000 }), { freq: 4 }),
});

describe("the milestones of a callback", () => {
  it("and so its times and its promise are the same for every order and repetition of its observations", () => {
    const shuffled = fc
      .uniqueArray(record, { minLength: 1, maxLength: 7, selector: ({ at }) => at })
      .chain((records) => {
        const observations = records.map(({ at, status, ...fields }) =>
          anObservation(at, { window, ...fields, ...status }),
        );
        return fc.tuple(
          fc.constant(observations),
          fc.shuffledSubarray([...observations, ...observations], { minLength: observations.length * 2 }),
        );
      });
    fc.assert(
      fc.property(shuffled, ([inOrder, any]) => {
        const [a, b] = [after(inOrder), after(any)];
        expect(milestonesOf(b)).toEqual(milestonesOf(a));
        const [statusA, statusB] = [statusOf(a, 1000), statusOf(b, 1000)];
        const [timesA, timesB] = [timesOf(a, statusA, DEFAULT_PROMISE), timesOf(b, statusB, DEFAULT_PROMISE)];
        expect(timesB).toEqual(timesA);
        expect(promiseOf(b, statusB, timesB, 1000)).toBe(promiseOf(a, statusA, timesA, 1000));
      }),
      { numRuns: 2000 },
    );
  });

  it.each<[string, Partial<Callback>, Partial<ReturnType<typeof milestonesOf>>]>([
    ["a derived status shows nothing", derivedStatus("QUEUED"), { unattemptedAt: null, attemptedBy: null }],
    ["a reported wait shows that there was no call", reportedStatus("QUEUED", "Q"), { unattemptedAt: 700 }],
    ["no attempts show that there was no call", { attemptCount: 0 }, { unattemptedAt: 700 }],
    ["attempts show a call", { attemptCount: 1 }, { attemptedBy: 700, unattemptedAt: null }],
    ["a call in progress is an attempt", reportedStatus("IN_PROGRESS", "I"), { attemptedBy: 700 }],
    [
      "an offer is none where the vendor counts no attempt",
      { ...reportedStatus("IN_PROGRESS", "I"), attemptCount: 0 },
      { attemptedBy: null, unattemptedAt: 700 },
    ],
    [
      "the vendor's moment of the first attempt counts",
      { ...reportedStatus("RETRYING", "R"), firstAttemptAt: 300 },
      { attemptedAt: 300, attemptedBy: 300 },
    ],
    [
      "a vendor's moment in our future is the moment of the observation",
      { ...reportedStatus("RETRYING", "R"), firstAttemptAt: 900 },
      { attemptedAt: 700, attemptedBy: 700 },
    ],
    [
      "a completed callback ended when the vendor changed the record",
      { ...reportedStatus("COMPLETED", "D"), updatedAt: 600 },
      { attemptedBy: 600, endings: { COMPLETED: 600 } },
    ],
    [
      "the vendor's own moment of the ending comes first",
      { ...reportedStatus("COMPLETED", "D"), updatedAt: 690, endedAt: 650 },
      { endings: { COMPLETED: 650 } },
    ],
    ["a canceled callback shows no call", reportedStatus("CANCELED", "C"), { attemptedBy: null }],
    [
      "a number that cannot be dialled was not called",
      { ...reportedStatus("FAILED", "F"), outcome: { category: "INVALID_NUMBER", code: null, label: "" } },
      { attemptedBy: null },
    ],
  ])("%s", (_, fields, expected) => {
    expect(addMilestones(null, { callback: aCallback(fields), observedAt: 700 })).toMatchObject(expected);
  });
});

describe("a promise", () => {
  const seen = (at: number, status: CallbackStatus, fields: Partial<Callback> = {}): Observation =>
    anObservation(at, { window, ...reportedStatus(status, status), ...fields });
  it.each<[string, readonly Observation[], number, string]>([
    ["is pending before its deadline", [seen(10, "SCHEDULED")], 200, "PENDING"],
    ["is pending at its deadline", [seen(10, "SCHEDULED")], DUE, "PENDING"],
    ["is broken while the callback is overdue", [seen(10, "SCHEDULED")], DUE + 1, "BROKEN"],
    ["is kept by an attempt before the deadline", [seen(400, "IN_PROGRESS")], 900, "KEPT"],
    ["is kept by an attempt at the deadline", [seen(DUE, "IN_PROGRESS")], 900, "KEPT"],
    ["stays kept while the customer waits for another attempt", [seen(400, "RETRYING")], 900, "KEPT"],
    ["is broken by an attempt that began afterwards", [seen(600, "QUEUED"), seen(700, "IN_PROGRESS")], 900, "BROKEN"],
    [
      "is unknown where the attempt may have been in time",
      [seen(400, "QUEUED"), seen(700, "RETRYING")],
      900,
      "UNKNOWN",
    ],
    ["is unknown where only the end was observed", [seen(700, "COMPLETED")], 900, "UNKNOWN"],
    ["is kept by the vendor's clock", [seen(700, "COMPLETED", { firstAttemptAt: 480 })], 900, "KEPT"],
    ["is broken by the vendor's clock", [seen(700, "COMPLETED", { firstAttemptAt: 501 })], 900, "BROKEN"],
    ["is none after a cancellation before the deadline", [seen(400, "CANCELED")], 900, "NONE"],
    ["is broken by a cancellation after the deadline", [seen(600, "CANCELED")], 900, "BROKEN"],
    ["is broken where the window expired", [seen(DUE, "EXPIRED")], 900, "BROKEN"],
    ["is none without a window", [seen(400, "QUEUED", { window: null })], 900, "NONE"],
    [
      "is unknown where nothing shows whether there was a call",
      [anObservation(10, { window, ...derivedStatus("SCHEDULED", { dueAt: 100 }) })],
      900,
      "UNKNOWN",
    ],
  ])("%s", (_, observations, now, expected) => {
    const remembered = after(observations);
    const status = statusOf(remembered, now);
    expect(promiseOf(remembered, status, timesOf(remembered, status, DEFAULT_PROMISE), now)).toBe(expected);
  });
});

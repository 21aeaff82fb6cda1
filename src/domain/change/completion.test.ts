import { describe, expect, it } from "vitest";
import { anObservation, rememberedAfter } from "../../../test/support/observations.js";
import { asWithdrawn } from "../command.js";
import { reportedStatus } from "../status.js";
import { detectObserved } from "./change.js";
import type { Observation } from "./observation.js";

const MINUTE = 60_000;

describe("fields that a kind of record lacks", () => {
  it("keep their previous values, and are no change", () => {
    const previous = rememberedAfter(anObservation(1, { attemptCount: 2, reason: "Invoice" }));
    const observed: Observation = { ...anObservation(2), lacks: ["attemptCount", "reason"] };
    const detection = detectObserved(previous, observed);
    expect(detection?.change).toBeNull();
    expect(detection?.remembered.callback).toMatchObject({ attemptCount: 2, reason: "Invoice" });
  });

  it("are as observed where nothing is known, or nothing is lacking", () => {
    expect(rememberedAfter({ ...anObservation(1), lacks: ["attemptCount"] }).callback.attemptCount).toBeNull();
    const previous = rememberedAfter(anObservation(1, { attemptCount: 2 }));
    expect(detectObserved(previous, anObservation(2))?.change?.changedFields).toEqual(["attemptCount"]);
  });
});

describe("a withdrawal that the vendor has confirmed", () => {
  const open = anObservation(1, reportedStatus("RETRYING", "again"));
  const withdrawn = rememberedAfter(open, anObservation(2, asWithdrawn(open.callback)));
  const failed = {
    ...reportedStatus("FAILED", "no answer"),
    outcome: { category: "NO_ANSWER", code: null, label: "x" },
  } as const;
  const ends: readonly Observation[] = [
    anObservation(3, failed),
    anObservation(3, reportedStatus("ENDED", "over")),
    anObservation(3, reportedStatus("RETRYING", "again")),
  ];

  it.each(ends)("stays, where the record does not show who ended the callback: $callback.status", (end) => {
    const detection = detectObserved(withdrawn, { ...end, keepsWithdrawal: true });
    expect(detection).toMatchObject({
      change: null,
      remembered: { publishedStatus: "CANCELED", callback: { status: "CANCELED", outcome: null } },
    });
  });

  it.each(ends)("is replaced by the report of any other record: $callback.status", (end) => {
    expect(detectObserved(withdrawn, end)?.change).toMatchObject({ status: end.callback.status });
  });

  it("is replaced by a record that is still open ten minutes later", () => {
    const later = anObservation(2 + 10 * MINUTE, reportedStatus("RETRYING", "again"));
    expect(detectObserved(withdrawn, { ...later, keepsWithdrawal: true })?.change).toMatchObject({
      previousStatus: "CANCELED",
      status: "RETRYING",
    });
  });

  it("says nothing about a callback that the vendor itself reports as canceled", () => {
    const reported = rememberedAfter(anObservation(1, reportedStatus("CANCELED", "acd client")));
    const observed = anObservation(2, reportedStatus("RETRYING", "again"));
    expect(detectObserved(reported, { ...observed, keepsWithdrawal: true })?.change?.status).toBe("RETRYING");
  });
});

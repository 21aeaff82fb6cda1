import { describe, expect, it } from "vitest";
import { anObservation, rememberedAfter, requestedAt, stampOf } from "../../../test/support/observations.js";
import { NO_CUSTOMER } from "../callback.js";
import { detectAbsent, detectObserved } from "./change.js";
import { detectElapsed } from "./elapsed.js";
import { derivedStatus, reportedStatus } from "../status.js";
import { instantWindow } from "../time/window.js";

const queuedFrom100To200 = derivedStatus("SCHEDULED", { dueAt: 100, lapsesAt: 200 });

describe("a callback that is observed for the first time", () => {
  it("is created, with the vendor's own moment", () => {
    const detection = detectObserved(
      null,
      anObservation(50, { ...reportedStatus("QUEUED", "3-QUEUED"), createdAt: 7 }),
    );
    expect(detection?.change).toEqual({
      kind: "CREATED",
      previousStatus: null,
      status: "QUEUED",
      changedFields: [],
      occurredAt: 7,
      observedAt: 50,
    });
    expect(detection?.remembered).toMatchObject({
      publishedStatus: "QUEUED",
      statusChangedAt: 7,
      statusReportedAt: 50,
      isPresentAtVendor: true,
      absentSince: null,
    });
  });

  it("is published with its status at that time", () => {
    const detection = detectObserved(null, anObservation(150, queuedFrom100To200));
    expect(detection?.change).toMatchObject({ status: "QUEUED", occurredAt: null });
    expect(detection?.remembered).toMatchObject({ statusChangedAt: 100, statusReportedAt: null });
  });

  it("has never changed in the future, though the vendor's clock runs ahead", () => {
    const detection = detectObserved(null, anObservation(50, { createdAt: 80, updatedAt: 90 }));
    expect(detection?.remembered.statusChangedAt).toBe(50);
  });
});

describe("a callback that is observed again", () => {
  it("publishes nothing if unchanged, and updates its observation", () => {
    const known = rememberedAfter(anObservation(50));
    const detection = detectObserved(known, anObservation(60));
    expect(detection).toEqual({ remembered: { ...known, ...requestedAt(60) }, change: null });
  });

  it("publishes both statuses if the status changed, with the vendor's time of the change", () => {
    const known = rememberedAfter(anObservation(50, { ...reportedStatus("QUEUED", "3-QUEUED"), updatedAt: 40 }));
    const detection = detectObserved(
      known,
      anObservation(60, { ...reportedStatus("COMPLETED", "8-PROCESSED_BY_AGT"), updatedAt: 55 }),
    );
    expect(detection?.change).toEqual({
      kind: "STATUS_CHANGED",
      previousStatus: "QUEUED",
      status: "COMPLETED",
      changedFields: ["status", "vendorStatus"],
      occurredAt: 55,
      observedAt: 60,
    });
    expect(detection?.remembered.statusChangedAt).toBe(55);
  });

  it("has no status that began after the observation", () => {
    const known = rememberedAfter(anObservation(50, { ...reportedStatus("QUEUED", "Q"), updatedAt: 40 }));
    const ahead = anObservation(60, { ...reportedStatus("CANCELED", "C"), updatedAt: 999 });
    expect(detectObserved(known, ahead)?.remembered.statusChangedAt).toBe(60);
  });

  it("with other fields is updated, and the fields are named", () => {
    const known = rememberedAfter(anObservation(50, { reason: "bill" }));
    const detection = detectObserved(
      known,
      anObservation(60, { reason: "refund", customer: { ...NO_CUSTOMER, name: "Ada" }, updatedAt: 58 }),
    );
    expect(detection?.change).toMatchObject({
      kind: "UPDATED",
      previousStatus: "SCHEDULED",
      status: "SCHEDULED",
      changedFields: ["customer", "reason"],
      occurredAt: 58,
    });
  });

  it("lists vendorRecord as changed if only the raw record differs", () => {
    const known = rememberedAfter(anObservation(50));
    const detection = detectObserved(known, { ...anObservation(60), vendorRecord: { id: "1", note: "new" } });
    expect(detection?.change).toMatchObject({ kind: "UPDATED", changedFields: ["vendorRecord"] });
  });

  it("later by the vendor's clock and otherwise the same has not changed", () => {
    const known = rememberedAfter(anObservation(50, { updatedAt: 40 }));
    expect(detectObserved(known, anObservation(60, { updatedAt: 55 }))?.change).toBeNull();
  });

  it("rescheduled after it came due is scheduled again", () => {
    const known = rememberedAfter(anObservation(150, queuedFrom100To200));
    const later = {
      ...derivedStatus("SCHEDULED", { dueAt: 300, lapsesAt: 400 }),
      window: instantWindow(300, 400, null),
    };
    expect(detectObserved(known, anObservation(160, later))?.change).toMatchObject({
      kind: "STATUS_CHANGED",
      previousStatus: "QUEUED",
      status: "SCHEDULED",
      changedFields: ["status", "window"],
    });
  });

  it("is not changed by an observation older than the last", () => {
    const known = rememberedAfter(anObservation(60, { reason: "refund" }));
    // It shows since when the record is known, and nothing else.
    const milestones = { ...known.milestones, firstObservedAt: 50 };
    expect(detectObserved(known, anObservation(50, { reason: "bill" }))).toEqual({
      remembered: { ...known, milestones },
      change: null,
    });
    expect(detectObserved({ ...known, milestones }, anObservation(50, { reason: "bill" }))).toBeNull();
  });
});

describe("a derived status", () => {
  it("never overwrites a reported one, however new it is", () => {
    const known = rememberedAfter(anObservation(50, reportedStatus("IN_PROGRESS", "4-DISTRIBUTED")));
    const detection = detectObserved(known, anObservation(60, { ...derivedStatus("UNKNOWN"), reason: "bill" }));
    expect(detection?.remembered.callback).toMatchObject({
      status: "IN_PROGRESS",
      statusBasis: "REPORTED",
      vendorStatus: "4-DISTRIBUTED",
      reason: "bill",
    });
    expect(detection?.change?.kind).toBe("UPDATED");
  });

  it("is replaced by a reported one, even of an older observation", () => {
    const known = rememberedAfter(anObservation(60, { ...derivedStatus("SCHEDULED"), reason: "bill" }));
    const detection = detectObserved(known, anObservation(50, reportedStatus("CANCELED", "C")));
    expect(detection?.remembered.callback).toMatchObject({
      status: "CANCELED",
      statusBasis: "REPORTED",
      reason: "bill",
    });
    expect(detection?.remembered).toMatchObject({ observedAt: 60, statusReportedAt: 50 });
    expect(detection?.change).toMatchObject({ kind: "STATUS_CHANGED", status: "CANCELED", observedAt: 60 });
  });
});

describe("the clock alone", () => {
  it("changes a derived status, and records when", () => {
    const known = rememberedAfter(anObservation(50, queuedFrom100To200));
    expect(detectElapsed(known, 99)).toBeNull();
    const due = detectElapsed(known, 130);
    expect(due?.change).toEqual({
      kind: "STATUS_CHANGED",
      previousStatus: "SCHEDULED",
      status: "QUEUED",
      changedFields: ["status"],
      occurredAt: 100,
      observedAt: 130,
    });
    expect(due?.remembered).toEqual({ ...known, publishedStatus: "QUEUED", statusChangedAt: 100 });
  });

  it("publishes each change once", () => {
    const due = detectElapsed(rememberedAfter(anObservation(50, queuedFrom100To200)), 130);
    expect(due && detectElapsed(due.remembered, 199)).toBeNull();
    const lapsed = due && detectElapsed(due.remembered, 200);
    expect(lapsed?.change).toMatchObject({ previousStatus: "QUEUED", status: "ENDED", occurredAt: 200 });
    expect(lapsed && detectElapsed(lapsed.remembered, 1_000_000)).toBeNull();
  });

  it("does not revert published changes for a slower clock or an older observation", () => {
    const due = detectElapsed(rememberedAfter(anObservation(50, queuedFrom100To200)), 130);
    expect(due && detectElapsed(due.remembered, 99)).toBeNull();
    const seen = due && detectObserved(due.remembered, anObservation(90, queuedFrom100To200));
    expect(seen?.change).toBeNull();
    expect(seen?.remembered.publishedStatus).toBe("QUEUED");
  });

  it("moves no reported status", () => {
    const known = rememberedAfter(anObservation(50, reportedStatus("SCHEDULED", "2-TIMER")));
    expect(detectElapsed(known, Number.MAX_SAFE_INTEGER)).toBeNull();
  });
});

describe("a record that the vendor no longer returns", () => {
  const known = rememberedAfter(anObservation(50, reportedStatus("QUEUED", "3-QUEUED")));
  const missedOnce = detectAbsent(known, stampOf(60));
  const gone = missedOnce && detectAbsent(missedOnce.remembered, stampOf(70));

  it("is only noted the first time", () => {
    const absence = { contentHash: null, absentSince: 60, absentRequestNumber: 60 };
    expect(missedOnce).toEqual({ remembered: { ...known, ...absence }, change: null });
  });

  it("is gone and ended the second time, in one change, and has no outcome", () => {
    expect(gone).toEqual({
      remembered: {
        ...known,
        contentHash: null,
        absentSince: 60,
        absentRequestNumber: 60,
        isPresentAtVendor: false,
        endsAt: 60,
        publishedStatus: "ENDED",
        statusChangedAt: 70,
      },
      change: {
        kind: "GONE",
        previousStatus: "QUEUED",
        status: "ENDED",
        changedFields: ["isPresentAtVendor", "status"],
        occurredAt: null,
        observedAt: 70,
      },
    });
    expect(gone?.remembered.callback).toBe(known.callback);
  });

  it("is gone once: a third absence teaches nothing", () => {
    expect(gone && detectAbsent(gone.remembered, stampOf(80))).toBeNull();
  });

  it("is not absent twice by one response or an older one", () => {
    expect(missedOnce && detectAbsent(missedOnce.remembered, stampOf(60))).toBeNull();
    expect(missedOnce && detectAbsent(missedOnce.remembered, stampOf(55))).toBeNull();
  });

  it("is not absent by a response older than its observation", () => {
    expect(detectAbsent(known, stampOf(49))).toBeNull();
    expect(detectAbsent(known, stampOf(50))).toBeNull();
  });

  it("is not GONE if it is observed between two absences", () => {
    const seen =
      missedOnce && detectObserved(missedOnce.remembered, anObservation(65, reportedStatus("QUEUED", "3-QUEUED")));
    expect(seen?.remembered).toMatchObject({ absentSince: null, isPresentAtVendor: true });
    expect(seen?.change).toBeNull();
    expect(seen && detectAbsent(seen.remembered, stampOf(70))?.change).toBeNull();
  });

  it("takes the reported status when it returns", () => {
    const back = gone && detectObserved(gone.remembered, anObservation(90, reportedStatus("QUEUED", "3-QUEUED")));
    expect(back?.change).toMatchObject({
      kind: "STATUS_CHANGED",
      previousStatus: "ENDED",
      status: "QUEUED",
      changedFields: ["status", "isPresentAtVendor"],
      observedAt: 90,
    });
    expect(back?.remembered).toMatchObject({
      isPresentAtVendor: true,
      absentSince: null,
      endsAt: null,
      statusChangedAt: 90,
    });
  });

  it("publishes both its return and its new status", () => {
    const back = gone && detectObserved(gone.remembered, anObservation(90, reportedStatus("COMPLETED", "8-DONE")));
    expect(back?.change).toMatchObject({
      kind: "STATUS_CHANGED",
      changedFields: ["status", "vendorStatus", "isPresentAtVendor"],
    });
  });

  it("does not return by an observation older than the absence", () => {
    const late =
      gone && detectObserved(gone.remembered, anObservation(55, { ...reportedStatus("QUEUED", "3-QUEUED") }));
    expect(late?.remembered).toMatchObject({
      observedAt: 55,
      isPresentAtVendor: false,
      absentSince: 60,
      publishedStatus: "ENDED",
    });
    expect(late?.change).toBeNull();
  });
});

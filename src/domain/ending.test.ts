import { describe, expect, it } from "vitest";
import { aCallback, anObservation, rememberedAfter, stampOf } from "../../test/support/observations.js";
import type { Callback } from "./callback.js";
import { detectAbsent, detectObserved, type DetectedChange } from "./change/change.js";
import { detectElapsed } from "./change/elapsed.js";
import { endOf, LAPSE_MS, statusOf } from "./ending.js";
import { observationOf, type RememberedCallback } from "./change/observation.js";
import { derivedStatus, FINAL_STATUSES, reportedStatus, type CallbackStatus } from "./status.js";
import { instantWindow } from "./time/window.js";

const DAY = 24 * 3_600_000;
const START = 100 * DAY;
const END = START + 3_600_000;
const LAST_CHANGE = 7 * DAY;

const windowed = { window: instantWindow(START, END, null) };
const endless = { window: instantWindow(START, null, null) };

describe("nothing stays open for ever", () => {
  it.each<[string, Partial<Callback>, number | null]>([
    ["DERIVED SCHEDULED with a window", { ...derivedStatus("SCHEDULED", { dueAt: START }), ...windowed }, END],
    ["DERIVED QUEUED with a window", { ...derivedStatus("QUEUED"), ...windowed }, END],
    ["DERIVED IN_PROGRESS with a window", { ...derivedStatus("IN_PROGRESS"), ...windowed }, END],
    ["DERIVED UNKNOWN with a window", { ...derivedStatus("UNKNOWN"), ...windowed }, END],
    ["REPORTED UNKNOWN with a window", { ...reportedStatus("UNKNOWN", "frob"), ...windowed }, END],
    ["DERIVED SCHEDULED without an end", { ...derivedStatus("SCHEDULED"), ...endless }, START + LAPSE_MS],
    ["REPORTED UNKNOWN without an end", { ...reportedStatus("UNKNOWN", "0-UNKNOWN"), ...endless }, START + LAPSE_MS],
    [
      "DERIVED changed after its start",
      { ...derivedStatus("SCHEDULED"), ...endless, createdAt: DAY, updatedAt: START + DAY },
      START + DAY + LAPSE_MS,
    ],
    [
      "DERIVED changed before its start",
      { ...derivedStatus("SCHEDULED"), ...endless, createdAt: DAY, updatedAt: 2 * DAY },
      START + LAPSE_MS,
    ],
    ["REPORTED UNKNOWN of a day", { ...reportedStatus("UNKNOWN", "frob"), createdAt: DAY }, DAY + LAPSE_MS],
    ["DERIVED UNKNOWN that was updated", { ...derivedStatus("UNKNOWN"), updatedAt: 3 * DAY }, 3 * DAY + LAPSE_MS],
    ["DERIVED UNKNOWN without any time", derivedStatus("UNKNOWN"), LAST_CHANGE + LAPSE_MS],
    ["REPORTED UNKNOWN without any time", reportedStatus("UNKNOWN", "frob"), LAST_CHANGE + LAPSE_MS],
    ["REPORTED SCHEDULED", { ...reportedStatus("SCHEDULED", "W"), ...windowed }, null],
    ["REPORTED QUEUED", { ...reportedStatus("QUEUED", "Q"), ...windowed }, null],
    ["REPORTED IN_PROGRESS", { ...reportedStatus("IN_PROGRESS", "T"), ...endless }, null],
    ["REPORTED RETRYING", reportedStatus("RETRYING", "R"), null],
    ...FINAL_STATUSES.flatMap((status): [string, Partial<Callback>, null][] => [
      [`REPORTED ${status}`, { ...reportedStatus(status, "word"), ...windowed }, null],
      [`DERIVED ${status}`, { ...derivedStatus(status), ...windowed }, null],
    ]),
  ])("%s", (_, fields, end) => {
    expect(endOf(aCallback(fields), () => LAST_CHANGE)).toBe(end);
  });

  it("counts 31 days from the last change of a record without any time, not from its last observation", () => {
    const known = rememberedAfter(
      anObservation(100, reportedStatus("UNKNOWN", "frob")),
      anObservation(DAY, reportedStatus("UNKNOWN", "frob")),
    );
    expect(known.endsAt).toBe(100 + LAPSE_MS);
    const changed = detectObserved(
      known,
      anObservation(2 * DAY, { ...reportedStatus("UNKNOWN", "frob"), reason: "x" }),
    );
    expect(changed?.remembered.endsAt).toBe(2 * DAY + LAPSE_MS);
    const again = changed && rememberedStep(changed.remembered, 3 * DAY);
    expect(again?.endsAt).toBe(2 * DAY + LAPSE_MS);
  });

  const rememberedStep = (known: RememberedCallback, at: number): RememberedCallback =>
    detectObserved(known, observationOf(known, stampOf(at)))?.remembered ?? known;

  it("ends a reported UNKNOWN by the clock, and takes any later reported status", () => {
    const known = rememberedAfter(anObservation(START, { ...reportedStatus("UNKNOWN", "frob"), ...windowed }));
    const lapsed = detectElapsed(known, END);
    expect(lapsed?.change).toMatchObject({
      kind: "STATUS_CHANGED",
      previousStatus: "UNKNOWN",
      status: "ENDED",
      changedFields: ["status"],
      occurredAt: END,
    });
    const seen = (at: number, status: CallbackStatus, word: string) =>
      lapsed && detectObserved(lapsed.remembered, anObservation(at, { ...reportedStatus(status, word), ...windowed }));
    expect(seen(END + 1, "UNKNOWN", "frob")).toMatchObject({ change: null, remembered: { publishedStatus: "ENDED" } });
    expect(seen(END + 1, "UNKNOWN", "blob")).toMatchObject({ change: { kind: "UPDATED", status: "ENDED" } });
    for (const status of ["QUEUED", "COMPLETED", "RETRYING"] as const) {
      expect(seen(END + 1, status, "word")?.change).toMatchObject({ previousStatus: "ENDED", status });
    }
  });

  it("is created as ended if its time had passed at the first observation", () => {
    const detection = detectObserved(null, anObservation(END, { ...derivedStatus("SCHEDULED"), ...windowed }));
    expect(detection?.change).toMatchObject({ kind: "CREATED", status: "ENDED" });
    expect(detection?.remembered).toMatchObject({ publishedStatus: "ENDED", statusChangedAt: END });
  });
});

describe("a record that the vendor no longer returns", () => {
  const derived = derivedStatus("SCHEDULED", { dueAt: START });

  /** Returns the published changes of a callback that is absent twice, and its status at some moments. */
  function absent(fields: Partial<Callback>, times: readonly [number, number], forgetsWhenDue: boolean) {
    let known = rememberedAfter(anObservation(DAY, fields));
    const changes: DetectedChange[] = [];
    for (const at of times) {
      for (const detect of [
        () => detectElapsed(known, at, forgetsWhenDue),
        () => detectAbsent(known, stampOf(at), forgetsWhenDue),
      ]) {
        const detection = detect();
        if (detection === null) continue;
        if (detection.change !== null) changes.push(detection.change);
        known = detection.remembered;
      }
    }
    return { known, gone: changes.find(({ kind }) => kind === "GONE") };
  }

  it.each<[string, Partial<Callback>, CallbackStatus]>([
    ["REPORTED SCHEDULED", { ...reportedStatus("SCHEDULED", "W"), ...windowed }, "SCHEDULED"],
    ["REPORTED QUEUED", { ...reportedStatus("QUEUED", "Q"), ...windowed }, "QUEUED"],
    ["REPORTED IN_PROGRESS", { ...reportedStatus("IN_PROGRESS", "T"), ...endless }, "IN_PROGRESS"],
    ["REPORTED RETRYING without a time", reportedStatus("RETRYING", "R"), "RETRYING"],
    ["REPORTED UNKNOWN", { ...reportedStatus("UNKNOWN", "frob"), ...windowed }, "UNKNOWN"],
    ["DERIVED SCHEDULED", { ...derived, ...windowed }, "SCHEDULED"],
    ["DERIVED UNKNOWN", derivedStatus("UNKNOWN"), "UNKNOWN"],
  ])("is ended at once at a vendor that keeps its records: %s", (_, fields, previousStatus) => {
    const { known, gone } = absent(fields, [2 * DAY, 3 * DAY], false);
    expect(gone).toMatchObject({ previousStatus, status: "ENDED", changedFields: ["isPresentAtVendor", "status"] });
    expect(known).toMatchObject({ isPresentAtVendor: false, publishedStatus: "ENDED" });
    expect([known.callback.outcome, statusOf(known, 3 * DAY)]).toEqual([null, "ENDED"]);
  });

  it.each(FINAL_STATUSES)("keeps its final status: %s", (status) => {
    for (const forgets of [false, true]) {
      const { gone } = absent({ ...reportedStatus(status, "word"), ...windowed }, [2 * DAY, 3 * DAY], forgets);
      expect(gone).toMatchObject({ previousStatus: status, status, changedFields: ["isPresentAtVendor"] });
    }
  });

  it.each<[string, Partial<Callback>, [number, number], CallbackStatus, number]>([
    ["before its window", windowed, [START - 2, START - 1], "ENDED", START - 2],
    ["first before its window, then in it", windowed, [START - 1, START + 1], "ENDED", START - 1],
    ["from the start of its window on", windowed, [START, START + 1], "QUEUED", END],
    ["in its window", windowed, [START + 1, END - 1], "QUEUED", END],
    ["after its window", windowed, [END, END + 1], "ENDED", END],
    ["after its start, without an end", endless, [START + 1, START + 2], "QUEUED", START + LAPSE_MS],
    ["without a window", {}, [2 * DAY, 3 * DAY], "ENDED", 2 * DAY],
  ])("at a vendor that drops callbacks when due, absent %s", (_, fields, times, status, endsAt) => {
    const reading = fields === windowed || fields === endless ? derived : derivedStatus("UNKNOWN");
    const { known, gone } = absent({ ...reading, ...fields }, times, true);
    expect(gone?.status).toBe(status);
    expect(known).toMatchObject({ isPresentAtVendor: false, publishedStatus: status, endsAt });
    expect(statusOf(known, endsAt)).toBe("ENDED");
    if (status === "QUEUED") expect(statusOf(known, endsAt - 1)).toBe("QUEUED");
  });

  it("ends later by the clock at a vendor that drops callbacks when due", () => {
    const { known } = absent({ ...derived, ...windowed }, [START, START + 1], true);
    expect(detectElapsed(known, END - 1, true)).toBeNull();
    const lapsed = detectElapsed(known, END, true);
    expect(lapsed?.change).toMatchObject({
      kind: "STATUS_CHANGED",
      previousStatus: "QUEUED",
      status: "ENDED",
      occurredAt: END,
    });
  });

  it.each<[string, Partial<Callback>, CallbackStatus]>([
    ["its reported status", { ...reportedStatus("RETRYING", "R"), ...windowed }, "RETRYING"],
    ["its derived status", { ...derived, ...windowed }, "SCHEDULED"],
  ])("takes %s again when it returns", (_, fields, status) => {
    const { known } = absent(fields, [2 * DAY, 3 * DAY], false);
    const back = detectObserved(known, anObservation(4 * DAY, fields));
    expect(back?.change).toMatchObject({
      kind: "STATUS_CHANGED",
      previousStatus: "ENDED",
      status,
      changedFields: ["status", "isPresentAtVendor"],
    });
  });
});

describe("a record of an earlier version", () => {
  /** The stored form of a callback before callbacks had an end. */
  const old = (fields: Partial<Callback>, others: Partial<RememberedCallback> = {}): RememberedCallback => ({
    ...rememberedAfter(anObservation(DAY, fields)),
    endsAt: null,
    publishedStatus: "UNKNOWN",
    ...others,
  });
  const gone = { isPresentAtVendor: false, absentSince: 2 * DAY, publishedStatus: "SCHEDULED" } as const;
  const NOW = START + 400 * DAY;

  it.each<[string, RememberedCallback, boolean, CallbackStatus | null, number | null]>([
    [
      "a reported UNKNOWN of last year",
      old({ ...reportedStatus("UNKNOWN", "9-FINAL"), ...windowed }),
      false,
      "ENDED",
      END,
    ],
    ["an UNKNOWN of a window that has passed", old({ ...derivedStatus("SCHEDULED"), ...windowed }), true, "ENDED", END],
    ["a removed record", old({ ...reportedStatus("SCHEDULED", "W"), ...windowed }, gone), false, "ENDED", null],
    [
      "a record that was forgotten before its time",
      old({ ...derivedStatus("SCHEDULED"), ...windowed }, gone),
      true,
      "ENDED",
      2 * DAY,
    ],
    [
      "a reported open one",
      old({ ...reportedStatus("QUEUED", "Q"), ...windowed }, { publishedStatus: "QUEUED" }),
      false,
      null,
      null,
    ],
    [
      "a final one",
      old({ ...reportedStatus("COMPLETED", "C") }, { ...gone, publishedStatus: "COMPLETED" }),
      false,
      null,
      null,
    ],
  ])("is ended by the rule of today: %s", (_, known, forgetsWhenDue, status, occurredAt) => {
    const detection = detectElapsed(known, NOW, forgetsWhenDue);
    if (status === null) expect(detection).toBeNull();
    else {
      expect(detection?.change).toMatchObject({ previousStatus: known.publishedStatus, status, occurredAt });
      expect(detection && detectElapsed(detection.remembered, NOW + DAY, forgetsWhenDue)).toBeNull();
    }
  });
});

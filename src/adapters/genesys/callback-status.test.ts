import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../../lib/json.js";
import { statusAt, type CallbackStatus } from "../../domain/status.js";
import { mapGenesysCallback } from "./mapping.js";
import { GENESYS_CALLBACK_INTERACTION } from "./wire.js";

const START = Date.parse("2026-06-01T14:30:00.000Z");

const mapped = (fields: JsonObject) =>
  mapGenesysCallback(GENESYS_CALLBACK_INTERACTION.parse({ interaction_id: "1", ...fields }), {
    source: "north",
    vendor: "GENESYS",
    defaultRegion: null,
  }).callback;

describe("callback_status", () => {
  it.each<[number, string, CallbackStatus]>([
    [0, "UNKNOWN", "UNKNOWN"],
    [1, "RECEIVED", "SCHEDULED"],
    [2, "TIMER", "SCHEDULED"],
    [3, "QUEUED", "QUEUED"],
    [4, "DISTRIBUTED", "IN_PROGRESS"],
    [5, "SUBMITTED_TO_AGT", "IN_PROGRESS"],
    [6, "REJECTED_BY_AGT", "QUEUED"],
    [7, "CANCELED_BY_AGT", "CANCELED"],
    [8, "PROCESSED_BY_AGT", "COMPLETED"],
    [9, "FINAL", "ENDED"],
    [10, "NOT_QUEUED", "FAILED"],
    [11, "ERROR", "FAILED"],
    [12, "REPLACED", "CANCELED"],
    [13, "AGT_TRANSFER", "IN_PROGRESS"],
    [14, "ENDTIME_EXPIRED", "EXPIRED"],
  ])("%d-%s is %s, reported, however it is written", (number, word, status) => {
    for (const sent of [number, String(number), `${number}-${word}`, word, word.toLowerCase()]) {
      expect(mapped({ callback_status: sent })).toMatchObject({
        status,
        statusBasis: "REPORTED",
        vendorStatus: `${number}-${word}`,
        dueAt: null,
        lapsesAt: null,
      });
    }
  });

  it.each(["8-PORCESSED_BY_AGT", "PORCESSED_BY_AGT", "8-PROCESSED_BY_AGT", "PROCESSED_BY_AGT", "porcessed_by_agt"])(
    "is the same in the document's two spellings: %s",
    (sent) => {
      expect(mapped({ callback_status: sent })).toMatchObject({
        status: "COMPLETED",
        vendorStatus: "8-PROCESSED_BY_AGT",
      });
    },
  );

  it.each(["7-CANCELLED_BY_AGT", "CANCELLED_BY_AGT"])("takes either spelling of canceled: %s", (sent) => {
    expect(mapped({ callback_status: sent })).toMatchObject({ status: "CANCELED", vendorStatus: "7-CANCELED_BY_AGT" });
  });

  it.each<[JsonValue, string]>([
    [15, "15"],
    ["15", "15"],
    ["15-PARKED", "15-PARKED"],
    ["PARKED", "PARKED"],
    [-1, "-1"],
    [2.5, "2.5"],
    [true, "true"],
  ])("maps an undocumented value to UNKNOWN, with the value as vendor status: %j", (sent, word) => {
    expect(mapped({ callback_status: sent, status: 1, start_time: "2026-06-01T14:30:00Z" })).toMatchObject({
      status: "UNKNOWN",
      statusBasis: "REPORTED",
      vendorStatus: word,
    });
  });

  it("takes the outcome of 8 and 9 from call_result, and of no others", () => {
    const ended = (callback_status: number, call_result: number): CallbackStatus =>
      mapped({ callback_status, call_result }).status;
    for (const number of [8, 9]) {
      expect([0, 1, 7, 46, 51, 28, 54].map((result) => ended(number, result))).toEqual([
        "COMPLETED",
        "COMPLETED",
        "FAILED",
        "CANCELED",
        "FAILED",
        "ENDED",
        "ENDED",
      ]);
    }
    expect([1, 3, 5, 7, 10, 11, 12, 14].map((number) => ended(number, 0))).toEqual([
      "SCHEDULED",
      "QUEUED",
      "IN_PROGRESS",
      "CANCELED",
      "FAILED",
      "FAILED",
      "CANCELED",
      "EXPIRED",
    ]);
  });
});

describe("without callback_status", () => {
  const derived = (fields: JsonObject) => mapped({ start_time: "2026-06-01T14:30:00.000Z", ...fields });

  it.each([{ status: 0 }, { status: 1 }, { status: "0-NEW" }, { status: "PENDING" }])(
    "an interaction that is new or pending is due at start_time, and never lapses: %j",
    (fields) => {
      const callback = derived(fields);
      expect(callback).toMatchObject({ statusBasis: "DERIVED", vendorStatus: null, lapsesAt: null });
      expect(statusAt(callback, START - 1)).toBe("SCHEDULED");
      expect(statusAt(callback, START)).toBe("QUEUED");
      expect(statusAt(callback, Number.MAX_SAFE_INTEGER)).toBe("QUEUED");
    },
  );

  it("and without start_time it waits without end", () => {
    const callback = mapped({ status: 0 });
    expect(statusAt(callback, Number.MAX_SAFE_INTEGER)).toBe("SCHEDULED");
  });

  it("an interaction in process is in progress", () => {
    expect(derived({ status: 2 })).toMatchObject({ status: "IN_PROGRESS", statusBasis: "DERIVED", dueAt: null });
  });

  it.each<[JsonObject, CallbackStatus]>([
    [{}, "ENDED"],
    [{ call_result: null }, "ENDED"],
    [{ call_result: "" }, "ENDED"],
    [{ call_result: 0 }, "COMPLETED"],
    [{ call_result: 22 }, "COMPLETED"],
    [{ call_result: 7 }, "FAILED"],
    [{ call_result: 52 }, "CANCELED"],
    [{ call_result: 28 }, "ENDED"],
    [{ call_result: 99 }, "ENDED"],
    [{ call_result: "PARKED" }, "ENDED"],
  ])("a stopped interaction with %j is %s", (fields, status) => {
    expect(derived({ status: 3, ...fields })).toMatchObject({ status, statusBasis: "DERIVED", vendorStatus: null });
  });

  it.each<[JsonObject]>([[{}], [{ status: null }], [{ status: 4 }], [{ status: "PARKED" }]])(
    "an interaction whose status does not say is UNKNOWN: %j",
    (fields) => {
      expect(derived(fields)).toMatchObject({ status: "UNKNOWN", statusBasis: "DERIVED", vendorStatus: null });
    },
  );

  it.each([null, "", "  "])("maps %j to no status: missing is not 0", (callback_status) => {
    expect(derived({ status: 2, callback_status })).toMatchObject({ status: "IN_PROGRESS", statusBasis: "DERIVED" });
  });
});

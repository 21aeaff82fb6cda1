import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { CallbackOriginCategory, CallbackTiming } from "../../domain/callback.js";
import type { JsonObject, JsonValue } from "../../lib/json.js";
import type { Region } from "../../domain/phone/phone-number.js";
import { readRows } from "../wire/vendor-page.js";
import { mapMindfulCallback } from "./mapping.js";
import { MINDFUL_CALLBACK_STATUS } from "./wire.js";
import { stampOf } from "../../../test/support/observations.js";

const context = { source: "north", vendor: "MINDFUL", defaultRegion: null } as const;

const mapped = (fields: JsonObject, defaultRegion: Region | null = null) =>
  mapMindfulCallback(MINDFUL_CALLBACK_STATUS.parse({ call_request_id: "1", ...fields }), { ...context, defaultRegion })
    .callback;

const CALL_AT = Date.UTC(2026, 5, 1, 12, 15);
const SECONDS = String(CALL_AT / 1000);

describe("a callback of Mindful", () => {
  it.each<[JsonValue, CallbackTiming]>([
    ["asap", "ASAP"],
    ["ASAP", "ASAP"],
    ["scheduled", "SCHEDULED"],
    ["Scheduled", "SCHEDULED"],
    ["recurring", "UNKNOWN"],
    ["", "UNKNOWN"],
    [null, "UNKNOWN"],
  ])("of type %j is %s", (type, timing) => {
    expect(mapped({ type }).timing).toBe(timing);
  });

  it("has a window from its estimate, without an end, only if it is scheduled", () => {
    expect(mapped({ type: "scheduled", estimated_for: SECONDS }).window).toEqual({
      start: CALL_AT,
      end: null,
      timeZone: null,
      localDate: null,
      localStart: null,
      localEnd: null,
      dstAdjustment: "NONE",
    });
    expect(mapped({ type: "scheduled" }).window).toBeNull();
    expect(mapped({ type: "asap", estimated_for: SECONDS }).window).toBeNull();
    expect(mapped({ estimated_for: SECONDS }).window).toBeNull();
  });

  it("is attempted next at its estimate, until its status is final", () => {
    const next = (status: string | null) => mapped({ status, estimated_for: SECONDS }).nextAttemptAt;
    expect(["Requested", "Queued", "Talking", "Chose Hold", null].map(next)).toEqual([
      CALL_AT,
      CALL_AT,
      CALL_AT,
      CALL_AT,
      CALL_AT,
    ]);
    expect(["Success", "Canceled", "Abandoned"].map(next)).toEqual([null, null, null]);
  });

  it("has a forecast in seconds and places if the vendor sends one; 0 is a value", () => {
    const all = { estimated_for: SECONDS, estimated_wait_time: "90", forecast_waitlist_position: "3" };
    expect(mapped(all).estimate).toEqual({ callAt: CALL_AT, waitMs: 90_000, waitlistPosition: 3 });
    expect(mapped({ estimated_wait_time: 0, forecast_waitlist_position: 0 }).estimate).toEqual({
      callAt: null,
      waitMs: 0,
      waitlistPosition: 0,
    });
    expect(mapped({ estimated_wait_time: "", forecast_waitlist_position: null }).estimate).toBeNull();
    expect(mapped({ estimated_for: "0" })).toMatchObject({ estimate: null, nextAttemptAt: null });
  });

  it.each<[JsonValue, number | null]>([
    [SECONDS, CALL_AT],
    [CALL_AT / 1000, CALL_AT],
    ["", null],
    ["0", null],
    [0, null],
    [null, null],
    ["yesterday", null],
  ])("created at %j was created at %j", (created_at, createdAt) => {
    expect(mapped({ created_at })).toMatchObject({ createdAt, updatedAt: null });
  });

  it.each<[JsonValue, Region | null, string | null, string | null]>([
    ["+14155550100", null, "+14155550100", "+14155550100"],
    ["4155550100", "US", "4155550100", "+14155550100"],
    ["4155550100", null, "4155550100", null],
    ["14155550100", "US", "14155550100", "+14155550100"],
    [14155550100, null, "14155550100", "+14155550100"],
    ["anonymous", "US", "anonymous", null],
    ["", "US", null, null],
    [null, "US", null, null],
  ])("at the number %j read in %s has it raw and in E.164", (callback_number, region, phoneNumberRaw, phoneNumber) => {
    expect(mapped({ callback_number, contact_uri: "sip:+442079460000@example.com" }, region).customer).toEqual({
      name: null,
      firstName: null,
      lastName: null,
      contactId: null,
      phoneNumber,
      phoneNumberRaw,
      emailAddress: null,
    });
  });

  it.each<[JsonValue, CallbackOriginCategory]>([
    ["Phone:8525550917", "LIVE_CALL"],
    ["voice", "LIVE_CALL"],
    ["IVR main", "LIVE_CALL"],
    ["Widget", "WEB"],
    ["digital", "WEB"],
    ["Web: contact page", "WEB"],
    ["API", "API"],
    ["api:crm", "API"],
    ["Chat", "OTHER"],
    ["my phone", "OTHER"],
    ["", "UNKNOWN"],
    [null, "UNKNOWN"],
  ])("from the source %j comes from %s", (source, category) => {
    expect(mapped({ source }).origin).toEqual({ category, vendorOrigin: category === "UNKNOWN" ? null : source });
  });

  it("without an id is unreadable", () => {
    expect(() => mapped({ call_request_id: "" })).toThrow("call_request_id: is missing");
  });
});

describe("the fixtures", () => {
  const rows = (name: string): readonly JsonValue[] =>
    (JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), "utf8")) as { data: JsonValue[] }).data;
  const read = (name: string) =>
    readRows(
      rows(name),
      {
        idFields: ["call_request_id"],
        read: (raw, where) => mapMindfulCallback(MINDFUL_CALLBACK_STATUS.parse(raw), where),
      },
      context,
      stampOf(7),
    );

  it("contain several callbacks of one number, mapped field by field", () => {
    const { observations, quarantined, coerced } = read("callbacks-of-a-number");
    expect([quarantined, coerced]).toEqual([[], []]);
    expect(observations[0]?.callback).toEqual({
      source: "north",
      vendor: "MINDFUL",
      vendorId: "734512",
      status: "SCHEDULED",
      statusBasis: "REPORTED",
      vendorStatus: "Waitlisted",
      dueAt: null,
      lapsesAt: null,
      timing: "ASAP",
      channel: "VOICE",
      customer: {
        name: null,
        firstName: null,
        lastName: null,
        contactId: null,
        phoneNumber: "+14155550100",
        phoneNumberRaw: "+14155550100",
        emailAddress: null,
      },
      window: null,
      nextAttemptAt: CALL_AT,
      attemptCount: null,
      outcome: null,
      assignment: null,
      routing: {
        queueId: null,
        campaignId: null,
        callTargetId: "4001",
        dialingModel: null,
        callerId: null,
        dn: null,
        location: null,
      },
      queue: { kind: "CALL_TARGET", vendorId: "4001" },
      reason: null,
      origin: { category: "LIVE_CALL", vendorOrigin: "Phone:8005550199" },
      originInteractionId: null,
      estimate: { callAt: CALL_AT, waitMs: 900_000, waitlistPosition: 3 },
      createdAt: Date.UTC(2026, 5, 1, 12),
      updatedAt: null,
    });
    expect(
      observations.map(({ callback }) => [callback.vendorId, callback.status, callback.outcome?.category]),
    ).toEqual([
      ["734512", "SCHEDULED", undefined],
      ["734513", "SCHEDULED", undefined],
      ["734001", "FAILED", "NO_ANSWER"],
    ]);
    expect(observations[1]?.callback.window?.start).toBe(Date.UTC(2026, 5, 2, 12));
    expect(observations[2]?.callback).toMatchObject({ estimate: null, origin: { category: "UNKNOWN" } });
  });

  it("contain unreadable rows: quarantined by id, without a value in the reason, losing no other", () => {
    const { observations, quarantined, coerced } = read("unreadable-rows");
    expect(quarantined.map(({ vendorId, reason }) => [vendorId, reason])).toEqual([
      ["1", "status: expected text"],
      [null, "call_request_id: is missing"],
      [null, expect.stringContaining("expected an object")],
    ]);
    expect(observations.map(({ callback }) => callback)).toMatchObject([
      {
        vendorId: "2",
        status: "IN_PROGRESS",
        vendorStatus: "in_progress",
        estimate: null,
        createdAt: CALL_AT - 900_000,
      },
    ]);
    expect(coerced).toEqual(["estimated_for", "estimated_wait_time"]);
  });

  it("appear in the API field by field, with undocumented fields beside", () => {
    expect(MINDFUL_CALLBACK_STATUS.read(rows("callbacks-of-a-number")[0] as JsonObject)).toEqual({
      contactUri: "sip:+14155550100@scheduler.example.com",
      callbackNumber: "+14155550100",
      callRequestId: "734512",
      type: "ASAP",
      createdAt: new Date("2026-06-01T12:00:00Z"),
      estimatedFor: new Date("2026-06-01T12:15:00Z"),
      forecastWaitlistPosition: 3,
      estimatedWaitTime: 900_000,
      source: "Phone:8005550199",
      callTargetId: "4001",
      status: "Waitlisted",
      additionalFields: {},
    });
    expect(MINDFUL_CALLBACK_STATUS.read(rows("unreadable-rows")[1] as JsonObject).additionalFields).toEqual({
      estimated_for: "soon",
      estimated_wait_time: -5,
      attempt: "2",
    });
  });
});

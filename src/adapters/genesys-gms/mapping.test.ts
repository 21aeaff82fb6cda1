import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { CallbackChannel, CallbackTiming } from "../../domain/callback.js";
import type { Region } from "../../domain/phone/phone-number.js";
import type { JsonObject, JsonValue } from "../../lib/json.js";
import { readRows } from "../wire/vendor-page.js";
import { findGmsService, mapGmsCallback, mapGmsQueuePosition } from "./mapping.js";
import { GENESYS_GMS_CALLBACK } from "./wire.js";
import { stampOf } from "../../../test/support/observations.js";

const context = { source: "north", vendor: "GENESYS_GMS", defaultRegion: null } as const;
const DESIRED = Date.UTC(2026, 5, 1, 14, 30);
const iso = (at: number): string => new Date(at).toISOString();

const read = (fields: JsonObject, defaultRegion: Region | null = null) =>
  mapGmsCallback(GENESYS_GMS_CALLBACK.parse({ _id: "1", ...fields }), { ...context, defaultRegion });
const mapped = (fields: JsonObject, defaultRegion: Region | null = null) => read(fields, defaultRegion).callback;

describe("the desired time of a callback", () => {
  it.each<[string, number | null, CallbackTiming]>([
    ["a minute after its creation", DESIRED - 60_000, "ASAP"],
    ["at its creation", DESIRED, "ASAP"],
    ["before its creation, by another clock", DESIRED + 5000, "ASAP"],
    ["more than a minute after its creation", DESIRED - 60_001, "SCHEDULED"],
    ["without a moment of creation", null, "UNKNOWN"],
  ])("%s means %s", (_, createdAt, timing) => {
    const created = createdAt === null ? {} : { ringback_created_at: iso(createdAt) };
    const callback = mapped({ _desired_time: iso(DESIRED), _callback_state: "QUEUED", ...created });
    expect(callback).toMatchObject({ timing, createdAt, nextAttemptAt: DESIRED });
    const window = { start: DESIRED, end: null, timeZone: null, localDate: null, localStart: null, localEnd: null };
    expect(callback.window).toEqual(timing === "ASAP" ? null : { ...window, dstAdjustment: "NONE" });
  });

  it.each<[JsonValue]>([[null], [""], ["soon"]])("of %j leaves timing, window and next attempt empty", (sent) => {
    const { callback, coerced } = read({ _desired_time: sent, ringback_created_at: iso(DESIRED) });
    expect(callback).toMatchObject({ timing: "UNKNOWN", window: null, nextAttemptAt: null });
    expect(coerced).toEqual(sent === "soon" ? ["_desired_time"] : []);
  });

  it("is no next attempt once the callback has ended", () => {
    const ended = { _callback_state: "COMPLETED", _callback_reason: "CANCELLED", _desired_time: iso(DESIRED) };
    expect(mapped(ended).nextAttemptAt).toBeNull();
  });

  it.each(["2026-06-01T14:30:00.000Z", "2026-06-01T14:30:00Z", "2026-06-01T16:30:00+02:00", "2026-06-01T14:30"])(
    "is read in the form %s",
    (sent) => {
      expect(mapped({ _desired_time: sent }).window?.start).toBe(DESIRED);
    },
  );
});

describe("a callback", () => {
  it.each<[JsonValue, Region | null, string | null, string | null]>([
    ["+14155550100", null, "+14155550100", "+14155550100"],
    ["4155550100", "US", "4155550100", "+14155550100"],
    ["4155550100", null, "4155550100", null],
    [14155550100, "US", "14155550100", "+14155550100"],
    ["5115", "US", "5115", null],
    ["anonymous", "US", "anonymous", null],
    ["", "US", null, null],
    [null, "US", null, null],
  ])("of the number %j read in %s has it raw and in E.164", (number, region, phoneNumberRaw, phoneNumber) => {
    expect(mapped({ _customer_number: number }, region).customer).toEqual({
      name: null,
      firstName: null,
      lastName: null,
      contactId: null,
      phoneNumber,
      phoneNumberRaw,
      emailAddress: null,
    });
  });

  it.each<[JsonObject, CallbackChannel]>([
    [{ _customer_number: "+14155550100" }, "VOICE"],
    [{}, "UNKNOWN"],
    [{ _customer_number: "+14155550100", _media_type: "Voice" }, "VOICE"],
    [{ _customer_number: "+14155550100", _media_type: "chat" }, "UNKNOWN"],
  ])("with %j has the channel %s", (fields, channel) => {
    expect(mapped(fields).channel).toBe(channel);
  });

  it("has its virtual queue, by either name, and its service as the target of the call", () => {
    const routing = (fields: JsonObject) => mapped(fields).routing;
    expect(routing({ _vq: "VQ_1", _service_name: "sales" })).toMatchObject({ queueId: "VQ_1", callTargetId: "sales" });
    expect(routing({ _urs_virtual_queue: "VQ_2" })).toMatchObject({ queueId: "VQ_2", callTargetId: null });
    expect(routing({ _vq: "VQ_1", _urs_virtual_queue: "VQ_2" }).queueId).toBe("VQ_1");
  });

  it.each<[JsonObject, string | null]>([
    [{ _service_name: "sales", _url: "/1/service/callback/support/1" }, "sales"],
    [{ _url: "/1/service/callback/support/1" }, "support"],
    [{ url: "https://gms.example.com/genesys/1/service/callback/after%20hours/1?x=1" }, "after hours"],
    [{ _url: "/1/service/callback/100%/1" }, "100%"],
    [{ _url: "/1/service/callback/support" }, null],
    [{}, null],
  ])("with %j is of the service %j", (fields, service) => {
    expect(findGmsService(fields)).toBe(service);
  });

  it("counts no attempts, and states neither agent, origin, reason nor forecast", () => {
    expect(mapped({ _callback_state: "PROCESSING" })).toMatchObject({
      attemptCount: null,
      assignment: null,
      origin: { category: "UNKNOWN", vendorOrigin: null },
      originInteractionId: null,
      queue: null,
      reason: null,
      estimate: null,
      createdAt: null,
      updatedAt: null,
    });
  });

  it("with an unknown state keeps it in the status, and counts it as coerced", () => {
    const { callback, coerced } = read({ _callback_state: "TRANSFERRED" });
    expect(callback).toMatchObject({ status: "UNKNOWN", statusBasis: "REPORTED", vendorStatus: "TRANSFERRED" });
    expect(coerced).toEqual(["_callback_state"]);
  });

  it("without an id is unreadable", () => {
    expect(() => mapped({ _id: "" })).toThrow("_id: is missing");
  });
});

describe("names without their underscore", () => {
  const documented = {
    _id: "1",
    _customer_number: "+14155550100",
    _callback_state: "SCHEDULED",
    _desired_time: iso(DESIRED),
    _url: "/1/service/callback/sales/1",
  };
  const shortened = {
    _id: "1",
    customer_number: "+14155550100",
    callback_state: "SCHEDULED",
    desired_time: iso(DESIRED),
    url: "/1/service/callback/sales/1",
  };

  it("are read like the documented ones", () => {
    expect(mapped(shortened)).toEqual(mapped(documented));
    expect(GENESYS_GMS_CALLBACK.read(shortened)).toEqual(GENESYS_GMS_CALLBACK.read(documented));
    expect(GENESYS_GMS_CALLBACK.read(shortened).additionalFields).toEqual({});
    expect(read(shortened).raw).toEqual(shortened);
  });

  it("compare as equal, so that a record in the other spelling is no change", () => {
    const { comparable = () => "" } = read(shortened);
    expect(comparable(shortened)).toBe(comparable(documented));
    expect(comparable(shortened)).not.toBe(comparable({ ...documented, _desired_time: iso(DESIRED + 1) }));
  });

  it("are other fields beside the documented ones", () => {
    const both = { ...documented, desired_time: "other" };
    expect(mapped(both).window?.start).toBe(DESIRED);
    expect(GENESYS_GMS_CALLBACK.read(both).additionalFields).toEqual({ desired_time: "other" });
  });
});

describe("the position in the queue", () => {
  it.each<[JsonValue, unknown]>([
    [
      { _position: "3", _eta: "120", _total_waiting: "7" },
      { callAt: null, waitMs: 120_000, waitlistPosition: 3 },
    ],
    [
      { _position: 0, _eta: 0 },
      { callAt: null, waitMs: 0, waitlistPosition: 0 },
    ],
    [{ ewt: "99.75" }, { callAt: null, waitMs: 99_000, waitlistPosition: null }],
    [
      { _position: "2", _eta: "-1" },
      { callAt: null, waitMs: null, waitlistPosition: 2 },
    ],
    [{ _position: "-1", _eta: "unknown" }, null],
    [{ _position: {}, _eta: [] }, null],
    [{}, null],
    [[], null],
    [null, null],
  ])("%j is the forecast %j", (body, estimate) => {
    expect(mapGmsQueuePosition(body)).toEqual(estimate);
  });
});

describe("the fixtures", () => {
  const rowsOf = (name: string): readonly JsonValue[] => {
    const file = readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), "utf8");
    const body = JSON.parse(file) as JsonValue;
    return Array.isArray(body) ? (body as JsonValue[]) : Object.values(body as JsonObject).flatMap((rows) => rows);
  };
  const readAll = (name: string) =>
    readRows(
      rowsOf(name),
      { idFields: ["_id"], read: (raw, where) => mapGmsCallback(GENESYS_GMS_CALLBACK.parse(raw), where) },
      { ...context, defaultRegion: "US" },
      stampOf(7),
    );

  it("contain the callbacks of a service, mapped field by field", () => {
    const { observations, quarantined, coerced } = readAll("callbacks-of-a-service");
    expect([quarantined, coerced]).toEqual([[], []]);
    expect(observations[0]?.callback).toEqual({
      source: "north",
      vendor: "GENESYS_GMS",
      vendorId: "361-6f1c2a4e-5b7d-4c39-a8e1-0d2f4b6a8c10",
      status: "SCHEDULED",
      statusBasis: "REPORTED",
      vendorStatus: "SCHEDULED",
      dueAt: null,
      lapsesAt: null,
      timing: "SCHEDULED",
      channel: "VOICE",
      customer: {
        name: null,
        firstName: null,
        lastName: null,
        contactId: null,
        phoneNumber: "+14155550100",
        phoneNumberRaw: "4155550100",
        emailAddress: null,
      },
      window: {
        start: DESIRED,
        end: null,
        timeZone: null,
        localDate: null,
        localStart: null,
        localEnd: null,
        dstAdjustment: "NONE",
      },
      nextAttemptAt: DESIRED,
      attemptCount: null,
      outcome: null,
      assignment: null,
      routing: {
        queueId: "VQ_Sales_Callback",
        campaignId: null,
        callTargetId: "sales",
        dialingModel: null,
        callerId: null,
        dn: null,
        location: null,
      },
      queue: { kind: "SERVICE", vendorId: "sales" },
      reason: null,
      origin: { category: "UNKNOWN", vendorOrigin: null },
      originInteractionId: null,
      estimate: null,
      createdAt: Date.UTC(2026, 5, 1, 9),
      updatedAt: null,
    });
    expect(observations.map(({ callback }) => [callback.status, callback.vendorStatus])).toEqual([
      ["SCHEDULED", "SCHEDULED"],
      ["FAILED", "COMPLETED/AGENT_PREVIEW_CANCEL_AFTER_3REJECTS"],
    ]);
  });

  it("contain the queues of an older release, whose records lack underscores and most fields", () => {
    const { observations, quarantined, coerced } = readAll("queues");
    expect([quarantined, coerced]).toEqual([[], []]);
    expect(observations.map(({ callback }) => [callback.vendorId, callback.status, callback.timing])).toEqual([
      ["361-1", "QUEUED", "UNKNOWN"],
      ["361-2", "SCHEDULED", "UNKNOWN"],
    ]);
  });

  it("contain unreadable rows, each with its reason", () => {
    const { observations, quarantined } = readAll("unreadable-rows");
    expect(observations).toEqual([]);
    expect(quarantined.map(({ vendorId, reason }) => [vendorId, reason])).toEqual([
      [null, "_id: is missing"],
      ["361-4", "_customer_number: expected text"],
      [null, "(root): expected an object"],
    ]);
  });
});

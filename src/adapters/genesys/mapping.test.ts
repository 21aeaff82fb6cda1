import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { CallbackChannel, CallbackOriginCategory, CallbackTiming } from "../../domain/callback.js";
import type { JsonObject, JsonValue } from "../../lib/json.js";
import type { MappingContext } from "../adapter.js";
import { readRows, type RowReader } from "../wire/vendor-page.js";
import { mapGenesysCallback } from "./mapping.js";
import { GENESYS_CALLBACK_INTERACTION } from "./wire.js";
import { stampOf } from "../../../test/support/observations.js";

const START = Date.parse("2026-06-01T14:30:00.000Z");
const context: MappingContext = { source: "north", vendor: "GENESYS", defaultRegion: "US" };

const mapped = (fields: JsonObject) =>
  mapGenesysCallback(GENESYS_CALLBACK_INTERACTION.parse({ interaction_id: "1", ...fields }), context).callback;

const reader: RowReader = {
  idFields: ["interaction_id"],
  read: (raw, where) => mapGenesysCallback(GENESYS_CALLBACK_INTERACTION.parse(raw), where),
};

const fixture = (name: string): JsonValue[] =>
  JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), "utf8")) as JsonValue[];

describe("the other fields", () => {
  it.each<[JsonValue | undefined, CallbackTiming]>([
    [0, "UNKNOWN"],
    [1, "ASAP"],
    [2, "SCHEDULED"],
    ["2-SCHEDULED", "SCHEDULED"],
    ["ASAP", "ASAP"],
    [3, "UNKNOWN"],
    [null, "UNKNOWN"],
  ])("callback_type %j is %s", (callback_type, timing) => {
    expect(mapped({ callback_type: callback_type ?? null }).timing).toBe(timing);
  });

  it.each<[JsonValue, JsonValue, CallbackChannel, string | null, string | null, string | null]>([
    ["Voice", "+14155550100", "VOICE", "+14155550100", "+14155550100", null],
    ["voice", "(415) 555-0100", "VOICE", "(415) 555-0100", "+14155550100", null],
    ["VOICE", 14155550100, "VOICE", "14155550100", "+14155550100", null],
    ["Voice", 4155550100, "VOICE", "4155550100", "+14155550100", null],
    ["Voice", "amara@example.com", "VOICE", "amara@example.com", null, null],
    ["VoIP", "192.168.10.100", "VOIP", "192.168.10.100", null, null],
    ["voip", "2001:db8::1", "VOIP", "2001:db8::1", null, null],
    ["VOIP", "+14155550100", "VOIP", "+14155550100", "+14155550100", null],
    ["Email", "amara@example.com", "EMAIL", null, null, "amara@example.com"],
    ["EMAIL", " Amara@Example.com ", "EMAIL", null, null, "Amara@Example.com"],
    ["Email", "+14155550100", "EMAIL", "+14155550100", "+14155550100", null],
    ["Fax", "+14155550100", "UNKNOWN", "+14155550100", "+14155550100", null],
    [null, "+14155550100", "UNKNOWN", "+14155550100", "+14155550100", null],
    ["Voice", null, "VOICE", null, null, null],
    ["Voice", "", "VOICE", null, null, null],
  ])("%j to %j is %s", (desired_response_type, customer_number, channel, phoneNumberRaw, phoneNumber, emailAddress) => {
    const callback = mapped({ desired_response_type, customer_number, customer_id: "C7" });
    expect(callback.channel).toBe(channel);
    expect(callback.customer).toEqual({
      name: null,
      firstName: null,
      lastName: null,
      contactId: "C7",
      phoneNumber,
      phoneNumberRaw,
      emailAddress,
    });
  });

  it("start_time and end_time are the window; the offset is no zone", () => {
    const times = { start_time: "2026-06-01T14:30:00.000Z", end_time: "2026-06-01T18:00:00+02:00", timeshift: -480 };
    expect(mapped(times).window).toEqual({
      start: START,
      end: Date.parse("2026-06-01T16:00:00Z"),
      timeZone: null,
      localDate: null,
      localStart: null,
      localEnd: null,
      dstAdjustment: "NONE",
    });
    expect(mapped({ ...times, end_time: "2026-06-01T14:00:00Z" }).window).toMatchObject({ start: START, end: null });
    expect(mapped({ ...times, end_time: null }).window).toMatchObject({ start: START, end: null });
    expect(mapped({ end_time: "2026-06-01T16:00:00Z" }).window).toBeNull();
  });

  it("start_time is the next attempt of a callback until its status is final", () => {
    const next = (callback_status: number) =>
      mapped({ callback_status, start_time: "2026-06-01T14:30:00Z" }).nextAttemptAt;
    expect([1, 2, 3, 4, 5, 6, 13].map(next)).toEqual([START, START, START, START, START, START, START]);
    expect([7, 8, 10, 11, 12, 14].map(next)).toEqual([null, null, null, null, null, null]);
  });

  it.each<[JsonValue, number | null]>([
    [0, 0],
    [3, 3],
    ["2", 2],
    [null, null],
    [-1, null],
    ["many", null],
  ])("attempts %j is %j: missing is not 0", (attempts, attemptCount) => {
    expect(mapped({ attempts }).attemptCount).toBe(attemptCount);
  });

  it("owner_id is an agent of its own kind, as text", () => {
    expect(mapped({ owner_id: 204 }).assignment).toEqual({
      agentId: "204",
      type: "UNKNOWN",
      exclusive: null,
      assignedAt: null,
    });
    expect(mapped({ owner_id: 0 }).assignment?.agentId).toBe("0");
    expect(mapped({ owner_id: null }).assignment).toBeNull();
    expect(mapped({}).assignment).toBeNull();
  });

  it.each<[JsonValue, CallbackOriginCategory]>([
    ["inbound", "INBOUND"],
    ["Inbound", "INBOUND"],
    ["outbound", "OTHER"],
    ["internal", "OTHER"],
    [null, "UNKNOWN"],
    ["", "UNKNOWN"],
  ])("type %j is %s", (type, category) => {
    const vendorOrigin = category === "UNKNOWN" ? null : type;
    expect(mapped({ type }).origin).toEqual({ category, vendorOrigin });
  });

  it("subject is the reason, else text", () => {
    expect(mapped({ subject: "Invoice", text: "Hello" }).reason).toBe("Invoice");
    expect(mapped({ subject: "", text: "Hello" }).reason).toBe("Hello");
    expect(mapped({}).reason).toBeNull();
  });

  it("start_date is when it was created; end_date is not when it was last changed", () => {
    const times = { start_date: "2026-05-31T09:58:00Z", end_date: "2026-05-31T10:31:07Z" };
    expect(mapped(times)).toMatchObject({ createdAt: Date.parse("2026-05-31T09:58:00Z"), updatedAt: null });
  });
});

describe("the fixtures", () => {
  const read = (name: string) => readRows(fixture(name), reader, context, stampOf(7));

  it("contain a callback that is mapped field by field", () => {
    const [seen] = read("interactions-of-a-customer").observations;
    expect(seen?.callback).toEqual({
      source: "north",
      vendor: "GENESYS",
      vendorId: "01HV8Q2A3B4C5D6E",
      status: "SCHEDULED",
      statusBasis: "REPORTED",
      vendorStatus: "2-TIMER",
      dueAt: null,
      lapsesAt: null,
      timing: "SCHEDULED",
      channel: "VOICE",
      customer: {
        name: null,
        firstName: null,
        lastName: null,
        contactId: "C1001",
        phoneNumber: "+14155550100",
        phoneNumberRaw: "+14155550100",
        emailAddress: null,
      },
      window: {
        start: START,
        end: Date.parse("2026-06-01T16:00:00.000Z"),
        timeZone: null,
        localDate: null,
        localStart: null,
        localEnd: null,
        dstAdjustment: "NONE",
      },
      nextAttemptAt: START,
      attemptCount: 0,
      outcome: null,
      assignment: { agentId: "204", type: "UNKNOWN", exclusive: null, assignedAt: null },
      routing: {
        queueId: null,
        campaignId: null,
        callTargetId: null,
        dialingModel: null,
        callerId: null,
        dn: "7001",
        location: "switch-east",
      },
      queue: null,
      reason: "Question about an invoice",
      origin: { category: "INBOUND", vendorOrigin: "inbound" },
      originInteractionId: "01HV8Q2A3B4C5D60",
      estimate: null,
      createdAt: Date.parse("2026-06-01T09:12:45.120Z"),
      updatedAt: null,
    });
    expect(seen).toMatchObject({ observedAt: 7, vendorRecord: fixture("interactions-of-a-customer")[0] });
  });

  it("contain unreadable rows: quarantined by id, without a value in the reason, losing no other", () => {
    const { observations, quarantined, coerced } = read("unreadable-rows");
    expect(quarantined.map(({ vendorId, reason }) => [vendorId, reason])).toEqual([
      ["01HV8Q2A3B4C5D70", "customer_number: expected text"],
      [null, "interaction_id: is missing"],
    ]);
    expect(observations.map(({ callback }) => callback)).toMatchObject([
      {
        vendorId: "01HV8Q2A3B4C5D71",
        vendorStatus: "3-QUEUED",
        window: null,
        attemptCount: 1,
        customer: { phoneNumber: "+14155550102" },
      },
    ]);
    expect(coerced).toEqual(["start_time"]);
  });

  it("appear in the API field by field, with undocumented fields beside", () => {
    const [, row] = fixture("unreadable-rows");
    expect(GENESYS_CALLBACK_INTERACTION.read(row as JsonObject)).toMatchObject({
      interactionId: "01HV8Q2A3B4C5D71",
      entityType: "CALLBACK",
      callbackStatus: "QUEUED",
      status: "PENDING",
      desiredResponseType: "VOICE",
      customerNumber: "14155550102",
      startTime: null,
      attempts: 1,
      additionalFields: { start_time: "2026-06-10T25:05:00.000Z", priority: 7 },
    });
  });
});

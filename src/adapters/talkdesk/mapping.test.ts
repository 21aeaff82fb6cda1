import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ASSIGNMENT_TYPES } from "../../domain/callback.js";
import type { JsonObject, JsonValue } from "../../lib/json.js";
import type { MappingContext } from "../adapter.js";
import type { ReadRow } from "../wire/vendor-page.js";
import { mapTalkdeskCallback, TALKDESK_STATUSES } from "./mapping.js";
import { TALKDESK_CALLBACK } from "./wire.js";

const read = (name: string): JsonObject =>
  JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), "utf8")) as JsonObject;
const SINGLE = read("callback");
const LISTED = (read("list")["_embedded"] as { callbacks: readonly JsonObject[] }).callbacks[0] ?? {};
const context: MappingContext = { source: "sales", vendor: "TALKDESK", defaultRegion: null };

function map(fields: JsonObject = {}, record = LISTED, given: Partial<MappingContext> = {}): ReadRow {
  return mapTalkdeskCallback(TALKDESK_CALLBACK.parse({ ...record, ...fields }), { ...context, ...given });
}
const callbackOf = (fields: JsonObject = {}, record = LISTED): ReadRow["callback"] => map(fields, record).callback;

describe("an element of the list", () => {
  it("becomes this callback", () => {
    expect(callbackOf()).toEqual({
      source: "sales",
      vendor: "TALKDESK",
      vendorId: "8c86a8f4-da30-41ac-a09d-148e7690c330",
      status: "RETRYING",
      statusBasis: "REPORTED",
      vendorStatus: "TO_BE_RETRIED",
      dueAt: null,
      lapsesAt: null,
      timing: "SCHEDULED",
      channel: "VOICE",
      customer: {
        name: "Grace Abbott",
        firstName: "Grace",
        lastName: "Abbott",
        contactId: "3f2504e04f8911d39a0c0305e82c3301",
        phoneNumber: "+14155550100",
        phoneNumberRaw: "+14155550100",
        emailAddress: null,
      },
      window: {
        start: Date.UTC(2025, 3, 8, 18, 30),
        end: null,
        timeZone: "America/New_York",
        localDate: "2025-04-08",
        localStart: "14:30:00",
        localEnd: null,
        dstAdjustment: "NONE",
      },
      nextAttemptAt: Date.UTC(2025, 3, 8, 18, 45),
      attemptCount: null,
      outcome: null,
      assignment: {
        agentId: "5f3c9a7e1d2b4c6f8a0e1110",
        type: "MYSELF_ONLY",
        exclusive: true,
        assignedAt: null,
      },
      routing: {
        queueId: null,
        campaignId: "5a2f6c1d-8e7b-4d3c-a9f0-2b4d6f8a0c1e",
        callTargetId: null,
        dialingModel: "PREVIEW",
        callerId: "+14155550190",
        dn: null,
        location: null,
      },
      queue: { kind: "CAMPAIGN", vendorId: "5a2f6c1d-8e7b-4d3c-a9f0-2b4d6f8a0c1e" },
      reason: null,
      origin: { category: "OUTBOUND_MANUAL", vendorOrigin: "MANUAL_OUTBOUND" },
      originInteractionId: "0b6f0c0e-6d0a-4c38-a1b5-1c1f0a7e9d10",
      estimate: null,
      createdAt: null,
      updatedAt: null,
    });
  });
});

describe("the single object, which spells some fields otherwise", () => {
  it("becomes a callback all the same", () => {
    const callback = callbackOf({}, SINGLE);
    expect(callback).toMatchObject({
      vendorId: "8c86a8f4-da30-41ac-a09d-148e7690c330",
      status: "SCHEDULED",
      vendorStatus: "UNATTEMPTED",
      window: { start: Date.UTC(2025, 3, 8, 18, 30), end: null },
      nextAttemptAt: Date.UTC(2027, 3, 8, 18, 45),
      assignment: { agentId: "5f3c9a7e1d2b4c6f8a0e1110", type: "SPECIFIC_AGENT", exclusive: null },
      createdAt: Date.UTC(2025, 3, 1, 8, 15, 30),
      updatedAt: null,
    });
  });

  it("has the time of day of an instant in the year 2000", () => {
    expect(TALKDESK_CALLBACK.read(SINGLE)).toMatchObject({
      preferredStartTime: "09:00:00",
      preferredEndTime: "17:30:00",
      additionalFields: {},
    });
  });

  it.each<[JsonValue, string | null, readonly string[]]>([
    ["2000-01-01T09:00:00.000Z", "09:00:00", []],
    ["2000-01-01T09:00:00Z", "09:00:00", []],
    ["2000-01-01T09:00:00+00:00", "09:00:00", []],
    ["09:00:00", "09:00:00", []],
    ["2025-01-01T09:00:00.000Z", null, ["preferred_start_time"]],
    ["", null, []],
    [null, null, []],
  ])("reads %j as the time of day %j", (sent, shown, coerced) => {
    const parsed = TALKDESK_CALLBACK.parse({ ...SINGLE, preferred_start_time: sent });
    expect([parsed.values.preferred_start_time, parsed.coerced]).toEqual([shown, coerced]);
  });
});

describe("both documents", () => {
  it("are of use to the last field, and every field is in one of them", () => {
    const parsed = [TALKDESK_CALLBACK.parse(SINGLE), TALKDESK_CALLBACK.parse(LISTED)];
    expect(parsed.flatMap(({ coerced }) => coerced)).toEqual([]);
    for (const record of [SINGLE, LISTED]) expect(TALKDESK_CALLBACK.read(record).additionalFields).toEqual({});
    expect(new Set(parsed.flatMap(({ raw }) => Object.keys(raw)))).toEqual(
      new Set(Object.keys(parsed[0]?.values ?? {})),
    );
  });
});

describe("the status", () => {
  it.each([
    ["UNATTEMPTED", "SCHEDULED", null],
    ["TO_BE_RETRIED", "RETRYING", null],
    ["SUCCESS", "COMPLETED", "REACHED"],
    ["EXHAUSTED", "FAILED", "NO_ANSWER"],
    ["INVALID_NUMBER", "FAILED", "INVALID_NUMBER"],
    ["CANCELED", "CANCELED", "CANCELED"],
    ["CANCELLED", "CANCELED", "CANCELED"],
    ["success", "COMPLETED", "REACHED"],
    ["IN_PROGRESS", "UNKNOWN", null],
    ["__proto__", "UNKNOWN", null],
  ])("%s is %s, with the outcome %s, stored as sent", (word, status, category) => {
    const callback = callbackOf({ status: word });
    expect([callback.status, callback.statusBasis, callback.vendorStatus]).toEqual([status, "REPORTED", word]);
    expect(callback.outcome).toEqual(category === null ? null : { category, code: null, label: word });
  });

  it("has a mapping for every documented value", () => {
    const { type } = TALKDESK_CALLBACK.fields.find(({ name }) => name === "status") ?? {};
    expect(typeof type === "object" ? Object.keys(type.values).toSorted() : []).toEqual(
      Object.keys(TALKDESK_STATUSES).toSorted(),
    );
  });

  it.each<[JsonValue]>([[null], [""], [" "]])("%j is none: UNKNOWN, and nobody has reported it", (status) => {
    expect(callbackOf({ status })).toMatchObject({ status: "UNKNOWN", statusBasis: "DERIVED", vendorStatus: null });
  });

  it("does not follow from the times of the record", () => {
    const callback = callbackOf({ processed_time: "2025-04-08T18:31:00Z", next_time_to_call: "2020-01-01T00:00:00Z" });
    expect(callback.status).toBe("RETRYING");
  });
});

describe("the next attempt", () => {
  it.each([
    ["UNATTEMPTED", Date.UTC(2025, 3, 8, 18, 45)],
    ["TO_BE_RETRIED", Date.UTC(2025, 3, 8, 18, 45)],
    ["SOMETHING_NEW", Date.UTC(2025, 3, 8, 18, 45)],
    ["SUCCESS", null],
    ["EXHAUSTED", null],
    ["CANCELED", null],
    ["INVALID_NUMBER", null],
  ])("is %s if the status is %s", (status, at) => {
    expect(callbackOf({ status }).nextAttemptAt).toBe(at);
  });
});

describe("the window", () => {
  it("keeps the instant if the zone is unknown, and counts the zone as coerced", () => {
    const { callback, coerced } = map({ timezone: "Mars/Olympus_Mons" });
    expect(callback.window).toMatchObject({
      start: Date.UTC(2025, 3, 8, 18, 30),
      timeZone: null,
      localDate: null,
      localStart: null,
    });
    expect(coerced).toEqual(["timezone"]);
  });

  it.each<[JsonValue, number | null, readonly string[]]>([
    ["2025-04-08T18:30:00.000Z", Date.UTC(2025, 3, 8, 18, 30), []],
    ["2025-04-08T14:30:00-04:00", Date.UTC(2025, 3, 8, 18, 30), []],
    ["2025-04-08T25:30:00Z", null, ["time_to_call"]],
    ["", null, []],
    [null, null, []],
  ])("of the time %j starts at %j", (time, start, useless) => {
    const { callback, coerced } = map({ time_to_call: time });
    expect([callback.window?.start ?? null, coerced]).toEqual([start, useless]);
  });
});

describe("the assignment", () => {
  it.each(Object.keys(ASSIGNMENT_TYPES).filter((type) => type !== "UNKNOWN"))("has the type %s", (type) => {
    expect(callbackOf({ assign_type: type }).assignment?.type).toBe(type);
  });

  it.each<[string, JsonObject, unknown]>([
    ["an agent alone", { agent_id: "a" }, { agentId: "a", type: "UNKNOWN", exclusive: null, assignedAt: null }],
    [
      "a word nobody knows",
      { assign_type: "TEAM" },
      { agentId: null, type: "UNKNOWN", exclusive: null, assignedAt: null },
    ],
    [
      "anybody",
      { assign_type: "ANY_ELIGIBLE_AGENT", exclusive_to_agent: false },
      { agentId: null, type: "ANY_ELIGIBLE_AGENT", exclusive: false, assignedAt: null },
    ],
    ["no agents", { agents: [] }, null],
    ["nothing", {}, null],
  ])("of %s", (_, fields, assignment) => {
    expect(callbackOf(fields, { callback_id: "1" }).assignment).toEqual(assignment);
  });

  it("counts an undocumented value as coerced", () => {
    expect(map({ assign_type: "TEAM" }).coerced).toEqual(["assign_type"]);
  });
});

describe("the origin", () => {
  it.each<[JsonValue, string, string | null]>([
    ["INBOUND", "INBOUND", "INBOUND"],
    ["MANUAL_OUTBOUND", "OUTBOUND_MANUAL", "MANUAL_OUTBOUND"],
    ["PROACTIVE_OUTBOUND", "OUTBOUND_PROACTIVE", "PROACTIVE_OUTBOUND"],
    ["inbound", "INBOUND", "inbound"],
    ["WHATSAPP", "OTHER", "WHATSAPP"],
    [null, "UNKNOWN", null],
  ])("%j is %s", (word, category, vendorOrigin) => {
    expect(callbackOf({ from_call_type: word }).origin).toEqual({ category, vendorOrigin });
  });
});

describe("the customer", () => {
  it.each<[JsonValue, JsonValue, string | null]>([
    ["Grace", "Abbott", "Grace Abbott"],
    ["Grace", null, "Grace"],
    ["", "Abbott", "Abbott"],
    [null, null, null],
  ])("with the names %j and %j is called %j", (first, last, name) => {
    expect(callbackOf({ record_first_name: first, record_last_name: last }).customer.name).toBe(name);
  });

  it.each<[JsonValue, MappingContext["defaultRegion"], string | null, string | null]>([
    ["+14155550100", null, "+14155550100", "+14155550100"],
    ["415-555-0100", "US", "415-555-0100", "+14155550100"],
    ["415-555-0100", null, "415-555-0100", null],
    [14155550100, null, "14155550100", "+14155550100"],
    [null, "US", null, null],
  ])("with the number %j in region %s has %j, which is %j", (sent, defaultRegion, raw, e164) => {
    const { customer } = map({ phone_number: sent }, LISTED, { defaultRegion }).callback;
    expect([customer.phoneNumberRaw, customer.phoneNumber]).toEqual([raw, e164]);
  });
});

describe("the id", () => {
  it.each<[JsonObject, string]>([
    [{ callback_id: "a", id: "b" }, "a"],
    [{ callback_id: "", id: "b" }, "b"],
    [{ id: 7 }, "7"],
    [{ callback_id: "8c86a8f4-da30-41ac-a09d-148e7690c330-and-more" }, "8c86a8f4-da30-41ac-a09d-148e7690c330-and-more"],
  ])("of %j is %s", (record, vendorId) => {
    expect(callbackOf({}, record).vendorId).toBe(vendorId);
  });

  it("is missing: then it is no callback", () => {
    expect(() => callbackOf({}, { phone_number: "+14155550100" })).toThrow("callback_id: is missing");
  });
});

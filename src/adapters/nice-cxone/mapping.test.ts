import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Region } from "../../domain/phone/phone-number.js";
import { statusAt } from "../../domain/status.js";
import type { JsonObject, JsonValue } from "../../lib/json.js";
import { readRows } from "../wire/vendor-page.js";
import { mapNiceCxoneCallback } from "./mapping.js";
import { NICE_CXONE_CALLBACK } from "./wire.js";
import { stampOf } from "../../../test/support/observations.js";

const context = { source: "cxone", vendor: "NICE_CXONE", defaultRegion: null } as const;
const ZONE = "America/New_York";
const AT = Date.UTC(2026, 5, 1, 14);

const read = (fields: JsonObject, defaultRegion: Region | null = null) =>
  mapNiceCxoneCallback(NICE_CXONE_CALLBACK.parse({ callbackId: 1, ...fields }), { ...context, defaultRegion }, ZONE);
const mapped = (fields: JsonObject, defaultRegion: Region | null = null) => read(fields, defaultRegion).callback;

describe("a record", () => {
  it("without anything but an id invents nothing", () => {
    expect(read({})).toMatchObject({ coerced: [] });
    expect(mapped({})).toEqual({
      source: "cxone",
      vendor: "NICE_CXONE",
      vendorId: "1",
      status: "UNKNOWN",
      statusBasis: "DERIVED",
      vendorStatus: null,
      dueAt: null,
      lapsesAt: null,
      timing: "SCHEDULED",
      channel: "VOICE",
      customer: {
        name: null,
        firstName: null,
        lastName: null,
        contactId: null,
        phoneNumber: null,
        phoneNumberRaw: null,
        emailAddress: null,
      },
      window: null,
      nextAttemptAt: null,
      attemptCount: null,
      outcome: null,
      assignment: null,
      routing: {
        queueId: null,
        campaignId: null,
        callTargetId: null,
        dialingModel: null,
        callerId: null,
        dn: null,
        location: null,
      },
      queue: null,
      reason: null,
      origin: { category: "UNKNOWN", vendorOrigin: null },
      originInteractionId: null,
      estimate: null,
      createdAt: null,
      updatedAt: null,
    });
  });

  it.each<[JsonValue, string | null]>([
    [90_210, "90210"],
    ["90210", "90210"],
    [0, "0"],
    ["", null],
    ["  ", null],
    [null, null],
    [{ id: 1 }, null],
    [[1], null],
  ])("of the id %j has the id %j, or cannot be read", (callbackId, vendorId) => {
    const page = readRows(
      [{ callbackId, callbackTime: "2026-06-01T14:00:00Z" }],
      {
        idFields: ["callbackId"],
        read: (raw, mapping) => mapNiceCxoneCallback(NICE_CXONE_CALLBACK.parse(raw), mapping, ZONE),
      },
      context,
      stampOf(AT),
    );
    expect(page.observations.map(({ callback }) => callback.vendorId)).toEqual(vendorId === null ? [] : [vendorId]);
    expect(page.quarantined).toHaveLength(vendorId === null ? 1 : 0);
  });
});

describe("the time of a record", () => {
  it.each<[string, JsonValue, number | null, boolean]>([
    ["with Z", "2026-06-01T14:00:00Z", AT, false],
    ["with an offset", "2026-06-01T16:00:00+02:00", AT, false],
    ["without a zone", "2026-06-01T10:00:00", AT, false],
    ["that is missing", null, null, false],
    ["that is empty", "", null, false],
    ["that is 0", 0, null, false],
    ["that is the text 0", "0", null, false],
    ["that cannot be read", "tomorrow", null, true],
    ["that is a number", 1_780_322_400, null, true],
    ["that is false", false, null, true],
  ])("%s is the start of its window and its next attempt, or the status is UNKNOWN", (_, sent, start, isCoerced) => {
    const { callback, coerced } = read({ callbackTime: sent });
    expect([callback.window?.start ?? null, callback.nextAttemptAt, callback.dueAt]).toEqual([start, start, start]);
    expect([callback.status, callback.statusBasis]).toEqual([start === null ? "UNKNOWN" : "SCHEDULED", "DERIVED"]);
    expect(callback.window?.end ?? null).toBeNull();
    expect(coerced).toEqual(isCoerced ? ["callbackTime"] : []);
  });

  it("makes it QUEUED when it has come, and never COMPLETED", () => {
    const { status, dueAt, lapsesAt } = mapped({ callbackTime: "2026-06-01T14:00:00Z" });
    const at = (now: number): string => statusAt({ status, dueAt, lapsesAt }, now);
    expect([at(AT - 1), at(AT), at(AT + 86_400_000)]).toEqual(["SCHEDULED", "QUEUED", "QUEUED"]);
  });
});

describe("the agent and the skill of a record", () => {
  it.each<[JsonValue, string | null]>([
    [812, "812"],
    ["812", "812"],
    [0, null],
    ["0", null],
    ["", null],
    [null, null],
  ])("agentId %j is the agent %j", (agentId, expected) => {
    const { assignment } = mapped({ agentId });
    const assigned = { agentId: expected, type: "SPECIFIC_AGENT", exclusive: null, assignedAt: null };
    expect(assignment).toEqual(expected === null ? null : assigned);
  });

  it.each<[JsonValue, string | null]>([
    [4711, "4711"],
    ["4711", "4711"],
    ["", null],
    [null, null],
  ])("skillId %j is the queue %j", (skillId, queueId) => {
    expect(mapped({ skillId }).routing.queueId).toBe(queueId);
  });
});

describe("the customer of a record", () => {
  it.each<[JsonValue, Region | null, string | null, string | null]>([
    ["+14155550142", null, "+14155550142", "+14155550142"],
    ["4155550142", "US", "4155550142", "+14155550142"],
    ["4155550142", null, "4155550142", null],
    [14_155_550_142, "US", "14155550142", "+14155550142"],
    ["anonymous", "US", "anonymous", null],
    [0, "US", "0", null],
    ["", "US", null, null],
    [null, "US", null, null],
  ])("of the number %j read in %s has it raw and in E.164", (dialNumber, region, phoneNumberRaw, phoneNumber) => {
    expect(mapped({ dialNumber }, region).customer).toMatchObject({ phoneNumberRaw, phoneNumber });
  });

  it.each<[JsonValue, JsonValue, string | null]>([
    ["Ada", "Muster", "Ada Muster"],
    ["Ada", "", "Ada"],
    ["", "Muster", "Muster"],
    ["", "", null],
    [null, null, null],
    [7, "Seven", "7 Seven"],
  ])("of the names %j and %j is %j", (firstName, lastName, name) => {
    expect(mapped({ firstName, lastName }).customer.name).toBe(name);
  });

  it("has the notes as reason, and the number that is shown to the customer as caller id", () => {
    expect(mapped({ notes: "invoice 17", origNumber: "+18005550100" })).toMatchObject({
      reason: "invoice 17",
      routing: { callerId: "+18005550100" },
    });
    expect(mapped({ notes: "", origNumber: "" })).toMatchObject({ reason: null, routing: { callerId: null } });
  });
});

it.each(["callbackId", "agentId", "skillId", "dialNumber", "firstName", "notes", "callbackTime"])(
  "an object as %s makes the record unreadable, without a value in the reason",
  (name) => {
    const reader = {
      idFields: ["callbackId"],
      read: (raw: JsonValue) => mapNiceCxoneCallback(NICE_CXONE_CALLBACK.parse(raw), context, ZONE),
    };
    const { quarantined } = readRows([{ callbackId: 7, [name]: { a: "4155550142" } }], reader, context, stampOf(AT));
    expect(quarantined).toMatchObject([{ reason: `${name}: expected text` }]);
  },
);

it("the documented list is read: for a skill with Z, for an agent without", () => {
  const file = readFileSync(new URL("fixtures/callbacks-of-a-skill.json", import.meta.url), "utf8");
  const { callbacks } = JSON.parse(file) as { callbacks: JsonValue[] };
  const reader = {
    idFields: ["callbackId"],
    read: (raw: JsonValue) =>
      mapNiceCxoneCallback(NICE_CXONE_CALLBACK.parse(raw), { ...context, defaultRegion: "US" }, ZONE),
  };
  const { observations, quarantined, coerced } = readRows(callbacks, reader, context, stampOf(AT));
  expect([quarantined, coerced]).toEqual([[], []]);
  expect(observations.map(({ callback }) => callback)).toMatchObject([
    {
      vendorId: "90210",
      customer: { name: "Ada Muster", phoneNumber: "+14155550142" },
      window: { start: Date.UTC(2026, 10, 27, 16, 30), timeZone: null },
      assignment: null,
      routing: { queueId: "4711", callerId: "+18005550100" },
      reason: "invoice 17",
    },
    {
      vendorId: "90211",
      customer: { name: null, phoneNumber: "+14155550143" },
      window: { start: Date.UTC(2026, 10, 27, 13, 30), timeZone: ZONE, localStart: "08:30:00" },
      assignment: { agentId: "812" },
      reason: null,
    },
  ]);
});

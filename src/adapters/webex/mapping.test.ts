import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../lib/json.js";
import { statusAt } from "../../domain/status.js";
import type { MappingContext } from "../adapter.js";
import type { ReadRow } from "../wire/vendor-page.js";
import { mapWebexCallback } from "./mapping.js";
import { WEBEX_CALLBACK_SCHEDULE } from "./wire.js";

const read = (name: string): JsonObject =>
  JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), "utf8")) as JsonObject;
const SCHEDULE = read("callback-schedule");
const context: MappingContext = { source: "desk", vendor: "WEBEX", defaultRegion: null };

function map(fields: JsonObject = {}, given: Partial<MappingContext> = {}): ReadRow {
  return mapWebexCallback(WEBEX_CALLBACK_SCHEDULE.parse({ ...SCHEDULE, ...fields }), { ...context, ...given });
}
const callbackOf = (fields: JsonObject = {}, given: Partial<MappingContext> = {}): ReadRow["callback"] =>
  map(fields, given).callback;

describe("the example of the document", () => {
  it("becomes this callback", () => {
    expect(callbackOf({ callbackNumber: "+14155550100" })).toEqual({
      source: "desk",
      vendor: "WEBEX",
      vendorId: "123e4567-e89b-12d3-a456-426614174000",
      status: "SCHEDULED",
      statusBasis: "DERIVED",
      vendorStatus: null,
      dueAt: Date.UTC(2025, 3, 8, 18, 30),
      lapsesAt: Date.UTC(2025, 3, 8, 19, 30),
      timing: "SCHEDULED",
      channel: "VOICE",
      customer: {
        name: "John Doe",
        firstName: null,
        lastName: null,
        contactId: null,
        phoneNumber: "+14155550100",
        phoneNumberRaw: "+14155550100",
        emailAddress: null,
      },
      window: {
        start: Date.UTC(2025, 3, 8, 18, 30),
        end: Date.UTC(2025, 3, 8, 19, 30),
        timeZone: "America/New_York",
        localDate: "2025-04-08",
        localStart: "14:30:00",
        localEnd: "15:30:00",
        dstAdjustment: "NONE",
      },
      nextAttemptAt: Date.UTC(2025, 3, 8, 18, 30),
      attemptCount: null,
      outcome: null,
      assignment: {
        agentId: "123e4567-e89b-12d3-a456-426614174000",
        type: "SPECIFIC_AGENT",
        exclusive: null,
        assignedAt: 1672531199000,
      },
      routing: {
        queueId: "123e4567-e89b-12d3-a456-426614174000",
        campaignId: null,
        callTargetId: null,
        dialingModel: null,
        callerId: null,
        dn: null,
        location: null,
      },
      queue: { kind: "QUEUE", vendorId: "123e4567-e89b-12d3-a456-426614174000" },
      reason: "Customer requested a follow-up.",
      origin: { category: "API", vendorOrigin: "api" },
      originInteractionId: "123e4567-e89b-12d3-a456-426614174000",
      estimate: null,
      createdAt: 1672531199000,
      updatedAt: 1672531199000,
    });
  });

  it("is of use to the last field", () => {
    expect(map().coerced).toEqual([]);
    expect(Object.keys(SCHEDULE).toSorted()).toEqual(WEBEX_CALLBACK_SCHEDULE.fields.map(({ name }) => name).toSorted());
    expect(WEBEX_CALLBACK_SCHEDULE.read(SCHEDULE).additionalFields).toEqual({});
  });

  it("with an end before its start ends on the next day", () => {
    const [row] = (read("scheduled-callbacks")["data"] ?? []) as readonly JsonObject[];
    const { window } = mapWebexCallback(WEBEX_CALLBACK_SCHEDULE.parse(row ?? {}), context).callback;
    expect([window?.start, window?.end]).toEqual([
      Date.UTC(2025, 2, 28, 21, 45, 15),
      Date.UTC(2025, 2, 29, 20, 50, 55),
    ]);
  });
});

describe("the status, which Webex does not have", () => {
  it.each([
    ["before the window", Date.UTC(2025, 3, 8, 18, 29, 59), "SCHEDULED"],
    ["from its start", Date.UTC(2025, 3, 8, 18, 30), "QUEUED"],
    ["until its end", Date.UTC(2025, 3, 8, 19, 29, 59), "QUEUED"],
    ["from its end", Date.UTC(2025, 3, 8, 19, 30), "ENDED"],
    ["years after it", Date.UTC(2035, 3, 8), "ENDED"],
  ])("is derived: %s", (_, now, status) => {
    const callback = callbackOf();
    expect([statusAt(callback, now), callback.statusBasis]).toEqual([status, "DERIVED"]);
  });

  it("is UNKNOWN at any time if the window is", () => {
    const callback = callbackOf({ timezone: "Mars/Olympus_Mons" });
    expect(statusAt(callback, 0)).toBe("UNKNOWN");
    expect([callback.dueAt, callback.lapsesAt, callback.nextAttemptAt]).toEqual([null, null, null]);
  });
});

describe("the window", () => {
  it.each<[string, JsonObject, string]>([
    ["zone", { timezone: "Mars/Olympus_Mons" }, "timezone"],
    ["zone, which is an offset", { timezone: "+02:00" }, "timezone"],
    ["date", { scheduleDate: "08.04.2025" }, "scheduleDate"],
    ["start", { startTime: "25:00:00" }, "startTime"],
    ["end", { endTime: "half past three" }, "endTime"],
  ])("is empty, and counts as coerced, with an invalid %s", (_, fields, field) => {
    const { callback, coerced, raw } = map(fields);
    expect([callback.window, coerced]).toEqual([null, [field]]);
    expect(raw).toMatchObject(fields);
  });

  it.each<[JsonObject]>([[{ timezone: null }], [{ scheduleDate: "" }], [{ startTime: null }]])(
    "is empty, and nothing is counted, where %j",
    (fields) => {
      const { callback, coerced } = map(fields);
      expect([callback.window, coerced]).toEqual([null, []]);
    },
  );

  it("has no end if the vendor sends none", () => {
    expect(callbackOf({ endTime: null })).toMatchObject({ window: { end: null, localEnd: null }, lapsesAt: null });
  });

  it.each([
    ["a spring gap", "2025-03-09", "02:30:00", Date.UTC(2025, 2, 9, 7, 0), "SHIFTED_FORWARD"],
    ["an autumn overlap", "2025-11-02", "01:30:00", Date.UTC(2025, 10, 2, 5, 30), "FIRST_OCCURRENCE"],
  ])("in %s is resolved, and reports how", (_, scheduleDate, startTime, start, dstAdjustment) => {
    const { window } = callbackOf({ scheduleDate, startTime, endTime: "06:00:00" });
    expect(window).toMatchObject({ start, dstAdjustment, localDate: scheduleDate, localStart: startTime });
  });
});

describe("the customer's number", () => {
  it.each<[JsonObject["callbackNumber"], MappingContext["defaultRegion"], string | null, string | null]>([
    ["+14155550100", null, "+14155550100", "+14155550100"],
    ["+1 (415) 555-0100", null, "+1 (415) 555-0100", "+14155550100"],
    ["4155550100", "US", "4155550100", "+14155550100"],
    ["14155550100", "US", "14155550100", "+14155550100"],
    ["4155550100", null, "4155550100", null],
    [14155550100, null, "14155550100", "+14155550100"],
    ["", null, null, null],
    [null, null, null, null],
  ])("%j in region %s is kept as %j and read as %j", (sent, defaultRegion, phoneNumberRaw, phoneNumber) => {
    const { customer } = callbackOf({ callbackNumber: sent ?? null }, { defaultRegion });
    expect([customer.phoneNumberRaw, customer.phoneNumber]).toEqual([phoneNumberRaw, phoneNumber]);
  });
});

describe("the origin", () => {
  it.each<[JsonObject["callbackOrigin"], string, string | null]>([
    ["livecall", "LIVE_CALL", "livecall"],
    ["LiveCall", "LIVE_CALL", "LiveCall"],
    ["api", "API", "api"],
    ["web", "OTHER", "web"],
    ["constructor", "OTHER", "constructor"],
    [null, "UNKNOWN", null],
  ])("%j is %s", (word, category, vendorOrigin) => {
    expect(callbackOf({ callbackOrigin: word ?? null }).origin).toEqual({ category, vendorOrigin });
  });
});

describe("a callback", () => {
  it("has no assignment without an agent", () => {
    expect(callbackOf({ assigneeAgent: null, assignedTime: 1672531199000 }).assignment).toBeNull();
  });

  it("takes 0 and nothing for no time", () => {
    const callback = callbackOf({ createdTimestamp: 0, lastUpdatedTimestamp: null, assignedTime: "0" });
    expect([callback.createdAt, callback.updatedAt, callback.assignment?.assignedAt]).toEqual([null, null, null]);
  });

  it("without an id is quarantined", () => {
    expect(() => map({ id: null })).toThrow("id: is missing");
  });

  it("keeps undocumented fields", () => {
    const sent = { ...SCHEDULE, priority: 7 };
    expect(WEBEX_CALLBACK_SCHEDULE.read(sent).additionalFields).toEqual({ priority: 7 });
  });
});

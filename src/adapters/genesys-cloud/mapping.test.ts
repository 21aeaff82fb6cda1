import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../lib/json.js";
import type { MappingContext } from "../adapter.js";
import type { ReadRow } from "../wire/vendor-page.js";
import { conversationOf, mapGenesysCloudCallback } from "./mapping.js";
import { GENESYS_CLOUD_CONVERSATION } from "./wire.js";

const read = (name: string): JsonObject =>
  JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), "utf8")) as JsonObject;
const [DETAILS = {}] = read("details")["conversations"] as readonly JsonObject[];
const LIVE = read("callback");
const context: MappingContext = { source: "care", vendor: "GENESYS_CLOUD", defaultRegion: null };

function map(record: JsonObject, reasonAttribute: string | null = null, region: "US" | null = null): ReadRow {
  const parsed = GENESYS_CLOUD_CONVERSATION.parse(record);
  return mapGenesysCloudCallback(
    parsed,
    conversationOf(parsed),
    { ...context, defaultRegion: region },
    { reasonAttribute },
  );
}

/** A record whose one callback session, of the customer and the queue, has these fields. */
function withSession(fields: JsonObject, others: readonly JsonObject[] = []): JsonObject {
  const segments = [{ segmentType: "scheduled", segmentStart: "2026-06-01T12:00:00Z", queueId: "q-1" }];
  const session = { sessionId: "s-1", mediaType: "callback", direction: "inbound", segments, ...fields };
  const participant = { participantId: "p-1", purpose: "acd", sessions: [session] };
  return { conversationId: "c-1", participants: [participant, ...others] };
}

describe("a conversation of the analytics API", () => {
  it("becomes this callback", () => {
    expect(map(DETAILS).callback).toEqual({
      source: "care",
      vendor: "GENESYS_CLOUD",
      vendorId: "5f0e3c1a-0000-4000-8000-000000000001",
      status: "SCHEDULED",
      statusBasis: "REPORTED",
      vendorStatus: "scheduled",
      dueAt: null,
      lapsesAt: null,
      timing: "SCHEDULED",
      channel: "VOICE",
      customer: {
        name: "A. Muster",
        firstName: null,
        lastName: null,
        contactId: "ec-77",
        phoneNumber: "+4930901820",
        phoneNumberRaw: "+4930901820",
        emailAddress: null,
      },
      window: {
        start: Date.UTC(2026, 10, 27, 9),
        end: null,
        timeZone: null,
        localDate: null,
        localStart: null,
        localEnd: null,
        dstAdjustment: "NONE",
      },
      nextAttemptAt: Date.UTC(2026, 10, 27, 9),
      attemptCount: 0,
      outcome: null,
      assignment: null,
      routing: {
        queueId: "q-billing",
        campaignId: null,
        callTargetId: null,
        dialingModel: null,
        callerId: null,
        dn: null,
        location: null,
      },
      queue: { kind: "QUEUE", vendorId: "q-billing" },
      reason: null,
      origin: { category: "LIVE_CALL", vendorOrigin: null },
      originInteractionId: null,
      estimate: null,
      createdAt: Date.UTC(2026, 10, 26, 8, 2, 10),
      updatedAt: Date.UTC(2026, 10, 26, 8, 2, 30),
    });
    expect(map(DETAILS)).toMatchObject({ raw: DETAILS, coerced: [], lacks: [], keepsWithdrawal: true });
  });

  it("needs an id, and nothing else", () => {
    expect(() => map({ participants: [] })).toThrow("conversationId: is missing");
    expect(map({ conversationId: "c-1" }).callback).toMatchObject({
      vendorId: "c-1",
      status: "UNKNOWN",
      statusBasis: "DERIVED",
      vendorStatus: null,
      timing: "UNKNOWN",
      attemptCount: null,
      outcome: null,
      customer: { phoneNumber: null, phoneNumberRaw: null },
    });
  });

  it.each([
    ["none", [], null, null],
    ["an empty one", [""], null, null],
    ["one", ["+14155550100"], "+14155550100", "+14155550100"],
    ["one with a scheme", ["tel:+14155550100"], "+14155550100", "tel:+14155550100"],
    ["a second that parses", ["reception", "+14155550100"], "+14155550100", "+14155550100"],
    ["none that parses", ["reception", "anonymous"], null, "reception"],
    ["a number of JSON", [14_155_550_100], "+14155550100", "14155550100"],
  ])("with several numbers, of which there is %s", (_, callbackNumbers, phoneNumber, phoneNumberRaw) => {
    expect(map(withSession({ callbackNumbers })).callback.customer).toMatchObject({ phoneNumber, phoneNumberRaw });
  });

  it("is due as soon as possible without a scheduled time", () => {
    const segments = [{ segmentType: "interact", segmentStart: "2026-06-01T12:00:00Z" }];
    expect(map(withSession({ segments })).callback).toMatchObject({
      timing: "ASAP",
      window: null,
      nextAttemptAt: null,
      status: "QUEUED",
    });
  });

  it.each([
    ["ISO text", "2026-06-02T09:00:00.000Z", Date.UTC(2026, 5, 2, 9)],
    ["milliseconds", Date.UTC(2026, 5, 2, 9), Date.UTC(2026, 5, 2, 9)],
    ["milliseconds as text", String(Date.UTC(2026, 5, 2, 9)), Date.UTC(2026, 5, 2, 9)],
  ])("reads the scheduled time as %s", (_, callbackScheduledTime, start) => {
    const { callback, coerced } = map(withSession({ callbackScheduledTime }));
    expect([callback.window?.start, callback.nextAttemptAt, coerced]).toEqual([start, start, []]);
  });

  it.each(["", 0, null])("has no time where it is sent as %j", (callbackScheduledTime) => {
    expect(map(withSession({ callbackScheduledTime }))).toMatchObject({ callback: { window: null }, coerced: [] });
  });

  it("counts a scheduled time that does not exist, and is read without it", () => {
    const row = map(withSession({ callbackScheduledTime: "2018-06-10T25:05:00.000Z" }));
    expect(row).toMatchObject({ callback: { window: null, status: "SCHEDULED" }, coerced: ["participants"] });
  });

  it("has the next attempt only while it waits for its time", () => {
    const callbackScheduledTime = "2026-06-02T09:00:00.000Z";
    const segments = [{ segmentType: "interact", segmentStart: "2026-06-02T09:00:00Z" }];
    const { callback } = map(withSession({ callbackScheduledTime, segments }));
    expect(callback).toMatchObject({ status: "QUEUED", timing: "SCHEDULED", nextAttemptAt: null });
    expect(callback.window?.start).toBe(Date.UTC(2026, 5, 2, 9));
  });

  it("belongs to the agent who owns it", () => {
    expect(map(withSession({ agentOwned: true, selectedAgentId: "u-7" })).callback.assignment).toEqual({
      agentId: "u-7",
      type: "SPECIFIC_AGENT",
      exclusive: true,
      assignedAt: null,
    });
    expect(map(withSession({ agentOwned: true })).callback.assignment).toMatchObject({
      agentId: null,
      exclusive: true,
    });
    expect(map(withSession({ selectedAgentId: "u-7" })).callback.assignment).toBeNull();
    expect(map(withSession({ agentOwned: false, selectedAgentId: "u-7" })).callback.assignment).toBeNull();
  });

  it("is with the agent who has it, and stays so when it has ended", () => {
    const segments = [{ segmentType: "interact", segmentStart: "2026-06-01T12:05:00Z" }];
    const agent = { purpose: "agent", userId: "u-1", sessions: [{ mediaType: "callback", segments }] };
    const expected = {
      agentId: "u-1",
      type: "UNKNOWN",
      exclusive: null,
      assignedAt: Date.UTC(2026, 5, 1, 12, 5),
    };
    const record = withSession({}, [agent]);
    expect(map(record).callback.assignment).toEqual(expected);
    expect(map({ ...record, conversationEnd: "2026-06-01T12:10:00Z" }).callback.assignment).toEqual(expected);
    const left = {
      ...agent,
      sessions: [{ mediaType: "callback", segments: [{ ...segments[0], segmentEnd: "2026-06-01T12:06:00Z" }] }],
    };
    expect(map(withSession({}, [left])).callback.assignment).toBeNull();
  });

  it.each([
    ["API", withSession({}), "API"],
    ["a campaign", withSession({ outboundCampaignId: "camp-1" }), "OUTBOUND_PROACTIVE"],
    ["a call of the customer", withEarlier("voice", "inbound"), "LIVE_CALL"],
    ["a call to the customer", withEarlier("voice", "outbound"), "UNKNOWN"],
    ["a chat", withEarlier("chat", "inbound"), "UNKNOWN"],
  ])("comes from %s", (_, record, category) => {
    expect(map(record).callback.origin).toEqual({ category, vendorOrigin: null });
  });

  it("has the campaign as routing", () => {
    expect(map(withSession({ outboundCampaignId: "camp-1" })).callback.routing).toMatchObject({
      campaignId: "camp-1",
      queueId: "q-1",
    });
  });

  it("has no reason, and says that it cannot show one where the settings name the attribute", () => {
    expect(map(DETAILS, "topic")).toMatchObject({ callback: { reason: null }, lacks: ["reason"] });
    expect(map(DETAILS)).toMatchObject({ callback: { reason: null }, lacks: [] });
  });

  it("has the outcome with the words that decided, and none while it is open", () => {
    const segments = [
      {
        segmentType: "interact",
        segmentStart: "2026-06-01T12:00:00Z",
        segmentEnd: "2026-06-01T12:01:00Z",
        disconnectType: "client",
      },
    ];
    const record = { ...withSession({ segments }), conversationEnd: "2026-06-01T12:01:00Z" };
    expect(map(record).callback).toMatchObject({
      status: "CANCELED",
      vendorStatus: "acd client",
      outcome: { category: "CANCELED", code: null, label: "acd client" },
      nextAttemptAt: null,
    });
  });

  it("ignores measures when it is compared, and nothing else", () => {
    const [plain, measured, renamed] = [{}, { metrics: [{ name: "tAcd", value: 7 }] }, { callbackUserName: "B" }].map(
      (fields) => withSession(fields),
    );
    const { comparable } = map(plain ?? {});
    expect(comparable?.(measured ?? {})).toBe(comparable?.(plain ?? {}));
    expect(comparable?.(renamed ?? {})).not.toBe(comparable?.(plain ?? {}));
  });
});

function withEarlier(mediaType: string, direction: string): JsonObject {
  const segments = [
    { segmentType: "interact", segmentStart: "2026-06-01T11:50:00Z", segmentEnd: "2026-06-01T12:01:00Z" },
  ];
  const customer = { purpose: "external", sessions: [{ mediaType, direction, segments }] };
  return withSession({}, [customer]);
}

describe("a conversation of the live API", () => {
  it("becomes a callback without what only the analytics API shows", () => {
    const { callback, lacks } = map(LIVE, "topic");
    expect(callback).toMatchObject({
      vendorId: "5f0e3c1a-0000-4000-8000-000000000001",
      status: "SCHEDULED",
      statusBasis: "REPORTED",
      vendorStatus: "scheduled",
      timing: "SCHEDULED",
      customer: { name: "A. Muster", phoneNumber: "+4930901820" },
      routing: { queueId: "q-billing" },
      reason: "invoice",
      attemptCount: null,
      origin: { category: "UNKNOWN" },
      createdAt: Date.UTC(2026, 10, 26, 8, 2, 10),
      updatedAt: null,
    });
    expect(callback.window?.start).toBe(Date.UTC(2026, 10, 27, 9));
    expect(lacks).toEqual(["attemptCount", "firstAttemptAt", "origin", "updatedAt"]);
  });

  it("has no reason unless the settings name the attribute", () => {
    expect(map(LIVE).callback.reason).toBeNull();
    expect(map(LIVE, "colour").callback.reason).toBeNull();
  });

  it("has the agent of an open participant", () => {
    const agent = {
      id: "p-2",
      purpose: "agent",
      state: "alerting",
      user: { id: "u-1" },
      startTime: "2026-11-27T09:00:05Z",
    };
    expect(map({ id: "c-1", participants: [agent] }).callback).toMatchObject({
      status: "IN_PROGRESS",
      assignment: { agentId: "u-1", type: "UNKNOWN" },
    });
  });
});

describe("an invalid part of a record", () => {
  it.each([
    ["a participant", { conversationId: "c-1", participants: [{ sessions: "none" }] }],
    ["a session", { conversationId: "c-1", participants: [{ purpose: 7, sessions: [null, 3, { segments: {} }] }] }],
    ["a segment", withSession({ segments: [{ segmentStart: {}, segmentType: [], disconnectType: {} }] })],
    ["numbers", withSession({ callbackNumbers: [{ number: "x" }, null] })],
  ])("never fails the record: %s", (_, record) => {
    expect(map(record).callback.vendorId).toBe("c-1");
  });
});

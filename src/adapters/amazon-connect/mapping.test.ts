import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Callback } from "../../domain/callback.js";
import type { JsonObject } from "../../lib/json.js";
import { mapAmazonConnectCallback } from "./mapping.js";
import { AMAZON_CONNECT_CONTACT } from "./wire.js";

const AT = Date.UTC(2026, 10, 26, 10);
const SECONDS = AT / 1000;
const INSTANCE = "arn:aws:connect:eu-central-1:111122223333:instance/i-1";
const CONTEXT = { source: "care", vendor: "AMAZON_CONNECT", defaultRegion: "DE" } as const;
const MAPPING = { numberAttribute: "callbackNumber", reasonAttribute: "reason" };

const map = (fields: JsonObject): Callback & { readonly coerced: readonly string[] } => {
  const record = { Id: "c-2", InitiationMethod: "CALLBACK", InitiationTimestamp: SECONDS, ...fields };
  const { callback, coerced } = mapAmazonConnectCallback(AMAZON_CONNECT_CONTACT.parse(record), CONTEXT, MAPPING);
  return { ...callback, coerced };
};
const endpoint = (address: string, type = "TELEPHONE_NUMBER"): JsonObject => ({
  CustomerEndpoint: { Type: type, Address: address },
});

describe("a contact as a callback", () => {
  it("has the fields of the documented example", () => {
    const { Contact: contact } = JSON.parse(
      readFileSync(new URL("fixtures/contact.json", import.meta.url), "utf8"),
    ) as { Contact: JsonObject };
    expect(map(contact)).toEqual({
      source: "care",
      vendor: "AMAZON_CONNECT",
      vendorId: "c-2",
      status: "QUEUED",
      statusBasis: "REPORTED",
      vendorStatus: "QUEUED",
      dueAt: null,
      lapsesAt: null,
      timing: "ASAP",
      channel: "VOICE",
      customer: {
        name: null,
        firstName: null,
        lastName: null,
        contactId: null,
        phoneNumber: "+4930901820",
        phoneNumberRaw: "+4930901820",
        emailAddress: null,
      },
      window: null,
      nextAttemptAt: null,
      attemptCount: 0,
      outcome: null,
      assignment: null,
      routing: {
        queueId: "q-1",
        campaignId: null,
        callTargetId: null,
        dialingModel: null,
        callerId: null,
        dn: null,
        location: null,
      },
      queue: { kind: "QUEUE", vendorId: "q-1" },
      reason: null,
      origin: { category: "UNKNOWN", vendorOrigin: null },
      originInteractionId: "c-1",
      estimate: null,
      createdAt: 1_795_687_203_400,
      updatedAt: 1_795_687_205_200,
      coerced: [],
    });
  });

  it.each([
    ["epoch seconds with a fraction", SECONDS + 0.25, AT + 250],
    ["epoch seconds as text", String(SECONDS), AT],
    ["ISO 8601, as events have it", new Date(AT).toISOString(), AT],
    ["0", 0, null],
    ["nothing", "", null],
  ])("reads a time as %s", (_, sent, at) => {
    expect(map({ InitiationTimestamp: sent })).toMatchObject({ createdAt: at, coerced: [] });
  });

  it.each(["soon", -1, 1e300])("counts the time %s as coerced", (sent) => {
    expect(map({ InitiationTimestamp: sent })).toMatchObject({ createdAt: null, coerced: ["InitiationTimestamp"] });
  });

  it.each([
    ["a number", endpoint("+4930901820"), "+4930901820", "+4930901820"],
    ["a national number", endpoint("030901820"), "+4930901820", "030901820"],
    ["a withheld number", endpoint("anonymous"), null, "anonymous"],
    ["an address of another type", endpoint("sip:a@example.com", "VOIP"), null, null],
    [
      "an attribute instead of an endpoint",
      { Attributes: { callbackNumber: "+4930901820" } },
      "+4930901820",
      "+4930901820",
    ],
    [
      "both",
      { ...endpoint("+4930901821"), Attributes: { callbackNumber: "+4930901820" } },
      "+4930901821",
      "+4930901821",
    ],
    ["neither", {}, null, null],
  ])("has the customer's number from %s", (_, fields, phoneNumber, phoneNumberRaw) => {
    expect(map(fields).customer).toMatchObject({ phoneNumber, phoneNumberRaw });
  });

  it.each([
    ["Softphone", null],
    ["+4930901800", "+4930901800"],
    ["", null],
  ])("has the caller id %j only where it is a number", (address, callerId) => {
    expect(map({ SystemEndpoint: { Type: "TELEPHONE_NUMBER", Address: address } }).routing.callerId).toBe(callerId);
  });

  it("has ids at the end of ARNs", () => {
    const callback = map({
      QueueInfo: { Id: `${INSTANCE}/queue/q-1`, EnqueueTimestamp: SECONDS },
      AgentInfo: {
        Id: `${INSTANCE}/agent/a-1`,
        ConnectedToAgentTimestamp: SECONDS + 9,
        AcceptedByAgentTimestamp: SECONDS + 8,
      },
    });
    expect(callback.routing.queueId).toBe("q-1");
    expect(callback.assignment).toEqual({ agentId: "a-1", type: "UNKNOWN", exclusive: null, assignedAt: AT + 8000 });
  });

  it("is assigned to the agent in whose own queue it waits", () => {
    expect(map({ QueueInfo: { Id: `${INSTANCE}/queue/agent/a-7`, EnqueueTimestamp: SECONDS } })).toMatchObject({
      status: "QUEUED",
      assignment: { agentId: "a-7", type: "SPECIFIC_AGENT", exclusive: true, assignedAt: null },
    });
  });

  it("has no agent while it waits again", () => {
    const callback = map({
      AgentInfo: { Id: "a-1", ConnectedToAgentTimestamp: SECONDS + 1 },
      DisconnectTimestamp: SECONDS + 9,
      DisconnectReason: "TELECOM_BUSY",
      QueueInfo: { Id: "q-1" },
      ...endpoint("+4930901820"),
      FollowingContacts: [{ Id: "c-3", InitiationMethod: "CALLBACK", InitiationTimestamp: SECONDS + 10 }],
    });
    expect(callback).toMatchObject({
      status: "RETRYING",
      assignment: null,
      attemptCount: 1,
      routing: { queueId: "q-1" },
      customer: { phoneNumber: "+4930901820" },
    });
  });

  it.each([
    ["INBOUND", "LIVE_CALL"],
    ["API", "API"],
    ["WEBRTC_API", "WEB"],
    ["TRANSFER", "OTHER"],
  ])("that was requested in a contact of the method %s has the origin %s", (method, category) => {
    const { origin } = map({ InitialContact: { ContactId: "c-1", InitiationMethod: method } });
    expect(origin).toEqual({ category, vendorOrigin: method });
  });

  it("has the reason of the attribute, else of the description", () => {
    expect(map({ Description: "Order", Attributes: { reason: "Invoice" } }).reason).toBe("Invoice");
    expect(map({ Description: "Order" }).reason).toBe("Order");
    expect(map({ Attributes: { reason: " " } }).reason).toBeNull();
  });

  it("has no status without a method", () => {
    const callback = map({ InitiationMethod: null });
    expect(callback).toMatchObject({
      status: "UNKNOWN",
      statusBasis: "DERIVED",
      vendorStatus: null,
      attemptCount: null,
    });
  });

  it("needs an id", () => {
    expect(() => map({ Id: null })).toThrow("Id: is missing");
  });
});

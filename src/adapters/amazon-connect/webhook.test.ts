import { describe, expect, it } from "vitest";
import type { DeliveryHeaders, Hint } from "../../domain/vendor/delivery.js";
import { createAmazonConnectWebhook } from "./webhook.js";

const INSTANCE = "11c0ffee-1111-4222-a333-000000000001";
const ARN = `arn:aws:connect:eu-central-1:111122223333:instance/${INSTANCE}`;
const webhook = createAmazonConnectWebhook({ secret: "a secret", header: "X-Ringback-Secret", instanceId: INSTANCE });
const verify = (body: unknown, headers: DeliveryHeaders = { "x-ringback-secret": "a secret" }): Hint =>
  webhook.verify(Buffer.from(typeof body === "string" ? body : JSON.stringify(body)), headers, 0);
const event = (detail: object): object => ({ id: "event", "detail-type": "Amazon Connect Contact Event", detail });

describe("a delivery", () => {
  it.each([
    ["an input transformer", { contactId: "c-2", eventType: "QUEUED" }],
    ["a transformer as for hints", { id: "c-2" }],
    ["EventBridge", event({ contactId: "c-2", initiationMethod: "CALLBACK", instanceArn: ARN, eventType: "QUEUED" })],
    ["EventBridge, customer first", event({ contactId: "c-2", initiationMethod: "CALLBACK_CUSTOMER_FIRST_DIALED" })],
    ["EventBridge, of a new method", event({ contactId: "c-2", initiationMethod: "CALLBACK_LATER" })],
    ["EventBridge, without a method", event({ contactId: "c-2" })],
  ])("of %s names the contact to read", (_, body) => {
    expect(verify(body)).toEqual({ queries: [{ by: "id", vendorId: "c-2" }], deliveryIds: [] });
  });

  it.each([
    ["a call that the customer made", event({ contactId: "c-1", initiationMethod: "INBOUND" })],
    ["a contact of another instance", event({ contactId: "c-2", instanceArn: `${ARN}2` })],
  ])("about %s causes no query", (_, body) => {
    expect(verify(body)).toEqual({ queries: [], deliveryIds: [] });
  });

  it.each([
    ["no JSON", "{"],
    ["a list", []],
    ["nothing", {}],
    ["an event without a contact", event({})],
    ["an id of another type", { contactId: 7 }],
    ["an empty id", { contactId: " " }],
    ["an id that is too long", { contactId: "c".repeat(501) }],
  ])("of %s is malformed", (_, body) => {
    expect(() => verify(body)).toThrow(expect.objectContaining({ reason: "MALFORMED" }));
  });

  it.each([
    ["no header", {}],
    ["another secret", { "x-ringback-secret": "another" }],
    ["two headers", { "x-ringback-secret": ["a secret", "a secret"] }],
  ])("with %s is rejected before it is read", (_, headers) => {
    expect(() => verify("{", headers)).toThrow(expect.objectContaining({ reason: "UNAUTHENTICATED" }));
  });

  it("has its secret in a header that is rate limited", () => {
    expect(webhook.secretHeader).toBe("x-ringback-secret");
  });
});

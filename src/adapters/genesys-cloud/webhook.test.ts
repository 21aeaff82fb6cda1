import { describe, expect, it } from "vitest";
import type { DeliveryHeaders, Hint } from "../../domain/vendor/delivery.js";
import { createGenesysCloudWebhook } from "./webhook.js";

const webhook = createGenesysCloudWebhook({ secret: "a secret", header: "X-Ringback-Secret" });
const verify = (body: unknown, headers: DeliveryHeaders = { "x-ringback-secret": "a secret" }): Hint =>
  webhook.verify(Buffer.from(typeof body === "string" ? body : JSON.stringify(body)), headers, 0);

describe("a delivery", () => {
  it.each([
    ["an input transformer", { id: "c-1" }],
    ["a transformer with the vendor's name", { conversationId: "c-1" }],
    ["EventBridge", { id: "event", detail: { topicName: "v2", eventBody: { conversationId: "c-1" } } }],
    ["EventBridge, with a flat detail", { id: "event", detail: { conversationId: "c-1" } }],
    ["a detail alone", { topicName: "v2", eventBody: { conversationId: "c-1" } }],
    ["a trigger's web action", { eventTime: 1, conversationId: "c-1", callbackScheduledTime: 1_780_000_000_000 }],
  ])("of %s names the conversation to fetch", (_, body) => {
    expect(verify(body)).toEqual({ queries: [{ by: "id", vendorId: "c-1" }], deliveryIds: [] });
  });

  it.each([
    ["no JSON", "{"],
    ["a list", []],
    ["nothing", {}],
    ["an event without a conversation", { id: "event", detail: {} }],
    ["an id of another type", { id: 7 }],
    ["an empty id", { id: " " }],
    ["an id that is too long", { id: "c".repeat(501) }],
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

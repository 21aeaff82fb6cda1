import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../lib/json.js";
import { UnreadableRow } from "../wire/vendor-page.js";
import { mapWebexTask } from "./task-mapping.js";

const CREATED = Date.UTC(2026, 5, 1, 12);
const TASK: JsonObject = {
  id: "8f0c-oct4",
  status: "parked",
  isActive: true,
  isCallback: true,
  direction: "inbound",
  createdTime: CREATED,
  origin: "+14155550100",
  destination: "+18005550199",
  lastQueue: { id: "q-1", name: "Billing" },
  callbackData: { callbackRequestTime: CREATED + 1000, callbackNumber: "+14155550101", callbackOrigin: "IVR" },
};
const map = (fields: JsonObject = {}) =>
  mapWebexTask({ ...TASK, ...fields }, { source: "north", vendor: "WEBEX", defaultRegion: "US" });

describe("a task as a callback", () => {
  it("has the number, queue and time of its callback", () => {
    expect(map()).toMatchObject({
      view: "task",
      coerced: [],
      callback: {
        vendorId: "8f0c-oct4",
        timing: "ASAP",
        customer: { name: null, phoneNumber: "+14155550101", phoneNumberRaw: "+14155550101" },
        routing: { queueId: "q-1" },
        origin: { category: "LIVE_CALL", vendorOrigin: "IVR" },
        createdAt: CREATED + 1000,
        updatedAt: null,
      },
    });
  });

  it.each<[string, JsonObject, string | null]>([
    [
      "of the customer, without one of the callback",
      { callbackData: {}, customer: { phoneNumber: "+14155550102" } },
      "+14155550102",
    ],
    ["that called, of an inbound task", { callbackData: {} }, "+14155550100"],
    ["that was called, of an outbound task", { callbackData: null, direction: "OUTDIAL" }, "+18005550199"],
    ["of nobody", { callbackData: null, origin: null, destination: null }, null],
    ["sent as a JSON number", { callbackData: { callbackNumber: 14155550103 } }, "14155550103"],
  ])("has the number %s", (_, fields, number) => {
    expect(map(fields).callback.customer.phoneNumberRaw).toBe(number);
  });

  it.each<[string, JsonObject]>([
    ["isActive is false", { isActive: false }],
    ["it has an end", { isActive: null, endedTime: CREATED + 60_000 }],
    ["its state is ended", { isActive: null, status: "ENDED" }],
  ])("is over where %s", (_, fields) => {
    expect(map(fields).callback).toMatchObject({ status: "ENDED", outcome: { category: "UNKNOWN" } });
  });

  it.each<[string, string]>([
    ["web", "WEB"],
    ["chat", "INBOUND"],
    ["ivr", "LIVE_CALL"],
    ["fax", "OTHER"],
  ])("comes from %s", (callbackOrigin, category) => {
    expect(map({ callbackData: { callbackOrigin } }).callback.origin.category).toBe(category);
  });

  it("keeps fields of other types out, and itself in", () => {
    const { callback, coerced } = map({
      lastQueue: "Billing",
      customer: [1],
      callbackData: { callbackRetryCount: "many" },
    });
    expect([callback.routing.queueId, coerced.toSorted()]).toEqual([
      null,
      ["callbackRetryCount", "customer", "lastQueue"],
    ]);
  });

  it.each<[string, JsonObject]>([
    ["it has no id", { id: null }],
    ["the customer requested no callback", { isCallback: false }],
  ])("is unreadable where %s", (_, fields) => {
    expect(() => map(fields)).toThrow(UnreadableRow);
  });
});

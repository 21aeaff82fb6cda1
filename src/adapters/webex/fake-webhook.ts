import { randomUUID } from "node:crypto";
import type { JsonObject } from "../../lib/json.js";
import type { FakeWebhook } from "../fake/fake.js";
import { signWebexDelivery } from "./webhook.js";

/** The events that a subscription of version 2 is sent: here, that a callback's call is connected. */
export function createWebexFakeWebhook(records: ReadonlyMap<string, JsonObject>, secret: string): FakeWebhook {
  return {
    deliver(vendorId, sentAt) {
      const record = records.get(vendorId) ?? {};
      const body = JSON.stringify({
        id: randomUUID(),
        specversion: "1.0",
        type: "task:connect",
        source: "/com/cisco/wxcc/webex-fake-subscription",
        comciscoorgid: record["orgId"] ?? null,
        datacontenttype: "application/json",
        comciscotimestamp: sentAt,
        data: {
          taskId: randomUUID(),
          createdTime: sentAt,
          direction: "OUTBOUND",
          outboundType: "COURTESY_CALLBACK",
          origin: "+14155550190",
          destination: record["callbackNumber"] ?? null,
          agentId: record["assigneeAgent"] ?? null,
        },
      });
      const headers = {
        "content-type": "application/json",
        "x-webexcc-signature": signWebexDelivery(body, secret),
        "x-webexcc-timestamp": String(sentAt),
        "x-webexcc-webhook-version": "2",
      };
      return { headers, body };
    },
  };
}

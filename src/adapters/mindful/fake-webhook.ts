import type { Instant } from "../../domain/time/instant.js";
import type { JsonObject } from "../../lib/json.js";
import type { FakeWebhook } from "../fake/fake.js";
import { mindfulTargetName } from "./fake-targets.js";

/** The events of final statuses, and of a customer who is connected; any other status is that of a registration. */
const EVENTS: Readonly<Record<string, string>> = {
  Canceled: "Canceled Callback",
  Talking: "Reconnected Callback",
  Unavailable: "Final Attempt",
  "Not Completed": "Final Attempt",
  Abandoned: "Final Attempt",
};

/**
 * The events that a webhook of Mindful is sent. Only the registration is documented: names and bodies of the others are
 * guesses. As in the older page, `ani` is a number, the metadata end with a comma, and the event's id is no UUID.
 */
export function createMindfulFakeWebhook(records: ReadonlyMap<string, JsonObject>, secret: string): FakeWebhook {
  let sent = 0;
  return {
    deliver(vendorId, sentAt) {
      const record = records.get(vendorId) ?? {};
      const { status, type, callback_number: number } = record;
      const digits = typeof number === "string" ? number.replaceAll(/\D/gu, "") : "";
      const isScheduled = type === "scheduled";
      const call = {
        ani: digits === "" ? null : Number(digits),
        callTargetId: record["call_target_id"] ?? null,
        callTargetName: mindfulTargetName(record["call_target_id"]),
        createdAt: toIso(record["created_at"]),
        estimatedCallbackTime: Number(record["estimated_wait_time"] ?? 0),
        estimatedFor: toIso(record["estimated_for"]),
        firstPartyCalled: "agent",
        id: vendorId,
        phoneNumber: number ?? null,
        registrationDuration: 34.298,
        scheduledFor: isScheduled ? toIso(record["estimated_for"]) : toIso(record["created_at"]),
        source: record["source"] ?? null,
        sourceType: "Phone",
        type: type ?? null,
        metadata: { Diversion: "sip:400@10.10.10.10:5060;reason=unknown" },
      };
      const event = EVENTS[typeof status === "string" ? status : ""] ?? "Registered Callback";
      sent += 1;
      const data = {
        clientName: "Acme",
        event,
        time: toIso(sentAt / 1000),
        webhookName: "Ringback",
        id: `37ff2b58-386b-7v35-87be-${String(sent).padStart(12, "0")}`,
        call,
      };
      const headers = { "content-type": "application/json", authorization: secret };
      return { headers, body: JSON.stringify({ data }).replace(/\}\}\}\}$/u, ",}}}}") };
    },
  };
}

function toIso(seconds: unknown): string | null {
  const at: Instant = Number(seconds) * 1000;
  return Number.isFinite(at) && at > 0 ? new Date(at).toISOString() : null;
}

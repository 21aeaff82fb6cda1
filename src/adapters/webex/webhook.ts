import { createHmac } from "node:crypto";
import { z } from "zod";
import { RefusedDelivery, type DeliveryHeaders, type Hint } from "../../domain/vendor/delivery.js";
import type { Instant } from "../../domain/time/instant.js";
import { parseIsoInstant } from "../../domain/time/iso-instant.js";
import { isLookupNumber } from "../../domain/phone/phone-number.js";
import type { VendorQuery } from "../../domain/vendor/vendor-query.js";
import { isSameSecret } from "../../lib/secret.js";
import type { AdapterWebhook } from "../adapter.js";

const SIGNATURE_HEADER = "x-webexcc-signature";
const TIMESTAMP_HEADER = "x-webexcc-timestamp";
/** By the guide "Webhooks" of Webex Contact Center, older deliveries are not to be trusted. */
const VALID_MS = 300_000;

/** An invalid value is left out: the rest of the delivery is still a usable hint. */
const value = z.string().min(1).optional().catch(undefined);
const envelope = z.object({
  id: z.string().min(1),
  comciscotimestamp: z.union([z.string(), z.number()]),
  data: z
    .object({ direction: value, origin: value, destination: value, agentId: value, taskId: value, outboundType: value })
    .optional()
    .catch(undefined),
});

/** The signature of a body: hexadecimal HMAC-SHA256, by the guide "Webhooks". */
export function signWebexDelivery(body: string | Uint8Array, secret: string): string {
  return createHmac("sha256", secret).update(body).digest("hex");
}

/**
 * Task and agent events of the Subscriptions API, version 2. It has none for scheduled callbacks: an event about a
 * customer's number or an agent causes a fetch, and one about a callback's task (`COURTESY_CALLBACK`, `CALLBACK`) a fetch of
 * that task, where tasks can be searched for. Version 1 has no time, so its deliveries could be replayed forever.
 */
export function createWebexWebhook(secret: string, hasTasks: boolean): AdapterWebhook {
  return {
    verify(body, headers, now) {
      const signature = headerOf(headers, SIGNATURE_HEADER);
      if (!isSameSecret(signature.toLowerCase(), signWebexDelivery(body, secret))) {
        throw new RefusedDelivery("UNAUTHENTICATED", "the signature does not match the body");
      }
      const { id, comciscotimestamp, data = {} } = parse(body);
      const timestamp = String(comciscotimestamp);
      if (headerOf(headers, TIMESTAMP_HEADER) !== timestamp) {
        throw new RefusedDelivery("OUTDATED", "the timestamps of header and body differ");
      }
      if (!(Math.abs(now - toInstant(timestamp)) <= VALID_MS)) {
        throw new RefusedDelivery("OUTDATED", "the timestamp is not within 5 minutes of now");
      }
      const queries = [...(hasTasks ? taskOf(data) : []), ...queriesOf(data)];
      return { queries, deliveryIds: [`id:${id}`, `signature:${signature.toLowerCase()}`] };
    },
  };
}

function headerOf(headers: DeliveryHeaders, name: string): string {
  const value = headers[name];
  return typeof value === "string" ? value.trim() : "";
}

function parse(body: Uint8Array): z.output<typeof envelope> {
  try {
    return envelope.parse(JSON.parse(Buffer.from(body).toString("utf8")));
  } catch {
    throw new RefusedDelivery("MALFORMED", "the body is not an event with an id and a comciscotimestamp");
  }
}

/** Epoch milliseconds, a number in one example of the guide and a string in another; or an ISO time. */
function toInstant(timestamp: string): Instant {
  return /^\d+$/u.test(timestamp) ? Number(timestamp) : (parseIsoInstant(timestamp) ?? Number.NaN);
}

type EventData = NonNullable<z.output<typeof envelope>["data"]>;

function taskOf({ taskId, outboundType }: EventData): VendorQuery[] {
  const isCallback = outboundType?.toUpperCase().includes("CALLBACK") === true;
  return taskId === undefined || !isCallback ? [] : [{ by: "id", vendorId: taskId }];
}

function queriesOf(data: EventData): Hint["queries"] {
  const { direction, origin, destination, agentId } = data;
  const inbound = direction === "OUTBOUND" ? [] : [origin];
  const outbound = direction === "INBOUND" ? [] : [destination];
  const numbers = [...inbound, ...outbound].filter(
    (text): text is string => /^\+?\d{5,15}$/u.test(text ?? "") && isLookupNumber(text ?? ""),
  );
  return [
    ...[...new Set(numbers)].map((phoneNumber): VendorQuery => ({ by: "phoneNumber", phoneNumber })),
    ...(agentId === undefined ? [] : [{ by: "agent" as const, agentId }]),
  ];
}

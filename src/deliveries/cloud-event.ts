import { GAP, type DeliveryEvent } from "../domain/delivery.js";
import type { JsonObject } from "../lib/json.js";

/** Digits that hold every position, so that sequences are ordered as texts. */
const SEQUENCE_DIGITS = 16;

/** The message of an event: CloudEvents 1.0, structured JSON. Equal for every attempt. */
export function toCloudEvent(delivery: string, event: DeliveryEvent, data: JsonObject): string {
  const { id, kind, callbackId, observedAt, position } = event;
  return JSON.stringify({
    specversion: "1.0",
    id,
    source: `/ringback/deliveries/${delivery}`,
    type: kind === GAP ? "ringback.gap" : `ringback.callback.${kind.toLowerCase()}`,
    ...(callbackId !== null && { subject: callbackId }),
    time: new Date(observedAt).toISOString(),
    sequence: String(position).padStart(SEQUENCE_DIGITS, "0"),
    datacontenttype: "application/json",
    data,
  });
}

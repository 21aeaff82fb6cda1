import { z } from "zod";
import { isPresentable, type Instant } from "../../domain/time/instant.js";
import { isJsonObject, type JsonValue } from "../../lib/json.js";
import { parseEnvelope } from "../wire/vendor-page.js";
import type { VendorErrorReader } from "../http/failure.js";

/** The times that a widget offers ("Check Widget Status", CallObjectStatus). */
export interface MindfulOffer {
  readonly isAsapOffered: boolean;
  /** The available times, soonest first; empty if there are none. */
  readonly slots: readonly Instant[];
}

/** The result of a request for a callback or a cancellation. */
export interface MindfulReply {
  readonly status: string;
  /** The callback request's id, if the reply has one. */
  readonly requestId: string | null;
}

const flag = z
  .union([z.boolean(), z.string()])
  .nullish()
  .transform((value) => (typeof value === "string" ? value.toLowerCase() === "true" : (value ?? false)))
  .catch(false);

const offer = z.object({
  data: z
    .array(z.object({ offer_asap: flag, offer_scheduled: flag, scheduled_timeslots: z.custom<JsonValue>().optional() }))
    .min(1),
});

const reply = z.object({
  data: z
    .array(
      z.object({
        status: z.string().min(1),
        callback_request_id: z
          .union([z.string(), z.number()])
          .nullish()
          .transform((id) => (id === null || id === undefined || id === "" ? null : String(id))),
      }),
    )
    .min(1),
});

/** Reads a widget's status. Throws VENDOR_MALFORMED where it has another shape. */
export function readMindfulOffer(body: JsonValue, source: string): MindfulOffer {
  const [first] = parseEnvelope(offer, body, source).data;
  const slots = first?.offer_scheduled === true ? readSlots(first.scheduled_timeslots ?? null) : [];
  return { isAsapOffered: first?.offer_asap === true, slots: slots.toSorted((a, b) => a - b) };
}

/** Parses the response to a write. Throws VENDOR_MALFORMED for another shape. */
export function readMindfulReply(body: JsonValue, source: string): MindfulReply {
  const [first] = parseEnvelope(reply, body, source).data;
  return { status: first?.status ?? "", requestId: first?.callback_request_id ?? null };
}

/** Returns the status of a rejection, at the top or in `data`: the documents show statuses, and no body. */
export const readMindfulError: VendorErrorReader = (body) => {
  const rows = isJsonObject(body) && Array.isArray(body["data"]) ? (body["data"] as readonly JsonValue[]) : [body];
  const [first] = rows;
  const status = isJsonObject(first) ? first["status"] : null;
  return { code: typeof status === "string" ? status.slice(0, 100) : null, trackingId: null };
};

/** The document types the list of Unix timestamps as a string: numbers, texts and one text of many are all taken. */
function readSlots(value: JsonValue): Instant[] {
  const parts = Array.isArray(value) ? (value as readonly JsonValue[]) : [value];
  const seconds = parts.flatMap((part) =>
    typeof part === "number" ? [part] : typeof part === "string" ? (part.match(/\d+/gu) ?? []).map(Number) : [],
  );
  return seconds.map((second) => second * 1000).filter((at) => at > 0 && isPresentable(at));
}

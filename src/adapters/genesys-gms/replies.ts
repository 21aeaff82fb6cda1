import { z } from "zod";
import { parseIsoInstant } from "../../domain/time/iso-instant.js";
import type { Instant } from "../../domain/time/instant.js";
import type { RequestStamp } from "../../domain/change/request-stamp.js";
import { isJsonObject, type JsonValue } from "../../lib/json.js";
import type { VendorResponse } from "../http/client.js";
import { parseEnvelope } from "../wire/vendor-page.js";

/** The time slots of a service by their start, and how many callbacks each still takes. */
export type GmsSlots = ReadonlyMap<Instant, number>;

/**
 * Why the vendor takes no callback. SLOT: not at this time. SERVICE: the service has as many as it accepts for now.
 * NUMBER: the customer has requested as many as one may today.
 */
export interface GmsRefusal {
  readonly kind: "SLOT" | "SERVICE" | "NUMBER";
  /** The times that the vendor offers instead; empty if it names none. */
  readonly slots: GmsSlots;
}

/** The vendor's response to a write. */
export interface GmsReply {
  readonly refusal: GmsRefusal | null;
  readonly stamp: RequestStamp;
}

/** The messages of the vendor's limits, which come with a 503. The second contains the customer's number. */
const SERVICE_LIMIT = /limit of queued callbacks .*is reached/iu;
const NUMBER_LIMIT = /rejected because previous callbacks/iu;

/**
 * True for an error by which the vendor refuses a callback for lack of capacity, with any status other than 2xx: the
 * vendor is well, and its request quota is not used up.
 */
export function isGmsRefusal(_: number, body: JsonValue): boolean {
  return readRefusal(body) !== null;
}

/** Reads the refusal of a write, or the lack of one. */
export function readGmsReply({ status, body, stamp }: VendorResponse): GmsReply {
  return { refusal: status < 300 ? null : readRefusal(body), stamp };
}

const dialog = z.looseObject({
  _id: z.union([z.string().min(1), z.number()], { error: "expected the id of the callback" }).transform(String),
});

/**
 * Reads the id of a new callback from the dialog that the service responds with. The other parts of a dialog depend on
 * the service. Throws VENDOR_MALFORMED for a response without an id, such as that of a service that redirects: whether
 * there is a callback has to be read back.
 */
export function readGmsDialog(body: JsonValue, source: string): string {
  return parseEnvelope(dialog, body, source)._id;
}

const count = z.coerce.number().int();

/** Reads a map from times to free places. Throws VENDOR_MALFORMED for another shape; other members are left out. */
export function readGmsSlots(body: JsonValue, source: string): GmsSlots {
  return toSlots(parseEnvelope(z.record(z.string(), z.custom<JsonValue>(), { error: "expected times" }), body, source));
}

function toSlots(map: Readonly<Record<string, JsonValue>>): GmsSlots {
  const slots = Object.entries(map).flatMap(([time, places]): [Instant, number][] => {
    const at = parseIsoInstant(time);
    const free = count.safeParse(places);
    return at === null || !free.success ? [] : [[at, free.data]];
  });
  return new Map(slots.toSorted(([a], [b]) => a - b));
}

function readRefusal(body: JsonValue): GmsRefusal | null {
  if (!isJsonObject(body)) return null;
  const { availability = null, message = null } = body;
  if (isJsonObject(availability)) return { kind: "SLOT", slots: toSlots(availability) };
  const text = typeof message === "string" ? message : "";
  const kind = NUMBER_LIMIT.test(text) ? "NUMBER" : SERVICE_LIMIT.test(text) ? "SERVICE" : null;
  return kind === null ? null : { kind, slots: new Map() };
}

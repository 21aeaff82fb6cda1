import { createHash } from "node:crypto";
import type { Callback } from "../callback.js";
import { comparableText, type ComparableRecord } from "./comparable.js";
import type { Instant } from "../time/instant.js";
import type { JsonObject } from "../../lib/json.js";
import type { Milestones } from "./milestones.js";
import type { CallbackStatus } from "../status.js";
import type { RequestStamp } from "./request-stamp.js";
import type { Removal } from "../removal.js";
import type { VendorName } from "../names.js";

/** A vendor record and the callback that it was mapped to. */
export interface MappedRecord {
  readonly callback: Callback;
  /** The record as the vendor sent it. */
  readonly vendorRecord: JsonObject;
  /** How records of this vendor are compared. Default: `comparableText` of the whole record. */
  readonly comparable?: ComparableRecord;
  /** Names of queues and agents in the record. No part of the callback: a renamed queue is no change of it. Default: none. */
  readonly names?: readonly VendorName[];
}

/** One vendor record in the response to one request. */
export interface Observation extends MappedRecord {
  /** See `contentHashOf`. */
  readonly contentHash: string;
  /** The number of the request: the response to a higher number is newer. */
  readonly requestNumber: number;
  /** When the request was sent, by the gateway's clock. */
  readonly observedAt: Instant;
  /** Fields that this kind of record does not show: their previous values stay. Default: none. */
  readonly lacks?: readonly (keyof Callback)[];
  /** True if the record does not show who ended the callback: a withdrawal that the vendor has confirmed stays. */
  readonly keepsWithdrawal?: boolean;
  /**
   * Which of the vendor's views of the callback this is, where it has several: see `ViewRules`. The callback's id is then the
   * record's own.
   */
  readonly view?: string;
}

/** The stored state of one callback. */
export interface RememberedCallback extends Pick<Observation, "callback" | "vendorRecord"> {
  /**
   * The hash of the observation that `callback` equals: another observation with this hash changes nothing but the time of
   * observation. Null where the callback was merged from several observations, while the record is absent, and in rows of
   * earlier versions.
   */
  readonly contentHash: string | null;
  /** The number of the last request whose response contained the record. */
  readonly requestNumber: number;
  /** When that request was sent. */
  readonly observedAt: Instant;
  /** The status in the latest change of the log. The clock may have moved a DERIVED status since. */
  readonly publishedStatus: CallbackStatus;
  readonly statusChangedAt: Instant;
  /**
   * When the status becomes ENDED unless the vendor reports otherwise before: by the end of the callback's time, or since the
   * record was removed. Null where the vendor reported a final status, and while it reports an open one.
   */
  readonly endsAt: Instant | null;
  /** When the vendor last reported a status itself; null where it never did. */
  readonly statusReportedAt: Instant | null;
  /** The number of the request whose response reported it; null where none did. */
  readonly statusRequestNumber: number | null;
  /** False once the vendor has stopped returning the record. */
  readonly isPresentAtVendor: boolean;
  /** When a complete response first lacked the record; null while the vendor returns it. */
  readonly absentSince: Instant | null;
  /** The number of the request whose response lacked it. */
  readonly absentRequestNumber: number | null;
  /** Collected from all observations but the last ones of unchanged content: see `milestonesOf`. */
  readonly milestones: Milestones;
  /** The parts that were deleted because of their age. Left out if none were. */
  readonly removal?: Removal;
}

/** Identifies a callback: unique over all sources. */
export interface CallbackKey {
  readonly source: string;
  readonly vendorId: string;
}

/** One text for a callback key, for maps and DataLoaders. Unambiguous: source names contain no colon. */
export function textOfKey({ source, vendorId }: CallbackKey): string {
  return `${source}:${vendorId}`;
}

/** 132 bits. */
const HASH_CHARACTERS = 22;

/**
 * A digest that is equal for records with the same content, over restarts and in all gateways. It covers the mapped callback
 * as it is, so a gateway version that maps the record differently has another hash, and the vendor record as it is compared:
 * without volatile fields, and equal for other spellings. It covers neither the time nor the number of the request.
 */
export function contentHashOf({ callback, vendorRecord, comparable = comparableText }: MappedRecord): string {
  return createHash("sha256")
    .update(JSON.stringify(callback))
    .update(comparable(vendorRecord))
    .digest("base64url")
    .slice(0, HASH_CHARACTERS);
}

/** The observation of a record in the response to a request. */
export function observationOf(record: MappedRecord, { requestNumber, requestedAt }: RequestStamp): Observation {
  const { callback, vendorRecord, comparable } = record;
  return {
    callback,
    vendorRecord,
    ...(comparable === undefined ? {} : { comparable }),
    contentHash: contentHashOf(record),
    requestNumber,
    observedAt: requestedAt,
  };
}

import { NO_CUSTOMER, NO_ROUTING, type Callback } from "./callback.js";
import type { CallbackKey, RememberedCallback } from "./change/observation.js";
import type { RecordedChange } from "./query.js";
import type { Removal } from "./removal.js";
import { removeParts } from "./retention.js";
import { derivedStatus } from "./status.js";
import type { Instant } from "./time/instant.js";

/** The callbacks that are erased: of a number, of a customer by the vendor's id, or these. */
export type ErasureSubject =
  /** E.164, or a number exactly as the vendor stores it. */
  | { readonly phoneNumber: string }
  | { readonly contact: { readonly source: string; readonly contactId: string } }
  | { readonly callbacks: readonly CallbackKey[] };

/** The result of an erasure; on trial, that of one which would be executed. */
export interface Erasure {
  readonly callbacks: readonly CallbackKey[];
  /** The number of earlier changes that lost their personal data. */
  readonly changes: number;
  /** The number of commands in the audit that lost their subject. */
  readonly commands: number;
  /** The number of unreadable records that were deleted. */
  readonly quarantined: number;
}

/** How the audit names the subject: without the number or the id. */
export function kindOfSubject(subject: ErasureSubject): "number" | "contact" | "callbacks" {
  if ("phoneNumber" in subject) return "number";
  return "contact" in subject ? "contact" : "callbacks";
}

/** An erased callback, as its last change has it: its id, source and vendor, and nothing else. */
export function erasedCallback({ source, vendor, vendorId }: Callback, now: Instant): RememberedCallback {
  return {
    callback: {
      source,
      vendor,
      vendorId,
      ...derivedStatus("ENDED"),
      timing: "UNKNOWN",
      channel: "UNKNOWN",
      customer: NO_CUSTOMER,
      window: null,
      nextAttemptAt: null,
      attemptCount: null,
      outcome: null,
      assignment: null,
      routing: NO_ROUTING,
      queue: null,
      reason: null,
      origin: { category: "UNKNOWN", vendorOrigin: null },
      originInteractionId: null,
      estimate: null,
      createdAt: null,
      updatedAt: null,
    },
    vendorRecord: {},
    contentHash: null,
    requestNumber: 0,
    observedAt: now,
    publishedStatus: "ENDED",
    statusChangedAt: now,
    endsAt: now,
    statusReportedAt: null,
    statusRequestNumber: null,
    isPresentAtVendor: false,
    absentSince: null,
    absentRequestNumber: null,
    milestones: { firstObservedAt: now, attemptedAt: null, attemptedBy: null, unattemptedAt: null, endings: {} },
    removal: "PERSONAL_DATA",
  };
}

/** An earlier change of a callback from which parts were deleted: it stays in the log, without them. */
export function removeFromChange(change: RecordedChange, removal: Removal): RecordedChange {
  return { ...change, callback: { ...removeParts(change.callback, removal), removal } };
}

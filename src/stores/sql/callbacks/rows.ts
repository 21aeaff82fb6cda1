import type { Insertable } from "kysely";
import type { Callback } from "../../../domain/callback.js";
import type { CustomerOf } from "../../../domain/customer.js";
import { LONGEST_KEY } from "../../../domain/id.js";
import type { Instant } from "../../../domain/time/instant.js";
import type { JsonObject } from "../../../lib/json.js";
import { addMilestones, type Milestones } from "../../../domain/change/milestones.js";
import type { RememberedCallback } from "../../../domain/change/observation.js";
import type { RecordedChange, StoredCallback } from "../../../domain/query.js";
import { movingStatusOf } from "../../../domain/ending.js";
import { countedAttempts } from "../../../domain/performance/contribution.js";
import { DEFAULT_PROMISE, type PromisesBySource, type PromiseSettings } from "../../../domain/promise.js";
import { isOpenStatus, nextElapseAt, type CallbackStatus } from "../../../domain/status.js";
import { parseQueue, textOfQueue } from "../../../domain/queue.js";
import { promiseOf, timesOf, urgencyOf, type Timed } from "../../../domain/times.js";
import type { CallbackRow, CallbackTable, ChangeRow, ObservationRow } from "../schema/tables.js";

/** The contents of a row. */
type Texts = Pick<CallbackRow, "content" | "record">;

/** The settings and the key that rows are written by. */
export interface RowContext {
  /** By which the times of the promises are computed. */
  readonly promises: PromisesBySource;
  readonly customerOf: CustomerOf;
}

/** A callback as its row holds it. */
export function toRow(
  remembered: RememberedCallback,
  { promises, customerOf }: RowContext,
  texts = textsOf(remembered),
): Insertable<CallbackTable> & Texts {
  const { callback, publishedStatus } = remembered;
  const isOpen = isOpenStatus(publishedStatus);
  return {
    source: callback.source,
    vendor: callback.vendor,
    vendor_id: callback.vendorId,
    status: callback.status,
    status_basis: callback.statusBasis,
    due_at: isOpenStatus(callback.status) ? callback.dueAt : null,
    ends_at: remembered.endsAt,
    published_status: remembered.publishedStatus,
    elapses_at: elapsesAt(remembered),
    status_changed_at: remembered.statusChangedAt,
    status_reported_at: remembered.statusReportedAt,
    status_request: remembered.statusRequestNumber,
    is_open: isOpen ? 1 : 0,
    is_present: remembered.isPresentAtVendor ? 1 : 0,
    is_asap: callback.timing === "ASAP" ? 1 : 0,
    absent_since: remembered.absentSince,
    absent_request: remembered.absentRequestNumber,
    window_start: callback.window?.start ?? null,
    window_end: callback.window?.end ?? null,
    next_attempt_at: isOpen ? callback.nextAttemptAt : null,
    created_at: callback.createdAt,
    updated_at: callback.updatedAt,
    phone_number: callback.customer.phoneNumber,
    phone_number_raw: toKey(callback.customer.phoneNumberRaw),
    lookup_number: toKey(callback.lookupNumber ?? callback.customer.phoneNumberRaw),
    contact_id: toKey(callback.customer.contactId),
    agent_id: toKey(callback.assignment?.agentId ?? null),
    campaign_id: toKey(callback.routing.campaignId),
    milestones: JSON.stringify(remembered.milestones),
    ...timeColumns(remembered, publishedStatus, promises.get(callback.source) ?? DEFAULT_PROMISE),
    queue_key: toKey(callback.queue === null ? null : textOfQueue(callback.queue)),
    customer_hash: customerOf(callback).hash,
    removal: remembered.removal ?? "",
    content: texts.content,
    record: texts.record,
  };
}

/** The columns of a callback's times, and of what they are filtered together with. */
export function timeColumns(timed: Timed, status: CallbackStatus, settings: PromiseSettings) {
  const times = timesOf(timed, status, settings);
  return {
    promise_due_at: times.dueAt,
    promise: promiseOf(timed, status, times, Number.NEGATIVE_INFINITY),
    waits_from: times.waitsFrom,
    first_attempt_at: times.firstAttemptAt,
    ended_at: times.endedAt,
    opened_at: timed.callback.createdAt ?? timed.milestones.firstObservedAt,
    attempt_count: countedAttempts(timed.callback),
    urgency: urgencyOf(timed, status, times.dueAt),
    outcome: timed.callback.outcome?.category ?? null,
  };
}

/** When the clock alone moves the published status; null where it never does. */
export function elapsesAt(remembered: RememberedCallback): Instant | null {
  return nextElapseAt(movingStatusOf(remembered), remembered.publishedStatus);
}

function textsOf({ callback, vendorRecord }: RememberedCallback): Texts {
  return { content: JSON.stringify(callback), record: JSON.stringify(vendorRecord) };
}

/** A key as its column has it, which may be cut: the whole is in `content`. */
export function toKey(text: string | null): string | null {
  return text === null ? null : text.slice(0, LONGEST_KEY);
}

/** A row with the last observation of its callback. */
export type ObservedRow = CallbackRow & ObservationColumns;

/** The columns that a callback is read from. */
export type ContentRow = Pick<ObservedRow, (typeof CONTENT_COLUMNS)[number] | "record" | keyof ObservationColumns>;
type ObservationColumns = Pick<ObservationRow, "request_number" | "observed_at" | "content_hash">;

/** Those of the table of callbacks, without the vendor's record. */
export const CONTENT_COLUMNS = [
  "row_id",
  "revision",
  "content",
  "queue_key",
  "promise_due_at",
  "published_status",
  "status_changed_at",
  "ends_at",
  "status_reported_at",
  "status_request",
  "is_present",
  "absent_since",
  "absent_request",
  "milestones",
  "removal",
] as const satisfies readonly (keyof CallbackRow)[];

/** The callback in a row. */
export function fromRow(row: ContentRow): StoredCallback {
  const callback = withQueue(JSON.parse(row.content) as CallbackContent, row.queue_key);
  const stored = {
    rowId: row.row_id,
    revision: row.revision,
    promiseDueAt: row.promise_due_at,
    callback,
    vendorRecord: JSON.parse(row.record) as JsonObject,
    contentHash: row.content_hash,
    requestNumber: row.request_number,
    observedAt: row.observed_at,
    publishedStatus: row.published_status,
    statusChangedAt: row.status_changed_at,
    endsAt: row.ends_at,
    statusReportedAt: row.status_reported_at,
    statusRequestNumber: row.status_reported_at === null ? null : (row.status_request ?? 0),
    isPresentAtVendor: row.is_present === 1,
    absentSince: row.absent_since,
    absentRequestNumber: row.absent_since === null ? null : (row.absent_request ?? 0),
    milestones: readMilestones(row.milestones, callback, row.observed_at),
    ...(row.removal !== "" && { removal: row.removal }),
  };
  return isStatusObserved(stored)
    ? { ...stored, statusReportedAt: row.observed_at, statusRequestNumber: row.request_number }
    : stored;
}

/** Rows of earlier versions have none: theirs begin with the last observation. */
export function readMilestones(text: string | null, callback: Callback, observedAt: Instant): Milestones {
  return text === null ? addMilestones(null, { callback, observedAt }) : (JSON.parse(text) as Milestones);
}

/** A callback as any version has written it. */
export type CallbackContent = Omit<Callback, "queue"> & Partial<Pick<Callback, "queue">>;

/** Content that an earlier version has written has no queue: its column was filled from the rest. */
export function withQueue(content: CallbackContent, key: string | null): Callback {
  const { queue = key === null ? null : parseQueue(key) } = content;
  return { ...content, queue };
}

/** The callback with a later last observation of the same content. */
export function withObservation(stored: StoredCallback, observedAt: Instant, requestNumber: number): StoredCallback {
  if (stored.observedAt === observedAt && stored.requestNumber === requestNumber) return stored;
  const observed = { ...stored, observedAt, requestNumber };
  return isStatusObserved(stored)
    ? { ...observed, statusReportedAt: observedAt, statusRequestNumber: requestNumber }
    : observed;
}

/** Whether every observation with the row's content hash reports the status itself, the last one included. */
function isStatusObserved({ contentHash, callback }: StoredCallback): boolean {
  return contentHash !== null && callback.statusBasis === "REPORTED";
}

/** A row of the log as the change that it holds. */
export function fromChangeRow(row: ChangeRow): RecordedChange {
  return {
    position: row.position,
    rowId: row.row_id,
    kind: row.kind,
    previousStatus: row.previous_status,
    status: row.status,
    changedFields: (JSON.parse(row.changed_fields) as string[]).map((field) => RENAMED[field] ?? field),
    occurredAt: row.occurred_at,
    observedAt: row.observed_at,
    callback: readSnapshot(row.snapshot),
  };
}

/** Fields as the changes of earlier versions name them, which stay in the log until they are too old. */
const RENAMED: Readonly<Record<string, keyof RememberedCallback>> = {
  heldByVendor: "isPresentAtVendor",
  toldStatus: "publishedStatus",
  missedAt: "absentSince",
};

function readSnapshot(text: string): RememberedCallback {
  const snapshot = JSON.parse(text) as JsonObject;
  if (!("heldByVendor" in snapshot)) return withSnapshotQueue(snapshot as unknown as RememberedCallback);
  const renamed = Object.entries(snapshot).map(([field, value]) => [RENAMED[field] ?? field, value] as const);
  return withSnapshotQueue(Object.fromEntries(renamed) as unknown as RememberedCallback);
}

function withSnapshotQueue(snapshot: RememberedCallback): RememberedCallback {
  return { ...snapshot, callback: withQueue(snapshot.callback, null) };
}

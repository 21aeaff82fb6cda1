import type { Instant } from "../../domain/time/instant.js";
import { badUserInput } from "../../domain/errors.js";
import { isPresentable } from "../../domain/time/instant.js";
import type { CallbackType } from "../callback/callback.type.js";

/** The value of a column. Times are ISO 8601 in UTC, as the API has them. */
export type ColumnValue = string | number | boolean | null;

/** A column of an exported list. */
export interface Column {
  readonly name: string;
  /** The field of `Callback` that it holds, as a path; null for the cursor, which belongs to the list. */
  readonly path: string | null;
  read(callback: CallbackType, cursor: string): ColumnValue;
}

/** The name of the column that an export is resumed after. Every export has it. */
export const CURSOR = "cursor";

type Read = (callback: CallbackType) => ColumnValue;

const FIELDS: Readonly<Record<string, readonly [path: string, read: Read]>> = {
  id: ["id", ({ id }) => id],
  source: ["source.name", ({ source }) => source.name],
  vendor: ["vendor", ({ vendor }) => vendor],
  vendorId: ["vendorId", ({ vendorId }) => vendorId],
  status: ["status", ({ status }) => status],
  statusBasis: ["statusBasis", ({ statusBasis }) => statusBasis],
  vendorStatus: ["vendorStatus", ({ vendorStatus }) => vendorStatus],
  isOpen: ["isOpen", ({ isOpen }) => isOpen],
  statusChangedAt: ["statusChangedAt", ({ statusChangedAt }) => time(statusChangedAt)],
  timing: ["timing", ({ timing }) => timing],
  channel: ["channel", ({ channel }) => channel],
  customerId: ["customer.id", ({ customer }) => customer.id],
  customerName: ["customer.name", ({ customer }) => customer.name],
  customerFirstName: ["customer.firstName", ({ customer }) => customer.firstName],
  customerLastName: ["customer.lastName", ({ customer }) => customer.lastName],
  customerContactId: ["customer.contactId", ({ customer }) => customer.contactId],
  customerPhoneNumber: ["customer.phoneNumber", ({ customer }) => customer.phoneNumber],
  customerPhoneNumberRaw: ["customer.phoneNumberRaw", ({ customer }) => customer.phoneNumberRaw],
  customerEmailAddress: ["customer.emailAddress", ({ customer }) => customer.emailAddress],
  windowStart: ["window.start", ({ window }) => time(window?.start)],
  windowEnd: ["window.end", ({ window }) => time(window?.end)],
  windowTimeZone: ["window.timeZone", ({ window }) => window?.timeZone ?? null],
  dueAt: ["dueAt", ({ dueAt }) => time(dueAt)],
  isOverdue: ["isOverdue", ({ isOverdue }) => isOverdue],
  waitingSince: ["waitingSince", ({ waitingSince }) => time(waitingSince)],
  firstAttemptAt: ["firstAttemptAt", ({ firstAttemptAt }) => time(firstAttemptAt)],
  endedAt: ["endedAt", ({ endedAt }) => time(endedAt)],
  promise: ["promise", ({ promise }) => promise],
  nextAttemptAt: ["nextAttemptAt", ({ nextAttemptAt }) => time(nextAttemptAt)],
  attemptCount: ["attemptCount", ({ attemptCount }) => attemptCount],
  outcome: ["outcome.category", ({ outcome }) => outcome?.category ?? null],
  outcomeCode: ["outcome.code", ({ outcome }) => outcome?.code ?? null],
  outcomeLabel: ["outcome.label", ({ outcome }) => outcome?.label ?? null],
  assignmentType: ["assignment.type", ({ assignment }) => assignment?.type ?? null],
  agentId: ["assignment.agent.vendorId", ({ assignment }) => assignment?.agent?.vendorId ?? null],
  agentName: ["assignment.agent.name", ({ assignment }) => assignment?.agent?.name ?? null],
  assignedAt: ["assignment.assignedAt", ({ assignment }) => time(assignment?.assignedAt)],
  queueKind: ["queue.kind", ({ queue }) => queue?.kind ?? null],
  queueId: ["queue.vendorId", ({ queue }) => queue?.vendorId ?? null],
  queueName: ["queue.name", ({ queue }) => queue?.name ?? null],
  campaignId: ["routing.campaignId", ({ routing }) => routing.campaignId],
  reason: ["reason", ({ reason }) => reason],
  origin: ["origin.category", ({ origin }) => origin.category],
  vendorOrigin: ["origin.vendorOrigin", ({ origin }) => origin.vendorOrigin],
  originInteractionId: ["originInteractionId", ({ originInteractionId }) => originInteractionId],
  createdAt: ["createdAt", ({ createdAt }) => time(createdAt)],
  updatedAt: ["updatedAt", ({ updatedAt }) => time(updatedAt)],
  observedAt: ["observedAt", ({ observedAt }) => time(observedAt)],
  isPresentAtVendor: ["isPresentAtVendor", ({ isPresentAtVendor }) => isPresentAtVendor],
};

/** All columns, in the order of a file; the cursor is the last one. */
export const COLUMNS: readonly Column[] = [
  ...Object.entries(FIELDS).map(([name, [path, read]]): Column => ({ name, path, read })),
  { name: CURSOR, path: null, read: (_, cursor) => cursor },
];

/**
 * The columns that a client requested by name, separated by commas; null for all of them. Those of an operation whose
 * fields are `selected` hold no other fields. The cursor is added where it is not named. Throws BAD_USER_INPUT.
 */
export function columnsOf(fields: string | null, selected: ReadonlySet<string>): readonly Column[] {
  const available = COLUMNS.filter(({ path }) => path === null || selected.has(path));
  if (fields === null) return available;
  const names = fields.split(",").map((name) => name.trim());
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw badUserInput(`fields names ${JSON.stringify(twice)} twice`);
  const columns = names.map((name) => {
    const column = available.find((one) => one.name === name);
    if (column !== undefined) return column;
    const expected = available.map((one) => one.name).join(", ");
    throw badUserInput(`fields names the unknown column ${JSON.stringify(name)}; expected some of ${expected}`);
  });
  return names.includes(CURSOR) ? columns : [...columns, ...available.filter(({ name }) => name === CURSOR)];
}

function time(instant: Instant | null | undefined): string | null {
  if (instant === null || instant === undefined || !isPresentable(instant)) return null;
  return new Date(instant).toISOString();
}

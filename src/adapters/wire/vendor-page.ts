import { ZodError, type z } from "zod";
import { GatewayError } from "../../domain/errors.js";
import type { Callback } from "../../domain/callback.js";
import type { ComparableRecord } from "../../domain/change/comparable.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../lib/json.js";
import { contentHashOf, type Observation } from "../../domain/change/observation.js";
import type { VendorName } from "../../domain/names.js";
import type { RequestStamp } from "../../domain/change/request-stamp.js";
import type { QuarantinedRecord } from "../../domain/vendor/quarantine.js";
import type { VendorPage, MappingContext } from "../adapter.js";

/** A row that could be read. */
export interface ReadRow {
  readonly callback: Callback;
  readonly raw: JsonObject;
  /** Names of fields whose values were invalid; each is counted. */
  readonly coerced: readonly string[];
  /** How records of this vendor are compared. */
  readonly comparable?: ComparableRecord;
  /** The content hash of the record, if a cache has computed it. */
  readonly contentHash?: string;
  /** See `Observation`. */
  readonly lacks?: readonly (keyof Callback)[];
  readonly keepsWithdrawal?: boolean;
  readonly view?: string;
  readonly names?: readonly VendorName[];
}

/** How one vendor's rows are read. */
export interface RowReader {
  /** Fields that contain a row's id, the best one first: they identify an unreadable row as well. */
  readonly idFields: readonly string[];
  /** Parses and maps one row. Throws a ZodError or an UnreadableRow if nothing of it can be used. */
  read(raw: JsonValue, context: MappingContext): ReadRow;
}

/** The result of reading one row of a page: a row or a quarantined record. */
export interface RowEntry {
  /** Distinguishes it from other rows: its id, else its whole content. */
  readonly key: string;
  readonly row: ReadRow | null;
  readonly quarantined: QuarantinedRecord | null;
}

/** A row parses, but says too little to be a callback. The reason names the field, and no value. */
export class UnreadableRow extends Error {}

/** Characters that stores do not preserve: control characters, and halves of surrogate pairs. */
const NO_ID = /[\p{Cc}\p{Cs}]/u;
const LONGEST_ID = 500;

/** The id of a row, exactly as the vendor sent it. Throws an UnreadableRow without one: the row cannot be distinguished from others. */
export function requireId(id: string | null, field: string): string {
  if (id === null) throw new UnreadableRow(`${field}: is missing`);
  if (id.length > LONGEST_ID || NO_ID.test(id)) throw new UnreadableRow(`${field}: is not an id`);
  return id;
}

/** The results of reading the rows of one page. */
export type ReadRows = Omit<VendorPage, "isComplete">;

/** Reads rows one by one: one that cannot be read is quarantined and never costs the others. */
export function readRows(
  rows: readonly JsonValue[],
  reader: RowReader,
  context: MappingContext,
  stamp: RequestStamp,
): ReadRows {
  return observe(readPage(rows, reader, context), stamp);
}

/** Reads the rows of one page, in their order. */
export function readPage(rows: readonly JsonValue[], reader: RowReader, context: MappingContext): readonly RowEntry[] {
  return rows.map((raw) => readEntry(raw, reader, context));
}

/** Rows that were read, as observations. */
export function observe(entries: readonly RowEntry[], { requestNumber, requestedAt }: RequestStamp): ReadRows {
  const observations: Observation[] = [];
  const coerced: string[] = [];
  for (const { row } of entries) {
    if (row === null) continue;
    const { callback, raw: vendorRecord, comparable, lacks, keepsWithdrawal, view, names } = row;
    const record = { callback, vendorRecord, ...(comparable === undefined ? {} : { comparable }) };
    const contentHash = row.contentHash ?? contentHashOf(record);
    observations.push({
      ...record,
      contentHash,
      requestNumber,
      observedAt: requestedAt,
      ...(lacks === undefined ? {} : { lacks }),
      ...(keepsWithdrawal === undefined ? {} : { keepsWithdrawal }),
      ...(view === undefined ? {} : { view }),
      ...(names === undefined ? {} : { names }),
    });
    if (row.coerced.length > 0) coerced.push(...row.coerced);
  }
  return { observations, quarantined: entries.flatMap(({ quarantined }) => quarantined ?? []), coerced };
}

function readEntry(raw: JsonValue, reader: RowReader, context: MappingContext): RowEntry {
  const vendorId = findRowId(raw, reader.idFields);
  const isTooDeep = isNestedDeeply(raw);
  const key = vendorId !== null ? `id ${vendorId}` : isTooDeep ? "row" : `row ${JSON.stringify(raw)}`;
  if (isTooDeep) {
    // Stored without its content: a function that walks through it would exceed the stack.
    return { key, row: null, quarantined: { vendorId, raw: null, reason: "(record): is nested too deeply" } };
  }
  try {
    return { key, row: reader.read(raw, context), quarantined: null };
  } catch (error) {
    return { key, row: null, quarantined: { vendorId, raw, reason: reasonOf(error) } };
  }
}

const DEEPEST = 64;

/** True for a value of more levels than any vendor's document has. */
function isNestedDeeply(value: JsonValue, levels = DEEPEST): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((part: JsonValue) => isNestedDeeply(part, levels - 1));
}

/** One page from several calls that run at the same time. If one fails, it rejects once all have ended: none responds later. */
export async function mergeWhenAllEnded(calls: readonly Promise<VendorPage>[]): Promise<VendorPage> {
  const ends = await Promise.allSettled(calls);
  const failed = ends.find((end) => end.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  return mergePages(ends.flatMap((end) => (end.status === "fulfilled" ? [end.value] : [])));
}

/** One page from several, with the latest observation of a callback that is in more than one. Complete if all are. */
export function mergePages(answers: readonly VendorPage[]): VendorPage {
  const latest = new Map<string, Observation>();
  for (const seen of answers.flatMap(({ observations }) => observations)) {
    const key = `${seen.view ?? ""} ${seen.callback.vendorId}`;
    const known = latest.get(key);
    if (known === undefined || seen.requestNumber > known.requestNumber) latest.set(key, seen);
  }
  return {
    observations: [...latest.values()],
    quarantined: answers.flatMap(({ quarantined }) => quarantined),
    coerced: answers.flatMap(({ coerced }) => coerced),
    isComplete: answers.every(({ isComplete }) => isComplete),
  };
}

/** The page of a query that takes one call. A row without an id may be any callback: then absence means nothing. */
export function completePage(rows: ReadRows): VendorPage {
  return { ...rows, isComplete: rows.quarantined.every(({ vendorId }) => vendorId !== null) };
}

/** A complete page without rows. */
export const NOTHING: VendorPage = { observations: [], quarantined: [], coerced: [], isComplete: true };

/**
 * Parses the envelope around the rows of a response. Throws VENDOR_MALFORMED for another structure; the message names the
 * fields and no values.
 */
export function parseEnvelope<Envelope>(schema: z.ZodType<Envelope>, body: JsonValue, source: string): Envelope {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const message = `the response of ${source} has an unexpected structure (${reasonOf(parsed.error)})`;
  throw new GatewayError("VENDOR_MALFORMED", message, { source });
}

/** The id of a row as it stands there, even where the rest of it cannot be read; null where there is none. */
export function findRowId(row: JsonValue, idFields: readonly string[]): string | null {
  if (!isJsonObject(row)) return null;
  for (const field of idFields) {
    const value = row[field];
    if ((typeof value === "string" && value.trim() !== "") || typeof value === "number") return String(value);
  }
  return null;
}

/** Returns field and fault for an operator, never a value of the record, which may be a phone number. */
function reasonOf(error: unknown): string {
  if (error instanceof ZodError) {
    return error.issues.map(({ path, message }) => `${path.map(String).join(".") || "(root)"}: ${message}`).join("; ");
  }
  if (error instanceof UnreadableRow) return error.message;
  return `(root): cannot be mapped (${error instanceof Error ? error.name : "unknown"})`;
}

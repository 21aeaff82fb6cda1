import { ZodError, type z } from "zod";
import { GatewayError } from "../../domain/errors.js";
import type { Callback } from "../../domain/callback.js";
import type { ComparableRecord } from "../../domain/change/comparable.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../lib/json.js";
import type { Observation } from "../../domain/change/observation.js";
import type { RequestStamp } from "../../domain/change/request-stamp.js";
import type { QuarantinedRecord } from "../../domain/vendor/quarantine.js";
import type { VendorPage, MappingContext } from "../adapter.js";

/** A row that could be read. */
export interface ReadRow {
  readonly callback: Callback;
  readonly raw: JsonObject;
  /** Names of fields that were of no use as sent; each is counted. */
  readonly coerced: readonly string[];
  /** How records of this vendor are compared. */
  readonly comparable?: ComparableRecord;
}

/** How one vendor's rows are read. */
export interface RowReader {
  /** Where a row's id stands, the best place first: an unreadable row is still known by it. */
  readonly idFields: readonly string[];
  /** Parses and maps one row. Throws a ZodError or an UnreadableRow where it is of no use at all. */
  read(raw: JsonValue, context: MappingContext): ReadRow;
  /** What whole pages came to, by the very list of their rows; left out where nothing is remembered. */
  readonly pages?: WeakMap<readonly JsonValue[], readonly RowEntry[]>;
}

/** What one row of a page came to: one of the two. */
export interface RowEntry {
  /** What it is told apart by: its id, else all of it. */
  readonly key: string;
  readonly row: ReadRow | null;
  readonly quarantined: QuarantinedRecord | null;
}

/** A row parses, but says too little to be a callback. The reason names the field, and no value. */
export class UnreadableRow extends Error {}

/** What no store keeps as it is: control characters, and halves of surrogate pairs. */
const NO_ID = /[\p{Cc}\p{Cs}]/u;
const LONGEST_ID = 500;

/** The id of a row, exactly as the vendor sent it. Throws an UnreadableRow without one: the row cannot be told from others. */
export function requireId(id: string | null, field: string): string {
  if (id === null) throw new UnreadableRow(`${field}: is missing`);
  if (id.length > LONGEST_ID || NO_ID.test(id)) throw new UnreadableRow(`${field}: is not an id`);
  return id;
}

/** What the rows of one page came to. */
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

/** The same row by row; the same list is read once by a reader that remembers. */
export function readPage(rows: readonly JsonValue[], reader: RowReader, context: MappingContext): readonly RowEntry[] {
  const known = reader.pages?.get(rows);
  if (known !== undefined) return known;
  const entries = rows.map((raw) => readEntry(raw, reader, context));
  reader.pages?.set(rows, entries);
  return entries;
}

/** Rows that were read, as observations. */
export function observe(entries: readonly RowEntry[], { requestNumber, requestedAt }: RequestStamp): ReadRows {
  const observations: Observation[] = [];
  const coerced: string[] = [];
  for (const { row } of entries) {
    if (row === null) continue;
    const { callback, raw, comparable } = row;
    observations.push({
      callback,
      vendorRecord: raw,
      requestNumber,
      observedAt: requestedAt,
      ...(comparable === undefined ? {} : { comparable }),
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
    // Kept without its content: whatever walks through it would run out of stack.
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

/** One answer of several calls that are made at once. Rejects where one fails, and not before all have ended: none comes later. */
export async function mergeWhenAllEnded(calls: readonly Promise<VendorPage>[]): Promise<VendorPage> {
  const ends = await Promise.allSettled(calls);
  const failed = ends.find((end) => end.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  return mergePages(ends.flatMap((end) => (end.status === "fulfilled" ? [end.value] : [])));
}

/** One answer of several: of callbacks that are in more than one of them, the latest look. Complete if all are. */
export function mergePages(answers: readonly VendorPage[]): VendorPage {
  const latest = new Map<string, Observation>();
  for (const seen of answers.flatMap(({ observations }) => observations)) {
    const { vendorId } = seen.callback;
    const known = latest.get(vendorId);
    if (known === undefined || seen.requestNumber > known.requestNumber) latest.set(vendorId, seen);
  }
  return {
    observations: [...latest.values()],
    quarantined: answers.flatMap(({ quarantined }) => quarantined),
    coerced: answers.flatMap(({ coerced }) => coerced),
    isComplete: answers.every(({ isComplete }) => isComplete),
  };
}

/** The answer to a query that is asked in one call. A row without an id may be any: then absence means nothing. */
export function completePage(rows: ReadRows): VendorPage {
  return { ...rows, isComplete: rows.quarantined.every(({ vendorId }) => vendorId !== null) };
}

/** A complete answer that holds nothing. */
export const NOTHING: VendorPage = { observations: [], quarantined: [], coerced: [], isComplete: true };

/** What is around the rows of bodies, by what declares it and by the very body: neither ever changes. */
const envelopes = new WeakMap<z.ZodType, WeakMap<object, unknown>>();

/** Reads what is around the rows. Throws VENDOR_MALFORMED, which names the fields and no value, where it is another shape. */
export function parseEnvelope<Envelope>(schema: z.ZodType<Envelope>, body: JsonValue, source: string): Envelope {
  const known = envelopes.get(schema) ?? new WeakMap<object, unknown>();
  envelopes.set(schema, known);
  const before = isReference(body) ? known.get(body) : undefined;
  // It was put there by this very schema.
  if (before !== undefined) return before as Envelope;
  const parsed = schema.safeParse(body);
  if (parsed.success) {
    if (isReference(body)) known.set(body, parsed.data);
    return parsed.data;
  }
  throw new GatewayError(
    "VENDOR_MALFORMED",
    `the response of ${source} has an unexpected structure (${reasonOf(parsed.error)})`,
    {
      source,
    },
  );
}

function isReference(body: JsonValue): body is Exclude<JsonValue, string | number | boolean | null> {
  return typeof body === "object" && body !== null;
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

/** Where and what, for an operator: never a value of the record, which may be somebody's number. */
function reasonOf(error: unknown): string {
  if (error instanceof ZodError) {
    return error.issues.map(({ path, message }) => `${path.map(String).join(".") || "(root)"}: ${message}`).join("; ");
  }
  if (error instanceof UnreadableRow) return error.message;
  return `(root): cannot be mapped (${error instanceof Error ? error.name : "unknown"})`;
}

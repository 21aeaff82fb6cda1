import { isJsonObject, type JsonObject, type JsonValue } from "../../lib/json.js";
import type { ToolResult, ToolRow } from "./tools.js";

/** Bytes of the text of a result, as it is escaped in the response: a response stays below 25 KB with its envelope. */
const MOST_BYTES = 23_000;
/** Characters of a text of a vendor or customer; longer ones are cut. Ids and cursors are never cut. */
const LONGEST_TEXT = 400;
const UNCUT: readonly string[] = ["id", "cursor"];
const OWN_CURSOR = /^row:(\d{1,9})$/u;

/** Returns the number of rows that a cursor of the tool itself skips; null for a text that is none. */
export function readOwnCursor(cursor: string): number | null {
  const [, rows] = OWN_CURSOR.exec(cursor) ?? [];
  return rows === undefined ? null : Number(rows);
}

/**
 * Writes a result as JSON without nulls: as many rows as fit, at least one, and `nextCursor` if there are more. `skipped`
 * is the number of rows before, of a tool that counts its rows.
 */
export function writePage({ head, rows }: ToolResult, skipped = 0): string {
  const start = compact(head) as JsonObject;
  if (rows === null) return JSON.stringify(start);
  const { name, hasMore } = rows;
  const own = rows.values.slice(skipped);
  const kept: JsonValue[] = [];
  let bytes = escapedBytes(start) + 200;
  let last: ToolRow | null = null;
  for (const row of own) {
    const value = compact(row.value);
    const size = escapedBytes(value) + 1;
    if (last !== null && bytes + size > MOST_BYTES) break;
    bytes += size;
    kept.push(value);
    last = row;
  }
  const isLast = kept.length === own.length && !hasMore;
  const nextCursor = isLast || last === null ? null : (last.cursor ?? `row:${skipped + kept.length}`);
  const returned = kept.length;
  return JSON.stringify({ ...start, returned, ...(nextCursor === null ? {} : { nextCursor }), [name]: kept });
}

/** Bytes of the JSON of a value inside a string of JSON. */
function escapedBytes(value: JsonValue): number {
  return Buffer.byteLength(JSON.stringify(JSON.stringify(value)));
}

/** Leaves out nulls and objects without fields, and cuts long texts. */
function compact(value: JsonValue, key = ""): JsonValue {
  if (typeof value === "string") return cut(value, key);
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map((item) => compact(item, key));
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).map(([name, item]) => [name, compact(item, name)] as const);
  return Object.fromEntries(entries.filter(([, item]) => !isEmpty(item)));
}

function isEmpty(value: JsonValue): boolean {
  return value === null || (isJsonObject(value) && Object.keys(value).length === 0);
}

function cut(text: string, key: string): string {
  if (text.length <= LONGEST_TEXT || UNCUT.includes(key)) return text;
  return `${text.slice(0, LONGEST_TEXT)}… (${text.length} characters)`;
}

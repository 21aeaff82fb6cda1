import { parseIsoInstant } from "../time/iso-instant.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../lib/json.js";

/**
 * Returns text that is equal for equivalent JSON: members and list elements in any order, `""` and null like missing
 * ones, numbers and booleans also as text, instants in any form of ISO 8601. Links and names of versions are left out,
 * because they describe the response and not the record.
 */
export function comparableText(value: JsonValue): string {
  if (Array.isArray(value)) {
    const parts = (value as readonly JsonValue[]).map(comparableText);
    return `[${parts.sort().join()}]`;
  }
  if (isJsonObject(value))
    return comparableMembers(Object.entries(value).filter(([name]) => !DESCRIBES_RESPONSE.test(name)));
  return JSON.stringify(comparableScalar(value as string | number | boolean | null));
}

/** Returns the members of an object in comparable form, without empty ones. */
export function comparableMembers(members: readonly (readonly [name: string, value: JsonValue])[]): string {
  const present = members.filter(([, value]) => value !== null && !(typeof value === "string" && value.trim() === ""));
  const parts = present.map(([name, value]) => `${JSON.stringify(name)}:${comparableText(value)}`);
  return `{${parts.sort().join()}}`;
}

/** Names of fields that describe the response, in any part of a record. */
const DESCRIBES_RESPONSE =
  /^(?:_links?|_embedded|_meta|_?etag|links?|href|self|(?:tracking|request|correlation|trace)_?id)$/iu;

function comparableScalar(value: string | number | boolean | null): string | null {
  if (typeof value !== "string") return value === null ? null : String(value);
  const text = value.trim();
  if (NUMBER.test(text)) return text.replace(/\.0+$|(\.\d*?)0+$/u, "$1");
  if (/^(?:true|false)$/iu.test(text)) return text.toLowerCase();
  const at = STARTS_WITH_DATE.test(text) ? parseIsoInstant(text) : null;
  return at === null ? text.normalize("NFC") : new Date(at).toISOString();
}

/** A number as JSON writes it: with a leading zero it is an id. */
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/u;
/** A text that is worth parsing as an instant. */
const STARTS_WITH_DATE = /^\d{4}-?[\dW]/u;

/** Normalises a vendor value: `In Progress`, `IN_PROGRESS` and `in-progress` become equal. */
export function foldCase(value: string): string {
  const folded = value
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[\s\p{P}]/gu, "");
  return folded.replace("cancelled", "canceled");
}

/** A local time of day without what adds nothing: `14:30`, `14:30:00` and `14:30:00.000` are one. */
export function foldLocalTime(time: string): string {
  return time.replace(/\.0+$/u, "").replace(/^(\d{2}:\d{2}):00$/u, "$1");
}

/** A record as text that is equal for records which say the same; each vendor's document knows its own. */
export type ComparableRecord = (record: JsonObject) => string;

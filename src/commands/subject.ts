import { createHash } from "node:crypto";
import { isJsonObject, type JsonObject } from "../lib/json.js";

/** Returns a digest of a command: equal commands have equal digests, whatever the order of their fields. */
export function digestOf(value: unknown): string {
  const text = JSON.stringify(value, (_, part: unknown) =>
    isJsonObject(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
  return createHash("sha256").update(text).digest("base64url");
}

/** Returns the fields of a command that the audit lists, without nulls. Numbers have to be masked already. */
export function subjectOf(parts: Readonly<Record<string, string | null>>): JsonObject {
  return Object.fromEntries(Object.entries(parts).filter((entry): entry is [string, string] => entry[1] !== null));
}

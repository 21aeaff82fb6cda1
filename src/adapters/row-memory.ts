import { createHash } from "node:crypto";
import { createRecentlyUsed } from "../callback/recently-used.js";
import type { ReadRow, RowReader } from "./answer.js";

/** About 4 KB each, for each source. */
const ROWS_KEPT = 5000;

/**
 * A reader for one source that remembers what it has read: looked at again, most records are the same to the letter, and
 * reading them takes far longer than knowing that. Equal records are given as one and the same row; a list that was read
 * before is known without looking at its records (equal answers are the same object: `http/answer-memory.ts`).
 */
export function rememberRows(reader: RowReader): RowReader {
  const known = createRecentlyUsed<string, ReadRow>(ROWS_KEPT);
  return {
    idFields: reader.idFields,
    pages: new WeakMap(),
    read(raw, context) {
      const key = createHash("sha256").update(JSON.stringify(raw)).digest("base64");
      const before = known.get(key);
      if (before !== undefined) return before;
      const row = reader.read(raw, context);
      known.set(key, row);
      return row;
    },
  };
}

import { createHash } from "node:crypto";
import { createCache } from "../../lib/cache.js";
import type { ReadRow, RowReader } from "./vendor-page.js";

/** For each source: about 5000 rows of 4 KB. */
const ROWS_BYTES = 20_971_520;
/** A row, beside what the vendor sent: what was read of it, and the vendor's own fields. */
const BYTES_A_CHARACTER = 4;

interface RememberedRow {
  readonly row: ReadRow;
  /** Of the record's JSON. */
  readonly characters: number;
}

/**
 * A reader for one source that remembers what it has read: looked at again, most records are the same to the letter, and
 * reading them takes far longer than knowing that. Equal records are given as one and the same row; a list that was read
 * before is known without looking at its records (equal answers are the same object: `http/response-cache.ts`).
 */
export function rememberRows(reader: RowReader): RowReader {
  const known = createCache<string, RememberedRow>("vendor_rows", {
    maxBytes: ROWS_BYTES,
    bytesOf: (_, { characters }) => BYTES_A_CHARACTER * characters,
  });
  return {
    idFields: reader.idFields,
    pages: new WeakMap(),
    read(raw, context) {
      const text = JSON.stringify(raw);
      const key = createHash("sha256").update(text).digest("base64");
      return known.getOrCreate(key, () => ({ row: reader.read(raw, context), characters: text.length })).row;
    },
  };
}

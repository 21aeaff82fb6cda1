import { createHash } from "node:crypto";
import { createCache } from "../../lib/cache.js";
import { contentHashOf } from "../../domain/change/observation.js";
import type { ReadRow, RowReader } from "./vendor-page.js";

/** For each source: about 5000 rows of 4 KB. */
const ROWS_BYTES = 20_971_520;
/** The estimated size of a cached row for each character of its JSON: the mapped callback and the vendor record. */
const BYTES_A_CHARACTER = 4;

interface CachedRow {
  readonly row: ReadRow;
  /** Digest of the record's JSON. */
  readonly characters: number;
}

/**
 * Returns a reader for one source that caches mapped rows, with their content hashes, by a digest of their JSON. Most records
 * of a poll are byte-identical to those of the poll before, and parsing and mapping a record takes ten times as long as
 * hashing it.
 */
export function rememberRows(reader: RowReader): RowReader {
  const rows = createCache<string, CachedRow>("vendor_rows", {
    maxBytes: ROWS_BYTES,
    bytesOf: (_, { characters }) => BYTES_A_CHARACTER * characters,
  });
  return {
    idFields: reader.idFields,
    read(raw, context) {
      const text = JSON.stringify(raw);
      const digest = createHash("sha256").update(text).digest("base64");
      return rows.getOrCreate(digest, () => {
        const row = reader.read(raw, context);
        return {
          row: { ...row, contentHash: contentHashOf({ ...row, vendorRecord: row.raw }) },
          characters: text.length,
        };
      }).row;
    },
  };
}

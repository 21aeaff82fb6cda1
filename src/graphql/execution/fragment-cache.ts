import type { StoredCallback } from "../../domain/query.js";
import { bytesOfText, createCache } from "../../lib/cache.js";
import type { Loaders } from "../../loaders/loaders.js";
import { canReadPii } from "../masking.js";
import { JsonFragment } from "./result-writer.js";
import type { SelectionWriter } from "./selection-writer.js";
import { validityOf } from "./validity.js";

/** The JSON of callbacks, by row, revision, selection, PII scope and version of the names. */
export interface FragmentCache {
  /**
   * Returns the JSON of a callback as it is now: cached, or written from the result of `toCallback`. Throws errors of
   * the writer.
   */
  get(row: StoredCallback, writer: SelectionWriter, loaders: Loaders, toCallback: () => object): JsonFragment;
}

const FRAGMENTS_BYTES = 33_554_432;

export function createFragmentCache(): FragmentCache {
  const fragments = createCache<string, JsonFragment>("json_fragments", {
    maxBytes: FRAGMENTS_BYTES,
    bytesOf: (key, { text }) => bytesOfText(key) + bytesOfText(text),
  });
  return {
    get(row, writer, loaders, toCallback) {
      const observed = writer.readsObservedAt ? row.observedAt : "";
      const scope = canReadPii(loaders.caller) ? "pii" : "masked";
      const key = `${row.rowId} ${row.revision} ${observed} ${scope} ${loaders.names.version} ${writer.id}`;
      const cached = fragments.get(key);
      if (cached !== undefined && cached.validity.from <= loaders.now && loaders.now < cached.validity.until) {
        return cached;
      }
      const written = new JsonFragment(writer.write(toCallback()), validityOf(row, loaders));
      fragments.set(key, written);
      return written;
    },
  };
}

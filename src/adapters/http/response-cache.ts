import type { JsonValue } from "../../lib/json.js";
import { bytesOfText, createCache } from "../../lib/cache.js";

/** Bytes of all cached responses of one source; their parsed values take about ten times as much. */
const MOST_BYTES = 2_000_000;

/** The last responses of a vendor: most repeated requests have byte-identical responses. */
export interface ResponseCache {
  /**
   * Returns the parsed value of the bytes: for bytes equal to the last response under this name, the identical value.
   * Nobody may change it. What `read` throws is thrown, and nothing is remembered.
   */
  read(name: string, bytes: Buffer, read: () => JsonValue): JsonValue;
}

export function createResponseCache(mostBytes: number = MOST_BYTES): ResponseCache {
  const known = createCache<string, { readonly bytes: Buffer; readonly value: JsonValue }>("vendor_responses", {
    maxBytes: mostBytes,
    bytesOf: (name, { bytes }) => bytesOfText(name) + bytes.length,
  });
  return {
    read(name, bytes, read) {
      const before = known.get(name);
      if (before?.bytes.equals(bytes) === true) return before.value;
      const value = read();
      // It would not be remembered, and its copy be as large.
      if (bytes.length > mostBytes) return value;
      // A copy of its own: what was received may be a part of something far larger.
      const copy = Buffer.allocUnsafeSlow(bytes.length);
      bytes.copy(copy);
      known.set(name, { bytes: copy, value });
      return value;
    },
  };
}

import type { Logger } from "pino";
import { GatewayError } from "../../domain/errors.js";
import { bytesOfText, createCache } from "../../lib/cache.js";
import type { DocumentLimits } from "../limits/limits.js";
import { createManifest } from "./manifest.js";
import { digestOf, hashOf, notFound, type Documents, type TrustedDocuments } from "./persisted-query.js";

export interface DocumentsOptions {
  /** Null: any document is served. */
  readonly trusted: TrustedDocuments | null;
  /** Whether other documents are refused, or served and logged. */
  readonly untrusted: "refuse" | "log";
  readonly limits: DocumentLimits;
  readonly logger: Logger;
}

const REMEMBERED_BYTES = 8_388_608;

/** The trusted documents alone; without them, any document, and those that were seen by their hash, too. */
export function createDocuments({ trusted, untrusted, ...options }: DocumentsOptions): Documents {
  if (trusted === null) return anyDocuments();
  return createManifest({ ...options, trusted, others: untrusted === "log" ? anyDocuments() : null });
}

function anyDocuments(): Documents {
  const seen = createCache<string, string>("persisted_documents", {
    maxBytes: REMEMBERED_BYTES,
    bytesOf: (_, text) => bytesOfText(text),
  });
  return {
    find(requested) {
      const { query } = requested;
      const hash = hashOf(requested);
      if (hash === null) return query;
      if (typeof query !== "string" || query === "") {
        const text = seen.get(hash);
        if (text === undefined) throw notFound();
        return text;
      }
      if (digestOf(query) === hash) return query;
      throw new GatewayError("BAD_USER_INPUT", "the hash in the request does not match the query");
    },
    remember(text, requested) {
      const hash = hashOf(requested);
      if (hash !== null) seen.set(hash, text);
    },
  };
}

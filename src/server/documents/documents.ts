import type { Logger } from "pino";
import { GatewayError } from "../../domain/errors.js";
import { bytesOfText, createBoundedMap } from "../../lib/cache.js";
import { createManifest } from "./manifest.js";
import { digestOf, hashOf, notFound, type Documents, type TrustedDocuments } from "./persisted-query.js";

export interface DocumentsOptions {
  /** Null: any document is executed. */
  readonly trusted: TrustedDocuments | null;
  /** Whether other documents are rejected, or executed and logged. */
  readonly untrusted: "refuse" | "log";
  readonly logger: Logger;
}

const PERSISTED_BYTES = 8_388_608;

/** The trusted documents alone; without them, any document, and persisted documents by their hash. */
export function createDocuments({ trusted, untrusted, logger }: DocumentsOptions): Documents {
  if (trusted === null) return anyDocuments();
  return createManifest({ trusted, logger, others: untrusted === "log" ? anyDocuments() : null });
}

function anyDocuments(): Documents {
  const persisted = createBoundedMap<string, string>("persisted_documents", {
    maxBytes: PERSISTED_BYTES,
    bytesOf: (_, text) => bytesOfText(text),
  });
  return {
    find(requested) {
      const { query } = requested;
      const hash = hashOf(requested);
      if (hash === null) return query;
      if (typeof query !== "string" || query === "") {
        const text = persisted.get(hash);
        if (text === undefined) throw notFound();
        return text;
      }
      if (digestOf(query) === hash) return query;
      throw new GatewayError("BAD_USER_INPUT", "the hash in the request does not match the query");
    },
    check: () => undefined,
    remember(text, requested) {
      const hash = hashOf(requested);
      if (hash !== null) persisted.set(hash, text);
    },
  };
}

import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import { GatewayError } from "../callback/errors.js";

/** Which documents are served, and by which names. */
export interface Documents {
  /** The text of what was asked. Throws UNTRUSTED_DOCUMENT, PERSISTED_QUERY_NOT_FOUND or BAD_USER_INPUT. */
  find(query: unknown, extensions: unknown): unknown;
  /** Remembers a text that turned out to be a document, for those who ask for it by its hash. */
  remember(text: string, extensions: unknown): void;
}

/** Texts by the SHA-256 of them, in hexadecimal. */
export type TrustedDocuments = ReadonlyMap<string, string>;

const REMEMBERED = 1000;
const REMEMBERED_CHARACTERS = 10_000_000;

/** The trusted documents alone; without them, any document, and those that were seen by their hash, too. */
export function createDocuments(trusted: TrustedDocuments | null): Documents {
  return trusted === null ? anyDocuments() : onlyDocuments(trusted);
}

function onlyDocuments(trusted: TrustedDocuments): Documents {
  const texts = new Set(trusted.values());
  return {
    find(query, extensions) {
      const hash = hashOf(extensions);
      const text = hash === null ? query : trusted.get(hash);
      if (text === undefined && hash !== null) throw notFound();
      if (typeof text === "string" && texts.has(text)) return text;
      throw new GatewayError("UNTRUSTED_DOCUMENT", "only the documents of the manifest are served");
    },
    remember: () => undefined,
  };
}

function anyDocuments(): Documents {
  const seen = new LRUCache<string, string>({
    max: REMEMBERED,
    maxSize: REMEMBERED_CHARACTERS,
    sizeCalculation: (text) => text.length,
  });
  return {
    find(query, extensions) {
      const hash = hashOf(extensions);
      if (hash === null) return query;
      if (typeof query !== "string" || query === "") {
        const text = seen.get(hash);
        if (text === undefined) throw notFound();
        return text;
      }
      if (digestOf(query) === hash) return query;
      throw new GatewayError("BAD_USER_INPUT", "extensions.persistedQuery.sha256Hash is not that of the query");
    },
    remember(text, extensions) {
      const hash = hashOf(extensions);
      if (hash !== null) seen.set(hash, text);
    },
  };
}

/** The hash that a request names, as Apollo's clients do; null where it names none. */
function hashOf(extensions: unknown): string | null {
  if (typeof extensions !== "object" || extensions === null || !("persistedQuery" in extensions)) return null;
  const named: unknown = extensions.persistedQuery;
  const hash = typeof named === "object" && named !== null && "sha256Hash" in named ? named.sha256Hash : null;
  return typeof hash === "string" ? hash.toLowerCase() : "";
}

function notFound(): GatewayError {
  return new GatewayError("PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound");
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

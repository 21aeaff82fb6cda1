import { createHash } from "node:crypto";
import { GatewayError } from "../../domain/errors.js";

/** How a request names a document instead of holding it. */
export interface NamedDocument {
  /** The parameter of GraphQL over HTTP. */
  readonly documentId?: unknown;
  /** Holds `persistedQuery`, as Apollo's clients and urql send it. */
  readonly extensions?: unknown;
}

const SHA256 = "sha256:";

/** The hash or id that a request names, in lower case; null where it names none, empty for what is no name. */
export function hashOf({ documentId, extensions }: NamedDocument): string | null {
  if (documentId !== undefined && documentId !== null) {
    if (typeof documentId !== "string") return "";
    const id = documentId.toLowerCase();
    return id.startsWith(SHA256) ? id.slice(SHA256.length) : id;
  }
  if (typeof extensions !== "object" || extensions === null || !("persistedQuery" in extensions)) return null;
  const named: unknown = extensions.persistedQuery;
  const hash = typeof named === "object" && named !== null && "sha256Hash" in named ? named.sha256Hash : null;
  return typeof hash === "string" ? hash.toLowerCase() : "";
}

/** Clients know it by its message or code, and send the document next. */
export function notFound(): GatewayError {
  return new GatewayError("PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound");
}

export function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** How a request says which document it means. */
export interface RequestedDocument extends NamedDocument {
  readonly query?: unknown;
}

/** Which documents are served, and by which names. */
export interface Documents {
  /** The text of what was asked. Throws UNTRUSTED_DOCUMENT, PERSISTED_QUERY_NOT_FOUND or BAD_USER_INPUT. */
  find(requested: RequestedDocument): unknown;
  /** Remembers a text that turned out to be a document, for those who ask for it by its hash. */
  remember(text: string, requested: RequestedDocument): void;
}

/** Texts by their ids. */
export type TrustedDocuments = ReadonlyMap<string, string>;

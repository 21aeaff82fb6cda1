import { hash } from "node:crypto";
import type { DocumentNode } from "graphql";
import { GatewayError } from "../../domain/errors.js";

/** The fields of a request that name a document. */
export interface NamedDocument {
  /** The parameter of GraphQL over HTTP. */
  readonly documentId?: unknown;
  /** Holds `persistedQuery`, as Apollo's clients and urql send it. */
  readonly extensions?: unknown;
}

const SHA256 = "sha256:";

/** The hash or id in a request, in lower case; null without one, empty where it is malformed. */
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

/** Clients recognise the error by its message or code, and send the document next. */
export function notFound(): GatewayError {
  return new GatewayError("PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound");
}

export function digestOf(text: string): string {
  return hash("sha256", text, "hex");
}

/** The fields of a request that hold or name a document. */
export interface RequestedDocument extends NamedDocument {
  readonly query?: unknown;
}

/** The documents that are executed, and their names. */
export interface Documents {
  /** The text of a requested document. Throws UNTRUSTED_DOCUMENT, PERSISTED_QUERY_NOT_FOUND or BAD_USER_INPUT. */
  find(requested: RequestedDocument): unknown;
  /** Called when a document was parsed that is not cached. Throws UNTRUSTED_DOCUMENT. */
  check(document: DocumentNode, text: string): void;
  /** Stores the text of a valid document for clients that request it by its hash. */
  remember(text: string, requested: RequestedDocument): void;
}

/** Texts by id. */
export type TrustedDocuments = ReadonlyMap<string, string>;

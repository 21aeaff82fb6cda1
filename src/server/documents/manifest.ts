import { Kind, parse, print, visit, type DefinitionNode, type DocumentNode } from "graphql";
import type { Logger } from "pino";
import { bytesOfText, createCache } from "../../lib/cache.js";
import { GatewayError } from "../../domain/errors.js";
import type { Documents, RequestedDocument, TrustedDocuments } from "./persisted-query.js";
import { checkText, type DocumentLimits } from "../limits/limits.js";
import { digestOf, hashOf, notFound } from "./persisted-query.js";

export interface ManifestOptions {
  readonly trusted: TrustedDocuments;
  readonly limits: DocumentLimits;
  /** Serves and logs documents that are not in the manifest, by these; null refuses them. */
  readonly others: Documents | null;
  readonly logger: Logger;
}

const CACHED_BYTES = 16_777_216;
const LONGEST_NAME = 100;

/**
 * The documents of a manifest, by their ids alone or as clients write them: with fragments in any order, and with the
 * `__typename` that client libraries add. What a client sends is what is executed.
 */
export function createManifest({ trusted, limits, others, logger }: ManifestOptions): Documents {
  const normalised = new Set<string>();
  const byHash = new Map<string, string>();
  for (const body of trusted.values()) {
    normalised.add(normalise(parse(body, { noLocation: true })));
    byHash.set(digestOf(body), body);
  }
  /** By text; those that were logged are not logged again. */
  const judged = createCache<string, { readonly isTrusted: boolean }>("trusted_documents", {
    maxBytes: CACHED_BYTES,
    bytesOf: bytesOfText,
  });

  const judge = (text: string): boolean => {
    const known = judged.get(text);
    if (known !== undefined) return known.isTrusted;
    checkText(text, limits);
    const document = parsed(text, limits.maxTokens);
    const form = document === null ? null : normalise(document);
    const isTrusted = form !== null && normalised.has(form);
    judged.set(text, { isTrusted });
    if (!isTrusted && others !== null) {
      const operation = document === null ? null : nameOf(document);
      logger.warn({ operation, sha256: digestOf(form ?? text) }, "untrusted document served");
    }
    return isTrusted;
  };

  const findById = ({ documentId, extensions }: RequestedDocument): string | undefined => {
    const hash = hashOf({ documentId, extensions });
    if (hash === null) return undefined;
    const id = typeof documentId === "string" ? documentId : hash;
    return trusted.get(id) ?? trusted.get(hash) ?? byHash.get(hash);
  };

  return {
    find(requested) {
      const { query } = requested;
      const isText = typeof query === "string" && query.trim() !== "";
      if (!isText) {
        const found = findById(requested);
        if (found !== undefined) return found;
        if (others !== null) return others.find(requested);
        if (hashOf(requested) !== null) throw notFound();
        throw untrusted();
      }
      if (judge(query)) return query;
      if (others !== null) return others.find(requested);
      throw untrusted();
    },
    remember: (text, requested) => others?.remember(text, requested),
  };
}

function untrusted(): GatewayError {
  const message =
    "only the documents of the manifest are executed: this one is not among them, regardless of the order of " +
    "fragments and __typename";
  return new GatewayError("UNTRUSTED_DOCUMENT", message);
}

/** Null for what is no document. */
function parsed(text: string, maxTokens: number): DocumentNode | null {
  try {
    return parse(text, { noLocation: true, maxTokens });
  } catch {
    return null;
  }
}

/** Returns the document as text, without comments and `__typename`, with its operations first and fragments by name. */
export function normalise(document: DocumentNode): string {
  const plain = visit(document, {
    Field: ({ name, alias, directives = [] }) =>
      name.value === "__typename" && alias === undefined && directives.length === 0 ? null : undefined,
  });
  return plain.definitions
    .map((definition) => ({ key: keyOf(definition), text: print(definition) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ text }) => text)
    .join("\n\n");
}

function keyOf(definition: DefinitionNode): string {
  const name = "name" in definition ? (definition.name?.value ?? "") : "";
  return `${definition.kind === Kind.OPERATION_DEFINITION ? 0 : 1}${name}`;
}

function nameOf({ definitions }: DocumentNode): string | null {
  const operation = definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  return operation !== undefined && "name" in operation ? (operation.name?.value.slice(0, LONGEST_NAME) ?? null) : null;
}

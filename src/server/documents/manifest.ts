import { Kind, parse, print, visit, type DefinitionNode, type DocumentNode } from "graphql";
import type { Logger } from "pino";
import { GatewayError } from "../../domain/errors.js";
import type { Documents, RequestedDocument, TrustedDocuments } from "./persisted-query.js";
import { digestOf, hashOf, notFound } from "./persisted-query.js";

export interface ManifestOptions {
  readonly trusted: TrustedDocuments;
  /** Executes and logs documents that are not in the manifest; null rejects them. */
  readonly others: Documents | null;
  readonly logger: Logger;
}

const LONGEST_NAME = 100;

/**
 * The documents of a manifest, by their ids alone or as clients write them: with fragments in any order, and with the
 * `__typename` that client libraries add. The text that a client sends is the one that is executed.
 */
export function createManifest({ trusted, others, logger }: ManifestOptions): Documents {
  const normalised = new Set<string>();
  const byHash = new Map<string, string>();
  for (const body of trusted.values()) {
    normalised.add(normalise(parse(body, { noLocation: true })));
    byHash.set(digestOf(body), body);
  }

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
      const text = isText ? undefined : findById(requested);
      if (text !== undefined) return text;
      if (others !== null) return others.find(requested);
      if (isText) return query;
      if (hashOf(requested) !== null) throw notFound();
      throw untrusted();
    },
    check(document) {
      const form = normalise(document);
      if (normalised.has(form)) return;
      if (others === null) throw untrusted();
      logger.warn({ operation: nameOf(document), sha256: digestOf(form) }, "untrusted document served");
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

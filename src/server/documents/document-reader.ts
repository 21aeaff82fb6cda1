import {
  GraphQLError,
  getOperationAST,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
  type ASTVisitor,
  type DocumentNode,
  type GraphQLSchema,
  type OperationTypeNode,
  type ValidationContext,
} from "graphql";
import { GatewayError } from "../../domain/errors.js";
import { bytesOfText, createCache, type Cache } from "../../lib/cache.js";
import type { CostPlan } from "../limits/cost.js";
import { digestOf } from "./persisted-query.js";
import { checkDocument, checkText, type DocumentLimits } from "../limits/limits.js";
import { checkSubscriptionRoots } from "../limits/subscription-root.js";
import { viewerUsesOf, type ViewerUse, type ViewerUses } from "./viewer-use.js";

/** A document that parsed and is valid, and one of its operations. */
export interface ValidDocument {
  readonly document: DocumentNode;
  /** The document as the executor prepared it. */
  readonly prepared: DocumentNode;
  readonly costs: CostPlan;
  /** The text as it was cached: requests with equal texts hold one string. */
  readonly text: string;
  /** Digest of the text. */
  readonly hash: string;
  readonly type: OperationTypeNode;
  /** The operation's own name; null where it has none. */
  readonly name: string | null;
  readonly viewer: ViewerUse;
}

/** Reads the documents of every transport. */
export interface DocumentReader {
  /** Returns errors, never throws them: they concern one operation, not its socket. */
  read(text: unknown, operationName: unknown): ValidDocument | readonly GraphQLError[];
}

interface ParsedDocument {
  readonly document: DocumentNode;
  readonly prepared: DocumentNode;
  readonly costs: CostPlan;
  readonly viewers: ViewerUses;
  readonly text: string;
  readonly tokens: number;
}

/** Documents that parsed and are valid, by the SHA-256 of their text in hexadecimal. */
export type DocumentCache = Cache<string, ParsedDocument>;

const DOCUMENTS_BYTES = 33_554_432;
/** Bytes of a token of a parsed and prepared document. */
const TOKEN_BYTES = 1000;

export function createDocumentCache(): DocumentCache {
  return createCache("documents", {
    maxBytes: DOCUMENTS_BYTES,
    bytesOf: (_, { text, tokens }) => bytesOfText(text) + TOKEN_BYTES * tokens,
  });
}

export interface DocumentReaderOptions {
  readonly limits: DocumentLimits;
  readonly introspection: boolean;
  readonly cache: DocumentCache;
  /** Called for each document that parsed, before it is validated. Throws GatewayError to reject it. */
  readonly check?: (document: DocumentNode, text: string) => void;
  /** Called for each valid document: `Executor.prepare`. */
  readonly prepare: (document: DocumentNode) => DocumentNode;
  /** Called for each valid document: `CostEstimator.plan`. */
  readonly planCosts: (document: DocumentNode) => CostPlan;
}

/** Validation stops after this number of errors. */
const MAX_ERRORS = 20;
/** With more errors than these, none of them suggests other names. */
const MAX_ERRORS_WITH_SUGGESTIONS = 3;

type Rule = (context: ValidationContext) => ASTVisitor;

/** Documents over a limit are rejected before they are parsed, or before they are validated. */
export function createDocumentReader(schema: GraphQLSchema, options: DocumentReaderOptions): DocumentReader {
  const { limits, introspection, cache, check, prepare, planCosts } = options;
  const rules: readonly Rule[] = introspection ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule];

  const parseText = (text: string): Pick<ParsedDocument, "document" | "tokens"> | readonly GraphQLError[] => {
    try {
      const tokens = checkText(text, limits);
      const document = parse(text, { maxTokens: limits.maxTokens });
      checkDocument(document, limits);
      check?.(document, text);
      return { document, tokens };
    } catch (error) {
      if (error instanceof GatewayError) return [new GraphQLError(error.message, { originalError: error })];
      const parseError = error instanceof GraphQLError ? error : badRequest("the query cannot be parsed");
      return [withCode(parseError, "GRAPHQL_PARSE_FAILED")];
    }
  };

  const errorsOf = (document: DocumentNode): readonly GraphQLError[] => {
    const rootErrors = checkSubscriptionRoots(document);
    // `validate` throws for some of these documents: neither it nor Apollo Server may get them.
    if (rootErrors.length > 0) return rootErrors.map((error) => withCode(error, "BAD_USER_INPUT"));
    const errors = validate(schema, document, rules, { hideSuggestions: true, maxErrors: MAX_ERRORS });
    // Suggestions take long for many names, and reveal names of a schema that may be secret.
    const hasSuggestions = introspection && errors.length > 0 && errors.length <= MAX_ERRORS_WITH_SUGGESTIONS;
    const reported = hasSuggestions ? validate(schema, document, rules) : errors;
    return reported.map((error) => withCode(error, "GRAPHQL_VALIDATION_FAILED"));
  };

  const readText = (text: string, hash: string): ParsedDocument | readonly GraphQLError[] => {
    const cached = cache.get(hash);
    if (cached !== undefined) return cached;
    const parsed = parseText(text);
    if (!("document" in parsed)) return parsed;
    const errors = errorsOf(parsed.document);
    if (errors.length > 0) return errors;
    const { document } = parsed;
    const read = {
      ...parsed,
      text,
      prepared: prepare(document),
      costs: planCosts(document),
      viewers: viewerUsesOf(document),
    };
    cache.set(hash, read);
    return read;
  };

  return {
    read(text, operationName) {
      if (typeof text !== "string" || text.trim() === "") return [badRequest("the request contains no query")];
      if (operationName !== undefined && operationName !== null && typeof operationName !== "string") {
        return [badRequest("operationName must be a string")];
      }
      const hash = digestOf(text);
      const read = readText(text, hash);
      if (!("document" in read)) return read;
      const { document, prepared, costs } = read;
      const operation = getOperationAST(document, operationName);
      if (!operation) return [badRequest("the document contains several operations: name one with operationName")];
      const { operation: type } = operation;
      const name = operation.name?.value ?? null;
      const viewer = read.viewers.get(name) ?? { isRead: false, isReadAlone: false };
      return { document, prepared, costs, text: read.text, hash, type, name, viewer };
    },
  };
}

function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: "BAD_REQUEST" } });
}

function withCode(error: GraphQLError, code: string): GraphQLError {
  return new GraphQLError(error.message, {
    nodes: error.nodes ?? null,
    source: error.source ?? null,
    positions: error.positions ?? null,
    extensions: { code },
  });
}

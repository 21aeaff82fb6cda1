import {
  GraphQLError,
  getOperationAST,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
  type OperationTypeNode,
} from "graphql";
import { GatewayError } from "../../domain/errors.js";
import { bytesOfText, createCache } from "../../lib/cache.js";
import { checkDocument, checkText, type DocumentLimits } from "./limits.js";
import { checkSubscriptionRoots } from "./subscription-root.js";

/** A document that parsed and is valid. */
export interface ValidDocument {
  readonly document: DocumentNode;
  /** As it was cached: equal texts of many requests are one. */
  readonly text: string;
  readonly type: OperationTypeNode;
  /** The operation's own name; null where it has none. */
  readonly name: string | null;
}

/** Reads a document, for every transport. */
export interface DocumentReader {
  /** Errors are returned, never thrown: they concern one operation, not its socket. */
  read(text: unknown, operationName: unknown): ValidDocument | readonly GraphQLError[];
}

const DOCUMENTS_BYTES = 33_554_432;
/** A word of a document that was parsed, with its place, and again where lists of callbacks are taken out of it. */
const TOKEN_BYTES = 1000;

/** Validation stops behind so many errors. */
const MOST_ERRORS = 20;
/** With more errors than these, none of them says what may have been meant. */
const MOST_SUGGESTED = 3;

interface Parsed {
  readonly document: DocumentNode;
  readonly tokens: number;
}

export interface DocumentReaderOptions {
  readonly introspection: boolean;
  /** False parses and validates every document anew. */
  readonly isCaching: boolean;
}

/** A reader that remembers what it has read. What is beyond a limit is refused before it is parsed, or validated. */
export function createDocumentReader(
  schema: GraphQLSchema,
  limits: DocumentLimits,
  { introspection, isCaching }: DocumentReaderOptions,
): DocumentReader {
  const known = createCache<string, Parsed>("documents", {
    maxBytes: DOCUMENTS_BYTES,
    bytesOf: (text, { tokens }) => bytesOfText(text) + TOKEN_BYTES * tokens,
  });
  const rules = introspection ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule];
  /** What may have been meant takes long to find for many names, and is told where the schema is no secret. */
  const suggest = (document: DocumentNode, errors: readonly GraphQLError[]): readonly GraphQLError[] =>
    introspection && errors.length <= MOST_SUGGESTED ? validate(schema, document, rules) : errors;
  return {
    read(text, operationName) {
      if (typeof text !== "string" || text.trim() === "") return [badRequest("the request contains no query")];
      if (operationName !== undefined && operationName !== null && typeof operationName !== "string") {
        return [badRequest("operationName must be a string")];
      }
      let document = known.get(text)?.document;
      if (document === undefined) {
        let tokens: number;
        try {
          tokens = checkText(text, limits);
          document = parse(text, { maxTokens: limits.maxTokens });
          checkDocument(document, limits);
        } catch (error) {
          if (error instanceof GatewayError) return [new GraphQLError(error.message, { originalError: error })];
          return [
            withCode(
              error instanceof GraphQLError ? error : badRequest("the query cannot be parsed"),
              "GRAPHQL_PARSE_FAILED",
            ),
          ];
        }
        const rootErrors = checkSubscriptionRoots(document);
        // Validation throws for some of them instead of reporting them: the pipeline must not see these documents.
        if (rootErrors.length > 0) return rootErrors.map((error) => withCode(error, "BAD_USER_INPUT"));
        const errors = validate(schema, document, rules, { hideSuggestions: true, maxErrors: MOST_ERRORS });
        if (errors.length > 0)
          return suggest(document, errors).map((error) => withCode(error, "GRAPHQL_VALIDATION_FAILED"));
        if (isCaching) known.set(text, { document, tokens });
      }
      const operation = getOperationAST(document, operationName);
      if (!operation) return [badRequest("the document contains several operations: name one with operationName")];
      return {
        document,
        text: document.loc?.source.body ?? text,
        type: operation.operation,
        name: operation.name?.value ?? null,
      };
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

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
import { LRUCache } from "lru-cache";
import { GatewayError } from "../callback/errors.js";
import { checkDocument, checkText, type DocumentLimits } from "./limits.js";
import { checkSubscriptionRoots } from "./subscription-root.js";

/** A document that parsed and is valid. */
export interface ValidDocument {
  readonly document: DocumentNode;
  readonly type: OperationTypeNode;
  /** The operation's own name; null where it has none. */
  readonly name: string | null;
}

/** Reads a document, for every transport. */
export interface DocumentReader {
  /** Errors are returned, never thrown: they concern one operation, not its socket. */
  read(text: unknown, operationName: unknown): ValidDocument | readonly GraphQLError[];
}

const DOCUMENTS_KEPT = 1000;

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
  const known = new LRUCache<string, DocumentNode>({ max: DOCUMENTS_KEPT });
  const rules = introspection ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule];
  return {
    read(text, operationName) {
      if (typeof text !== "string" || text.trim() === "") return [badRequest("the request holds no query")];
      if (operationName !== undefined && operationName !== null && typeof operationName !== "string") {
        return [badRequest("operationName must be text")];
      }
      let document = known.get(text);
      if (document === undefined) {
        try {
          checkText(text, limits);
          document = parse(text, { maxTokens: limits.maxTokens });
          checkDocument(document, limits);
        } catch (error) {
          if (error instanceof GatewayError) return [new GraphQLError(error.message, { originalError: error })];
          return [
            withCode(
              error instanceof GraphQLError ? error : badRequest("the query cannot be read"),
              "GRAPHQL_PARSE_FAILED",
            ),
          ];
        }
        const rootErrors = checkSubscriptionRoots(document);
        // Validation throws for some of them instead of reporting them: the pipeline must not see these documents.
        if (rootErrors.length > 0) return rootErrors.map((error) => withCode(error, "BAD_USER_INPUT"));
        const errors = validate(schema, document, rules);
        if (errors.length > 0) return errors.map((error) => withCode(error, "GRAPHQL_VALIDATION_FAILED"));
        if (isCaching) known.set(text, document);
      }
      const operation = getOperationAST(document, operationName);
      if (!operation) return [badRequest("the request does not say which of the document's operations to run")];
      return { document, type: operation.operation, name: operation.name?.value ?? null };
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

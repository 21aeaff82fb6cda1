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

/** A document that parsed and is valid. */
export interface ValidDocument {
  readonly document: DocumentNode;
  readonly type: OperationTypeNode;
}

/** Reads a document for transports that do not go through the HTTP pipeline: the same limits on both ways. */
export interface DocumentReader {
  /** Errors are returned, never thrown: they concern one operation, not its socket. */
  read(text: unknown, operationName: unknown): ValidDocument | readonly GraphQLError[];
}

const DOCUMENTS_KEPT = 1000;
/** Tokens a document may have: more than any person writes. */
export const MAX_TOKENS = 5000;

/** A reader that remembers what it has read. */
export function createDocumentReader(schema: GraphQLSchema, allowsIntrospection: boolean): DocumentReader {
  const rules = allowsIntrospection ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule];
  const known = new LRUCache<string, DocumentNode>({ max: DOCUMENTS_KEPT });
  return {
    read(text, operationName) {
      if (typeof text !== "string" || text.trim() === "") return [badRequest("the request holds no query")];
      if (operationName !== undefined && operationName !== null && typeof operationName !== "string") {
        return [badRequest("operationName must be text")];
      }
      let document = known.get(text);
      if (document === undefined) {
        try {
          document = parse(text, { maxTokens: MAX_TOKENS });
        } catch (error) {
          return [
            withCode(
              error instanceof GraphQLError ? error : badRequest("the query cannot be read"),
              "GRAPHQL_PARSE_FAILED",
            ),
          ];
        }
        const errors = validate(schema, document, rules);
        if (errors.length > 0) return errors.map((error) => withCode(error, "GRAPHQL_VALIDATION_FAILED"));
        known.set(text, document);
      }
      const operation = getOperationAST(document, operationName);
      if (!operation) return [badRequest("the request does not say which of the document's operations to run")];
      return { document, type: operation.operation };
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

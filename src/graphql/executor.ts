import {
  execute,
  GraphQLError,
  type DocumentNode,
  type ExecutionResult,
  type FormattedExecutionResult,
  type GraphQLSchema,
} from "graphql";
import { compileQuery, isCompiledQuery, type CompiledQuery } from "graphql-jit";
import { LRUCache } from "lru-cache";
import type { GraphQLContext } from "./context.js";

/** A query or mutation that parsed and is valid. */
export interface Operation {
  readonly document: DocumentNode;
  /** The document as the client wrote it. */
  readonly text: string;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>> | null;
}

/** Runs operations: what is asked again and again is compiled. */
export interface Executor {
  execute(operation: Operation, context: GraphQLContext): Promise<Executed>;
}

/** A result as a client may see it, as JSON. */
export interface Executed {
  readonly json: string;
  /** False where the variables do not fit, and nothing was run. */
  readonly hasData: boolean;
  /** Those of the answer, as clients see them. */
  readonly errors: NonNullable<FormattedExecutionResult["errors"]>;
  readonly isCompiled: boolean;
}

const COMPILED_KEPT = 500;
/** Compiling costs more than some executions: a document that comes once is not worth it. */
const COMPILED_FROM = 3;

export function createExecutor(
  schema: GraphQLSchema,
  format: (result: ExecutionResult) => FormattedExecutionResult,
): Executor {
  const known = new LRUCache<string, { uses: number; compiled: CompiledQuery | null }>({ max: COMPILED_KEPT });

  const compiledOf = ({ document, text, operationName }: Operation): CompiledQuery | null => {
    const key = `${operationName ?? ""}\n${text}`;
    const entry = known.get(key) ?? { uses: 0, compiled: null };
    entry.uses += 1;
    known.set(key, entry);
    if (entry.uses === COMPILED_FROM) {
      const compiled = compileQuery(schema, document, operationName ?? undefined);
      entry.compiled = isCompiledQuery(compiled) ? compiled : null;
    }
    return entry.compiled;
  };

  return {
    async execute(operation, contextValue) {
      const { document, operationName } = operation;
      const variables = operation.variables ?? {};
      const compiled = compiledOf(operation);
      const result = await compiled?.query(undefined, contextValue, variables);
      // What is wrong with variables, the reference says better; nothing has been run then.
      if (compiled === null || result?.data === undefined) {
        return serialise(
          format(await execute({ schema, document, operationName, contextValue, variableValues: variables })),
          false,
        );
      }
      if (result.errors === undefined) return serialise({ data: result.data }, true);
      return serialise(format({ ...result, errors: result.errors.map(asThrown) }), true);
    },
  };
}

function serialise(result: FormattedExecutionResult, isCompiled: boolean): Executed {
  const { data, errors = [] } = result;
  return { json: JSON.stringify(result), hasData: data !== undefined, errors, isCompiled };
}

/** Compiled code has errors of its own making, and none for what is null against its type: as if thrown and located. */
function asThrown(error: GraphQLError): GraphQLError {
  const { message, path, locations } = error;
  const originalError = error.originalError ?? new Error(message);
  const thrown = new GraphQLError(message, { path: path ?? null, originalError });
  return locations === undefined ? thrown : Object.assign(thrown, { locations });
}

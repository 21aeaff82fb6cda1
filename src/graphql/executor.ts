import {
  execute,
  GraphQLError,
  type DocumentNode,
  type ExecutionResult,
  type FormattedExecutionResult,
  type GraphQLSchema,
} from "graphql";
import { compileQuery, isCompiledQuery, type CompiledQuery } from "graphql-jit";
import { createRecentlyUsed, keptOrMade } from "../callback/recently-used.js";
import { after } from "./after.js";
import type { GraphQLContext } from "./context.js";
import { Executed } from "./executed.js";
import { splitRowLists, withRows } from "./row-lists.js";
import { createRowTexts } from "./row-texts.js";
import { createRowWriter, type RowWriter } from "./row-writer.js";

/** An operation that parsed and is valid. Of a subscription, what runs is the answer to one of its events. */
export interface Operation {
  readonly document: DocumentNode;
  /** The document as the client wrote it. */
  readonly text: string;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>> | null;
}

/** Runs operations: what is asked again and again is compiled. */
export interface Executor {
  /** At once where no resolver takes time. `event` is that of a subscription. */
  execute(operation: Operation, context: GraphQLContext, event?: object): Executed | Promise<Executed>;
}

const COMPILED_KEPT = 500;
/** Compiling costs more than some executions: a document that comes once is not worth it. */
const COMPILED_FROM = 3;

/** An operation as code. */
interface Compiled {
  readonly query: CompiledQuery["query"];
  /** Writes what it gives; null where that is plain JSON. */
  readonly writer: RowWriter | null;
}

export function createExecutor(
  schema: GraphQLSchema,
  format: (result: ExecutionResult) => FormattedExecutionResult,
): Executor {
  const known = createRecentlyUsed<string, { uses: number; compiled: Compiled | null }>(COMPILED_KEPT);
  const compile = createCompiler(schema);

  const compiledOf = (operation: Operation): Compiled | null => {
    const key = `${operation.operationName ?? ""}\n${operation.text}`;
    const entry = keptOrMade(known, key, () => ({ uses: 0, compiled: null }));
    entry.uses += 1;
    if (entry.uses === COMPILED_FROM) entry.compiled = compile(operation);
    return entry.compiled;
  };

  const showCompiled = (result: ExecutionResult, { writer }: Compiled, context: GraphQLContext): Executed | null => {
    const { data } = result;
    // What is wrong with variables, the reference says better; nothing has been run then.
    if (data === undefined) return null;
    const shown: FormattedExecutionResult =
      result.errors === undefined ? { data } : format({ ...result, errors: result.errors.map(asThrown) });
    if (writer !== null) return writer.write(shown, context);
    return new Executed(JSON.stringify(shown), true, shown.errors ?? [], true);
  };

  const runReference = (
    { document, operationName, variables }: Operation,
    contextValue: GraphQLContext,
    rootValue: object | undefined,
  ): Executed | Promise<Executed> => {
    const variableValues = variables ?? {};
    return after(execute({ schema, document, operationName, contextValue, rootValue, variableValues }), (result) => {
      const shown = format(result);
      return new Executed(JSON.stringify(shown), shown.data !== undefined, shown.errors ?? [], false);
    });
  };

  return {
    execute(operation, context, event) {
      const compiled = compiledOf(operation);
      if (compiled === null) return runReference(operation, context, event);
      return after(
        compiled.query(event, context, operation.variables ?? {}),
        (result) => showCompiled(result, compiled, context) ?? runReference(operation, context, event),
      );
    },
  };
}

/** Compiles operations; lists of callbacks are taken out of them where each can be written by its row alone. */
function createCompiler(schema: GraphQLSchema): (operation: Operation) => Compiled | null {
  const texts = createRowTexts();
  let extended: GraphQLSchema | null = null;
  return ({ document, operationName }) => {
    const split = splitRowLists(schema, document, operationName);
    const name = operationName ?? undefined;
    if (split !== null) {
      extended ??= withRows(schema);
      const compiled = compileQuery(extended, split.document, name);
      const writer = createRowWriter(extended, split.lists, texts);
      if (isCompiledQuery(compiled) && writer !== null) return { query: compiled.query, writer };
    }
    const compiled = compileQuery(schema, document, name);
    return isCompiledQuery(compiled) ? { query: compiled.query, writer: null } : null;
  };
}

/** Compiled code has errors of its own making, and none for what is null against its type: as if thrown and located. */
function asThrown(error: GraphQLError): GraphQLError {
  const { message, path, locations } = error;
  const originalError = error.originalError ?? new Error(message);
  const thrown = new GraphQLError(message, { path: path ?? null, originalError });
  return locations === undefined ? thrown : Object.assign(thrown, { locations });
}

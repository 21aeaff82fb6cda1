import {
  execute,
  type DocumentNode,
  type ExecutionResult,
  type FormattedExecutionResult,
  type GraphQLSchema,
} from "graphql";
import { after } from "./after.js";
import type { GraphQLContext } from "../context.js";
import { Executed } from "./executed.js";
import { splitRowLists, withRows } from "./row-lists.js";
import { createRowTexts } from "./row-texts.js";
import { createRowWriter, createWrittenResults, type RowWriter } from "./row-writer.js";

/** An operation that parsed and is valid. Of a subscription, what runs is the answer to one of its events. */
export interface Operation {
  readonly document: DocumentNode;
  /** The document as the client wrote it. */
  readonly text: string;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>> | null;
}

/** Executes operations with graphql-js: data, order of keys and errors are always those of its `execute`. */
export interface Executor {
  /** Returns synchronously when every resolver does. `event` is the payload of a subscription's event. */
  execute(operation: Operation, context: GraphQLContext, event?: object): Executed | Promise<Executed>;
}

export interface ExecutorOptions {
  /** False executes every operation as the client wrote it and keeps nothing: neither row lists nor their JSON. */
  readonly isCaching: boolean;
}

/** A document that is executed once only is not split: the JSON of its rows would replace JSON that is reused. */
const SPLIT_FROM = 2;

/** What is known of an operation of a document. */
interface Known {
  uses: number;
  split: Split | null;
}

/** An operation without its row lists, and the writer that puts them back. */
interface Split {
  readonly document: DocumentNode;
  readonly writer: RowWriter;
}

export function createExecutor(
  schema: GraphQLSchema,
  format: (result: ExecutionResult) => FormattedExecutionResult,
  { isCaching }: ExecutorOptions,
): Executor {
  /** By the document and the operation's name: it lives and is bounded as the cache of parsed documents is. */
  const known = new WeakMap<DocumentNode, Map<string, Known>>();
  const texts = createRowTexts();
  const results = createWrittenResults();
  let withRowLists: GraphQLSchema | null = null;

  const splitOf = (operation: Operation): Split | null => {
    const { document, operationName } = operation;
    const ofDocument = known.get(document) ?? new Map<string, Known>();
    const entry = ofDocument.get(operationName ?? "") ?? { uses: 0, split: null };
    known.set(document, ofDocument.set(operationName ?? "", entry));
    entry.uses += 1;
    if (entry.uses !== SPLIT_FROM) return entry.split;
    const found = splitRowLists(schema, document, operationName);
    if (found === null) return null;
    withRowLists ??= withRows(schema);
    entry.split = {
      document: found.document,
      writer: createRowWriter({ schema: withRowLists, lists: found.lists, texts, results, format }),
    };
    return entry.split;
  };

  const run = (
    within: GraphQLSchema,
    { document, operationName, variables }: Operation,
    contextValue: GraphQLContext,
    rootValue: object | undefined,
  ): ExecutionResult | Promise<ExecutionResult> =>
    execute({ schema: within, document, operationName, contextValue, rootValue, variableValues: variables ?? {} });

  const runWhole = (
    operation: Operation,
    context: GraphQLContext,
    event: object | undefined,
  ): Executed | Promise<Executed> =>
    after(run(schema, operation, context, event), (result) => {
      const shown = format(result);
      return new Executed(JSON.stringify(shown), shown.data !== undefined, shown.errors ?? [], false);
    });

  return {
    execute(operation, context, event) {
      const split = isCaching ? splitOf(operation) : null;
      if (split === null || withRowLists === null) return runWhole(operation, context, event);
      const { document, writer } = split;
      return after(run(withRowLists, { ...operation, document }, context, event), (result) => {
        // A row that fails bubbles up to where only the whole operation can tell.
        const written = result.data === undefined ? null : writer.write(result, context);
        return written ?? runWhole(operation, context, event);
      });
    },
  };
}

import {
  execute,
  type DocumentNode,
  type ExecutionResult,
  type FormattedExecutionResult,
  type GraphQLSchema,
} from "graphql";
import type { GraphQLContext } from "../context.js";
import { after } from "./after.js";
import { createFragmentCache } from "./fragment-cache.js";
import { addJsonFields, withJsonFields } from "./fragment-fields.js";
import { writeResult } from "./result-writer.js";

/** An operation that parsed and is valid. Of a subscription, one of its events is executed. */
export interface Operation {
  /** As `Executor.prepare` returned it. */
  readonly document: DocumentNode;
  /** The document as the client wrote it. */
  readonly text: string;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>> | null;
}

/** A result as a client may see it. */
export interface Executed {
  readonly json: string;
  /** False where the variables do not fit, so that nothing was executed. */
  readonly hasData: boolean;
  readonly errors: NonNullable<FormattedExecutionResult["errors"]>;
}

/** Executes the operations of all transports with graphql-js. */
export interface Executor {
  /**
   * Prepares a valid document, once for all of its executions: fields with callbacks may be replaced by fields with their
   * JSON. Response keys, data and errors stay the same.
   */
  prepare(document: DocumentNode): DocumentNode;
  /** The result of graphql-js, in which JSON fragments may stand. `event` is the payload of a subscription's event. */
  run(operation: Operation, context: GraphQLContext, event?: object): ExecutionResult | Promise<ExecutionResult>;
  /** Writes a formatted result as JSON, with the fragments inlined. */
  write(result: FormattedExecutionResult): string;
  /** Runs, formats and writes. Returns synchronously when every resolver does. */
  executeToJson(
    operation: Operation,
    context: GraphQLContext,
    event?: object,
    extensions?: Readonly<Record<string, unknown>>,
  ): Executed | Promise<Executed>;
}

/** `format` returns a result as clients may see it. */
export function createExecutor(
  schema: GraphQLSchema,
  format: (result: ExecutionResult) => FormattedExecutionResult,
): Executor {
  const schemaWithJson = addJsonFields(schema, createFragmentCache());

  const run: Executor["run"] = ({ document, operationName, variables }, contextValue, rootValue) =>
    execute({
      schema: "hasJsonFields" in document ? schemaWithJson : schema,
      document,
      operationName,
      contextValue,
      rootValue,
      variableValues: variables ?? {},
    });

  return {
    prepare: (document) => withJsonFields(schema, document) ?? document,
    run,
    write: writeResult,
    executeToJson: (operation, context, event, extensions) =>
      after(run(operation, context, event), (result) => {
        const formatted = format(result);
        const { data, errors = [] } = formatted;
        const json = writeResult(extensions === undefined ? formatted : { ...formatted, extensions });
        return { json, hasData: data !== undefined, errors };
      }),
  };
}

import { createHash } from "node:crypto";
import { createSourceEventStream, GraphQLError, type GraphQLSchema } from "graphql";
import { encodeResumeCursor } from "../../domain/change/cursor.js";
import type { NameReader } from "../../domain/names.js";
import { bytesOfText, createCache } from "../../lib/cache.js";
import type { EventStream } from "../../lib/event-stream.js";
import type { ChangeStream, PublishedChange, ResultSource } from "../../subscriptions/published-change.js";
import type { GraphQLContext } from "../context.js";
import { after } from "../execution/after.js";
import type { Executor, Operation } from "../execution/executor.js";
import { belowRoot } from "../execution/variables.js";
import { EventResult } from "./event-result.js";

/** A subscription of a client, parsed and valid. Equal texts, variables and rights share their results. */
export interface LiveOperation extends Operation {
  /** The rights of the caller as text: equal texts see the same. */
  readonly rights: string;
  /** Creates the context of one event: a context that lived longer would hold stale data. */
  createContext(): GraphQLContext;
}

/** Executes subscriptions: each change once for all clients with equal operations and rights. */
export interface Live {
  /** Starts a subscription. Resolves with its results, or with the errors that prevent it. */
  open(operation: LiveOperation): Promise<readonly GraphQLError[] | EventStream<EventResult>>;
}

const RESULTS_BYTES = 16_777_216;
/** A cached result beside its texts: the object, and the change that it is of. */
const RESULT_BYTES = 1000;

/** Results contain names of `names`: a cached result is used until one of them changes. */
export function createLive(schema: GraphQLSchema, executor: Executor, names: Pick<NameReader, "version">): Live {
  /** By operation, rights and position: for groups with other filters, and for clients that replay after a reconnect. */
  const cache = createCache<string, EventResult>("event_results", {
    maxBytes: RESULTS_BYTES,
    // The text, and the bytes that transports send.
    bytesOf: (_, { json }) => RESULT_BYTES + 2 * bytesOfText(json),
  });

  const runChange = (operation: LiveOperation, change: PublishedChange): EventResult | Promise<EventResult> =>
    after(
      executor.executeToJson(operation, operation.createContext(), change),
      ({ json }) => new EventResult(json, encodeResumeCursor(change)),
    );

  const resultsOf = (operation: LiveOperation): ResultSource<EventResult> => {
    const key = keyOf(operation);
    return {
      key,
      resultOf(change) {
        // A snapshot is of the moment that it was read at.
        if (change.kind === "SNAPSHOT") return runChange(operation, change);
        const changeKey = `${key} ${names.version} ${change.position}`;
        const cached = cache.get(changeKey);
        if (cached !== undefined) return cached;
        return after(runChange(operation, change), (result) => {
          cache.set(changeKey, result);
          return result;
        });
      },
    };
  };

  return {
    async open(operation): Promise<readonly GraphQLError[] | EventStream<EventResult>> {
      const { document, variables, operationName } = operation;
      const changes = await createSourceEventStream({
        schema,
        document,
        contextValue: operation.createContext(),
        variableValues: variables,
        operationName,
      });
      if (!(Symbol.asyncIterator in changes)) {
        return changes.errors ?? [new GraphQLError("failed to start the subscription")];
      }
      const stream = changes as ChangeStream;
      const results = resultsOf(operation);
      return { each: (listener) => stream.each(results, listener), end: () => stream.end() };
    },
  };
}

/** Equal for operations with equal results. Arguments of the root field only decide which changes a client receives. */
function keyOf({ text, operationName, document, variables, rights }: LiveOperation): string {
  const identity = JSON.stringify([text, operationName, belowRoot(document, variables), rights]);
  return createHash("sha256").update(identity).digest("base64");
}

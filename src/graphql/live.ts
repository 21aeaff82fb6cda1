import {
  createSourceEventStream,
  execute,
  GraphQLError,
  type DocumentNode,
  type ExecutionResult,
  type FormattedExecutionResult,
  type GraphQLSchema,
} from "graphql";
import { LRUCache } from "lru-cache";
import { encodeResumeCursor } from "../callback/cursor.js";
import type { ToldChange } from "../changes/watcher.js";
import type { GraphQLContext } from "./context.js";

/** A subscription that a client asked for, parsed and validated. */
export interface LiveOperation {
  readonly document: DocumentNode;
  /** The document as the client wrote it: equal texts, variables and rights share their answers. */
  readonly text: string;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>> | null;
  /** What the client may see, as text. */
  readonly rights: string;
  /** The context of one event: made anew for each, so that nothing in it grows stale. */
  createContext(): GraphQLContext;
}

/** One answer of a subscription, serialised. */
export interface LiveAnswer {
  /** The execution result as JSON. */
  readonly json: string;
  /** What a client may resume behind. */
  readonly cursor: string;
}

/** Runs subscriptions: each event is executed and serialised once for all who asked the same. */
export interface Live {
  /** The answers as they come, or why there are none. What the events throw, the answers throw. */
  open(operation: LiveOperation): Promise<readonly GraphQLError[] | AsyncIterableIterator<LiveAnswer>>;
}

const CHANNELS_KEPT = 1000;

export function createLive(schema: GraphQLSchema, format: (result: ExecutionResult) => FormattedExecutionResult): Live {
  const channels = new LRUCache<string, WeakMap<object, Promise<LiveAnswer>>>({ max: CHANNELS_KEPT });

  const answer = async (operation: LiveOperation, event: ToldChange): Promise<LiveAnswer> => {
    const result = await execute({
      schema,
      document: operation.document,
      rootValue: event,
      contextValue: operation.createContext(),
      variableValues: operation.variables,
      operationName: operation.operationName,
    });
    return { json: JSON.stringify(format(result)), cursor: encodeResumeCursor(event) };
  };

  return {
    async open(operation): Promise<readonly GraphQLError[] | AsyncIterableIterator<LiveAnswer>> {
      const { document, variables, operationName } = operation;
      const events = await createSourceEventStream({
        schema,
        document,
        contextValue: operation.createContext(),
        variableValues: variables,
        operationName,
      });
      if (!(Symbol.asyncIterator in events)) {
        return events.errors ?? [new GraphQLError("the subscription could not begin")];
      }
      const key = JSON.stringify([operation.text, operationName, variables, operation.rights]);
      const channel = channels.get(key) ?? new WeakMap<object, Promise<LiveAnswer>>();
      channels.set(key, channel);
      const stream = (events as AsyncIterable<ToldChange>)[Symbol.asyncIterator]();
      const answers: AsyncIterableIterator<LiveAnswer, undefined> = {
        async next(): Promise<IteratorResult<LiveAnswer, undefined>> {
          const event = await stream.next();
          if (event.done === true) return { done: true, value: undefined };
          let shared = channel.get(event.value);
          if (shared === undefined) {
            shared = answer(operation, event.value);
            channel.set(event.value, shared);
          }
          return { done: false, value: await shared };
        },
        async return(): Promise<IteratorResult<LiveAnswer, undefined>> {
          await stream.return?.();
          return { done: true, value: undefined };
        },
        [Symbol.asyncIterator]() {
          return answers;
        },
      };
      return answers;
    },
  };
}

import { createSourceEventStream, GraphQLError, type GraphQLSchema } from "graphql";
import { encodeResumeCursor } from "../../domain/change/cursor.js";
import { createEventStream, type EventListener, type EventStream } from "../../lib/event-stream.js";
import { LatestWeakMap } from "../../lib/latest-weak-map.js";
import type { PublishedChange } from "../../subscriptions/published-change.js";
import { bytesOfText, createCache } from "../../lib/cache.js";
import { after } from "../execution/after.js";
import type { GraphQLContext } from "../context.js";
import type { Executor, Operation } from "../execution/executor.js";
import { belowRoot } from "../execution/variables.js";

/** A subscription that a client asked for, parsed and valid. Equal texts, variables and rights share their answers. */
export interface LiveOperation extends Operation {
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
  open(operation: LiveOperation): Promise<readonly GraphQLError[] | EventStream<LiveAnswer>>;
}

const CHANNELS_BYTES = 4_194_304;
const ANSWERS_BYTES = 16_777_216;
/** An event, which its answers keep in memory. */
const EVENT_BYTES = 1000;
/** What was answered to events, until it is evicted. */
type Channel = LatestWeakMap<PublishedChange, LiveAnswer | Promise<LiveAnswer>>;

export interface LiveOptions {
  /** False executes and serialises each event for each subscription anew. */
  readonly isCaching: boolean;
}

export function createLive(schema: GraphQLSchema, executor: Executor, { isCaching }: LiveOptions): Live {
  const channels = createCache<string, Channel>("event_channels", {
    maxBytes: CHANNELS_BYTES,
    bytesOf: bytesOfText,
  });
  /** Where each answer is: the log holds thousands of events, and a channel would hold an answer to each. */
  const answers = createCache<LiveAnswer, { readonly channel: Channel; readonly event: PublishedChange }>(
    "event_results",
    {
      maxBytes: ANSWERS_BYTES,
      // Its text, and the frames that it is sent as.
      bytesOf: ({ json }) => EVENT_BYTES + 2 * bytesOfText(json),
      onEvict: (_, { channel, event }) => channel.delete(event),
    },
  );

  const answer = (operation: LiveOperation, event: PublishedChange): LiveAnswer | Promise<LiveAnswer> => {
    const executed = executor.execute(operation, operation.createContext(), event);
    return after(executed, ({ json }) => ({ json, cursor: encodeResumeCursor(event) }));
  };

  return {
    async open(operation): Promise<readonly GraphQLError[] | EventStream<LiveAnswer>> {
      const { document, variables, operationName, text, rights } = operation;
      const events = await createSourceEventStream({
        schema,
        document,
        contextValue: operation.createContext(),
        variableValues: variables,
        operationName,
      });
      if (!(Symbol.asyncIterator in events)) {
        return events.errors ?? [new GraphQLError("failed to start the subscription")];
      }
      // What the arguments say decides who is told, and is no part of what is told.
      const key = JSON.stringify([text, operationName, belowRoot(document, variables), rights]);
      const createChannel = (): Channel => new LatestWeakMap();
      const channel = isCaching ? channels.getOrCreate(key, createChannel) : createChannel();
      const stream = events as EventStream<PublishedChange>;
      const answerFirst = (event: PublishedChange): LiveAnswer | Promise<LiveAnswer> => {
        const shared = answer(operation, event);
        const keep = (made: LiveAnswer): void => {
          channel.set(event, made);
          answers.set(made, { channel, event });
        };
        // Whoever comes late need not wait.
        if (shared instanceof Promise) shared.then(keep).catch(() => undefined);
        else answers.set(shared, { channel, event });
        return shared;
      };
      return createEventStream(
        (listener) => tellAnswers(stream, channel, answerFirst, listener),
        () => void stream.return(),
      );
    },
  };
}

/** Tells one listener the answers of a channel. There may be tens of thousands: what they share is at hand for each. */
function tellAnswers(
  events: EventStream<PublishedChange>,
  channel: Channel,
  answerFirst: (event: PublishedChange) => LiveAnswer | Promise<LiveAnswer>,
  listener: EventListener<LiveAnswer>,
): Promise<void> {
  return events.each((event) => {
    const shared = channel.getOrCreate(event, answerFirst);
    return shared instanceof Promise ? shared.then(listener) : listener(shared);
  });
}

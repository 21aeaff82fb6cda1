import { GraphQLError, OperationTypeNode, type FormattedExecutionResult } from "graphql";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Waiting } from "../../domain/caller.js";
import { toError } from "../../domain/errors.js";
import type { GraphQLContext } from "../../graphql/context.js";
import type { EventStream } from "../../lib/event-stream.js";
import type { EventResult } from "../../graphql/subscription/event-result.js";
import type { Live } from "../../graphql/subscription/live.js";
import type { ContextFactory } from "../context-factory.js";
import { clientOf, callerOf, type RequestAuthenticator } from "../auth/request-authenticator.js";
import { acceptedBy } from "../http/accept.js";
import type { OperationGate } from "../limits/operation-gate.js";
import { operationRequestOf } from "../http/operation-request.js";
import { codesOf } from "../operation-observer.js";
import { RunningOperations } from "./running-operations.js";
import { EVENT_STREAM, MULTIPART, type Framing, type StreamProtocol } from "./framing.js";
import { openResultStream, type ResultStream } from "./result-stream.js";
import { liveOperationOf } from "./live-operation.js";
import type { ClientDisconnect } from "../http/client-disconnect.js";
import type { QueryResponse, QueryRunner } from "../query-runner.js";
import { limitTime } from "../limits/timeout.js";
import { reject } from "../http/rejection.js";

export interface StreamOptions {
  readonly live: Live;
  readonly queries: QueryRunner;
  readonly operationGate: OperationGate;
  /** How long a query or mutation may take. */
  readonly timeoutMs: number;
  readonly createContext: ContextFactory;
  readonly formatErrors: (errors: readonly GraphQLError[]) => NonNullable<FormattedExecutionResult["errors"]>;
  readonly requestAuthenticator: RequestAuthenticator;
  readonly keepAliveMs: number;
  /** Returns the cursor that disconnected subscribers resume from. */
  readonly lastCursor: () => string;
}

/**
 * Operations whose results are streamed in an HTTP response, one operation a request: by the protocol graphql-sse in its
 * distinct connections mode, where `Last-Event-ID` resumes after a cursor, and by Apollo's multipart protocol.
 */
export interface StreamTransport {
  /** The protocol of a request that prefers an event stream, or is a subscription and accepts a stream; else null. */
  framingOf(request: FastifyRequest): Framing | null;
  /** Serves a request by its protocol, to its end. */
  serve(request: FastifyRequest, reply: FastifyReply, framing: Framing): Promise<void>;
  /** Sends subscribers away, with the cursor to resume behind. Queries and mutations go on. */
  requestReconnect(): Promise<void>;
  /** Called after `requestReconnect`. Resolves when queries and mutations have ended, after `withinMs` at the latest. */
  close(withinMs: number): Promise<void>;
  /** The number of open streams of a protocol. */
  count(protocol: StreamProtocol): number;
}

export function createStreams(options: StreamOptions): StreamTransport {
  const streams = new Map<ResultStream, StreamProtocol>();
  const running = new RunningOperations<ResultStream>();
  let isEnding = false;
  const requestReconnect = (stream: ResultStream): Promise<void> => stream.requestReconnect(options.lastCursor());
  return {
    framingOf: (request) => framingOf(request, options.operationGate),
    count: (protocol) => [...streams.values()].filter((other) => other === protocol).length,
    async serve(request, reply, framing) {
      const refusal = options.requestAuthenticator.refusalOfPage(request.raw);
      if (refusal !== null) {
        reject(reply, 403, refusal);
        return;
      }
      reply.hijack();
      const stream = openResultStream(reply, framing, options.keepAliveMs);
      streams.set(stream, framing.transport);
      try {
        await run(request, stream, { ...options, running, transport: framing.transport });
      } finally {
        streams.delete(stream);
        stream.end();
        // The response has promised to keep the connection open: idle, it would delay the shutdown.
        if (isEnding) request.raw.socket.end();
      }
    },
    async requestReconnect() {
      isEnding = true;
      await Promise.all([...streams.keys()].filter((stream) => !running.isRunningFor(stream)).map(requestReconnect));
    },
    async close(withinMs) {
      await running.settled(withinMs);
      await Promise.all([...streams.keys()].map(requestReconnect));
    },
  };
}

function framingOf(request: FastifyRequest, operationGate: Pick<OperationGate, "typeOf">): Framing | null {
  const { prefersEvents, takesEvents, takesParts } = acceptedBy(request);
  if (prefersEvents) return EVENT_STREAM;
  if (!takesEvents && !takesParts) return null;
  const requested = operationRequestOf(request);
  // A client that takes JSON as well gets JSON for all but subscriptions: for queries, and for the errors of a document.
  if (requested === null || operationGate.typeOf(requested) !== OperationTypeNode.SUBSCRIPTION) return null;
  return takesParts ? MULTIPART : EVENT_STREAM;
}

interface RunOptions extends StreamOptions {
  readonly running: RunningOperations<ResultStream>;
  readonly transport: StreamProtocol;
}

async function run(request: FastifyRequest, stream: ResultStream, options: RunOptions): Promise<void> {
  const { live, queries, formatErrors, running } = options;
  const caller = callerOf(request);
  let codes: readonly string[] = [];
  const rejectAll = async (errors: readonly GraphQLError[]): Promise<void> => {
    codes = codesOf(errors);
    await stream.response(JSON.stringify({ errors: formatErrors(errors) }));
    await stream.complete();
  };
  const judged = options.operationGate.admit(clientOf(request, options.transport), operationRequestOf(request) ?? {});
  // A stream lives for days, and holds its request.
  request.body = undefined;
  const admitted = judged instanceof Promise ? await running.during(stream, () => judged) : judged;
  if (!("document" in admitted)) return rejectAll(admitted);
  const { type } = admitted;
  try {
    if (type === OperationTypeNode.MUTATION && request.method !== "POST") {
      return await rejectAll([new GraphQLError("a mutation requires POST", { extensions: { code: "BAD_REQUEST" } })]);
    }
    const resumeAfter = request.headers["last-event-id"];
    const createContext = (client: Waiting): GraphQLContext =>
      options.createContext(client, caller, typeof resumeAfter === "string" ? resumeAfter : undefined);
    if (type !== OperationTypeNode.SUBSCRIPTION) {
      const work = (client: ClientDisconnect): Promise<QueryResponse> =>
        admitted.within(() => queries.run(admitted, caller, client));
      return await running.during(stream, async () => {
        const response = await limitTime(work, options.timeoutMs, stream.signal);
        ({ codes } = response);
        await stream.response(response.body.toString().trimEnd());
        await stream.complete();
      });
    }
    const operation = liveOperationOf(admitted, caller, () => createContext(stream));
    const opened = await admitted.within(() => live.open(operation));
    if (!("each" in opened)) return await rejectAll(opened);
    await follow(opened, stream);
    await stream.complete();
  } catch (error) {
    const original = toError(error);
    await rejectAll([new GraphQLError(original.message, { originalError: original })]);
  } finally {
    admitted.end(codes);
  }
}

async function follow(results: EventStream<EventResult>, stream: ResultStream): Promise<void> {
  const leave = (): void => results.end();
  stream.signal.addEventListener("abort", leave, { once: true });
  if (stream.signal.aborted) leave();
  try {
    await results.each((result) => stream.result(result));
  } finally {
    stream.signal.removeEventListener("abort", leave);
  }
}

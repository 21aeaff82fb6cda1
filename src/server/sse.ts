import type { ServerResponse } from "node:http";
import { execute, GraphQLError, OperationTypeNode, type FormattedExecutionResult, type GraphQLSchema } from "graphql";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Caller } from "../callback/caller.js";
import type { GraphQLContext } from "../graphql/context.js";
import type { EventStream } from "../callback/event-stream.js";
import type { Live, LiveAnswer } from "../graphql/live.js";
import { clientOf, callerOf, type Entrance } from "./entrance.js";
import type { Demand } from "./demand.js";
import { askedOf } from "./asked.js";
import { codesOf } from "./operation-observer.js";
import { PATIENT_BYTES } from "./socket.js";
import { liveOperationOf } from "./live-operation.js";
import { limitTime } from "./timeout.js";
import { refuse } from "./refusal.js";

export interface SseOptions {
  readonly schema: GraphQLSchema;
  readonly live: Live;
  readonly demand: Demand;
  /** How long a query or mutation may take. */
  readonly timeoutMs: number;
  readonly createContext: (signal: AbortSignal, caller: Caller, resumeAfter?: string) => GraphQLContext;
  readonly formatErrors: (errors: readonly GraphQLError[]) => NonNullable<FormattedExecutionResult["errors"]>;
  readonly entrance: Entrance;
  readonly keepAliveMs: number;
  /** The cursor behind which those who are sent away resume. */
  readonly lastCursor: () => string;
}

/** The protocol graphql-sse, one operation a connection: `id:` is the cursor, and `Last-Event-ID` resumes behind it. */
export interface SseTransport {
  /** True for a request that wants an event stream. */
  isMeant(request: FastifyRequest): boolean;
  /** Serves it, to its end. */
  serve(request: FastifyRequest, reply: FastifyReply): Promise<void>;
  /** Sends everybody away, with the cursor to resume behind. */
  close(): Promise<void>;
  /** Streams that are open. */
  count(): number;
}

export function createSse(options: SseOptions): SseTransport {
  const streams = new Set<Outlet>();
  return {
    isMeant: (request) => String(request.headers.accept ?? "").includes("text/event-stream"),
    count: () => streams.size,
    async serve(request, reply) {
      const refusal = options.entrance.refusalOfPage(request.headers);
      if (refusal !== null) {
        refuse(reply, 403, refusal);
        return;
      }
      reply.hijack();
      const stream = openStream(reply, options.keepAliveMs);
      streams.add(stream);
      try {
        await run(request, stream, options);
      } finally {
        streams.delete(stream);
        stream.end();
      }
    },
    async close() {
      // A comment is all that a stream has for a goodbye; `id:` stays the last event's, and the client comes back with it.
      for (const stream of streams) stream.comment(`reconnect after ${options.lastCursor()}`);
      await Promise.all([...streams].map((stream) => stream.abort()));
    },
  };
}

async function run(request: FastifyRequest, stream: Outlet, options: SseOptions): Promise<void> {
  const { schema, live, formatErrors } = options;
  const caller = callerOf(request);
  let codes: readonly string[] = [];
  const refuseAll = async (errors: readonly GraphQLError[]): Promise<void> => {
    codes = codesOf(errors);
    await stream.event("next", JSON.stringify({ errors: formatErrors(errors) }));
    await stream.event("complete", "");
  };
  const admitted = options.demand.admit(clientOf(request, "sse"), askedOf(request) ?? {});
  if (!("document" in admitted)) return refuseAll(admitted);
  const { document, type, operationName, variables, cost } = admitted;
  try {
    if (type === OperationTypeNode.MUTATION && request.method !== "POST") {
      return await refuseAll([new GraphQLError("a mutation needs POST", { extensions: { code: "BAD_REQUEST" } })]);
    }
    const resumeAfter = request.headers["last-event-id"];
    const createContext = (signal = stream.signal): GraphQLContext =>
      options.createContext(signal, caller, typeof resumeAfter === "string" ? resumeAfter : undefined);
    if (type !== OperationTypeNode.SUBSCRIPTION) {
      const args = { schema, document, operationName, variableValues: variables };
      const work = (signal: AbortSignal): ReturnType<typeof execute> =>
        admitted.within(() => execute({ ...args, contextValue: createContext(signal) }));
      const result = await limitTime(work, options.timeoutMs, stream.signal);
      codes = codesOf(result.errors);
      const errors = result.errors === undefined ? {} : { errors: formatErrors(result.errors) };
      await stream.event("next", JSON.stringify({ ...result, ...errors, extensions: { cost } }));
      return await stream.event("complete", "");
    }
    const operation = liveOperationOf(admitted, caller, () => createContext());
    const answers = await admitted.within(() => live.open(operation));
    if (!(Symbol.asyncIterator in answers)) return await refuseAll(answers);
    await follow(answers, stream);
    await stream.event("complete", "");
  } catch (error) {
    const original = error instanceof Error ? error : new Error(String(error));
    await refuseAll([new GraphQLError(original.message, { originalError: original })]);
  } finally {
    admitted.end(codes);
  }
}

async function follow(answers: EventStream<LiveAnswer>, stream: Outlet): Promise<void> {
  const leave = (): void => void answers.return();
  stream.signal.addEventListener("abort", leave, { once: true });
  if (stream.signal.aborted) leave();
  try {
    await answers.each(({ json, cursor }) => stream.event("next", json, cursor));
  } finally {
    stream.signal.removeEventListener("abort", leave);
  }
}

/**
 * An open event stream. Where more waits in it than a little, what is sent resolves when it is on its way, so that a slow
 * client slows its own feed only.
 */
interface Outlet {
  /** Aborted when the client is gone, or sent away. */
  readonly signal: AbortSignal;
  event(name: string, data: string, id?: string): Promise<void> | undefined;
  comment(text: string): void;
  end(): void;
  abort(): Promise<void>;
}

function openStream(reply: FastifyReply, keepAliveMs: number): Outlet {
  const { raw } = reply;
  const controller = new AbortController();
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
    connection: "keep-alive",
    // Proxies must not collect what is meant to be told at once.
    "x-accel-buffering": "no",
  });
  raw.flushHeaders();
  let isStalled = false;
  const timer = setInterval(() => {
    // Who has read nothing since the last sign of life is gone, or might as well be.
    if (isStalled && raw.writableLength > 0) raw.destroy();
    else raw.write(":\n\n", () => (isStalled = false));
    isStalled = true;
  }, keepAliveMs);
  const closed = new Promise<void>((resolve) => raw.once("close", () => resolve()));
  raw.once("close", () => {
    clearInterval(timer);
    controller.abort();
  });
  return {
    signal: controller.signal,
    event: (name, data, id) => write(raw, `${id === undefined ? "" : `id: ${id}\n`}event: ${name}\ndata: ${data}\n\n`),
    comment: (text) => void raw.write(`: ${text}\n\n`),
    end() {
      clearInterval(timer);
      raw.end();
    },
    async abort() {
      controller.abort();
      raw.end();
      await closed;
    },
  };
}

function write(response: ServerResponse, text: string): Promise<void> | undefined {
  if (response.destroyed || response.writableEnded) return undefined;
  if (response.writableLength < PATIENT_BYTES) {
    response.write(text);
    return undefined;
  }
  return new Promise((resolve) => {
    response.write(text, () => resolve());
  });
}

import { setMaxListeners } from "node:events";
import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import {
  GraphQLError,
  OperationTypeNode,
  type ExecutionArgs,
  type ExecutionResult,
  type FormattedExecutionResult,
  type GraphQLSchema,
} from "graphql";
import { handleProtocols, makeServer, type Context as ConnectionContext, type SubscribePayload } from "graphql-ws";
import type { Logger } from "pino";
import { type WebSocket, WebSocketServer } from "ws";
import { GatewayError } from "../../domain/errors.js";
import type { Clock } from "../../domain/time/instant.js";
import { ANYBODY, type Caller } from "../../domain/caller.js";
import type { Live } from "../../graphql/subscription/live.js";
import { accountKeyOf } from "../limits/admission.js";
import type { Admitted, OperationGate } from "../limits/operation-gate.js";
import type { ContextFactory } from "../context-factory.js";
import type { RequestAuthenticator } from "../auth/request-authenticator.js";
import { codesOf } from "../operation-observer.js";
import { RunningOperations } from "./running-operations.js";
import { SocketCounts } from "./socket-counts.js";
import type { QueryResponse, QueryRunner } from "../query-runner.js";
import type { ClientDisconnect } from "../http/client-disconnect.js";
import { limitTime } from "../limits/timeout.js";
import { forget, refusalOfMessage, takeOut, WaitingOperation } from "./waiting-operation.js";
import {
  endWith,
  giveUp,
  readNoMoreUntil,
  requestReconnect,
  speak,
  turnAway,
  type SocketExtras,
  type SocketLimits,
} from "./socket.js";
import { liveOperationOf } from "./live-operation.js";
import { sendResults, SentResponse, type EventResults } from "./socket-results.js";

export interface WebSocketOptions {
  readonly server: Server;
  readonly path: string;
  readonly schema: GraphQLSchema;
  readonly live: Live;
  readonly queries: QueryRunner;
  readonly operationGate: OperationGate;
  /** How long a query or mutation may take. */
  readonly timeoutMs: number;
  readonly createContext: ContextFactory;
  readonly requestAuthenticator: RequestAuthenticator;
  readonly clock: Clock;
  readonly formatErrors: (errors: readonly GraphQLError[]) => NonNullable<FormattedExecutionResult["errors"]>;
  readonly limits: WebSocketLimits;
  /** Returns the cursor that disconnected subscribers resume from. */
  readonly lastCursor: () => string;
  readonly logger: Logger;
}

export interface WebSocketLimits extends SocketLimits {
  readonly maxFrameBytes: number;
  /** Operations at a time. */
  readonly perSocket: number;
  readonly socketsPerCaller: number;
  readonly initTimeoutMs: number;
}

/** The protocol graphql-transport-ws at a path of an HTTP server. */
export interface WebSocketTransport {
  /**
   * Accepts no more sockets. Requests every client to reconnect, with the last cursor, and closes its socket: at once,
   * or when its queries and mutations have ended. Resolves when the idle sockets have closed.
   */
  requestReconnect(): Promise<void>;
  /** To be called after `requestReconnect`. Resolves when the other sockets have ended as well, after `withinMs` at the latest. */
  close(withinMs: number): Promise<void>;
  /** The number of open sockets, and the bytes that wait in them to be sent. */
  counts(): { readonly sockets: number; readonly bufferedBytes: number };
}

const TRY_AGAIN_LATER = 1013;
const NOBODY_LEAVES = new AbortController();

/** Serves queries, mutations and subscriptions over sockets. */
export function serveWebSocket(options: WebSocketOptions): WebSocketTransport {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: options.limits.maxFrameBytes, handleProtocols });
  const running = new RunningOperations<WebSocket>();
  const counts = new SocketCounts(options.limits.socketsPerCaller);
  options.server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", giveUp);
    const [path = ""] = request.url?.split("?", 1) ?? [];
    if (path !== options.path && path !== `${options.path}/`) {
      return turnAway(socket, "404 Not Found");
    }
    const { headers } = request;
    if (
      (options.requestAuthenticator.refusalOf(headers) ?? options.requestAuthenticator.refusalOfPage(request)) !== null
    ) {
      return turnAway(socket, "403 Forbidden");
    }
    const account = accountKeyOf({ caller: ANYBODY, address: options.requestAuthenticator.addressOf(request) });
    if (!counts.hasRoom(account)) return turnAway(socket, "429 Too Many Requests");
    sockets.handleUpgrade(request, socket, head, (upgraded) => {
      counts.opened(upgraded, account);
      sockets.emit("connection", upgraded, request);
    });
  });
  const left = new WeakMap<WebSocket, AbortController>();
  const signalOf = (socket: WebSocket): AbortSignal => {
    const controller = left.get(socket) ?? new AbortController();
    if (!left.has(socket)) {
      // One for each operation of the socket.
      setMaxListeners(0, controller.signal);
      left.set(socket, controller);
      socket.once("close", () => controller.abort());
    }
    return controller.signal;
  };

  const protocol = makeServer<Record<string, unknown>, SocketExtras>({
    schema: options.schema,
    connectionInitWaitTimeout: options.limits.initTimeoutMs,
    onConnect: (connection) => admit(connection, options, counts),
    onSubscribe: (connection, id, payload) => prepare(connection, id, payload, { ...options, running, signalOf }),
    execute: (args) => {
      const prepared = args as PreparedArgs;
      return running.during(prepared.execution.socket, () => run(prepared, options));
    },
    subscribe: async (args) => {
      const opened = await open(options.live, args as PreparedArgs);
      // `onOperation` below makes the iterator that the protocol's library expects.
      return "each" in opened ? (opened as unknown as AsyncIterableIterator<never>) : { errors: opened };
    },
    onOperation: (connection, id, _payload, args, result) => {
      const { maxBufferedBytes } = options.limits;
      if ("response" in result) {
        const { response } = result as Responded;
        return new SentResponse(connection.extra, id, response, maxBufferedBytes);
      }
      if (!("each" in result)) return undefined;
      return sendResults(
        connection.extra,
        id,
        result as unknown as EventResults,
        (args as PreparedArgs).admitted,
        maxBufferedBytes,
      );
    },
    onNext: (_connection, _id, _payload, _args, result) => {
      const errors = result.errors === undefined ? null : options.formatErrors(result.errors);
      return (errors === null ? result : { ...result, errors }) as FormattedExecutionResult;
    },
    onError: (_connection, _id, _payload, errors) => options.formatErrors(errors as readonly GraphQLError[]),
  });
  sockets.on("connection", (socket, request) => speak(protocol, socket, request, options));

  return {
    counts: () => ({
      sockets: sockets.clients.size,
      bufferedBytes: [...sockets.clients].reduce((total, { bufferedAmount }) => total + bufferedAmount, 0),
    }),
    async requestReconnect() {
      sockets.close();
      running.whenIdle((socket) => void requestReconnect(socket, options.lastCursor()));
      const idle = [...sockets.clients].filter((socket) => !running.isRunningFor(socket));
      await Promise.all(idle.map((socket) => requestReconnect(socket, options.lastCursor())));
    },
    async close(withinMs) {
      await running.settled(withinMs);
      await Promise.all([...sockets.clients].map((socket) => requestReconnect(socket, options.lastCursor())));
    },
  };
}

type Connection = ConnectionContext<Record<string, unknown>, SocketExtras>;

interface PreparedArgs extends ExecutionArgs {
  readonly admitted: Admitted;
  /** For subscriptions. */
  readonly operation: Parameters<Live["open"]>[0];
  /** For queries and mutations. */
  readonly execution: {
    /** Aborts when the client leaves. */
    readonly left: AbortSignal;
    readonly caller: Caller;
    readonly socket: WebSocket;
  };
}

/** Authenticates by the connection parameters, and by the headers of clients that can set some. */
async function admit(connection: Connection, options: WebSocketOptions, counts: SocketCounts): Promise<boolean> {
  const { connectionParams, extra } = connection;
  const { requestAuthenticator, clock, logger } = options;
  const said = Object.entries(connectionParams ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const);
  try {
    const credentials = { ...extra.headers, ...Object.fromEntries(said) };
    const caller = await requestAuthenticator.identify(credentials, extra.address);
    if (!counts.move(extra.socket, accountKeyOf({ caller, address: extra.address }))) {
      const { socketsPerCaller } = options.limits;
      extra.socket.close(TRY_AGAIN_LATER, `the caller has ${socketsPerCaller} sockets already, the most it may have`);
      return true;
    }
    extra.caller = caller;
    extra.headers = null;
    // The library holds it as long as the socket is open, whatever else the client has sent.
    Object.assign(connection, { connectionParams: undefined });
    endWith(caller, extra.socket, clock);
    return true;
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    const { code } = error;
    if (code !== "AUTHENTICATION_UNAVAILABLE" && code !== "RATE_LIMITED") return false;
    if (code !== "RATE_LIMITED") logger.error({ err: error }, "failed to authenticate WebSocket");
    extra.socket.close(TRY_AGAIN_LATER, error.message);
    return true;
  }
}

interface PrepareOptions extends WebSocketOptions {
  readonly running: RunningOperations<WebSocket>;
  readonly signalOf: (socket: WebSocket) => AbortSignal;
}

async function prepare(
  connection: Connection,
  id: string,
  payload: SubscribePayload,
  { schema, operationGate, createContext, limits, running, signalOf }: PrepareOptions,
): Promise<ExecutionArgs | readonly GraphQLError[]> {
  const { extra } = connection;
  const { caller, address, client: application } = extra;
  if (caller === null) throw new Error("a connection without a caller");
  const refusal = refusalOfMessage(connection, id, limits.perSocket);
  const requestId = `${extra.id}.${(extra.asked += 1)}`;
  const origin = { transport: "websocket", requestId, headers: null, client: application } as const;
  const left = signalOf(extra.socket);
  const waiting = new WaitingOperation();
  connection.subscriptions[id] = waiting;
  // The client may complete the operation, and use its id again, while it waits in the queue.
  const hasLeft = (): boolean => connection.subscriptions[id] !== waiting;
  const client = { caller, address, origin, hasLeft };
  const asked = takeOut(payload);
  const judged = refusal === null ? operationGate.admit(client, asked) : operationGate.reject(client, [refusal]);
  const admitted =
    judged instanceof Promise ? await running.during(extra.socket, () => readNoMoreUntil(judged, extra)) : judged;
  if (hasLeft()) return forget(admitted);
  connection.subscriptions[id] = null;
  if (!("document" in admitted)) return admitted;
  const { document, operationName, variables } = admitted;
  const base = { schema, document, variableValues: variables, operationName, admitted };
  if (admitted.type !== OperationTypeNode.SUBSCRIPTION) {
    return { ...base, execution: { left, caller, socket: extra.socket } } as PreparedArgs;
  }
  // All subscribers to equal events share their results, so no disconnect aborts them.
  const operation = liveOperationOf(admitted, caller, () => createContext(NOBODY_LEAVES, caller));
  return { ...base, operation } as PreparedArgs;
}

/** A result that is serialised already. */
interface Responded extends ExecutionResult {
  readonly response: QueryResponse;
}

/** A query or a mutation, to its end or that of its time. */
async function run(
  { admitted, execution: { left, caller } }: PreparedArgs,
  { queries, timeoutMs }: WebSocketOptions,
): Promise<ExecutionResult | Responded> {
  let codes: readonly string[] = [];
  try {
    const work = (client: ClientDisconnect): Promise<QueryResponse> =>
      admitted.within(() => queries.run(admitted, caller, client));
    const response = await limitTime(work, timeoutMs, left);
    ({ codes } = response);
    return { response };
  } catch (error) {
    codes = codesOf([error]);
    if (!(error instanceof GatewayError)) throw error;
    return { errors: [new GraphQLError(error.message, { originalError: error })] };
  } finally {
    admitted.end(codes);
  }
}

/**
 * Opens the results of a subscription; the operation ends when the client leaves them, or when they cannot be opened.
 */
async function open(live: Live, { operation, admitted }: PreparedArgs): ReturnType<Live["open"]> {
  try {
    const opened = await admitted.within(() => live.open(operation));
    if ("each" in opened) return opened;
    admitted.end(codesOf(opened));
    return opened;
  } catch (error) {
    admitted.end(codesOf([error]));
    throw error;
  }
}

import type { FastifyInstance } from "fastify";
import type { GraphQLError, FormattedExecutionResult, GraphQLSchema } from "graphql";
import type { Logger } from "pino";
import type { Clock } from "../../domain/time/instant.js";
import type { Live } from "../../graphql/subscription/live.js";
import type { Connect } from "../../lib/connect.js";
import type { RequestAuthenticator } from "../auth/request-authenticator.js";
import type { ContextFactory } from "../context-factory.js";
import { GRAPHQL_PATH } from "../http/endpoint.js";
import type { OperationGate } from "../limits/operation-gate.js";
import type { QueryRunner } from "../query-runner.js";
import { createRouterClients } from "./router-client.js";
import { createRouterCheck } from "./router-list.js";
import { createRouterSubscriptions } from "./router-subscriptions.js";
import { createStreams } from "./streams.js";
import { serveWebSocket, type WebSocketLimits } from "./websocket.js";

export interface LiveTransportOptions {
  readonly schema: GraphQLSchema;
  readonly live: Live;
  readonly queries: QueryRunner;
  readonly createContext: ContextFactory;
  readonly formatErrors: (errors: readonly GraphQLError[]) => NonNullable<FormattedExecutionResult["errors"]>;
  readonly operationGate: OperationGate;
  readonly timeoutMs: number;
  readonly requestAuthenticator: RequestAuthenticator;
  /** Returns the cursor that disconnected subscribers resume from. */
  readonly lastCursor: () => string;
  readonly clock: Clock;
  readonly maxBodyBytes: number;
  readonly limits: SubscriptionLimits;
  /** Opens connections to routers. */
  readonly connect: Connect;
  readonly logger: Logger;
}

/** How subscriptions are bounded. */
export interface SubscriptionLimits extends Omit<WebSocketLimits, "maxFrameBytes"> {
  /** URLs, addresses and networks of the routers that results may be sent to. */
  readonly routers: readonly string[];
}

/** The transports with open connections. */
export interface LiveTransports {
  /**
   * Disconnects subscribers, with the cursor to resume from, before the server closes their sockets. Clients with
   * queries or mutations in progress stay until those have ended.
   */
  requestReconnect(): Promise<void>;
  /**
   * Called after `requestReconnect`. Resolves when the other clients have their responses and are disconnected, after
   * `withinMs` at the latest.
   */
  close(withinMs: number): Promise<void>;
  counts(): LiveCounts;
}

/** The open sockets, event streams and multipart responses, the subscriptions of routers, and the bytes that wait in sockets to be sent. */
export interface LiveCounts {
  readonly sockets: number;
  readonly streams: number;
  readonly multipart: number;
  readonly ofRouters: number;
  readonly bufferedBytes: number;
}

/**
 * Serves subscriptions at the GraphQL path: over WebSocket, as streamed HTTP responses to clients that accept them, and by
 * requests to routers that name a URL for them.
 */
export function serveLive(app: FastifyInstance, options: LiveTransportOptions): LiveTransports {
  const streams = createStreams({ ...options, keepAliveMs: options.limits.keepAliveMs });
  const webSocket = serveWebSocket({
    ...options,
    server: app.server,
    path: GRAPHQL_PATH,
    limits: { ...options.limits, maxFrameBytes: options.maxBodyBytes },
  });
  const routers = createRouterSubscriptions({
    ...options,
    clients: createRouterClients(options.connect),
    mayReceive: createRouterCheck(options.limits.routers),
  });
  app.addHook("preHandler", async (request, reply) => {
    if (request.routeOptions.url !== GRAPHQL_PATH) return undefined;
    if (routers.isMeant(request)) return routers.serve(request, reply);
    const framing = streams.framingOf(request);
    return framing === null ? undefined : streams.serve(request, reply, framing);
  });
  return {
    counts: () => ({
      ...webSocket.counts(),
      streams: streams.count("sse"),
      multipart: streams.count("multipart"),
      ofRouters: routers.count(),
    }),
    async requestReconnect() {
      await Promise.all([webSocket.requestReconnect(), streams.requestReconnect(), routers.requestReconnect()]);
    },
    async close(withinMs) {
      await Promise.all([webSocket.close(withinMs), streams.close(withinMs)]);
    },
  };
}

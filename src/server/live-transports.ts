import type { FastifyInstance } from "fastify";
import type { GraphQLError, FormattedExecutionResult, GraphQLSchema } from "graphql";
import type { ErrorFormatter } from "../graphql/errors.js";
import type { Live } from "../graphql/live.js";
import { GRAPHQL_PATH, type ContextFactory } from "./endpoint.js";
import { createDocumentReader } from "./operation.js";
import { createSse } from "./sse.js";
import { serveWebSocket } from "./websocket.js";

export interface LiveOptions {
  readonly schema: GraphQLSchema;
  readonly live: Live;
  readonly createContext: ContextFactory;
  readonly formatError: ErrorFormatter;
  /** The cursor behind which those who are sent away resume. */
  readonly lastCursor: () => string;
  readonly maxBodyBytes: number;
}

/** What keeps subscriptions open. */
export interface LiveTransports {
  /** Says goodbye to all, with the cursor to resume behind, before the server takes their sockets away. */
  close(): Promise<void>;
}

const KEEP_ALIVE_MS = 12_000;
const INIT_TIMEOUT_MS = 10_000;
const MAX_SUBSCRIPTIONS_PER_SOCKET = 1000;
const MAX_BUFFERED_BYTES = 4_194_304;

/** Serves subscriptions at the GraphQL path: over WebSocket, and as an event stream to who accepts one. */
export function serveLive(app: FastifyInstance, options: LiveOptions): LiveTransports {
  const reader = createDocumentReader(options.schema);
  const formatErrors = (errors: readonly GraphQLError[]): NonNullable<FormattedExecutionResult["errors"]> =>
    errors.map((error) => options.formatError(error.toJSON(), error));
  const common = { ...options, reader, formatErrors };
  const sse = createSse({ ...common, keepAliveMs: KEEP_ALIVE_MS });
  const webSocket = serveWebSocket({
    ...common,
    server: app.server,
    path: GRAPHQL_PATH,
    limits: {
      maxFrameBytes: options.maxBodyBytes,
      maxSubscriptionsPerSocket: MAX_SUBSCRIPTIONS_PER_SOCKET,
      maxBufferedBytes: MAX_BUFFERED_BYTES,
      initTimeoutMs: INIT_TIMEOUT_MS,
      keepAliveMs: KEEP_ALIVE_MS,
    },
  });
  app.addHook("preHandler", async (request, reply) => {
    if (request.routeOptions.url === GRAPHQL_PATH && sse.isMeant(request)) await sse.serve(request, reply);
  });
  return {
    async close() {
      await Promise.all([webSocket.close(), sse.close()]);
    },
  };
}

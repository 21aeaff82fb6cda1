import fastifyCors from "@fastify/cors";
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from "fastify";
import type { Logger } from "pino";
import { compressResponses } from "./compression.js";
import { formatHttpErrors, reject, rejectConnection, rejectEncodedBodies } from "./rejection.js";
import { requestIdOf } from "./request-id.js";

export interface AppOptions {
  readonly maxBodyBytes: number;
  /** Whether pages of this origin may call the API. */
  readonly mayCall: (origin: string) => boolean;
  /** True once each response has to end its connection. */
  readonly isDraining: () => boolean;
  readonly logger: Logger;
}

const REQUEST_TIMEOUT_MS = 30_000;
/** Headers of every response; pages replace some of them. */
const SAFE_HEADERS = Object.entries({
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
});

/** The HTTP server without routes: request ids, safe headers, errors, CORS, compression and the log. */
export function createApp({ maxBodyBytes, mayCall, isDraining, logger }: AppOptions): FastifyInstance {
  const app = Fastify({
    loggerInstance: logger as FastifyBaseLogger,
    // Fastify's own lines contain the URL, and with it the operations of GET requests.
    logController: new LogController({ disableRequestLogging: true }),
    // A logger for each request costs more than most requests, few of which log anything. Lines name the request instead.
    childLoggerFactory: (shared) => shared,
    genReqId: ({ headers }) => requestIdOf(headers),
    bodyLimit: maxBodyBytes,
    requestTimeout: REQUEST_TIMEOUT_MS,
    routerOptions: { ignoreTrailingSlash: true },
    return503OnClosing: false,
    clientErrorHandler: rejectConnection,
    frameworkErrors: (error, _, reply) => void reject(reply, error.statusCode ?? 400, "the URL is malformed"),
  });
  app.removeContentTypeParser("text/plain");
  formatHttpErrors(app);
  app.addHook("onResponse", ({ id, method, url }, { statusCode, elapsedTime }, done) => {
    done();
    if (!logger.isLevelEnabled("debug")) return;
    const path = url.split("?", 1)[0];
    logger.debug({ requestId: id, method, path, status: statusCode, ms: Math.round(elapsedTime) }, "request completed");
  });
  void app.register(fastifyCors, {
    origin: (origin, done) => done(null, origin !== undefined && mayCall(origin)),
    methods: ["GET", "POST"],
    maxAge: 600,
  });
  // The first hook: event streams send their headers by themselves, and pages replace some.
  app.addHook("onRequest", ({ id }, reply, done) => {
    reply.header("x-request-id", id);
    for (const [name, value] of SAFE_HEADERS) reply.header(name, value);
    done();
  });
  app.addHook("onSend", (_, reply, payload, done) => {
    if (isDraining()) reply.header("connection", "close");
    done(null, payload);
  });
  rejectEncodedBodies(app);
  compressResponses(app);
  return app;
}

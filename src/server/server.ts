import type { AddressInfo } from "node:net";
import fastifyCors from "@fastify/cors";
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from "fastify";
import type { FormattedExecutionResult, GraphQLError, GraphQLSchema } from "graphql";
import type { Logger } from "pino";
import type { Timer } from "../domain/time/timer.js";
import type { Clock, DurationMs } from "../domain/time/instant.js";
import type { ErrorFormatter } from "../graphql/errors.js";
import type { Executor } from "../graphql/execution/executor.js";
import type { Live } from "../graphql/subscription/live.js";
import type { Hints } from "../sync/hints.js";
import { createApollo } from "./http/apollo.js";
import { isLoopback } from "./auth/auth-settings.js";
import type { Authenticator } from "./auth/authentication.js";
import type { Rate } from "./limits/rate-bucket.js";
import { compressResponses } from "./http/compression.js";
import { createOperationGate, type OperationGate } from "./limits/operation-gate.js";
import type { TrustedDocuments } from "./documents/persisted-query.js";
import type { OperationSettings } from "./limits/operation-settings.js";
import { createAddressOf, createTrustsPeer, decorateWithAddress } from "./auth/address.js";
import { createRequestAuthenticator, requireAuthentication } from "./auth/request-authenticator.js";
import { createFailedLogins } from "./auth/failed-logins.js";
import type { ContextFactory } from "./context-factory.js";
import { GRAPHQL_PATH, serveGraphQL } from "./http/endpoint.js";
import { serveHealth, type Readiness } from "./ops/health.js";
import { serveMetrics, type MetricsSource } from "./ops/metrics.js";
import type { OperationObserver } from "./operation-observer.js";
import { serveLive, type LiveCounts, type SubscriptionLimits } from "./live/live-transports.js";
import { GRAPHIQL, servePage, WALLBOARD } from "./pages.js";
import { type SharedAnswers, createSharedAnswers, createUnsharedAnswers } from "./http/shared-answers.js";
import { createQueryRunner, type QueryResponse } from "./query-runner.js";
import { createShortcut } from "./http/shortcut.js";
import { createIsOwnOrigin } from "./auth/own-origin.js";
import { requestIdOf } from "./http/request-id.js";
import { serveWebhooks } from "./http/webhooks.js";
import { refuse, refuseConnection, refuseEncodedBodies, refuseInShape } from "./http/refusal.js";

export interface ServerSettings {
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  readonly introspection: boolean;
  /** Whether `/` serves GraphiQL. */
  readonly graphiql: boolean;
  /** Whether `/wallboard` serves the wallboard. */
  readonly wallboard: boolean;
  /** Proxies in front, as addresses or networks, that are believed whom they forward for. */
  readonly trustedProxies: readonly string[];
  /** Origins whose pages may call the API from a browser. */
  readonly corsOrigins: readonly string[];
  readonly maxBodyBytes: number;
  readonly maxWebhookBytes: number;
  /** What those who give hints prove themselves by; null: nobody may. */
  readonly hintToken: string | null;
  /** How many logins may fail from one address. */
  readonly failedLogins: Rate;
  readonly subscriptions: SubscriptionLimits;
  readonly operations: OperationSettings;
}

export interface ServerOptions {
  readonly schema: GraphQLSchema;
  readonly createContext: ContextFactory;
  readonly formatError: ErrorFormatter;
  readonly live: Live;
  readonly executor: Executor;
  /** The cursor behind which those who are sent away resume. */
  readonly lastCursor: () => string;
  readonly readiness: Readiness;
  readonly hints: Hints;
  readonly observer: OperationObserver;
  readonly metrics: MetricsSource;
  readonly authenticator: Authenticator;
  /** True where the settings have no auth at all: only this machine is served, without a rate. */
  readonly isLocalOnly: boolean;
  /** The only documents that are served; null: any. */
  readonly trusted: TrustedDocuments | null;
  readonly clock: Clock;
  readonly timer: Pick<Timer, "now">;
  /** How long an answer is shared between those who ask the same, unless something changes. */
  readonly shareMs: DurationMs;
  /** False parses, validates, executes and serialises every request anew. */
  readonly isCaching: boolean;
  /** Calls the listener whenever something has changed that an answer may be made of. */
  readonly onChange: (listener: () => void) => void;
  readonly settings: ServerSettings;
  readonly logger: Logger;
}

export interface Server {
  /** Starts to serve; `url` has no slash at its end. Rejects where the port is taken. */
  listen(): Promise<{ readonly url: string }>;
  /** From now on `/health/ready` says 503, and each response ends its connection; all else is served as before. */
  drain(): void;
  /** Takes no new connections, lets running requests and operations finish for at most 10 s, and ends. May be called twice. */
  close(): Promise<void>;
  /** Subscribers at the moment. */
  counts(): LiveCounts;
  /** Goes on with these; callers' rates begin anew. */
  reload(settings: ReloadedSettings): void;
}

/** What can change while the server runs. */
export interface ReloadedSettings {
  readonly corsOrigins: readonly string[];
  readonly operations: OperationSettings;
  readonly trusted: TrustedDocuments | null;
  readonly hintToken: string | null;
  readonly failedLogins: Rate;
}

const REQUEST_TIMEOUT_MS = 30_000;
/** How long a server that closes waits for what runs: over HTTP, the pipeline's own constant. */
const RUNNING_MS = 10_000;
/** An answer is nothing to show, to frame or to guess about; a page says for itself what it may. */
const SAFE_HEADERS = Object.entries({
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
});

/** THE TRANSPORTS: GraphQL over HTTP at `/graphql`, GraphiQL at `/`, the wallboard, webhooks, `/metrics` and `/health`. */
export function createServer(options: ServerOptions): Server {
  const { settings, logger } = options;
  let origins = originsOf(settings.corsOrigins);
  const mayCall = (origin: string): boolean => URL.canParse(origin) && origins.has(new URL(origin).origin);
  const app = createApp(settings, mayCall, logger);
  const { introspection, operations } = settings;
  const apollo = createApollo(app, { ...options, introspection, maxTokens: operations.maxTokens });
  let { hintToken } = settings;
  let current = createOperationGate({ ...options, limits: operations, introspection });
  const operationGate: OperationGate = {
    admit: (client, asked) => current.admit(client, asked),
    refuse: (client, errors) => current.refuse(client, errors),
  };
  const { clock, timer, shareMs, isCaching } = options;
  const answers: SharedAnswers<QueryResponse> = isCaching
    ? createSharedAnswers({ clock, timer, shareMs })
    : createUnsharedAnswers();
  options.onChange(() => answers.forget());
  const queries = createQueryRunner({ ...options, answers });
  const formatErrors = (errors: readonly GraphQLError[]): NonNullable<FormattedExecutionResult["errors"]> =>
    errors.map((error) => options.formatError(error.toJSON(), error));
  const gate = { operationGate, queries, formatErrors, timeoutMs: operations.timeoutMs };
  let isStarted = false;
  let isDraining = false;
  let closing: Promise<void> | null = null;

  // At the beginning: a stream sends its headers by itself, and a page says more than this.
  app.addHook("onRequest", ({ id }, reply, done) => {
    reply.header("x-request-id", id);
    for (const [name, value] of SAFE_HEADERS) reply.header(name, value);
    done();
  });
  app.addHook("onSend", (_, reply, payload, done) => {
    if (isDraining) reply.header("connection", "close");
    done(null, payload);
  });
  refuseEncodedBodies(app);
  compressResponses(app);
  const failedLogins = createFailedLogins(settings.failedLogins, options.clock, logger);
  const addressOf = createAddressOf(settings.trustedProxies);
  decorateWithAddress(app, addressOf);
  const requestAuthenticator = createRequestAuthenticator({
    ...options,
    failedLogins,
    mayCall,
    isOwnOrigin: createIsOwnOrigin(createTrustsPeer(settings.trustedProxies)),
    addressOf,
    checksHost: !options.authenticator.isOn && isLoopback(settings.host),
  });
  requireAuthentication(app, GRAPHQL_PATH, requestAuthenticator, options.clock);
  serveHealth(app, options.readiness, () => isDraining);
  serveMetrics(app, options.metrics, requestAuthenticator, options.clock);
  serveWebhooks(app, {
    ...options,
    failedLogins,
    hintToken: () => hintToken,
    maxBytes: Math.min(settings.maxWebhookBytes, settings.maxBodyBytes),
  });
  if (settings.graphiql) servePage(app, GRAPHIQL);
  if (settings.wallboard) servePage(app, WALLBOARD);
  void app.register(async (scope) => {
    await apollo.start();
    isStarted = true;
    serveGraphQL(scope, { ...options, ...gate, apollo, shortcut: createShortcut(queries) });
  });

  const live = serveLive(app, {
    ...options,
    ...gate,
    requestAuthenticator,
    maxBodyBytes: settings.maxBodyBytes,
    limits: settings.subscriptions,
  });

  // Subscribers first: their sockets look idle, and idle sockets are ended without a word.
  // The pipeline drains by closing the app; one that never started has nothing to drain.
  const close = (): Promise<void> => {
    isDraining = true;
    return (closing ??= (async () => {
      await live.sendAway();
      await Promise.all([live.close(RUNNING_MS), isStarted ? apollo.stop() : app.close()]);
    })());
  };
  return {
    async listen() {
      try {
        await app.listen({ host: settings.host, port: settings.port });
      } catch (error) {
        await close();
        throw error;
      }
      return { url: urlOf(app, settings.host) };
    },
    drain() {
      isDraining = true;
    },
    close,
    counts: () => live.counts(),
    reload(next) {
      ({ hintToken } = next);
      origins = originsOf(next.corsOrigins);
      failedLogins.reload(next.failedLogins);
      current = createOperationGate({ ...options, limits: next.operations, trusted: next.trusted, introspection });
    },
  };
}

function createApp(settings: ServerSettings, mayCall: (origin: string) => boolean, logger: Logger): FastifyInstance {
  const app = Fastify({
    loggerInstance: logger as FastifyBaseLogger,
    // Its own lines hold the whole address, and with it what clients ask by GET.
    logController: new LogController({ disableRequestLogging: true }),
    // A logger for each request costs more than most requests, few of which log anything: who does, names the request.
    childLoggerFactory: (shared) => shared,
    genReqId: ({ headers }) => requestIdOf(headers),
    bodyLimit: settings.maxBodyBytes,
    requestTimeout: REQUEST_TIMEOUT_MS,
    routerOptions: { ignoreTrailingSlash: true },
    return503OnClosing: false,
    clientErrorHandler: refuseConnection,
    frameworkErrors: (error, _, reply) => void refuse(reply, error.statusCode ?? 400, "the URL is malformed"),
  });
  app.removeContentTypeParser("text/plain");
  refuseInShape(app);
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
  return app;
}

function originsOf(urls: readonly string[]): ReadonlySet<string> {
  // Pages without an origin of their own, such as sandboxed frames, say `null`: no URL stands for them.
  return new Set(urls.map((text) => new URL(text).origin).filter((origin) => origin !== "null"));
}

/** Where people reach it: an address that stands for all of this machine's is written as localhost. */
function urlOf(app: FastifyInstance, host: string): string {
  const { port } = app.server.address() as AddressInfo;
  const name = ["0.0.0.0", "::"].includes(host) ? "localhost" : host.includes(":") ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

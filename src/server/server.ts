import type { AddressInfo } from "node:net";
import type { FastifyInstance } from "fastify";
import type { DocumentNode, FormattedExecutionResult, GraphQLError, GraphQLSchema } from "graphql";
import type { Logger } from "pino";
import type { Timer } from "../domain/time/timer.js";
import type { Clock, DurationMs } from "../domain/time/instant.js";
import type { ErrorFormatter } from "../graphql/errors.js";
import type { Executor } from "../graphql/execution/executor.js";
import type { Live } from "../graphql/subscription/live.js";
import type { Connect } from "../lib/connect.js";
import type { Hints } from "../sync/hints.js";
import { createAddressOf, createTrustsPeer, decorateWithAddress } from "./auth/address.js";
import { isLoopback } from "./auth/auth-settings.js";
import type { Authenticator } from "./auth/authentication.js";
import { createFailedLogins } from "./auth/failed-logins.js";
import { createIsOwnOrigin } from "./auth/own-origin.js";
import {
  createRequestAuthenticator,
  requireAuthentication,
  type RequestAuthenticator,
} from "./auth/request-authenticator.js";
import type { ContextFactory } from "./context-factory.js";
import { createDocumentCache, type DocumentCache } from "./documents/document-reader.js";
import type { TrustedDocuments } from "./documents/persisted-query.js";
import { createApollo } from "./http/apollo.js";
import { createApp } from "./http/app.js";
import { EXPORT_PATHS, serveExport, type Exports } from "./export/export-endpoint.js";
import { GRAPHQL_PATH, serveGraphQL } from "./http/endpoint.js";
import { createQueryResponseCache } from "./http/query-response-cache.js";
import { serveWebhooks } from "./http/webhooks.js";
import type { Cost } from "./limits/cost.js";
import { createSharedRates } from "./limits/shared-rates.js";
import { createOperationGate, type OperationGate } from "./limits/operation-gate.js";
import type { OperationSettings } from "./limits/operation-settings.js";
import type { Rate, RateLedger } from "../domain/rate.js";
import { serveLive, type LiveCounts, type LiveTransports, type SubscriptionLimits } from "./live/live-transports.js";
import type { OperationObserver } from "./operation-observer.js";
import { MCP_PATH, serveMcp } from "./mcp/mcp-endpoint.js";
import type { McpSettings } from "./mcp/mcp-settings.js";
import { trustTools } from "./mcp/trusted-tools.js";
import { serveHealth, type Readiness } from "./ops/health.js";
import { serveMetrics, type MetricsSource } from "./ops/metrics.js";
import { GRAPHIQL, leadBrowsersToPage, servePage, WALLBOARD } from "./pages.js";
import { serveSandbox } from "./sandbox.js";
import { createQueryRunner, type QueryResponse, type QueryRunner } from "./query-runner.js";

export interface ServerSettings {
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  readonly introspection: boolean;
  /** Whether `/` serves GraphiQL. */
  readonly graphiql: boolean;
  /** Whether `/sandbox` serves a page that loads Apollo Sandbox from its CDN. */
  readonly sandbox: boolean;
  /** Whether `/wallboard` serves the wallboard. */
  readonly wallboard: boolean;
  /** Proxies in front, as addresses or networks, that are believed whom they forward for. */
  readonly trustedProxies: readonly string[];
  /** Origins whose pages may call the API from a browser. */
  readonly corsOrigins: readonly string[];
  readonly maxBodyBytes: number;
  readonly maxWebhookBytes: number;
  /** The token of change hints; null rejects hints without a caller. */
  readonly hintToken: string | null;
  /** How many logins may fail from one address. */
  readonly failedLogins: Rate;
  readonly mcp: McpSettings;
  readonly subscriptions: SubscriptionLimits;
  readonly operations: OperationSettings;
}

export interface ServerOptions {
  readonly schema: GraphQLSchema;
  readonly createContext: ContextFactory;
  readonly formatError: ErrorFormatter;
  readonly live: Live;
  readonly executor: Executor;
  /** Returns the cursor that disconnected subscribers resume from. */
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
  readonly timer: Timer;
  /** The rates of callers that all gateways of the store share; null where one has it to itself. */
  readonly rates: RateLedger | null;
  /** How long equal queries share a response, unless something changes. */
  readonly shareMs: DurationMs;
  /** Calls the listener for each change of the store. */
  readonly onChange: (listener: () => void) => void;
  readonly settings: ServerSettings;
  /** Opens connections to routers. */
  readonly connect: Connect;
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

/** The settings that `reload` applies. */
export interface ReloadedSettings {
  readonly corsOrigins: readonly string[];
  readonly operations: OperationSettings;
  readonly trusted: TrustedDocuments | null;
  readonly hintToken: string | null;
  readonly failedLogins: Rate;
}

/** How long a server that closes waits for running operations; Apollo Server has the same constant for HTTP. */
const RUNNING_MS = 10_000;

/** The transports: GraphQL at `/graphql`, lists as files at `/export`, GraphiQL at `/`, the wallboard, webhooks, `/metrics` and `/health`. */
export function createServer(options: ServerOptions): Server {
  const { settings, logger } = options;
  const { maxBodyBytes, introspection } = settings;
  let origins = originsOf(settings.corsOrigins);
  let { hintToken } = settings;
  let isDraining = false;
  const mayCall = (origin: string): boolean => URL.canParse(origin) && origins.has(new URL(origin).origin);
  const app = createApp({ maxBodyBytes, mayCall, isDraining: () => isDraining, logger });
  const documents = createDocumentCache();
  const responses = createQueryResponseCache<QueryResponse>(options);
  options.onChange(() => responses.clear());
  const costOfCached = (key: string): Cost | null => responses.peek(key)?.cost ?? null;
  const sharedRates = createSharedRates({ ...options, ledger: options.rates });
  const createGate = (limits: OperationSettings, trusted: TrustedDocuments | null): OperationGate => {
    const prepare = (document: DocumentNode): DocumentNode => options.executor.prepare(document);
    const all = trustTools(trusted, settings.mcp);
    return createOperationGate({
      ...options,
      sharedRates,
      limits,
      trusted: all,
      introspection,
      documents,
      prepare,
      costOfCached,
    });
  };
  let gate = createGate(settings.operations, options.trusted);
  const operationGate: OperationGate = {
    admit: (client, requested) => gate.admit(client, requested),
    reject: (client, errors) => gate.reject(client, errors),
    typeOf: (requested) => gate.typeOf(requested),
  };
  const failedLogins = createFailedLogins(settings.failedLogins, { ...options, sharedRates });
  const access = serveOperators(app, options, { mayCall, failedLogins, isDraining: () => isDraining });
  serveWebhooks(app, {
    ...options,
    failedLogins,
    hintToken: () => hintToken,
    maxBytes: Math.min(settings.maxWebhookBytes, maxBodyBytes),
  });
  const queries = createQueryRunner({ ...options, responses });
  const graphQL = serveOperations(app, options, { operationGate, queries, documents, access });
  let closing: Promise<void> | null = null;

  // Subscribers first: their sockets count as idle, and Apollo Server closes idle sockets at once.
  const close = (): Promise<void> => {
    isDraining = true;
    return (closing ??= (async () => {
      await Promise.all([graphQL.live.requestReconnect(), graphQL.exports.close()]);
      await Promise.all([graphQL.live.close(RUNNING_MS), graphQL.stop()]);
      await sharedRates.close();
      options.authenticator.close?.();
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
    counts: () => graphQL.live.counts(),
    reload(next) {
      ({ hintToken } = next);
      origins = originsOf(next.corsOrigins);
      failedLogins.reload(next.failedLogins);
      // They passed the limits and the manifest of before.
      documents.clear();
      responses.clear();
      gate = createGate(next.operations, next.trusted);
    },
  };
}

interface OperatorOptions {
  readonly mayCall: (origin: string) => boolean;
  readonly failedLogins: ReturnType<typeof createFailedLogins>;
  readonly isDraining: () => boolean;
}

/** Authentication of all routes behind it, health, metrics and pages. */
function serveOperators(
  app: FastifyInstance,
  options: ServerOptions,
  { mayCall, failedLogins, isDraining }: OperatorOptions,
): RequestAuthenticator {
  const { settings, clock } = options;
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
  if (settings.graphiql) leadBrowsersToPage(app, GRAPHQL_PATH);
  requireAuthentication(app, [GRAPHQL_PATH, MCP_PATH, ...EXPORT_PATHS], requestAuthenticator, clock);
  serveHealth(app, options.readiness, isDraining);
  serveMetrics(app, options.metrics, requestAuthenticator, clock);
  if (settings.graphiql) servePage(app, GRAPHIQL, { requiresAuth: options.authenticator.isOn });
  if (settings.sandbox) serveSandbox(app);
  if (settings.wallboard) servePage(app, WALLBOARD);
  return requestAuthenticator;
}

interface OperationOptions {
  readonly operationGate: OperationGate;
  readonly queries: QueryRunner;
  readonly documents: DocumentCache;
  readonly access: RequestAuthenticator;
}

/** GraphQL over HTTP, WebSocket and server-sent events, exports, and the tools of agents: one gate, one response cache and one executor. */
function serveOperations(
  app: FastifyInstance,
  options: ServerOptions,
  { operationGate, queries, documents, access }: OperationOptions,
): { readonly live: LiveTransports; readonly exports: Exports; stop(): Promise<void> } {
  const { settings } = options;
  const { introspection, operations, maxBodyBytes } = settings;
  const formatErrors = (errors: readonly GraphQLError[]): NonNullable<FormattedExecutionResult["errors"]> =>
    errors.map((error) => options.formatError(error.toJSON(), error));
  const serving = { operationGate, queries, formatErrors, timeoutMs: operations.timeoutMs };
  const apollo = createApollo(app, { ...options, documents, introspection, maxTokens: operations.maxTokens });
  let isStarted = false;
  void app.register(async (scope) => {
    await apollo.start();
    isStarted = true;
    serveGraphQL(scope, { ...options, ...serving, apollo });
  });
  const live = serveLive(app, {
    ...options,
    ...serving,
    requestAuthenticator: access,
    maxBodyBytes,
    limits: settings.subscriptions,
  });
  const exports = serveExport(app, { ...options, ...serving, requestAuthenticator: access });
  if (settings.mcp.enabled)
    serveMcp(app, { ...options, ...serving, settings: settings.mcp, requestAuthenticator: access });
  // Apollo Server drains by closing the app; one that never started has nothing to drain.
  return { live, exports, stop: async () => (isStarted ? apollo.stop() : app.close()) };
}

function originsOf(urls: readonly string[]): ReadonlySet<string> {
  // Pages without an origin of their own, such as sandboxed frames, say `null`: no URL stands for them.
  return new Set(urls.map((text) => new URL(text).origin).filter((origin) => origin !== "null"));
}

/** The URL for people: an address that stands for all of this machine's is written as localhost. */
function urlOf(app: FastifyInstance, host: string): string {
  const { port } = app.server.address() as AddressInfo;
  const name = ["0.0.0.0", "::"].includes(host) ? "localhost" : host.includes(":") ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

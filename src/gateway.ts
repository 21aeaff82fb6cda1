import type { GraphQLSchema } from "graphql";
import { pino, type Logger } from "pino";
import { createCommandService } from "./commands/gateway-commands.js";
import { createErasureService } from "./commands/erasure.js";
import { reconciliationTask } from "./commands/reconciliation-loop.js";
import { limitCommands } from "./commands/limited-commands.js";
import { ADAPTERS } from "./adapters/registry.js";
import { stampBy } from "./domain/change/request-stamp.js";
import { systemTimer, timerOf, type Timer } from "./domain/time/timer.js";
import { ANYBODY, actorOf, type Caller, type Waiting } from "./domain/caller.js";
import { turnCaches } from "./lib/cache.js";
import { encodeChangeCursor } from "./domain/change/cursor.js";
import type { Clock } from "./domain/time/instant.js";
import { deliveryTasks, openGatewayDeliveries } from "./deliveries/gateway-deliveries.js";
import { createHints, type Hints } from "./sync/hints.js";
import { limitSubscriptions } from "./subscriptions/limited-subscriptions.js";
import { openSubscriptionHub } from "./subscriptions/subscription-hub.js";
import { openNames } from "./sync/names/names.js";
import { createRecorder } from "./sync/recorder.js";
import { BackgroundWork } from "./sync/background-work.js";
import { createRefresher } from "./sync/fetch/refresher.js";
import { releaseReadable } from "./sync/release.js";
import { createSteadyClock } from "./sync/steady-clock.js";
import { openSharedClock } from "./sync/shared-clock.js";
import type { Settings } from "./config/config.js";
import { GatewaySources, type SourcesReloaded } from "./gateway-sources.js";
import type { GraphQLContext } from "./graphql/context.js";
import { createErrorFormatter, formatResult } from "./graphql/errors.js";
import { createExecutor } from "./graphql/execution/executor.js";
import { createLive } from "./graphql/subscription/live.js";
import { createSchema } from "./graphql/schema.js";
import { createSubgraph } from "./graphql/federation/subgraph.js";
import { createLoaders } from "./loaders/gateway-loaders.js";
import type { Loaders } from "./loaders/loaders.js";
import type { LiveCounts } from "./server/live/live-transports.js";
import { logOpenAccess } from "./server/auth/open-access.js";
import { openAuthenticator } from "./server/auth/kiosk-keys.js";
import type { ContextFactory } from "./server/context-factory.js";
import { createServer } from "./server/server.js";
import { connectBy, describeProxies } from "./config/proxies.js";
import { checkReadiness } from "./server/ops/readiness.js";
import { changesOf } from "./config/reload.js";
import { openStore } from "./stores/registry.js";
import type { Store } from "./stores/store.js";
import type { StartedExport } from "./telemetry/sdk.js";
import { createTelemetry } from "./telemetry/telemetry.js";

/** Parts that the process or a test provides. */
export interface GatewayOverrides {
  readonly clock?: Clock;
  /** Default: the clock of the overrides, or the system's monotonic one. */
  readonly timer?: Timer;
  readonly logger?: Logger;
  readonly store?: Store;
  readonly exported?: Pick<StartedExport, "tracing" | "metrics">;
}

export interface Gateway {
  readonly schema: GraphQLSchema;
  /** Creates the data access of a request that starts now. */
  createLoaders(client: Waiting): Loaders;
  /** Creates the context of such a request without authentication, with full access. */
  createContext(client: Waiting): GraphQLContext;
  /** Starts the server and the background work. Rejects if the port is in use. */
  listen(): Promise<{ readonly url: string }>;
  /** Returns the current numbers of connections and subscribers. */
  counts(): LiveCounts & { readonly followers: number };
  /**
   * Applies the settings that can change while the gateway serves, sources included. Resolves with how the sources changed, and
   * with all changed settings that require a restart. Rejects while the gateway closes.
   */
  reload(next: Settings): Promise<SourcesReloaded>;
  /** Reports not ready to load balancers, and keeps serving. To be called some time before `close`. */
  drain(): void;
  /** Ends subscriptions, waits for operations in progress, and closes all parts. May be called twice. */
  close(): Promise<void>;
}

/** The composition root: creates and connects all parts. Rejects if the store cannot be opened. */
export async function createGateway(settings: Settings, overrides: GatewayOverrides = {}): Promise<Gateway> {
  turnCaches(settings.caches);
  const base = await openBase(settings, overrides);
  const { store, sources, clock, timer, logger, telemetry } = base;
  const { registry } = sources;
  const synced = await openSync(base, settings);
  const { recorder, refresher, commands, names } = synced;
  const hints = createHints({ sources: registry, refresher, recorder, store, clock, logger });
  const api = await createApi(base, { ...synced, hints }, settings);
  const { server, subscriptions, deliveries } = api;
  const { hotIntervalMs, leaseMs, polling: isPolling } = settings.sync;
  const isSending = isPolling || settings.databaseUrl === null;
  const background = new BackgroundWork({
    sources: registry,
    store,
    refresher,
    clock,
    timer,
    logger,
    isPolling,
    leaseMs,
    ...settings.retention,
    retention: sources.retention,
    intervals: settings.sync,
    directories: { names, directoryMs: settings.sync.directoryMs },
    tasks: new Map([
      ...(isPolling ? [reconciliationTask({ commands, everyMs: hotIntervalMs, logger })] : []),
      ...deliveryTasks(deliveries, isSending, logger),
    ]),
  });
  telemetry.watch({
    refresher,
    recorder,
    subscriptions,
    deliveries,
    store,
    clock,
    conditionOf: (source) => registry.find(source)?.adapter.condition() ?? null,
    live: () => server.counts(),
    leases: () => background.leases(),
  });

  const closeAll = async (): Promise<void> => {
    await server.close();
    subscriptions.close();
    await background.close();
    await hints.close();
    // Writes in progress end first: aborted, their outcomes would be unknown.
    await commands.close();
    await refresher.close();
    await sources.close();
    await base.sharedClock?.close();
    names.close();
    await store.close();
  };
  let closing: Promise<void> | null = null;
  return {
    schema: api.schema,
    createLoaders: (client) => api.loadersFor(client, ANYBODY),
    createContext: (client) => api.createContext(client, ANYBODY),
    async listen() {
      logOpenAccess(settings.auth, settings.server.host, logger);
      const listening = await server.listen();
      background.start();
      return listening;
    },
    async reload(next) {
      const { operations, hintToken, failedLogins, corsOrigins } = next.server;
      api.authenticator.reload(next.auth);
      api.wallboard.current = next.wallboard;
      server.reload({ operations, hintToken, failedLogins, corsOrigins, trusted: next.trustedDocuments });
      const { maxInFlightMs } = settings.commands;
      const changes = await sources.reload(next.sources, { store, refresher, names, telemetry, logger, maxInFlightMs });
      return { ...changes, restart: [...changesOf(settings, next), ...changes.restart] };
    },
    drain: () => server.drain(),
    counts: () => ({ ...server.counts(), followers: subscriptions.count() }),
    close: () => (closing ??= closeAll()),
  };
}

/** Opens the parts that all others use: log, metrics, store, clocks and the adapters of all sources. */
async function openBase(settings: Settings, overrides: GatewayOverrides) {
  const timer = overrides.timer ?? (overrides.clock === undefined ? systemTimer : timerOf(overrides.clock));
  const logger = overrides.logger ?? pino();
  for (const warning of settings.warnings) logger.warn({ setting: warning }, "renamed setting");
  const { proxies } = settings;
  const connect = connectBy(proxies);
  if (proxies !== null) logger.info({ proxies: describeProxies(proxies) }, "vendor requests use proxies");
  const telemetry = createTelemetry(logger, overrides.exported);
  const store = telemetry.observe(overrides.store ?? (await openStore(settings)));
  if (!store.hasSearchIndex) logger.warn("search has no index: create the extension pg_trgm, and restart the gateway");
  store.replicas?.onState(({ name, isServing, reason }) => {
    if (isServing) logger.info({ replica: name }, "the replica serves reads");
    else logger.warn({ replica: name, reason }, "the replica is left out; the primary serves its reads");
  });
  const sharedClock = overrides.clock === undefined ? await openSharedClock({ store, timer, logger }) : null;
  const wallClock = overrides.clock ?? sharedClock?.clock ?? Date.now;
  const clock = createSteadyClock({ wallClock, timer, logger });
  const sources = new GatewaySources(settings, {
    clock,
    timer,
    backgroundShare: settings.sync.backgroundShare,
    stampRequest: stampBy(() => store.drawRequestNumber(), clock),
    quotas: store.quotas ?? undefined,
    calls: telemetry.vendorCalls,
    connect,
  });
  await store.applyPromises(sources.promises);
  store.applyRetention(sources.retention);
  return { timer, logger, connect, telemetry, store, sharedClock, wallClock, clock, sources };
}

type Base = Awaited<ReturnType<typeof openBase>>;

/** Opens the parts that fetch from vendors, record in the store, and execute commands. */
async function openSync(base: Base, settings: Settings) {
  const { store, clock, timer, logger } = base;
  const sources = base.sources.registry;
  const named = settings.sources.map((source) => [source.name, source.names] as const);
  const names = await openNames({ store, settings: new Map(named), logger });
  const recorder = createRecorder({ store, clock, logger, sources, names });
  await releaseReadable({ store, sources, recorder, logger });
  const refresher = await createRefresher({
    sources,
    store,
    recorder,
    clock,
    timer,
    intervals: settings.sync,
    isPolled: settings.sync.polling,
    onFailure: (source, { code, message, vendorCode, trackingId, cause }, { by }) =>
      logger.warn({ source, query: by, code, vendorCode, trackingId, cause: String(cause) }, message),
  });
  const commands = createCommandService({
    sources,
    store,
    recorder,
    refresher,
    clock,
    timer,
    waitMs: settings.freshness.waitMs,
    maxInFlightMs: settings.commands.maxInFlightMs,
    operationTimeoutMs: settings.server.operations.timeoutMs,
  });
  return { recorder, refresher, commands, names };
}

/** Creates the GraphQL schema and the server that executes operations. */
async function createApi(
  { store, clock, timer, wallClock, logger, telemetry, connect, sources: { registry, promises } }: Base,
  { refresher, commands, hints, names }: Awaited<ReturnType<typeof openSync>> & { readonly hints: Hints },
  settings: Settings,
) {
  const base = createSchema({ vendors: ADAPTERS });
  const { federation, federationScopes: hasScopes, introspection } = settings.server;
  const schema = federation ? createSubgraph(base, { isSchemaSecret: !introspection, hasScopes }) : base;
  const loadersFor = (client: Waiting, caller: Caller): Loaders =>
    createLoaders({ caller, store, refresher, clock, names, ...settings.freshness, client });
  const subscriptions = await openSubscriptionHub({ store, clock, sources: () => registry.names(), promises });
  const formatError = createErrorFormatter(
    (error) => logger.error({ err: error }, "operation failed unexpectedly"),
    !introspection,
  );
  const executor = createExecutor(schema, (result) => formatResult(result, formatError));
  const authenticator = openAuthenticator(settings, wallClock, store, connect);
  const wallboard = { current: settings.wallboard };
  const createContext: ContextFactory = (client, caller, resumeAfter) => ({
    caller,
    loaders: loadersFor(client, caller),
    subscriptions: limitSubscriptions(subscriptions, caller, clock),
    commands: limitCommands(commands, caller),
    erasure: createErasureService({ store, caller, clock }),
    wallboard: wallboard.current,
    actor: actorOf(caller),
    ...(resumeAfter === undefined ? {} : { resumeAfter }),
  });
  const deliveries = await openGatewayDeliveries({
    schema,
    executor,
    store,
    clock,
    connect,
    logger,
    promises,
    sources: () => refresher.sources(),
    settings: settings.deliveries,
    createContext: (caller) => createContext(new AbortController(), caller),
  });
  const server = createServer({
    schema,
    createContext,
    formatError,
    live: createLive(schema, executor, names),
    executor,
    lastCursor: () => encodeChangeCursor(subscriptions.last()),
    settings: settings.server,
    connect,
    readiness: () => checkReadiness(store, subscriptions),
    hints,
    observer: telemetry.operations,
    metrics: (format) => telemetry.show(format),
    authenticator,
    isLocalOnly: settings.auth === null,
    trusted: settings.trustedDocuments,
    clock,
    timer,
    rates: store.rates,
    shareMs: settings.responses.cacheTtlMs,
    onChange: (listener) => {
      store.onChanges(() => listener());
      names.onChange(listener);
    },
    logger,
  });
  return { schema, loadersFor, subscriptions, deliveries, authenticator, wallboard, createContext, server };
}

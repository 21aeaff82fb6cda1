import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import type { ExecutionResult, FormattedExecutionResult, GraphQLSchema } from "graphql";
import { pino, type Logger } from "pino";
import { createCommandService } from "./commands/gateway-commands.js";
import { reconcile } from "./commands/reconciliation-loop.js";
import { limitCommands } from "./commands/limited-commands.js";
import { capabilitiesOf } from "./adapters/capability.js";
import { ADAPTERS } from "./adapters/registry.js";
import { stampBy } from "./domain/change/request-stamp.js";
import { systemTimer, timerOf, type Timer } from "./domain/time/timer.js";
import { ANYBODY, type Caller, type Waiting } from "./domain/caller.js";
import type { Connect } from "./lib/connect.js";
import { encodeChangeCursor } from "./domain/change/cursor.js";
import type { Clock } from "./domain/time/instant.js";
import { createHints } from "./sync/hints.js";
import { limitSubscriptions } from "./subscriptions/limited-subscriptions.js";
import { openSubscriptionHub } from "./subscriptions/subscription-hub.js";
import { createRecorder } from "./sync/recorder.js";
import { startLeases, type Leases } from "./sync/leases.js";
import { pollSource } from "./sync/poller.js";
import { createRefresher } from "./sync/fetch/refresher.js";
import type { Source } from "./sync/source.js";
import { releaseReadable } from "./sync/release.js";
import { createSteadyClock } from "./sync/steady-clock.js";
import { startMaintenance } from "./sync/maintenance.js";
import { openSharedClock } from "./sync/shared-clock.js";
import type { Settings, SourceSettings } from "./config/config.js";
import type { GraphQLContext } from "./graphql/context.js";
import { createErrorFormatter, formatResult } from "./graphql/errors.js";
import { createExecutor } from "./graphql/execution/executor.js";
import { createLive } from "./graphql/subscription/live.js";
import { createSchema } from "./graphql/schema.js";
import { createSubgraph } from "./graphql/federation/subgraph.js";
import { createLoaders } from "./loaders/gateway-loaders.js";
import type { Loaders } from "./loaders/loaders.js";
import type { LiveCounts } from "./server/live/live-transports.js";
import { isLoopback } from "./server/auth/auth-settings.js";
import { createAuthenticator } from "./server/auth/authentication.js";
import type { ContextFactory } from "./server/context-factory.js";
import { createServer } from "./server/server.js";
import { connectBy, describeProxies } from "./config/proxies.js";
import { checkReadiness } from "./server/ops/readiness.js";
import { changesOf } from "./config/reload.js";
import { openStore } from "./stores/registry.js";
import type { Store } from "./stores/store.js";
import type { Tracing } from "./telemetry/tracing.js";
import { createTelemetry, type Telemetry } from "./telemetry/telemetry.js";

/** The lease of what is no source's: no source is called so. */
const SETTLING = "(settling)";

/** What the process, or a test, brings of its own. */
export interface GatewayOverrides {
  readonly clock?: Clock;
  /** Default: the given clock, or the system's monotonic one. */
  readonly timer?: Timer;
  readonly logger?: Logger;
  readonly store?: Store;
  readonly tracing?: Tracing;
}

export interface Gateway {
  readonly schema: GraphQLSchema;
  /** Everything a request may read, for a request that begins now. */
  createLoaders(client: Waiting): Loaders;
  /** What the resolvers of such a request are given, where there is no authentication. */
  createContext(client: Waiting): GraphQLContext;
  /** Starts to serve, and to fill the store. Rejects where the port is taken. */
  listen(): Promise<{ readonly url: string }>;
  /** Subscribers at the moment: who follows the feed, over what. */
  counts(): LiveCounts & { readonly followers: number };
  /**
   * Goes on with other settings where that can be done while it serves; returns which settings changed and need a
   * restart.
   */
  reload(next: Settings): readonly string[];
  /** Tells load balancers to send nothing more; serves as before. To be called some time before `close`. */
  drain(): void;
  /** Says goodbye to subscribers, lets running requests finish, and ends everything. May be called twice. */
  close(): Promise<void>;
}

/** THE COMPOSITION ROOT: puts the rooms of the house together. Rejects where the store cannot be opened. */
export async function createGateway(settings: Settings, overrides: GatewayOverrides = {}): Promise<Gateway> {
  const timer = overrides.timer ?? (overrides.clock === undefined ? systemTimer : timerOf(overrides.clock));
  const logger = overrides.logger ?? pino();
  for (const warning of settings.warnings) logger.warn({ setting: warning }, "renamed setting");
  const connect = connectBy(settings.proxies);
  if (settings.proxies !== null)
    logger.info({ proxies: describeProxies(settings.proxies) }, "vendor requests use proxies");
  const telemetry = createTelemetry(logger, overrides.tracing ?? null);
  const store = telemetry.observe(overrides.store ?? (await openStore(settings)));
  const sharedClock = overrides.clock === undefined ? await openSharedClock({ store, timer, logger }) : null;
  const wallClock = overrides.clock ?? sharedClock?.clock ?? Date.now;
  const clock = createSteadyClock({ wallClock, timer, logger });
  const sources = settings.sources.map((source) =>
    openSource(source, { clock, timer, store, telemetry, connect, ...settings.sync }),
  );
  const forgetful = new Set(
    sources.filter(({ adapter }) => adapter.forgetsWhenDue === true).map(({ description }) => description.name),
  );
  const recorder = createRecorder({ store, clock, logger, forgetful });
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
    waitMs: settings.answers.waitMs,
    settleMs: settings.actions.settleMs,
  });
  const base = createSchema({ vendors: ADAPTERS });
  const { federation, introspection } = settings.server;
  const schema = federation ? createSubgraph(base, { isSchemaSecret: !introspection }) : base;
  const { maxStalenessMs, waitMs } = settings.answers;
  const loadersFor = (client: Waiting, caller: Caller): Loaders =>
    createLoaders({ caller, store, refresher, clock, maxStalenessMs, waitMs, client });
  const subscriptions = await openSubscriptionHub({
    store,
    clock,
    sources: sources.map(({ description }) => description.name),
  });
  const hints = createHints({ sources, refresher, store, clock, logger });
  const formatError = createErrorFormatter(
    (error) => logger.error({ err: error }, "operation failed unexpectedly"),
    !introspection,
  );
  const format = (result: ExecutionResult): FormattedExecutionResult => formatResult(result, formatError);
  const { isCaching } = settings;
  const executor = createExecutor(schema, format, { isCaching });
  const byProxy = settings.proxies === null ? undefined : connect;
  const authenticator = createAuthenticator(settings.auth, wallClock, byProxy);
  const createContext: ContextFactory = (client, caller, resumeAfter) => ({
    caller,
    loaders: loadersFor(client, caller),
    subscriptions: limitSubscriptions(subscriptions, caller, clock),
    commands: limitCommands(commands, caller),
    actor: caller === ANYBODY ? null : caller.id,
    ...(resumeAfter === undefined ? {} : { resumeAfter }),
  });
  const server = createServer({
    schema,
    createContext,
    formatError,
    live: createLive(schema, executor, { isCaching }),
    executor,
    lastCursor: () => encodeChangeCursor(subscriptions.last()),
    settings: settings.server,
    readiness: () => checkReadiness(store, subscriptions),
    hints,
    observer: telemetry.operations,
    metrics: () => telemetry.show(),
    authenticator,
    isLocalOnly: settings.auth === null,
    trusted: settings.trustedDocuments,
    clock,
    timer,
    shareMs: settings.answers.shareMs,
    isCaching,
    onChange: (listener) => store.onChanges(listener),
    logger,
  });
  let leases: Leases | null = null;
  const leaseNames = settings.sync.polling ? [...sources.map(({ description }) => description.name), SETTLING] : [];
  const conditions = new Map(sources.map(({ description, adapter }) => [description.name, adapter]));
  telemetry.watch({
    refresher,
    recorder,
    subscriptions,
    store,
    conditionOf: (source) => conditions.get(source)?.condition() ?? null,
    live: () => server.counts(),
    leases: () => {
      const held = new Set(leases?.held());
      return leaseNames.map((name) => [name, held.has(name)] as const);
    },
  });
  const loops: { close(): Promise<void> }[] = [];
  let closing: Promise<void> | null = null;
  return {
    schema,
    createLoaders: (client) => loadersFor(client, ANYBODY),
    createContext: (client) => createContext(client, ANYBODY),
    async listen() {
      sayWhoMayComeIn(settings, logger);
      const listening = await server.listen();
      loops.push(startMaintenance({ store, clock, logger, forgetful, ...settings.retention }));
      if (settings.sync.polling) {
        const { hotIntervalMs, leaseMs } = settings.sync;
        const polling = { refresher, store, clock, timer, logger, intervals: settings.sync };
        const bySource = new Map(sources.map((source) => [source.description.name, source]));
        const hold = (name: string, signal: AbortSignal): Promise<void> => {
          const source = bySource.get(name);
          return source === undefined
            ? reconcile({ commands, everyMs: hotIntervalMs, logger }, signal)
            : pollSource(source, polling, signal);
        };
        const gateway = `${hostname()}:${process.pid}:${randomUUID()}`;
        leases = startLeases({ store, logger, gateway, names: leaseNames, leaseMs, hold });
        loops.push(leases);
      }
      return listening;
    },
    reload(next) {
      const { operations, hintToken, failedLogins, corsOrigins } = next.server;
      authenticator.reload(next.auth);
      server.reload({ operations, hintToken, failedLogins, corsOrigins, trusted: next.trustedDocuments });
      return changesOf(settings, next);
    },
    drain: () => server.drain(),
    counts: () => ({ ...server.counts(), followers: subscriptions.count() }),
    close: () =>
      (closing ??= (async () => {
        await server.close();
        subscriptions.close();
        await Promise.all(loops.map((loop) => loop.close()));
        await hints.close();
        // A write that was sent is waited for: given up, nobody would know what was done.
        await commands.close();
        await refresher.close();
        await Promise.all(sources.map(({ adapter }) => adapter.close()));
        await sharedClock?.close();
        await store.close();
      })()),
  };
}

function sayWhoMayComeIn({ auth, server: { host } }: Settings, logger: Logger): void {
  if (auth !== null && auth !== "none") return;
  if (isLoopback(host)) {
    logger.info("no authentication; only requests from this machine are accepted, with full access");
  } else {
    logger.warn("authentication is off (auth: none); every client has full access");
  }
}

function openSource(
  { name, definition, settings, connections, promise }: SourceSettings,
  context: {
    readonly clock: Clock;
    readonly timer: Timer;
    readonly store: Store;
    readonly telemetry: Telemetry;
    readonly connect: Connect;
    readonly backgroundShare: number;
  },
): Source {
  const { vendor } = definition;
  const { clock, timer, connect, backgroundShare } = context;
  const quotas = context.store.quotas ?? undefined;
  const calls = context.telemetry.vendorCalls;
  const adapter = definition.create(settings, {
    source: name,
    vendor,
    clock,
    timer,
    backgroundShare,
    stampRequest: stampBy(() => context.store.drawRequestNumber(), clock),
    quotas,
    calls,
    connect,
  });
  const coverage = adapter.list === undefined ? "OBSERVED" : "COMPLETE";
  return {
    description: { name, vendor, capabilities: capabilitiesOf(adapter), coverage, promise },
    adapter,
    concurrency: connections,
  };
}

import type { Logger } from "pino";
import type { AdapterContext } from "./adapters/adapter.js";
import { capabilitiesOf, coverageOf } from "./adapters/capability.js";
import type { Settings, SourceSettings } from "./config/config.js";
import { changesOfSources } from "./config/reload.js";
import { retentionOf } from "./config/retention.js";
import { withTls } from "./config/tls.js";
import { toError } from "./domain/errors.js";
import type { PromiseSettings } from "./domain/promise.js";
import type { RetentionPolicy } from "./domain/retention.js";
import type { DurationMs } from "./domain/time/instant.js";
import { waitAtMost } from "./lib/at-most.js";
import type { Connect } from "./lib/connect.js";
import type { Store } from "./stores/store.js";
import type { Refresher } from "./sync/fetch/refresher.js";
import type { Names } from "./sync/names/names.js";
import { SourceRegistry } from "./sync/source-registry.js";
import type { Source } from "./sync/source.js";
import type { Telemetry } from "./telemetry/telemetry.js";

/** A source, and why it could not be opened, or checked. */
export interface SourceFailure {
  readonly source: string;
  readonly reason: string;
}

/** How the sources changed. */
export interface SourcesReloaded {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  /** Sources that could not be opened: a previous one of the name goes on. */
  readonly failed: readonly SourceFailure[];
  /** Added and changed sources that are served, but whose vendor could not be reached, or rejects the credentials. */
  readonly unverified: readonly SourceFailure[];
  /** The settings of sources that require a restart. */
  readonly restart: readonly string[];
}

/** The parts of a gateway that a reload of sources changes. */
export interface SourceUsers {
  readonly store: Pick<Store, "applyPromises" | "applyRetention">;
  readonly refresher: Pick<Refresher, "prepare" | "drain">;
  readonly names: Pick<Names, "reload">;
  readonly telemetry: Pick<Telemetry, "addSources" | "removeSource">;
  readonly logger: Logger;
  /** How long a write may be in progress. The timeout of every source has to be shorter. */
  readonly maxInFlightMs: DurationMs;
}

/** The services that the adapters of all sources get. */
type SourceContext = Omit<AdapterContext, "source" | "vendor" | "connect"> & { readonly connect: Connect };

/** Reads of a source that was replaced or removed may take this long; then they are cancelled. */
const DRAIN_MS: DurationMs = 30_000;
/** The check of a source that was opened is cancelled after this time. */
const VERIFY_MS: DurationMs = 10_000;

/** The sources of a gateway: opens them, and replaces them when settings are reloaded. */
export class GatewaySources {
  readonly registry: SourceRegistry;
  /** By source, until when calls are promised; changes as the sources do. */
  readonly promises: Map<string, PromiseSettings>;
  /** By source, how long ended callbacks are stored; changes as the sources do. */
  readonly retention: Map<string, RetentionPolicy>;
  readonly #closing = new AbortController();
  readonly #draining = new Set<Promise<void>>();
  #running: readonly SourceSettings[];
  #reloading: Promise<unknown> = Promise.resolve();

  /** Throws if a source cannot be opened. */
  constructor(
    private readonly settings: Pick<Settings, "sources" | "retention">,
    private readonly context: SourceContext,
  ) {
    const { sources } = settings;
    this.#running = sources;
    this.registry = new SourceRegistry(sources.map((one) => openSource(one, context)));
    this.promises = new Map(sources.map(({ name, promise }) => [name, promise]));
    this.retention = retentionOf(settings);
  }

  /**
   * Opens the sources that were added or changed, has them take over at once, and checks them. The previous ones are closed
   * in the background after their reads and commands have ended. One reload runs at a time. Rejects while the gateway closes.
   */
  reload(next: Settings["sources"], users: SourceUsers): Promise<SourcesReloaded> {
    const reloaded = this.#reloading.then(() => this.#reload(next, users));
    this.#reloading = reloaded.catch(() => undefined);
    return reloaded;
  }

  /** Closes all sources, after a reload in progress. To be called after the parts that use them were closed. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#reloading;
    await Promise.all([...this.#draining, ...this.registry.all().map(({ adapter }) => adapter.close())]);
  }

  async #reload(next: readonly SourceSettings[], users: SourceUsers): Promise<SourcesReloaded> {
    this.#closing.signal.throwIfAborted();
    const { added, changed, removed, otherVendor } = changesOfSources(this.#running, next);
    const opened = new Map<string, Source>();
    const failed: SourceFailure[] = [];
    for (const one of next) {
      if (!added.includes(one.name) && !changed.includes(one.name)) continue;
      try {
        opened.set(one.name, await this.#open(one, users));
      } catch (error) {
        failed.push({ source: one.name, reason: toError(error).message });
      }
    }
    const previous = this.registry.all();
    // A source that failed is opened again by the next reload, also if its settings are the same then.
    const running = (name: string): SourceSettings | undefined => this.#running.find((one) => one.name === name);
    this.#running = next.flatMap((one) => (opened.has(one.name) ? one : (running(one.name) ?? [])));
    this.registry.replace(this.#running.flatMap(({ name }) => opened.get(name) ?? this.registry.find(name) ?? []));
    users.names.reload(new Map(this.#running.map(({ name, names }) => [name, names])));
    const isOpened = (name: string): boolean => opened.has(name);
    users.telemetry.addSources(added.filter(isOpened));
    const remaining = new Set(this.registry.all());
    for (const source of previous) if (!remaining.has(source)) this.#drain(source, users);
    return {
      added: added.filter(isOpened),
      changed: changed.filter(isOpened),
      removed,
      failed,
      unverified: await this.#verify([...opened.values()]),
      restart: otherVendor.map((name) => `sources.${name}.vendor`),
    };
  }

  async #open(settings: SourceSettings, { store, refresher, maxInFlightMs }: SourceUsers): Promise<Source> {
    const { name, promise, timeoutMs } = settings;
    if (timeoutMs >= maxInFlightMs) {
      const bound = `commands.maxInFlightMs, which is ${maxInFlightMs} until the gateway is restarted`;
      throw new Error(`timeoutMs is ${timeoutMs}, and must be smaller than ${bound}`);
    }
    const source = openSource(settings, this.context);
    try {
      await store.applyPromises(new Map([[name, promise]]));
      this.promises.set(name, promise);
      await refresher.prepare(source);
      const retention = retentionOf({ sources: [settings], retention: this.settings.retention });
      store.applyRetention(retention);
      for (const [one, policy] of retention) this.retention.set(one, policy);
      return source;
    } catch (error) {
      await source.adapter.close();
      throw error;
    }
  }

  /** Closes a source that was replaced or removed once its reads and commands have ended. */
  #drain(source: Source, { refresher, telemetry, logger, maxInFlightMs }: SourceUsers): void {
    const { name } = source.description;
    const drain = async (): Promise<void> => {
      await Promise.all([refresher.drain(source, DRAIN_MS), waitAtMost(maxInFlightMs, this.registry.worked(name))]);
      await source.adapter.close();
      if (this.registry.find(name) === undefined) telemetry.removeSource(name);
    };
    const draining = drain()
      .catch((error: unknown) => logger.error({ source: name, err: error }, "failed to close replaced source"))
      .finally(() => this.#draining.delete(draining));
    this.#draining.add(draining);
  }

  async #verify(sources: readonly Source[]): Promise<readonly SourceFailure[]> {
    const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(VERIFY_MS)]);
    const failures = await Promise.all(
      sources.map(async ({ description: { name: source }, adapter }): Promise<SourceFailure | null> => {
        try {
          await adapter.verify({ signal });
          return null;
        } catch (error) {
          return { source, reason: toError(error).message };
        }
      }),
    );
    return failures.filter((failure) => failure !== null);
  }
}

/** Creates the adapter of a source by its settings. */
function openSource(
  { name, definition, settings, connections, promise, displayName, names, tls }: SourceSettings,
  context: SourceContext,
): Source {
  const { vendor } = definition;
  const adapter = definition.create(settings, {
    ...context,
    source: name,
    vendor,
    connect: withTls(context.connect, tls),
  });
  const abilities = { capabilities: capabilitiesOf(adapter), coverage: coverageOf(adapter) };
  return {
    description: { name, vendor, ...abilities, promise, displayName, areAgentsPublic: names.agentsArePublic },
    adapter,
    concurrency: connections,
  };
}

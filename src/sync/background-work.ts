import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import type { RetentionBySource } from "../domain/retention.js";
import { deleteEndedCallbacks } from "./ended-callbacks.js";
import { startLeases, type Leases } from "./leases.js";
import { syncDirectory, type DirectoryOptions } from "./names/directory.js";
import { startMaintenance, type MaintenanceOptions } from "./maintenance.js";
import { pollSource, type PollerOptions } from "./poller.js";
import type { SourceRegistry } from "./source-registry.js";
import type { Store } from "../stores/store.js";

/** Work that runs in one gateway of the store at a time, until the signal aborts. */
export type LeasedTask = (signal: AbortSignal) => Promise<void>;

export interface BackgroundWorkOptions
  extends Omit<PollerOptions, "store" | "retirement">, Omit<MaintenanceOptions, "store" | "forgetful"> {
  /** How long ended callbacks are stored. Sources that are missing store them until they are erased. */
  readonly retention: RetentionBySource;
  readonly sources: SourceRegistry;
  readonly store: Store;
  /** False if this gateway does not poll. */
  readonly isPolling: boolean;
  readonly leaseMs: number;
  /** The names that the directories of the sources are read into, and the interval of reads. */
  readonly directories: Pick<DirectoryOptions, "names" | "directoryMs">;
  /** Further work by the names of its leases. The name of a source cannot contain parentheses. */
  readonly tasks: ReadonlyMap<string, LeasedTask>;
}

/** Runs maintenance, and under leases that gateways share the pollers, deletion by age, and further tasks. */
export class BackgroundWork {
  readonly #running: { close(): Promise<void> }[] = [];
  #leases: Leases | null = null;

  constructor(private readonly options: BackgroundWorkOptions) {}

  start(): void {
    const { sources, store, logger, leaseMs, isPolling, tasks } = this.options;
    this.#running.push(startMaintenance({ ...this.options, forgetful: () => sources.forgetful() }));
    if (!isPolling && tasks.size === 0) return;
    const gateway = `${hostname()}:${process.pid}:${randomUUID()}`;
    const names = (): readonly string[] => this.#names();
    const hold = (name: string, signal: AbortSignal): Promise<void> => this.#hold(name, signal);
    const leases = startLeases({ store, logger, gateway, names, leaseMs, hold });
    this.#leases = leases;
    this.#running.push(leases);
    sources.onChange(() => leases.update());
  }

  /** Returns each lease, and whether this gateway holds it. */
  leases(): readonly (readonly [name: string, isHeldHere: boolean])[] {
    const heldHere = new Set(this.#leases?.held());
    return this.#names().map((name) => [name, heldHere.has(name)] as const);
  }

  /** Ends all work, and waits for requests in progress. */
  async close(): Promise<void> {
    await Promise.all(this.#running.map((one) => one.close()));
  }

  #names(): readonly string[] {
    const { sources, isPolling, tasks } = this.options;
    return [...(isPolling ? sources.names() : []), ...tasks.keys()];
  }

  /** Runs a task, or polls a source and whatever replaces it, until it is removed or the signal aborts. */
  async #hold(name: string, signal: AbortSignal): Promise<void> {
    const { sources, tasks, directories, retention } = this.options;
    const task = tasks.get(name);
    if (task !== undefined) return task(signal);
    for (let source = sources.find(name); source !== undefined && !signal.aborted; source = sources.find(name)) {
      const retirement = sources.retirementOf(source);
      const stopping = AbortSignal.any([signal, retirement]);
      const directory = syncDirectory(source, { ...this.options, ...directories }, stopping);
      const policy = retention.get(name);
      const deletion = policy === undefined ? null : deleteEndedCallbacks(name, policy, this.options, stopping);
      await Promise.all([pollSource(source, { ...this.options, retirement }, signal), directory, deletion]);
    }
  }
}

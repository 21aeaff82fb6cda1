import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import type { RetentionBySource } from "../domain/retention.js";
import { deleteEndedCallbacks } from "./ended-callbacks.js";
import { startLeases, type Leases } from "./leases.js";
import { syncDirectory, type DirectoryOptions } from "./names/directory.js";
import { startMaintenance, type MaintenanceOptions } from "./maintenance.js";
import { pollSource, type PollerOptions } from "./poller.js";
import type { Source } from "./source.js";
import type { Store } from "../stores/store.js";

/** Work that runs in one gateway of the store at a time, until the signal aborts. */
export type LeasedTask = (signal: AbortSignal) => Promise<void>;

export interface BackgroundWorkOptions extends Omit<PollerOptions, "store">, Omit<MaintenanceOptions, "store"> {
  /** How long ended callbacks are stored. Sources that are missing store them until they are erased. */
  readonly retention: RetentionBySource;
  readonly sources: readonly Source[];
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
  readonly #names: readonly string[];
  readonly #running: { close(): Promise<void> }[] = [];
  #leases: Leases | null = null;

  constructor(private readonly options: BackgroundWorkOptions) {
    const { sources, isPolling, tasks } = options;
    this.#names = [...(isPolling ? sources.map(({ description }) => description.name) : []), ...tasks.keys()];
  }

  start(): void {
    const { sources, store, logger, leaseMs, tasks, directories, retention } = this.options;
    this.#running.push(startMaintenance(this.options));
    if (this.#names.length === 0) return;
    const bySource = new Map(sources.map((source) => [source.description.name, source]));
    const hold = async (name: string, signal: AbortSignal): Promise<void> => {
      const source = bySource.get(name);
      if (source === undefined) return tasks.get(name)?.(signal);
      const directory = syncDirectory(source, { ...this.options, ...directories }, signal);
      const policy = retention.get(name);
      const deletion = policy === undefined ? null : deleteEndedCallbacks(name, policy, this.options, signal);
      await Promise.all([pollSource(source, this.options, signal), directory, deletion]);
    };
    const gateway = `${hostname()}:${process.pid}:${randomUUID()}`;
    this.#leases = startLeases({ store, logger, gateway, names: this.#names, leaseMs, hold });
    this.#running.push(this.#leases);
  }

  /** Returns each lease, and whether this gateway holds it. */
  leases(): readonly (readonly [name: string, isHeldHere: boolean])[] {
    const heldHere = new Set(this.#leases?.held());
    return this.#names.map((name) => [name, heldHere.has(name)] as const);
  }

  /** Ends all work, and waits for requests in progress. */
  async close(): Promise<void> {
    await Promise.all(this.#running.map((one) => one.close()));
  }
}

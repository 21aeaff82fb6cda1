import type { Logger } from "pino";
import type { DurationMs } from "../domain/time/instant.js";
import type { Store } from "../stores/store.js";

export interface LeaseOptions {
  readonly store: Store;
  readonly logger: Logger;
  /** This gateway, as no other is called. */
  readonly gateway: string;
  /** Returns the names of the work that one gateway at a time does. They may change; see `update`. */
  readonly names: () => readonly string[];
  /** The duration of a lease after its last renewal. */
  readonly leaseMs: DurationMs;
  /**
   * Does the work of a lease until the signal aborts; has to end soon then. If it ends before, the lease is released, and
   * acquired again if its name is still among the names.
   */
  readonly hold: (name: string, signal: AbortSignal) => Promise<void>;
}

/** The leases that this gateway holds. */
export interface Leases {
  /** The names that it has at the moment. */
  held(): readonly string[];
  /** To be called after the names have changed: leases of new names are acquired, those of removed ones released once their work has ended. */
  update(): void;
  close(): Promise<void>;
}

interface Holding {
  /** Extends the holding from the moment at which the renewal was requested. */
  extend(from: number): void;
  /** True once its time was up. */
  isOver(): boolean;
  /** True once the work has ended. */
  hasEnded(): boolean;
  end(): Promise<void>;
}

/** Renewals within the duration of a lease. */
const BEATS = 3;
/** A lease counts as lost after this part of its duration, before another gateway can acquire it. */
const TRUSTED = 0.75;

/**
 * Shares work among the gateways of a store: each holds its share of the leases, does their work, and takes over leases
 * that others lose. `close` releases all.
 */
export function startLeases(options: LeaseOptions): Leases {
  const { store, logger, gateway, leaseMs } = options;
  const held = new Map<string, Holding>();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let isClosed = false;
  let isRunning = false;
  let isUpdateDue = false;

  const end = async (name: string): Promise<void> => {
    await held.get(name)?.end();
    held.delete(name);
  };

  const round = async (): Promise<void> => {
    const from = performance.now();
    const living = await store.beat(gateway, leaseMs);
    const names = options.names();
    const done = [...held].filter(([, holding]) => holding.hasEnded()).map(([name]) => name);
    for (const [name, holding] of held) if (holding.isOver() || holding.hasEnded()) await end(name);
    await store.releaseLeases(gateway, done);
    const renewed = new Set(await store.acquireLeases(gateway, [...held.keys()], leaseMs));
    for (const [name, holding] of held) {
      if (renewed.has(name) && !holding.isOver()) holding.extend(from);
      else await end(name);
    }
    const share = shareOf(gateway, living, names.length);
    // Work of a removed name ends by itself.
    const current = (): string[] => [...held.keys()].filter((name) => names.includes(name));
    const surplus = current().slice(share);
    for (const name of surplus) await end(name);
    await store.releaseLeases(gateway, surplus);
    for (const name of names) {
      if (current().length >= share || isClosed) break;
      if (held.has(name) || surplus.includes(name)) continue;
      const requestedAt = performance.now();
      const [acquired] = await store.acquireLeases(gateway, [name], leaseMs);
      if (acquired !== undefined && !isClosed) held.set(name, startHolding(name, requestedAt, options));
    }
  };

  const start = (): void => {
    isUpdateDue = false;
    isRunning = true;
    running = round()
      .catch((error: unknown) => {
        if (!isClosed) logger.warn({ err: error }, "failed to renew leases; another gateway may take over");
      })
      .finally(() => {
        isRunning = false;
        if (!isClosed) timer = setTimeout(start, isUpdateDue ? 0 : leaseMs / BEATS);
      });
  };
  start();

  return {
    held: () => [...held].filter(([, holding]) => !holding.isOver()).map(([name]) => name),
    update() {
      isUpdateDue = true;
      if (isRunning || isClosed) return;
      clearTimeout(timer);
      start();
    },
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await running;
      await Promise.all([...held.keys()].map(end));
      await store.removeGateway(gateway).catch((error: unknown) => {
        logger.warn({ err: error }, "failed to release leases; they expire");
      });
    },
  };
}

/** Returns a gateway's share: equal for all, and one more for the first gateways if the count does not divide. */
function shareOf(gateway: string, living: readonly string[], count: number): number {
  const each = Math.floor(count / Math.max(1, living.length));
  return each + (living.indexOf(gateway) < count % Math.max(1, living.length) ? 1 : 0);
}

function startHolding(name: string, from: number, { leaseMs, hold, logger }: LeaseOptions): Holding {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const extend = (requestedAt: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => controller.abort(), Math.max(0, requestedAt + leaseMs * TRUSTED - performance.now()));
  };
  extend(from);
  let hasEnded = false;
  const ended = hold(name, controller.signal)
    .catch((error: unknown) => {
      logger.error({ name, err: error }, "lease task failed");
    })
    .finally(() => {
      hasEnded = true;
    });
  return {
    extend,
    isOver: () => controller.signal.aborted,
    hasEnded: () => hasEnded,
    async end() {
      clearTimeout(timer);
      controller.abort();
      await ended;
    },
  };
}

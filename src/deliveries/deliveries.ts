import type { Logger } from "pino";
import type { RecordedChange } from "../domain/query.js";
import type { Clock } from "../domain/time/instant.js";
import type { Connect } from "../lib/connect.js";
import type { JsonObject } from "../lib/json.js";
import type { Store } from "../stores/store.js";
import { DeliveryPause } from "./delivery-pause.js";
import { runDelivery } from "./delivery-task.js";
import { createSender, type AttemptOutcome } from "./http-sender.js";
import type { DeliverySettings } from "./settings.js";

/** The filter and the data of one delivery. */
export interface DeliveryContent {
  readonly isWanted: (change: RecordedChange) => boolean;
  readonly present: (change: RecordedChange) => Promise<JsonObject>;
}

export interface DeliveriesOptions {
  readonly settings: Readonly<Record<string, DeliverySettings>>;
  /** The filter and the data of a delivery. Throws BAD_USER_INPUT for an invalid filter. */
  readonly contentOf: (name: string, settings: DeliverySettings) => DeliveryContent;
  readonly store: Store;
  readonly clock: Clock;
  readonly connect: Connect;
  readonly logger: Logger;
}

/** Attempts since the start by outcome, and gaps. */
export type DeliveryCounts = Readonly<Record<AttemptOutcome | "gap", number>>;

/** The outgoing webhooks of a gateway. */
export interface Deliveries {
  readonly names: readonly string[];
  /** Delivers the changes of one delivery until the signal aborts. To be called under its lease. */
  run(name: string, signal: AbortSignal): Promise<void>;
  countsOf(name: string): DeliveryCounts;
}

/** Begins the deliveries that are new. Rejects with BAD_USER_INPUT for an invalid filter. */
export async function openDeliveries(options: DeliveriesOptions): Promise<Deliveries> {
  const { settings, contentOf, store, clock, connect, logger } = options;
  const entries = Object.entries(settings);
  const contents = new Map(entries.map(([name, one]) => [name, contentOf(name, one)]));
  const counts = new Map(entries.map(([name]) => [name, { delivered: 0, failed: 0, refused: 0, stopped: 0, gap: 0 }]));
  // Before anything is polled: changes from now on are delivered.
  for (const [name, { from }] of entries) await store.beginDelivery(name, from);
  const find = <Value>(map: ReadonlyMap<string, Value>, name: string): Value => {
    const found = map.get(name);
    if (found === undefined) throw new Error(`there is no delivery ${name}`);
    return found;
  };
  return {
    names: entries.map(([name]) => name),
    countsOf: (name) => find(counts, name),
    async run(name, signal) {
      const one = find(new Map(entries), name);
      const own = find(counts, name);
      const sender = createSender(one, { connect, clock });
      const parts = {
        name,
        store,
        sender,
        clock,
        logger,
        random: Math.random,
        ...find(contents, name),
        retryForMs: one.retryForMs,
        pause: new DeliveryPause(Math.random),
        count: (what: AttemptOutcome | "gap") => void (own[what] += 1),
      };
      try {
        await runDelivery(parts, signal);
      } finally {
        await sender.close();
      }
    },
  };
}

import type { Logger } from "pino";
import { LONGEST_TIMER_MS } from "../lib/bounds.js";
import { RefusedDelivery, type DeliveryHeaders } from "../domain/vendor/delivery.js";
import { GatewayError } from "../domain/errors.js";
import type { Clock, DurationMs } from "../domain/time/instant.js";
import type { VendorQuery } from "../domain/vendor/vendor-query.js";
import { stampBy } from "../domain/change/request-stamp.js";
import type { Store } from "../stores/store.js";
import type { Adapter } from "../adapters/adapter.js";
import { listsAll } from "../adapters/capability.js";
import { fetchFunctionOf } from "./fetch/fetch-functions.js";
import type { Refresher } from "./fetch/refresher.js";
import type { Recorder } from "./recorder.js";
import type { SourceRegistry } from "./source-registry.js";

/**
 * Accepts hints that something changed, and fetches from the vendor. Of a hint's content nothing is published but the records
 * that a verified delivery of the vendor contains.
 */
export interface Hints {
  /** False for a source that the settings do not name. */
  knows(source: string): boolean;
  /**
   * Returns the header that contains the secret of the source's webhook; null if there is none that could be guessed.
   */
  secretHeaderOf(source: string): string | null;
  /**
   * Accepts a vendor's delivery, whose raw bytes are verified before they are parsed. Rejects with a RefusedDelivery:
   * UNAUTHENTICATED also for an unknown source, or one without webhooks. The fetch happens after the response.
   */
  deliver(source: string, body: Uint8Array, headers: DeliveryHeaders): Promise<void>;
  /**
   * Accepts a hint of another system. Rejects with UNSUPPORTED if the source lacks the query, and with BUSY under load.
   */
  hint(source: string, query: VendorQuery): Promise<void>;
  /** Cancels the fetches in progress and waits for their end. */
  close(): Promise<void>;
}

export interface HintsOptions {
  readonly sources: Pick<SourceRegistry, "find">;
  readonly refresher: Refresher;
  readonly recorder: Recorder;
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
}

const MOST_WAITING = 1000;
/** Longer than any vendor's deliveries are valid. */
const DELIVERY_IDS_TTL_MS: DurationMs = 900_000;
/** A hint waits for its own calls, and each of those has a deadline. */
const NO_HURRY = LONGEST_TIMER_MS;
const TRIES = 2;
/** The background sync repeats a hint that failed after this time, and later as it repeats its own queries. */
const RETRY_MS: DurationMs = 1000;

export function createHints({ sources, refresher, recorder, store, clock, logger }: HintsOptions): Hints {
  const stampRequest = stampBy(() => store.drawRequestNumber(), clock);
  const adapterOf = (source: string): Adapter | undefined => sources.find(source)?.adapter;
  const closing = new AbortController();
  const underWay = new Set<Promise<void>>();

  /** A query that was sent before the hint may have been processed before the change: fetch once more. */
  const fetchAll = async (source: string, queries: readonly VendorQuery[]): Promise<void> => {
    const options = {
      maxStalenessMs: 0,
      waitMs: NO_HURRY,
      client: closing,
      priority: "prompt",
    } as const;
    for (let tries = 0; tries < TRIES && !closing.signal.aborted; tries += 1) {
      const { freshness } = await refresher.refresh(source, queries, options);
      if (freshness === "FRESH") return;
    }
    // The vendor is out of order, and nothing else may name this callback: the background sync repeats the query.
    const { schedule, timer } = refresher.syncOf(source);
    for (const query of queries) schedule.expedite(query, timer.now() + RETRY_MS);
  };

  const begin = (source: string, queries: readonly VendorQuery[]): void => {
    if (queries.length === 0) return;
    const fetching = fetchAll(source, queries)
      .catch((error: unknown) => logger.error({ source, err: error }, "failed to process change hint"))
      .finally(() => underWay.delete(fetching));
    underWay.add(fetching);
  };

  const checkRoom = (): void => {
    if (underWay.size >= MOST_WAITING) throw new RefusedDelivery("BUSY", "too many hints are waiting: try again later");
  };

  return {
    knows: (source) => adapterOf(source) !== undefined,
    secretHeaderOf: (source) => adapterOf(source)?.webhook?.secretHeader ?? null,
    async deliver(source, body, headers) {
      const webhook = adapterOf(source)?.webhook;
      if (webhook === undefined) {
        const why =
          adapterOf(source) !== undefined
            ? "the source's vendor has no webhooks, or its settings have no webhook.secret"
            : "unknown source";
        throw new RefusedDelivery("UNAUTHENTICATED", why);
      }
      const hint = webhook.verify(body, headers, clock());
      const deliveryIds = hint.deliveryIds.map((mark) => `${source}:${mark}`);
      checkRoom();
      if (hint.observe !== undefined) {
        const records = hint.observe(await stampRequest());
        await recorder.record(source, { ...records, isComplete: false }, null);
      }
      if (!(await store.claimDeliveryIds(deliveryIds, clock(), DELIVERY_IDS_TTL_MS))) {
        throw new RefusedDelivery("REPLAYED", "this delivery was accepted before");
      }
      begin(source, hint.queries);
    },
    async hint(source, query) {
      const resolved = query.by === "id" ? await queryForId(source, query.vendorId) : query;
      const adapter = adapterOf(source);
      // The list of all callbacks replaces a query that the vendor does not support.
      const isPossible = (wanted: VendorQuery, of: Adapter): boolean =>
        fetchFunctionOf(of, wanted) !== null || listsAll(of);
      if (resolved === null || adapter === undefined || !isPossible(resolved, adapter)) {
        throw unsupported(source, `cannot be queried by ${query.by}`);
      }
      checkRoom();
      begin(source, [resolved]);
    },
    async close() {
      closing.abort();
      await Promise.all(underWay);
    },
  };

  async function queryForId(source: string, vendorId: string): Promise<VendorQuery | null> {
    const [stored] = await store.find([{ source, vendorId }]);
    return refresher.queryForId(source, vendorId, stored?.callback ?? null);
  }
}

function unsupported(source: string, what: string): GatewayError {
  return new GatewayError("UNSUPPORTED", `${source} ${what}`, { source });
}

import type { Adapter, VendorPage, CallOptions } from "../../adapters/adapter.js";
import { listsAll } from "../../adapters/capability.js";
import { GatewayError } from "../../domain/errors.js";
import type { Clock } from "../../domain/time/instant.js";
import type { VendorQuery } from "../../domain/vendor/vendor-query.js";
import { stampBy, type RequestStamp } from "../../domain/change/request-stamp.js";
import type { Timer } from "../../domain/time/timer.js";
import type { CompletedQuery, Store } from "../../stores/store.js";
import type { PollTime } from "../schedule/poll-times.js";
import { fetchFunctionOf, confirmsAbsence, provesAbsence } from "./fetch-functions.js";
import { toGatewayError } from "./vendor-failure.js";
import type { HealthRecord } from "../health.js";
import type { Recorder } from "../recorder.js";
import type { Source } from "../source.js";

export interface FetcherOptions {
  readonly source: Source;
  readonly store: Pick<Store, "findUnobserved" | "drawRequestNumber">;
  readonly recorder: Recorder;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly health: HealthRecord;
  readonly onFailure: (source: string, error: GatewayError, query: VendorQuery) => void;
}

/** The outcome of a fetch. */
export interface Fetched {
  readonly pollTime: PollTime;
  /** Number of the first request: a response to a request with a higher number is newer. */
  readonly requestNumber: number;
  /** True if the response was complete: only then do missing callbacks count as absent. */
  readonly isComplete: boolean;
  /** Number of pages of the whole list; null if the response does not contain it. */
  readonly pageCount: number | null;
  /** Number of records without an id: any callback may be one of them, so none counts as absent. */
  readonly unidentified: number;
}

/** Sends a query, reads every page of the response, and records it. Rejects if it fails. */
export type Fetcher = (query: VendorQuery, call: CallOptions) => Promise<Fetched>;

/** Callbacks missing from one response that are then fetched by id; the others wait for the next poll. */
const MAX_FETCHED_BY_ID = 20;

/** The fetcher of one source. Failures reach its health, and once the log; rejections by the gateway's own quota reach neither. */
export function createFetcher(options: FetcherOptions): Fetcher {
  const { source, store, recorder, clock, timer, health } = options;
  const { adapter } = source;
  const { name } = source.description;
  const stampRequest = stampBy(() => store.drawRequestNumber(), clock);
  /** The first request of the open list that was last read to its end. */
  let openListStamp: RequestStamp | null = null;
  /** Content hashes of the last poll of several pages. */
  let previousHashes: ReadonlySet<string> = new Set();
  /** True for a page that probably holds no change: it is committed with the other pages at the end. */
  const isUnchanged = ({ observations, quarantined }: VendorPage): boolean =>
    quarantined.length === 0 && observations.every(({ contentHash }) => previousHashes.has(contentHash));

  /** The part of the response that proves absence; null if none does. */
  const proofOf = (query: VendorQuery, stamp: RequestStamp): CompletedQuery | null => {
    if (provesAbsence(adapter, query)) return { query, stamp };
    // The open list was read before.
    if (!confirmsAbsence(adapter, query) || openListStamp === null) return null;
    return { query, stamp: openListStamp };
  };

  const read = async (
    query: VendorQuery,
    stamp: RequestStamp,
    call: CallOptions,
  ): Promise<Omit<Fetched, "pollTime" | "requestNumber">> => {
    const fetchPages = fetchFunctionOf(adapter, query);
    if (fetchPages === null) {
      throw new GatewayError("UNSUPPORTED", `${name} cannot be queried by ${query.by}`, { source: name });
    }
    const completed = proofOf(query, stamp);
    let isComplete = false;
    let pageCount: number | null = null;
    let unidentified = 0;
    const hashes = new Set<string>();
    let pages = 0;
    let uncommitted: VendorPage[] = [];
    const commit = async (): Promise<void> => {
      if (uncommitted.length === 0) return;
      const page: VendorPage = {
        observations: uncommitted.flatMap(({ observations }) => observations),
        quarantined: uncommitted.flatMap(({ quarantined }) => quarantined),
        coerced: uncommitted.flatMap(({ coerced }) => coerced),
        isComplete,
      };
      uncommitted = [];
      await recorder.record(name, page, isComplete ? completed : null);
    };
    try {
      for await (const page of fetchPages({ ...call, asks: query.by })) {
        ({ isComplete } = page);
        pages += 1;
        pageCount = page.pageCount ?? pageCount;
        unidentified += page.quarantined.filter(({ vendorId }) => vendorId === null).length;
        for (const { contentHash } of page.observations) hashes.add(contentHash);
        uncommitted.push(page);
        if (isComplete || !isUnchanged(page)) await commit();
      }
    } finally {
      await commit();
    }
    // A single page is committed at once in any case.
    if (pages > 1) previousHashes = hashes;
    return { isComplete, pageCount, unidentified };
  };

  const ask: Fetcher = async (query, call) => {
    const at = timer.now();
    try {
      const stamp = await stampRequest();
      call.signal.throwIfAborted();
      const { requestNumber, requestedAt } = stamp;
      const response = await read(query, stamp, call);
      health.succeeded(timer.now() - at);
      if (query.by === "openList" && response.isComplete) openListStamp = stamp;
      // The background sync fetches missing callbacks by its schedule.
      const isSearching = response.isComplete && call.priority !== "background" && !isExpectedToLack(adapter, query);
      if (isSearching && adapter.get !== undefined) await fetchMissing(query, requestNumber, call);
      return { ...response, pollTime: { requestedAt, at }, requestNumber };
    } catch (thrown) {
      const error = toGatewayError(thrown, name);
      if (!call.signal.aborted && !error.isOwnRestraint) {
        if (error.code !== "STORE_UNAVAILABLE") health.failed(error);
        options.onFailure(name, error, query);
      }
      throw error;
    }
  };

  /** Fetches by id the callbacks that a response lacked: they may have another agent or number, or be gone. */
  const fetchMissing = async (query: VendorQuery, requestNumber: number, call: CallOptions): Promise<void> => {
    const missing = await store.findUnobserved(name, expectedOf(adapter, query), requestNumber, MAX_FETCHED_BY_ID);
    for (const vendorId of missing) {
      // A failure is reported already, and the response itself did not fail: the next poll fetches again.
      await ask({ by: "id", vendorId }, call).catch(() => undefined);
    }
  };

  return ask;
}

/** True for a query whose response says nothing about callbacks that it lacks. */
function isExpectedToLack({ listCoverage }: Adapter, { by }: VendorQuery): boolean {
  return by === "id" || (listCoverage === "PART" && (by === "list" || by === "openList"));
}

/** The query whose results a complete response contains: a window contains every open callback, but ended ones leave it. */
function expectedOf(adapter: Adapter, query: VendorQuery): VendorQuery {
  return query.by === "list" && !listsAll(adapter) ? { by: "openList" } : query;
}

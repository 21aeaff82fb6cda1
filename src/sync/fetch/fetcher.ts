import type { VendorPage, CallOptions } from "../../adapters/adapter.js";
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

/** A query that was answered. */
export interface Fetched {
  readonly pollTime: PollTime;
  /** Drawn before its first request: what an answer to a later one showed is not older than this answer. */
  readonly requestNumber: number;
  /** True where the answer was complete: only then does it say anything about what it lacks. */
  readonly isComplete: boolean;
  /** Pages of the whole list, where the answer says so. */
  readonly pageCount: number | null;
  /** Records of the answer without an id: any callback may be one of them, so that none is known to be absent. */
  readonly unidentified: number;
}

/** Sends a query, reads every page of its answer, and records it. Rejects where it fails. */
export type Fetcher = (query: VendorQuery, call: CallOptions) => Promise<Fetched>;

/** Callbacks that one answer lacked and that are then looked up by id: the others have to wait for the next round. */
const LOOKED_FOR_AT_ONCE = 20;

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
      const answer = await read(query, stamp, call);
      health.succeeded(timer.now() - at);
      if (query.by === "openList" && answer.isComplete) openListStamp = stamp;
      // The background sync looks up what an answer lacks when its turn comes.
      const isSearching = answer.isComplete && call.priority !== "background" && query.by !== "id";
      if (isSearching && adapter.get !== undefined) await lookFor(query, requestNumber, call);
      return { ...answer, pollTime: { requestedAt, at }, requestNumber };
    } catch (thrown) {
      const error = toGatewayError(thrown, name);
      if (!call.signal.aborted && !error.isOwnRestraint) {
        if (error.code !== "STORE_UNAVAILABLE") health.failed(error);
        options.onFailure(name, error, query);
      }
      throw error;
    }
  };

  /** Looks up by id what an answer lacked: it may have moved to another agent or number, or be gone. */
  const lookFor = async (query: VendorQuery, requestNumber: number, call: CallOptions): Promise<void> => {
    for (const vendorId of await store.findUnobserved(name, query, requestNumber, LOOKED_FOR_AT_ONCE)) {
      // A failure is reported already, and does not make the answer itself a failure: the next round looks again.
      await ask({ by: "id", vendorId }, call).catch(() => undefined);
    }
  };

  return ask;
}

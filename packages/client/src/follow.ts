import type { DocumentNode } from "graphql";
import { CallbackList, type ReadList } from "./callback-list.js";
import { operationNameOf, textOf } from "./documents.js";
import { createTransport, type HttpTransportOptions } from "./http-transport.js";
import { filterOfChanges, type CallbackChange, type CallbackRow } from "./matching.js";
import {
  CallbacksDocument,
  FollowCallbacksDocument,
  type CallbackFilter,
  type CallbackOrder,
  type CallbacksQuery,
  type FollowCallbacksSubscription,
} from "./operations.js";
import { createRefresher, type Refresher } from "./refresher.js";
import { nextStep } from "./recovery.js";
import { queryOnce, resultsOf, type OperationRequest, type Transport } from "./transport.js";

export interface FollowOptions {
  /** The gateway's address for `fetch`, or a transport, such as the client of graphql-ws or graphql-sse. */
  readonly gateway: HttpTransportOptions | Transport;
  /** Default: all callbacks. */
  readonly filter?: CallbackFilter | null | undefined;
  /** Default: by the start of the window. */
  readonly orderBy?: CallbackOrder | undefined;
  /** The most callbacks of the list, from its beginning. Default 100. */
  readonly first?: number | undefined;
  /** Called with every change that the filter's sources, vendors and statuses let through: in order, each once. */
  readonly onChange?: ((change: CallbackChange) => void) | undefined;
  /** Ends the feed. */
  readonly signal?: AbortSignal | undefined;
  /** The least time between two reads of a list that changes alone cannot keep up to date. Default: 2 s. */
  readonly refreshMs?: number | undefined;
  /** The list is read again at least this often, as time alone changes some fields. Default: 60 s; null for never. */
  readonly intervalMs?: number | null | undefined;
  /** Returns the time before an attempt to reconnect; attempts count from 1. Default: up to 10 s, random. */
  readonly retryDelayMs?: ((attempt: number) => number) | undefined;
}

/** A list that follows the gateway. */
export interface FollowedCallbacks {
  /** The first callbacks that match, in order. */
  readonly callbacks: readonly CallbackRow[];
  /** The number of callbacks that match; null before the first read. */
  readonly totalCount: number | null;
  /** How fresh the data of each source is, as of the last read. */
  readonly sources: CallbacksQuery["callbacks"]["sources"];
  /** While it is `reconnecting`, the list stays as it was. A list that has `ended` does not change any more. */
  readonly connection: "connecting" | "live" | "reconnecting" | "ended";
  /** Why the last attempt failed, or why the list has ended; null otherwise. */
  readonly error: unknown;
}

/** The list before anything was read. */
export const NOTHING_FOLLOWED: FollowedCallbacks = {
  callbacks: [],
  totalCount: null,
  sources: [],
  connection: "connecting",
  error: null,
};

/** A list that is being followed. Iterating yields each new state, but not those in between that nobody could read. */
export interface CallbackFeed extends AsyncIterable<FollowedCallbacks> {
  readonly state: FollowedCallbacks;
  /** Calls the listener after changes of `state`, until the returned function is called. */
  subscribe(listener: () => void): () => void;
  /** Ends the feed. May be called twice. */
  stop(): void;
}

const PAGE_SIZE = 100;
/** A subscription that lasted this long was not a failed attempt. */
const STABLE_MS = 30_000;

/** Reads a list of callbacks, and follows it: after every break it resumes behind the last change, so none is lost. */
export function followCallbacks(options: FollowOptions): CallbackFeed {
  return new Feed(options);
}

class Feed implements CallbackFeed {
  private readonly transport: Transport;
  private readonly list: CallbackList;
  private readonly listeners = new Set<() => void>();
  private readonly ended = new AbortController();
  private readonly refresher: Refresher;
  /** For each read in progress, the changes since it began: its result may be older. */
  private readonly reads = new Set<CallbackChange[]>();
  private readCount = 0;
  /** The number of the newest read that the list contains. */
  private lastRead = 0;
  private isNotifying = false;
  private cursor: string | null = null;
  private sources: FollowedCallbacks["sources"] = [];
  private hasRead = false;
  private connection: FollowedCallbacks["connection"] = "connecting";
  private error: unknown = null;
  private current: FollowedCallbacks | null = NOTHING_FOLLOWED;

  constructor(private readonly options: FollowOptions) {
    const { gateway, filter, orderBy, first = PAGE_SIZE, signal, refreshMs = 2000, intervalMs = 60_000 } = options;
    if (!Number.isSafeInteger(first) || first < 1) throw new RangeError(`first is ${first}: pass an integer above 0`);
    this.transport = "iterate" in gateway ? gateway : createTransport(gateway);
    this.list = new CallbackList({ filter, orderBy, first });
    this.refresher = createRefresher(() => this.refresh(), { pauseMs: refreshMs, intervalMs });
    if (signal?.aborted === true) this.ended.abort();
    signal?.addEventListener("abort", () => this.stop(), { once: true, signal: this.ended.signal });
    this.ended.signal.addEventListener("abort", () => this.refresher.stop(), { once: true });
    void this.run();
  }

  get state(): FollowedCallbacks {
    this.current ??= {
      callbacks: this.list.callbacks(),
      totalCount: this.hasRead ? this.list.totalCount() : null,
      sources: this.sources,
      connection: this.connection,
      error: this.error,
    };
    return this.current;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  stop(): void {
    this.ended.abort();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<FollowedCallbacks, void> {
    let wake = (): void => undefined;
    const leave = this.subscribe(() => wake());
    try {
      for (let last: FollowedCallbacks | null = null; ;) {
        const { state } = this;
        if (state.connection === "ended") {
          if (state.error !== null) throw state.error;
          return;
        }
        const changed = new Promise<void>((resolve) => (wake = resolve));
        if (state === last) await changed;
        else yield (last = state);
      }
    } finally {
      leave();
      this.stop();
    }
  }

  private async run(): Promise<void> {
    const { signal } = this.ended;
    let failures = 0;
    while (!signal.aborted) {
      const started = Date.now();
      const before = this.cursor;
      let failure: unknown = null;
      try {
        if (this.cursor === null) this.cursor = await this.read();
        else this.refresher.request();
        await this.follow();
      } catch (error) {
        failure = error;
      }
      if (signal.aborted) break;
      const hasProgressed = (before !== null && this.cursor !== before) || Date.now() - started > STABLE_MS;
      failures = hasProgressed ? 1 : failures + 1;
      const step = nextStep(failure, { failures, cursor: this.cursor, retryDelayMs: this.options.retryDelayMs });
      if (step === null) {
        this.error = failure;
        this.stop();
        break;
      }
      this.cursor = step.cursor;
      this.update({ connection: this.hasRead ? "reconnecting" : "connecting", error: failure });
      await pause(step.delayMs, signal);
    }
    this.update({ connection: "ended", error: this.error });
  }

  /** Receives changes until the subscription ends. */
  private async follow(): Promise<void> {
    const variables = { filter: filterOfChanges(this.options.filter), after: this.cursor };
    const request = requestOf(FollowCallbacksDocument, variables);
    for await (const data of resultsOf(this.transport, request, this.ended.signal)) {
      const { callbackChanged: change } = data as FollowCallbacksSubscription;
      // A transport that reconnects by itself may repeat the last change.
      if (change.cursor === this.cursor) continue;
      this.cursor = change.cursor;
      variables.after = change.cursor;
      for (const read of this.reads) read.push(change);
      if (this.list.apply(change)) this.refresher.request();
      this.update({ connection: "live", error: null });
      const { onChange } = this.options;
      // An error of the caller's function is the caller's: it does not end the subscription.
      if (onChange !== undefined) queueMicrotask(() => onChange(change));
    }
  }

  private async refresh(): Promise<void> {
    try {
      await this.read();
    } catch (error) {
      // The subscription finds out whether the gateway can be reached, and requests another read.
      if (!this.ended.signal.aborted) this.update({ error });
    }
  }

  /** Reads the list page by page. Returns the position of the change log at which the first page was read. */
  private async read(): Promise<string> {
    const number = ++this.readCount;
    const changes: CallbackChange[] = [];
    this.reads.add(changes);
    try {
      const { callbacks, totalCount, sources, changeCursor } = await this.readPages();
      // An earlier read that took longer holds older callbacks.
      if (number < this.lastRead) return changeCursor;
      this.lastRead = number;
      this.list.reset({ callbacks, totalCount });
      const isStale = changes.map((change) => this.list.apply(change)).includes(true);
      if (isStale) this.refresher.request();
      this.sources = sources;
      this.hasRead = true;
      this.update({ connection: "live", error: null });
      return changeCursor;
    } finally {
      this.reads.delete(changes);
    }
  }

  private async readPages(): Promise<ReadList & Pick<CallbacksQuery["callbacks"], "sources" | "changeCursor">> {
    const { filter, orderBy, first = PAGE_SIZE } = this.options;
    const callbacks: CallbackRow[] = [];
    let changeCursor: string | null = null;
    for (let after: string | null = null; ;) {
      const variables = { filter, orderBy, after, first: Math.min(PAGE_SIZE, first - callbacks.length) };
      const data = await queryOnce(this.transport, requestOf(CallbacksDocument, variables), this.ended.signal);
      const { nodes, totalCount, sources, pageInfo, changeCursor: position } = (data as CallbacksQuery).callbacks;
      changeCursor ??= position;
      callbacks.push(...nodes);
      if (!pageInfo.hasNextPage || callbacks.length >= first) return { callbacks, totalCount, sources, changeCursor };
      after = pageInfo.endCursor;
    }
  }

  private update({ connection, error }: { connection?: FollowedCallbacks["connection"]; error: unknown }): void {
    this.connection = connection ?? this.connection;
    this.error = error;
    this.current = null;
    if (this.isNotifying) return;
    this.isNotifying = true;
    // Changes that arrive together are one notification.
    queueMicrotask(() => {
      this.isNotifying = false;
      for (const listener of this.listeners) listener();
    });
  }
}

function requestOf(document: DocumentNode, variables: Record<string, unknown>): OperationRequest {
  return { query: textOf(document), operationName: operationNameOf(document), variables };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end);
    if (signal.aborted) end();
  });
}

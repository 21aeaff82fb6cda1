import { matchesFilter } from "../../src/domain/filter.js";
import { ANYBODY } from "../../src/domain/caller.js";
import type { Callback } from "../../src/domain/callback.js";
import { createCustomerOf } from "../../src/domain/customer.js";
import type { JsonObject } from "../../src/lib/json.js";
import type { NameReader } from "../../src/domain/names.js";
import { DEFAULT_PROMISE, promiseDueAt } from "../../src/domain/promise.js";
import { positionOf } from "../../src/domain/change/position.js";
import type {
  CallbackFilter,
  CallbackOrder,
  ListPosition,
  RecordedChange,
  Slice,
  StoredCallback,
} from "../../src/domain/query.js";
import type { SourceReport } from "../../src/domain/source.js";
import { statusOf } from "../../src/domain/ending.js";
import type { CallbackList, Loaders, SourceView } from "../../src/loaders/loaders.js";
import { anObservation, rememberedAfter } from "./observations.js";

export const NOW = Date.UTC(2026, 5, 1, 12);

const customerOf = createCustomerOf("the key of the stub");

/** What one row of the stub is made of. */
export interface StubRow {
  readonly fields: Partial<Callback>;
  readonly record?: JsonObject;
}

export interface StubOptions {
  readonly rows?: readonly StubRow[];
  readonly sources?: readonly SourceView[];
  readonly reports?: readonly SourceReport[];
  readonly changes?: readonly RecordedChange[];
  /** Default: nothing has a name. */
  readonly names?: NameReader;
}

/** Loaders over a few rows in memory. What is asked of them is kept in `asked`. */
export interface StubLoaders extends Loaders {
  readonly asked: {
    readonly filter: CallbackFilter;
    readonly orderBy: CallbackOrder;
    readonly maxStalenessMs: number | null;
  }[];
}

/** What a source reports that has all that was asked for. */
export const A_FRESH_REPORT: SourceReport = {
  source: "north",
  freshness: "FRESH",
  asOf: NOW,
  dueSoonAsOf: null,
  reason: null,
  error: null,
  freshUntil: Number.POSITIVE_INFINITY,
};

/** A source that is well. */
export function aSource(name: string, vendor: string, fields: Partial<SourceView> = {}): SourceView {
  return {
    name,
    vendor,
    capabilities: ["LIST", "GET"],
    coverage: "COMPLETE",
    health: { state: "UP", since: NOW - 60_000, lastError: null, latencyP99: 250, rateLimit: null },
    sync: {
      coverage: "COMPLETE",
      lastCompletedAt: NOW - 5000,
      oldestPollAgeMs: 5000,
      lagMs: 5000,
      keys: 3,
      overdueKeys: 0,
      neverRequestedKeys: 0,
      failedKeys: 0,
      refusedKeys: 0,
      unidentifiedRecords: 0,
      dueSoonDelayMs: 15_000,
      laterDelayMs: 900_000,
      isDueSoonLate: false,
      requestsPerMinute: 12,
      allowedRequestsPerMinute: 300,
    },
    ...fields,
  };
}

/** Rows as a store would hold them, numbered from 1. */
export function storedRows(rows: readonly StubRow[]): StoredCallback[] {
  return rows.map(({ fields, record = { id: "1" } }, index) => {
    const remembered = rememberedAfter({ ...anObservation(NOW - 1000, fields), vendorRecord: record });
    return {
      ...remembered,
      rowId: index + 1,
      revision: 1,
      promiseDueAt: promiseDueAt(remembered.callback, DEFAULT_PROMISE),
    };
  });
}

/** A change of the callback with these fields, at this place of the log. */
export function aChange(position: number, row: StubRow, fields: Partial<RecordedChange> = {}): RecordedChange {
  const [callback] = storedRows([row]);
  if (callback === undefined) throw new Error("one row gives one callback");
  return {
    kind: "STATUS_CHANGED",
    position,
    rowId: callback.rowId,
    callback,
    previousStatus: "SCHEDULED",
    status: "QUEUED",
    changedFields: ["status"],
    occurredAt: null,
    observedAt: NOW,
    ...fields,
  };
}

export function stubLoaders(options: StubOptions = {}): StubLoaders {
  const rows = storedRows(options.rows ?? []);
  const sources = options.sources ?? [aSource("north", "ACME"), aSource("south", "UMBRELLA")];
  const reports = options.reports ?? sources.map(({ name }): SourceReport => ({ ...A_FRESH_REPORT, source: name }));
  const changes = options.changes ?? [];
  const asked: StubLoaders["asked"] = [];
  const matching = (filter: CallbackFilter): StoredCallback[] =>
    rows.filter((row) => matchesFilter(filter, row.callback, [statusOf(row, NOW)]));
  const list = (filter: CallbackFilter, orderBy: CallbackOrder, slice: Slice<ListPosition>): CallbackList => ({
    ...cut(sort(matching(filter), orderBy), slice, (row) => row.rowId),
    totalCount: matching(filter).length,
    sources: filter.sources === undefined ? reports : reports.filter(({ source }) => filter.sources?.includes(source)),
    changePosition: 7,
  });
  const isOf = ({ callback }: StoredCallback, source: string, vendorId: string): boolean =>
    callback.source === source && callback.vendorId === vendorId;
  return {
    asked,
    caller: ANYBODY,
    now: NOW,
    freshUntil: () => Number.POSITIVE_INFINITY,
    callback: ({ source, vendorId }) => Promise.resolve(rows.find((row) => isOf(row, source, vendorId)) ?? null),
    callbacks({ filter, orderBy, slice, maxStalenessMs }) {
      asked.push({ filter, orderBy, maxStalenessMs });
      return Promise.resolve(list(filter, orderBy, slice));
    },
    listStored: ({ filter, orderBy, slice }) => Promise.resolve(list(filter, orderBy, slice)),
    customerOf,
    customerCallbacks: (customer, slice) =>
      Promise.resolve(list({ customer }, { field: "WINDOW_START", direction: "ASC" }, slice)),
    customer: (hash) => Promise.resolve(rows.find(({ callback }) => customerOf(callback).hash === hash) ?? null),
    customers: () => Promise.resolve({ customers: [], hasNextPage: false, totalCount: 0 }),
    openCallbackCount: (customer) => Promise.resolve(matching({ customer, isOpen: true }).length),
    duplicates: ({ source, vendorId }, customer) =>
      Promise.resolve(matching({ customer, isOpen: true }).filter((row) => !isOf(row, source, vendorId))),
    statistics({ filter }) {
      const count = matching(filter).length;
      const none = { source: null, vendor: null, status: null, queue: null, bucketStart: null };
      const group = {
        ...none,
        agent: { source: "north", agentId: "a1" },
        count,
        waitingCount: 0,
        oldestWaitingSince: null,
        overdueCount: 0,
      };
      return Promise.resolve({ groups: [group], totalCount: count, sources: reports });
    },
    countStored: () => Promise.resolve([]),
    performance: () => Promise.resolve([]),
    history: (key, slice) => {
      const own = changes.filter(({ callback }) =>
        isOf({ ...callback, rowId: 0, revision: 1, promiseDueAt: null }, key.source, key.vendorId),
      );
      const page = cut(
        own,
        slice,
        ({ position }) => position,
        (position) => position,
      );
      return Promise.resolve({ ...page, changes: page.rows });
    },
    hasAgent: (source, agentId) =>
      Promise.resolve(
        rows.some(({ callback }) => callback.source === source && callback.assignment?.agentId === agentId),
      ),
    hasQueue: ({ source, kind, vendorId }) =>
      Promise.resolve(
        rows.some(
          ({ callback }) =>
            callback.source === source && callback.queue?.kind === kind && callback.queue.vendorId === vendorId,
        ),
      ),
    names: options.names ?? { find: () => null, version: 0 },
    agentAction: () => Promise.resolve(null),
    agentActions: () => Promise.resolve({ actions: [], hasNextPage: false, hasPreviousPage: false }),
    actionsOfInteraction: () => Promise.resolve({ actions: [], hasNextPage: false, hasPreviousPage: false }),
    sources: () => sources,
    source: (name) => sources.find((source) => source.name === name) ?? null,
  };
}

function sort(rows: StoredCallback[], { field, direction }: CallbackOrder): StoredCallback[] {
  const sign = direction === "ASC" ? 1 : -1;
  return rows.sort((a, b) => {
    const [x, y] = [positionOf(a, field).value, positionOf(b, field).value];
    if (x === null || y === null) return Number(x === null) - Number(y === null) || (a.rowId - b.rowId) * sign;
    return (x < y ? -1 : x > y ? 1 : a.rowId - b.rowId) * sign;
  });
}

function cut<Item, Position>(
  items: readonly Item[],
  { size, from, after, before }: Slice<Position>,
  keyOf: (item: Item) => number,
  keyOfPosition = (position: Position): number => (position as ListPosition).rowId,
): { rows: Item[]; hasNextPage: boolean; hasPreviousPage: boolean } {
  const indexOf = (position: Position): number => items.findIndex((item) => keyOf(item) === keyOfPosition(position));
  const start = after === null ? 0 : indexOf(after) + 1;
  const end = before === null ? items.length : indexOf(before);
  const [first, last] = from === "start" ? [start, Math.min(end, start + size)] : [Math.max(start, end - size), end];
  return { rows: items.slice(first, last), hasNextPage: last < items.length, hasPreviousPage: first > 0 };
}

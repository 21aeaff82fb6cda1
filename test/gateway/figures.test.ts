import { describe, expect, it } from "vitest";
import type { Adapter, VendorPage } from "../../src/adapters/adapter.js";
import { ADAPTERS } from "../../src/adapters/registry.js";
import { serveFake } from "../../src/adapters/fake/serve.js";
import type { Callback } from "../../src/domain/callback.js";
import { countRequests } from "../../src/domain/change/request-stamp.js";
import { quantileOf } from "../../src/domain/performance/waits.js";
import type { RecordedChange } from "../../src/domain/query.js";
import type { JsonObject } from "../../src/lib/json.js";
import type { PerformanceCell } from "../../src/domain/performance/performance-query.js";
import { openSqliteStore } from "../../src/stores/sqlite/sqlite.js";
import type { Store } from "../../src/stores/store.js";
import { fetchFunctionOf } from "../../src/sync/fetch/fetch-functions.js";
import { definitionOf } from "../support/tenant-sizes.js";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const START = Date.UTC(2026, 5, 1);
const POLL_MINUTES = 60;
const GRACE = 15 * MINUTE;
/** Vendors of which records are merged at once, and apart again when a second candidate appears: the log has attempts of others. */
const IS_UNDONE: ReadonlySet<string> = new Set(["WEBEX"]);
const FINAL = new Set(["COMPLETED", "FAILED", "CANCELED", "EXPIRED", "ENDED"]);

/** Lets a vendor's fake live for half a day and polls it as the background sync does; returns the change log. */
async function live(vendor: string, store: Store): Promise<readonly RecordedChange[]> {
  let now = START;
  const clock = (): number => now;
  const definition = definitionOf(vendor);
  const fake = definition.createFake(clock, { quota: null });
  const served = await serveFake(fake);
  const own = fake.settings(served.baseUrl);
  // Interfaces with quotas of their own.
  const interfaces = ["api", "search"].filter(
    (name) => own[name] !== undefined || (vendor === "WEBEX" && name === "search"),
  );
  const unlimited = interfaces.map(
    (name) => [name, { ...(own[name] as JsonObject | undefined), quota: null }] as const,
  );
  const settings = { ...own, ...Object.fromEntries(unlimited), quota: null };
  const adapter = definition.create(definition.settings.parse(settings), {
    source: "demo",
    vendor: definition.vendor,
    clock,
    stampRequest: countRequests(clock),
  });
  const record = async ({ observations, quarantined }: VendorPage): Promise<void> => {
    await store.record({ source: "demo", observations, quarantined, answered: null, views: adapter.views, now });
  };
  try {
    while (now < START + DAY / 2) {
      for (let minute = 0; minute < POLL_MINUTES; minute += 1) fake.advance((now += MINUTE));
      for await (const page of pagesOf(adapter)) await record(page);
      await store.elapse(now, 10_000);
    }
  } finally {
    await Promise.all([adapter.close(), served.close()]);
  }
  const changes = await store.readChanges(0, 1_000_000);
  const keys = changes.map(({ callback: { callback } }) => callback);
  // Callbacks that turned out to be others' are none, although the log has them.
  const rows = await store.find(keys);
  return changes.filter(({ rowId }, index) => rows[index]?.rowId === rowId);
}

async function* pagesOf(adapter: Adapter): AsyncIterable<VendorPage> {
  const call = { signal: new AbortController().signal };
  const lists =
    adapter.list === undefined && adapter.listEnded === undefined ? [] : ["list" as const, "ended" as const];
  for (const query of [...lists.map((by) => ({ by })), ...adapter.watched]) {
    yield* fetchFunctionOf(adapter, query)?.(call) ?? [];
  }
}

interface Figures {
  opened: number;
  ended: number;
  completed: number;
  failed: number;
  canceled: number;
  expired: number;
  unknown: number;
  attempts: number;
  withAttempts: number;
  completedAtFirstAttempt: number;
  kept: number;
  notKept: number;
  waits: number[];
}

/** The changes of one callback, oldest first. */
type History = readonly RecordedChange[];

function momentsOf(history: History): { endedAt: number | null; firstAttemptAt: number | null } {
  const last = history.at(-1);
  if (last === undefined) throw new Error("a history has a change");
  const attempts: number[] = [];
  const endings: number[] = [];
  for (const { callback, observedAt } of history) {
    const { status, attemptCount, firstAttemptAt, endedAt, updatedAt, outcome } = callback.callback;
    const ending = Math.min(endedAt ?? updatedAt ?? observedAt, observedAt);
    if (status === last.callback.callback.status && FINAL.has(status)) endings.push(ending);
    const wasDialed =
      (attemptCount ?? 0) > 0 ||
      (firstAttemptAt ?? null) !== null ||
      ["COMPLETED", "RETRYING"].includes(status) ||
      (status === "IN_PROGRESS" && attemptCount === null) ||
      (status === "FAILED" &&
        attemptCount === null &&
        outcome !== null &&
        !["INVALID_NUMBER", "DO_NOT_CALL", "CANCELED", "SYSTEM_ERROR", "UNKNOWN"].includes(outcome.category));
    if (wasDialed) attempts.push(Math.min(firstAttemptAt ?? (FINAL.has(status) ? ending : observedAt), observedAt));
  }
  if (!FINAL.has(last.status)) return { endedAt: null, firstAttemptAt: null };
  const byClock = last.callback.endsAt ?? last.callback.statusChangedAt;
  const endedAt = FINAL.has(last.callback.callback.status) ? Math.min(...endings) : byClock;
  return { endedAt, firstAttemptAt: attempts.length === 0 ? null : Math.min(...attempts) };
}

function dueOf({ window, timing }: Callback): number | null {
  if (window === null) return null;
  return window.end ?? (timing === "ASAP" ? null : window.start + GRACE);
}

/** Computes figures from the change log, by day. */
function compute(changes: readonly RecordedChange[], days: number): Figures[] {
  const histories = new Map<number, RecordedChange[]>();
  for (const change of changes) histories.set(change.rowId, [...(histories.get(change.rowId) ?? []), change]);
  const figures = Array.from({ length: days }, (): Figures => ({
    opened: 0,
    ended: 0,
    completed: 0,
    failed: 0,
    canceled: 0,
    expired: 0,
    unknown: 0,
    attempts: 0,
    withAttempts: 0,
    completedAtFirstAttempt: 0,
    kept: 0,
    notKept: 0,
    waits: [],
  }));
  const dayOf = (at: number): Figures | undefined => figures[Math.floor((at - START) / DAY)];
  const names = {
    COMPLETED: "completed",
    FAILED: "failed",
    CANCELED: "canceled",
    EXPIRED: "expired",
    ENDED: "unknown",
  } as const;
  for (const history of histories.values()) {
    const [first, last] = [history[0], history.at(-1)];
    if (first === undefined || last === undefined) continue;
    const { callback } = last.callback;
    const opened = dayOf(callback.createdAt ?? first.observedAt);
    if (opened !== undefined) opened.opened += 1;
    const { endedAt, firstAttemptAt } = momentsOf(history);
    const day = endedAt === null ? undefined : dayOf(endedAt);
    if (day === undefined || endedAt === null) continue;
    day.ended += 1;
    day[names[last.status as keyof typeof names]] += 1;
    if (callback.attemptCount !== null) {
      day.attempts += callback.attemptCount;
      day.withAttempts += 1;
      if (callback.attemptCount === 1 && last.status === "COMPLETED") day.completedAtFirstAttempt += 1;
    }
    const due = dueOf(callback);
    if (due !== null && firstAttemptAt !== null && firstAttemptAt <= due) day.kept += 1;
    else day.notKept += 1;
    const isScheduled = callback.timing === "SCHEDULED" || (callback.timing === "UNKNOWN" && callback.window !== null);
    const from = isScheduled ? (callback.window?.start ?? null) : (callback.createdAt ?? first.observedAt);
    if (from === null || firstAttemptAt === null || Math.max(firstAttemptAt, endedAt) <= from) continue;
    day.waits.push(Math.max(0, firstAttemptAt - from));
  }
  return figures;
}

function exactQuantile(waits: readonly number[], share: number): number {
  const sorted = waits.toSorted((a, b) => a - b);
  return sorted[Math.max(1, Math.ceil(sorted.length * share)) - 1] ?? 0;
}

function toFigures({ counts, waits }: PerformanceCell): Omit<Figures, "waits"> & { waits: number } {
  const { promiseKept: kept, promiseBroken, promiseNone, promiseUnknown, ...others } = counts;
  const waited = [...waits.values()].reduce((sum, count) => sum + count, 0);
  return { ...others, kept, notKept: promiseBroken + promiseNone + promiseUnknown, waits: waited };
}

describe("figures over a day of a vendor", () => {
  it.each(ADAPTERS.map(({ vendor }) => vendor))(
    "equal the figures that follow from the change log of %s",
    async (vendor) => {
      const store = await openSqliteStore(":memory:");
      const days = 1;
      try {
        const expected = compute(await live(vendor, store), days);
        const bounds = Array.from({ length: days + 1 }, (_, day) => START + day * DAY);
        const cells = await store.performance({
          filter: {},
          groupBy: [],
          bounds,
          hasWaits: true,
          now: bounds.at(-1) ?? 0,
        });
        for (const cell of cells) {
          const { waits, ...counts } = expected[cell.interval] ?? expected[0]!;
          const found = toFigures(cell);
          if (IS_UNDONE.has(vendor)) {
            const { kept, notKept, ...certain } = counts;
            expect(found).toMatchObject(certain);
            expect(found.kept + found.notKept).toBe(kept + notKept);
            continue;
          }
          expect([cell.interval, found]).toEqual([cell.interval, { ...counts, waits: waits.length }]);
          for (const share of [0.5, 0.9, 1]) {
            const exact = exactQuantile(waits, share);
            const stored = quantileOf(cell.waits, share) ?? 0;
            expect(Math.abs(stored - exact)).toBeLessThanOrEqual(Math.max(1000, exact * 0.05));
          }
        }
        expect(cells.reduce((sum, { counts }) => sum + counts.opened, 0)).toBeGreaterThan(0);
      } finally {
        await store.close();
      }
    },
    240_000,
  );
});

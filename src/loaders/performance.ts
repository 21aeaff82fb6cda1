import type { Vendor } from "../domain/callback.js";
import { NO_COUNTS, SLOT_MS, slotOf, sumCounts } from "../domain/performance/contribution.js";
import type { PerformanceCell } from "../domain/performance/performance-query.js";
import type { Instant } from "../domain/time/instant.js";
import { groupBy } from "../lib/group.js";
import type { Store } from "../stores/store.js";
import type { PerformanceFigures, PerformanceGroup, PerformanceQuery } from "./loaders.js";

const NONE: PerformanceFigures = { counts: NO_COUNTS, waits: new Map() };

/** Reads the figures of every group, the largest first, those of one size by their keys. Without groups there is one, also if it has no callback. */
export async function loadPerformance(
  store: Pick<Store, "performance">,
  { filter, groupBy: dimensions, starts, from, until, hasWaits }: PerformanceQuery,
  { now, vendorOf }: { readonly now: Instant; readonly vendorOf: (source: string) => Vendor | null },
): Promise<readonly PerformanceGroup[]> {
  const end = slotOf(until + SLOT_MS - 1);
  const bounds = [slotOf(from), ...starts.slice(1), end];
  const byVendor = dimensions.includes("VENDOR");
  const split = dimensions.filter((dimension) => dimension !== "VENDOR");
  const groupedBy = byVendor && !split.includes("SOURCE") ? [...split, "SOURCE" as const] : split;
  const cells = await store.performance({ filter, groupBy: groupedBy, bounds, hasWaits, now });
  const keyOf = ({ source, queue, agent }: PerformanceCell): PerformanceKeys => ({
    vendor: byVendor && source !== null ? vendorOf(source) : null,
    source: split.includes("SOURCE") ? source : null,
    queue,
    agent,
  });
  const groups = [...groupBy(cells, (cell) => JSON.stringify(keyOf(cell))).values()].map((members) => {
    const [first] = members;
    if (first === undefined) throw new Error("a group has a cell");
    return toGroup(keyOf(first), members, starts);
  });
  if (groups.length === 0 && dimensions.length === 0) return [toGroup(NO_KEYS, [], starts)];
  return groups.sort((a, b) => b.total.counts.opened - a.total.counts.opened || compareKeys(a, b));
}

/** Groups of one size have the same order in every response. */
function compareKeys(a: PerformanceKeys, b: PerformanceKeys): number {
  const [left, right] = [a, b].map(({ source, vendor, queue, agent }) =>
    JSON.stringify([source, vendor, queue, agent]),
  );
  return left === right ? 0 : (left ?? "") < (right ?? "") ? -1 : 1;
}

type PerformanceKeys = Pick<PerformanceGroup, "source" | "vendor" | "queue" | "agent">;
const NO_KEYS: PerformanceKeys = { source: null, vendor: null, queue: null, agent: null };

function toGroup(
  keys: PerformanceKeys,
  cells: readonly PerformanceCell[],
  starts: readonly Instant[],
): PerformanceGroup {
  const byInterval = groupBy(cells, ({ interval }) => interval);
  const intervals = starts.map((start, index) => ({ start, ...sumFigures(byInterval.get(index) ?? []) }));
  return { ...keys, total: sumFigures(cells), intervals };
}

function sumFigures(cells: readonly PerformanceFigures[]): PerformanceFigures {
  const [first = NONE, ...others] = cells;
  if (others.length === 0) return { counts: first.counts, waits: first.waits };
  const waits = new Map(first.waits);
  let { counts } = first;
  for (const cell of others) {
    counts = sumCounts(counts, cell.counts);
    for (const [bin, count] of cell.waits) waits.set(bin, (waits.get(bin) ?? 0) + count);
  }
  return { counts, waits };
}

import type { PollTarget } from "../../domain/callback.js";
import type { DurationMs, Instant } from "../../domain/time/instant.js";
import { vendorQueryKey, type VendorQuery } from "../../domain/vendor/vendor-query.js";
import {
  fitPeriods,
  laneOf,
  LANES,
  promiseOf,
  type CallTime,
  type Lane,
  type LaneDemand,
  type LanePeriods,
  type SyncIntervals,
} from "./intervals.js";

/** An open callback, as the poller sees it. */
export type OpenTarget = PollTarget & CallTime;

/** How a source can be queried for its callbacks. */
export interface QueryOptions {
  readonly watched: readonly VendorQuery[];
  readonly queryFor: (target: PollTarget) => VendorQuery | null;
  readonly groupFor?: (target: PollTarget) => VendorQuery | null;
  readonly otherForms?: (phoneNumber: string) => readonly string[];
  readonly pageSize?: number;
  /** The query that finds new callbacks at a vendor that lists; null at one that does not. */
  readonly discovery: VendorQuery | null;
  /** True where the whole list is read as well, page by page. */
  readonly hasFullList: boolean;
  /** Pages of the whole list, as far as they are known. */
  readonly listPages: number;
}

/** A query that is polled again and again, and the open callbacks that it returns. */
export interface PlannedKey {
  readonly key: string;
  readonly query: VendorQuery;
  /** The lane of its most urgent callback. */
  readonly lane: Lane;
  /** The number of requests for one poll. */
  readonly cost: number;
  /** Vendor ids of the open callbacks behind it. */
  readonly members: readonly string[];
  /** True if only the query itself reveals new callbacks: it is named in the settings, or finds new ones. */
  readonly isStanding: boolean;
  /** True if no result depends on it: another form of a number. */
  readonly isOptional: boolean;
  /** The wider query that polls its callbacks instead; null if the key itself is requested. */
  readonly coveredBy: string | null;
}

/** The keys to poll, how often, and by which queries. */
export interface SyncPlan {
  readonly keys: ReadonlyMap<string, PlannedKey>;
  readonly demand: LaneDemand;
  readonly periods: LanePeriods;
  /** The time between two requests at the pace of the quota; 0 without one. */
  readonly requestMs: DurationMs;
  /** Within how long a change shows: of callbacks that are due soon or in progress, and of all others. */
  readonly delays: { readonly hot: DurationMs; readonly others: DurationMs };
}

const MINUTE: DurationMs = 60_000;
export const FULL_LIST_KEY = vendorQueryKey({ by: "list" });
export const ENDED_KEY = vendorQueryKey({ by: "ended" });
export const OPEN_LIST_KEY = vendorQueryKey({ by: "openList" });

interface Draft {
  readonly query: VendorQuery;
  lane: Lane;
  readonly members: OpenTarget[];
  isStanding: boolean;
}

/**
 * Plans the fewest requests that poll everything in time. Each open callback has a narrow query; a wider one (its
 * agent's, the open list) replaces the narrow ones if it costs no more than they do.
 */
export function planSync(
  targets: readonly OpenTarget[],
  options: QueryOptions,
  {
    intervals,
    now,
    perMinute,
  }: { readonly intervals: SyncIntervals; readonly now: Instant; readonly perMinute: number },
): SyncPlan {
  const drafts = new Map<string, Draft>();
  const lanes = new Map(targets.map((target) => [target.vendorId, laneOf(target, now, intervals.hotWindowMs)]));
  const laneFor = ({ vendorId }: OpenTarget): Lane => lanes.get(vendorId) ?? "today";
  const draft = (query: VendorQuery, isStanding: boolean, target: OpenTarget | null): void => {
    const key = vendorQueryKey(query);
    const existing = drafts.get(key);
    const lane = target === null ? "today" : laneFor(target);
    if (existing === undefined) {
      drafts.set(key, { query, lane, isStanding, members: target === null ? [] : [target] });
      return;
    }
    existing.lane = moreUrgent(existing.lane, lane);
    existing.isStanding ||= isStanding;
    if (target !== null) existing.members.push(target);
  };
  for (const query of options.watched) draft(query, true, null);
  if (options.discovery !== null) draft(options.discovery, true, null);
  for (const target of targets) {
    const query = options.queryFor(target);
    if (query !== null) draft(query, false, target);
  }

  preferHeldForms(drafts, options);

  const groups = chooseGroups(targets, drafts, options, laneFor);
  const keys = new Map<string, PlannedKey>();
  for (const [key, group] of groups) keys.set(key, group);
  const covers = coverage(groups);
  for (const [key, { query, lane, members, isStanding }] of drafts) {
    if (keys.has(key)) continue;
    const coveredBy = isStanding ? null : coverOf(members, covers, lane, groups);
    const ids = members.map(({ vendorId }) => vendorId);
    const cost = key === FULL_LIST_KEY ? Math.max(1, options.listPages) : 1;
    keys.set(key, { key, query, lane, cost, members: ids, isStanding, isOptional: false, coveredBy });
  }
  addOtherForms(keys, options);
  if (options.hasFullList && !keys.has(FULL_LIST_KEY)) keys.set(FULL_LIST_KEY, fullList(options.listPages));
  const demand = demandOf(keys.values());
  const periods = fitPeriods(demand, intervals, perMinute);
  const requestMs = Number.isFinite(perMinute) ? MINUTE / perMinute : 0;
  const base = { keys, demand, periods, requestMs };
  return { ...base, delays: delaysOf(base) };
}

/**
 * Returns the longest time between two polls of a key: the period of its lane, and the time for the pages of its query.
 */
export function promiseFor(planned: PlannedKey, { keys, periods, requestMs }: Omit<SyncPlan, "delays">): DurationMs {
  // The key itself, or the one that is requested in its stead.
  const { lane, cost } = planned.coveredBy === null ? planned : (keys.get(planned.coveredBy) ?? planned);
  return promiseOf(periods[lane]) + promiseOf((cost - 1) * requestMs);
}

function delaysOf(plan: Omit<SyncPlan, "delays">): SyncPlan["delays"] {
  let [hot, others] = [0, 0];
  for (const planned of plan.keys.values()) {
    if (planned.isOptional || planned.lane === "full") continue;
    const promise = promiseFor(planned, plan);
    if (planned.lane === "hot") hot = Math.max(hot, promise);
    else others = Math.max(others, promise);
  }
  return {
    hot: hot === 0 ? promiseOf(plan.periods.hot) : hot,
    others: others === 0 ? promiseOf(plan.periods.far) : others,
  };
}

/** Replaces a number of the settings by the form in which the vendor stores it. */
function preferHeldForms(drafts: Map<string, Draft>, { otherForms }: QueryOptions): void {
  if (otherForms === undefined) return;
  for (const [key, { query, isStanding, members }] of Array.from(drafts)) {
    if (query.by !== "phoneNumber" || !isStanding || members.length > 0) continue;
    const stored = otherForms(query.phoneNumber)
      .map((phoneNumber) => drafts.get(vendorQueryKey({ by: "phoneNumber", phoneNumber })))
      .find((one) => one !== undefined && one.members.length > 0);
    if (stored === undefined) continue;
    stored.isStanding = true;
    stored.lane = moreUrgent(stored.lane, "today");
    drafts.delete(key);
  }
}

function moreUrgent(a: Lane, b: Lane): Lane {
  return LANES.indexOf(a) <= LANES.indexOf(b) ? a : b;
}

/**
 * Returns the wider queries that are requested, each in the most urgent lane in which it costs no more than the queries
 * it replaces.
 */
function chooseGroups(
  targets: readonly OpenTarget[],
  drafts: ReadonlyMap<string, Draft>,
  options: QueryOptions,
  laneFor: (target: OpenTarget) => Lane,
): Map<string, PlannedKey> {
  const members = new Map<string, { readonly query: VendorQuery; readonly targets: OpenTarget[] }>();
  for (const target of targets) {
    const query = options.groupFor?.(target) ?? null;
    // A number of the settings is requested by itself: only that finds a new callback with another agent.
    const own = drafts.get(keyOf(options.queryFor(target)));
    if (query === null || (own?.isStanding === true && keyOf(own.query) !== vendorQueryKey(query))) continue;
    const key = vendorQueryKey(query);
    const group = members.get(key) ?? { query, targets: [] };
    group.targets.push(target);
    members.set(key, group);
  }
  const groups = new Map<string, PlannedKey>();
  for (const [key, { query, targets: covered }] of members) {
    const cost = costOf(covered.length, options.pageSize) + (query.by === "openList" ? 1 : 0);
    const standing = drafts.get(key);
    let replaced = standing?.isStanding === true ? 1 : 0;
    let lane: Lane | null = null;
    for (const one of LANES) {
      replaced += new Set(
        covered.filter((target) => laneFor(target) === one).map((target) => keyOf(options.queryFor(target))),
      ).size;
      if (replaced >= cost && replaced > 0) {
        lane = one;
        break;
      }
    }
    const isStanding = standing?.isStanding ?? false;
    if (isStanding) lane = lane === null ? "today" : moreUrgent(lane, "today");
    if (lane === null || (covered.length === 1 && !isStanding)) continue;
    const ids = covered.map(({ vendorId }) => vendorId);
    groups.set(key, { key, query, lane, cost, members: ids, isStanding, isOptional: false, coveredBy: null });
  }
  return groups;
}

function keyOf(query: VendorQuery | null): string {
  return query === null ? "" : vendorQueryKey(query);
}

function costOf(count: number, pageSize = Number.POSITIVE_INFINITY): number {
  return Math.max(1, Math.ceil(count / pageSize));
}

/** Returns the group that polls each callback. */
function coverage(groups: ReadonlyMap<string, PlannedKey>): Map<string, string> {
  const covers = new Map<string, string>();
  for (const [key, { members }] of groups) for (const vendorId of members) covers.set(vendorId, key);
  return covers;
}

/**
 * Returns the group that polls all of these often enough; null if one of them has no group, or is more urgent than its
 * group.
 */
function coverOf(
  members: readonly OpenTarget[],
  covers: ReadonlyMap<string, string>,
  lane: Lane,
  groups: ReadonlyMap<string, PlannedKey>,
): string | null {
  const found = members.map(({ vendorId }) => covers.get(vendorId));
  const [first] = found;
  if (first === undefined || found.some((one) => one === undefined)) return null;
  const isOften = found.every((one) => LANES.indexOf(groups.get(one ?? "")?.lane ?? "full") <= LANES.indexOf(lane));
  return isOften ? first : null;
}

function addOtherForms(keys: Map<string, PlannedKey>, { otherForms }: QueryOptions): void {
  if (otherForms === undefined) return;
  for (const { query, isStanding, isOptional } of Array.from(keys.values())) {
    if (query.by !== "phoneNumber" || isOptional || !isStanding) continue;
    for (const phoneNumber of otherForms(query.phoneNumber)) {
      const other: VendorQuery = { by: "phoneNumber", phoneNumber };
      const key = vendorQueryKey(other);
      if (keys.has(key)) continue;
      const rest = { cost: 1, members: [], isStanding: true, isOptional: true, coveredBy: null } as const;
      keys.set(key, { key, query: other, lane: "full", ...rest });
    }
  }
}

function fullList(pages: number): PlannedKey {
  const query: VendorQuery = { by: "list" };
  const rest = { members: [], isStanding: true, isOptional: false, coveredBy: null } as const;
  return { key: FULL_LIST_KEY, query, lane: "full", cost: Math.max(1, pages), ...rest };
}

function demandOf(keys: Iterable<PlannedKey>): LaneDemand {
  const demand: Record<Lane, number> = { hot: 0, today: 0, far: 0, full: 0 };
  for (const { lane, cost, coveredBy } of keys) if (coveredBy === null) demand[lane] += cost;
  return demand;
}

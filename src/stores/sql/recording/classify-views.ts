import { groupBy } from "../../../lib/group.js";
import { detectJoined, detectMerged, type DetectedChange } from "../../../domain/change/change.js";
import type { Observation } from "../../../domain/change/observation.js";
import { asRetained } from "../../../domain/retention.js";
import type { StoredCallback } from "../../../domain/query.js";
import { applyToView, mergeViews, milestonesOfViews, type View, type ViewRules } from "../../../domain/change/views.js";
import type { Instant } from "../../../domain/time/instant.js";
import { elapsesAt } from "../callbacks/rows.js";
import type { NewChange, RecordPlan, RowWrite } from "./classify.js";
import type { RowObservation } from "./observations.js";
import { groupKeyOf, type StoredView } from "./views.js";

/** The stored views of the observed records, and of all records that may be one callback with them. */
export interface ExistingViews {
  /** All views of every group that is concerned. */
  readonly views: readonly StoredView[];
  /** The rows of their callbacks, and of callbacks that have the id of an observed record, by row id. */
  readonly rows: ReadonlyMap<number, StoredCallback>;
}

/** A view to write. Its row is known once its callback is written. */
export interface PlannedView {
  readonly view: View;
  readonly group: string;
  /** The callback that it is merged into. */
  readonly vendorId: string;
  readonly isAmbiguous: boolean;
}

/** The writes of one recording of views. */
export interface ViewPlan extends RecordPlan {
  readonly views: readonly PlannedView[];
  /** Views that were observed unchanged. */
  readonly unchangedViews: readonly View[];
  /** Callbacks that turned out to be others: their rows go. */
  readonly joined: readonly { readonly before: StoredCallback; readonly change: DetectedChange }[];
}

/** A view with what was stored of it; `stored` is null for a new one. */
interface Current {
  readonly view: View;
  readonly group: string;
  readonly stored: StoredView | null;
}

/** Applies observations to their views, and merges the callbacks of the groups in which one changed. Pure. */
export function classifyViews(
  observations: readonly Observation[],
  existing: ExistingViews,
  rules: ViewRules,
  now: Instant,
): ViewPlan {
  const current = new Map<string, Current>();
  for (const stored of existing.views) current.set(keyOf(stored.view), { ...stored, stored });
  const changed = new Set<string>();
  const unchanged = new Map<string, Current>();
  for (const observation of observations) {
    const name = observation.view ?? rules.order[0] ?? "";
    const key = keyOf({ name, callback: observation.callback });
    const before = current.get(key);
    const view = applyToView(before?.view ?? null, name, observation);
    if (view === before?.view) continue;
    const after = { view, group: groupKeyOf(view.callback, rules), stored: before?.stored ?? null };
    current.set(key, after);
    if (isUnchanged(before, view, existing)) {
      unchanged.set(key, after);
    } else {
      changed.add(after.group);
      if (before !== undefined) changed.add(before.group);
    }
  }
  const quiet = [...unchanged.values()].filter(({ group }) => !changed.has(group));
  return {
    ...mergeGroups(
      groupBy(current.values(), ({ group }) => group),
      changed,
      existing,
      rules,
      now,
    ),
    unchanged: latestOfRows(quiet, existing),
    unchangedViews: quiet.map(({ view }) => view),
  };
}

function keyOf({ name, callback }: Pick<View, "name" | "callback">): string {
  return `${name} ${callback.vendorId}`;
}

/** Whether an observation says nothing new, about the view or about the presence and the time of its callback. */
function isUnchanged(
  before: Current | undefined,
  { contentHash, observedAt, requestNumber }: View,
  { rows }: ExistingViews,
): boolean {
  if (before?.stored === undefined || before.stored === null) return false;
  if (contentHash === null || contentHash !== before.view.contentHash) return false;
  // A late response may show an earlier milestone.
  if (requestNumber <= before.view.requestNumber) return false;
  const row = rows.get(before.stored.rowId);
  if (row === undefined || !row.isPresentAtVendor || row.absentSince !== null) return false;
  const moment = elapsesAt(row);
  return moment === null || moment > observedAt;
}

/** The new last observations of rows, where a view of theirs was observed by a later request than the row was. */
function latestOfRows(unchanged: readonly Current[], { rows }: ExistingViews): RowObservation[] {
  const latest = new Map<number, RowObservation>();
  for (const { view, stored } of unchanged) {
    if (stored === null) continue;
    const { rowId } = stored;
    const { requestNumber, observedAt } = view;
    const last = (latest.get(rowId) ?? rows.get(rowId))?.requestNumber ?? 0;
    if (requestNumber > last) latest.set(rowId, { rowId, requestNumber, observedAt });
  }
  return [...latest.values()];
}

type MergePlan = Pick<ViewPlan, "writes" | "changes" | "views" | "joined">;

/** Decides anew which records of the changed groups are one callback, and merges them. */
function mergeGroups(
  groups: ReadonlyMap<string, readonly Current[]>,
  changed: ReadonlySet<string>,
  { views: stored, rows }: ExistingViews,
  rules: ViewRules,
  now: Instant,
): MergePlan {
  const rowsByVendorId = new Map([...rows.values()].map((row) => [row.callback.vendorId, row]));
  const writes: RowWrite[] = [];
  const changes: NewChange[] = [];
  const views: PlannedView[] = [];
  for (const key of changed) {
    const group = groups.get(key) ?? [];
    const matches = rules.matching?.match(group.map(({ view }) => view));
    const callbackIdOf = ({ view: { callback } }: Current): string =>
      matches?.callbackIds.get(callback.vendorId) ?? callback.vendorId;
    for (const [vendorId, members] of groupBy(group, callbackIdOf)) {
      const before = rowsByVendorId.get(vendorId) ?? null;
      const ofCallback = members.map(({ view }) => view);
      const merged = asRetained(before, mergeViews(ofCallback, rules, vendorId));
      const { remembered, change } = detectMerged(before, merged, milestonesOfViews(ofCallback));
      writes.push({ now: remembered, before });
      if (change !== null) changes.push({ change, callback: remembered });
      for (const member of members) {
        const isAmbiguous = matches?.ambiguous.has(member.view.callback.vendorId) === true;
        if (!isToWrite(member, before, isAmbiguous)) continue;
        const view = asRetained(remembered, member.view);
        views.push({ view, group: member.group, vendorId, isAmbiguous });
      }
    }
  }
  const goOn = new Set(writes.map(({ now: { callback } }) => callback.vendorId));
  const concerned = new Set(stored.filter(({ group }) => changed.has(group)).map(({ rowId }) => rowId));
  const joined = [...concerned].flatMap((rowId) => {
    const before = rows.get(rowId);
    if (before === undefined || goOn.has(before.callback.vendorId)) return [];
    return [{ before, change: detectJoined(before, now) }];
  });
  return { writes, changes, views, joined };
}

/** Whether a view is new, changed, or merged into another callback than before. */
function isToWrite({ view, group, stored }: Current, before: StoredCallback | null, isAmbiguous: boolean): boolean {
  if (stored === null || stored.view !== view || stored.group !== group || stored.isBehind === true) return true;
  return stored.rowId !== before?.rowId || stored.isAmbiguous !== isAmbiguous;
}

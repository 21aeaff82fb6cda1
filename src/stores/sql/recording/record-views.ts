import type { Kysely } from "kysely";
import type { Observation } from "../../../domain/change/observation.js";
import type { ViewRules } from "../../../domain/change/views.js";
import type { Instant } from "../../../domain/time/instant.js";
import type { StoredCallback } from "../../../domain/query.js";
import type { RecordBatch } from "../../store.js";
import { appendChanges, type UnnumberedChange } from "../changelog/append.js";
import { withObservation } from "../callbacks/rows.js";
import { chunks } from "../chunks.js";
import type { Tables } from "../schema/tables.js";
import { classifyViews, type ExistingViews, type ViewPlan } from "./classify-views.js";
import { admit } from "./admission.js";
import { loadExisting } from "./load.js";
import { selectObservations, updateObservations, type RowObservation } from "./observations.js";
import { updatePerformance } from "../performance/update.js";
import { storeQuarantined } from "./quarantine.js";
import type { Recorded, Recording } from "./recording.js";
import {
  deleteCallbacks,
  findViewsOfGroups,
  findViewsOfRecords,
  groupKeyOf,
  saveViews,
  updateViewTimes,
  type StoredView,
} from "./views.js";
import { partOf, writeRows } from "./write-rows.js";

interface Loaded {
  /** Rows whose only view was observed unchanged: nothing else is read of them. */
  readonly unchanged: readonly RowObservation[];
  readonly observations: readonly Observation[];
  readonly existing: ExistingViews;
}

/** Records observations of a source whose callbacks are merged from several views. */
export async function recordViews(batch: RecordBatch, rules: ViewRules, recording: Recording): Promise<Recorded> {
  const { source, now, quarantined } = batch;
  const observations = batch.observations.map((observation) => withViewHash(observation, rules));
  return recording.recordInSteps<Loaded, ViewPlan, Recorded>(source, {
    load: (db) => loadViewed(db, { source, now, rules }, observations, recording),
    classify(loaded) {
      const plan = classifyViews(loaded.observations, loaded.existing, rules, now);
      return { ...plan, unchanged: [...loaded.unchanged, ...plan.unchanged] };
    },
    isDurable: ({ writes }) => writes.length > 0 || quarantined.length > 0,
    async write(db, plan) {
      await storeQuarantined(db, batch, recording.keyedHash);
      return writeViewPlan(db, source, plan, rules, recording);
    },
  });
}

/** The hash covers the kind of the record: a row without views, from an earlier version, gets them. */
function withViewHash(observation: Observation, { order }: ViewRules): Observation {
  return { ...observation, contentHash: `${observation.view ?? order[0] ?? ""}:${observation.contentHash}` };
}

async function loadViewed(
  db: Kysely<Tables>,
  { source, now, rules }: { readonly source: string; readonly now: Instant; readonly rules: ViewRules },
  observations: readonly Observation[],
  recording: Recording,
): Promise<Loaded> {
  const known = await loadExisting(db, source, observations, recording);
  const unchanged: RowObservation[] = [];
  const sent: Observation[] = [];
  for (const observation of observations) {
    const row = known.get(observation.callback.vendorId);
    const { requestNumber, observedAt } = observation;
    if (row?.stored === null) unchanged.push({ rowId: row.rowId, requestNumber, observedAt });
    else sent.push(observation);
  }
  if (sent.length === 0) return { unchanged, observations: [], existing: { views: [], rows: new Map() } };
  const ofRecords = await findViewsOfRecords(db, source, [...new Set(sent.map(({ callback }) => callback.vendorId))]);
  const stored = new Set([...known.keys(), ...ofRecords.map(({ view }) => view.callback.vendorId)]);
  const others = await admit(db, { source, now, isStored: (vendorId) => stored.has(vendorId) }, sent, recording);
  const groups = new Set(ofRecords.map(({ group }) => group));
  for (const { callback } of others) groups.add(groupKeyOf(callback, rules));
  const views = await findViewsOfGroups(db, source, [...groups]);
  const rowIds = new Set(views.map(({ rowId }) => rowId));
  for (const { rowId } of known.values()) rowIds.add(rowId);
  return { unchanged, observations: others, existing: await withLastObservations(db, views, [...rowIds], recording) };
}

/**
 * Loads the rows of views. Where a callback has one view, an observation without news is noted at its row alone: the view is
 * then as new as the row.
 */
async function withLastObservations(
  db: Kysely<Tables>,
  views: readonly StoredView[],
  rowIds: readonly number[],
  { cache }: Recording,
): Promise<ExistingViews> {
  const contents = await cache.readContents(db, rowIds);
  const rows = new Map<number, StoredCallback>();
  const noted = new Map<string, StoredCallback>();
  for (const chunk of chunks(rowIds)) {
    for (const { row_id, request_number, observed_at, content_hash } of await selectObservations(db, chunk)) {
      const content = contents.get(row_id);
      if (content === undefined) continue;
      const row = withObservation(content, observed_at, request_number);
      rows.set(row_id, row);
      if (content_hash !== null) noted.set(`${row_id} ${content_hash}`, row);
    }
  }
  return {
    rows,
    views: views.map((stored) => asNewAs(noted.get(`${stored.rowId} ${stored.view.contentHash}`), stored)),
  };
}

function asNewAs(row: StoredCallback | undefined, stored: StoredView): StoredView {
  if (row === undefined || row.requestNumber <= stored.view.requestNumber) return stored;
  const { requestNumber, observedAt, statusReportedAt, statusRequestNumber } = row;
  const view = { ...stored.view, requestNumber, observedAt, statusReportedAt, statusRequestNumber };
  return { ...stored, view, isBehind: true };
}

async function writeViewPlan(
  db: Kysely<Tables>,
  source: string,
  plan: ViewPlan,
  { lasting = [] }: ViewRules,
  recording: Recording,
): Promise<Recorded> {
  const { statements } = recording;
  await updateObservations(db, plan.unchanged, statements);
  await updateViewTimes(db, source, plan.unchangedViews);
  const written = await writeRows(db, plan.writes, recording);
  const rowIdOf = (vendorId: string): number => {
    const row = written.get(vendorId);
    if (row === undefined) throw new Error("the callback of a view was not written");
    return row.stored.rowId;
  };
  await saveViews(
    db,
    plan.views.map(({ vendorId, ...planned }) => ({
      ...planned,
      source,
      rowId: rowIdOf(vendorId),
      isLasting: lasting.includes(planned.view.name),
    })),
  );
  const changes: UnnumberedChange[] = plan.changes.map(({ change, callback }) => ({
    rowId: rowIdOf(callback.callback.vendorId),
    change,
    callback,
    isInRow: true,
  }));
  // After the callbacks that they were merged into: a subscriber sees the customer without a gap.
  for (const { before, change } of plan.joined) {
    const { rowId, revision: _, ...callback } = before;
    changes.push({ rowId, change, callback: { ...callback, isPresentAtVendor: false }, isInRow: false });
  }
  const appended = await appendChanges(db, changes, recording);
  await deleteCallbacks(
    db,
    plan.joined.map(({ before }) => before.rowId),
  );
  const removed = plan.joined.map(({ before }) => ({ before: partOf(before, recording.promises), after: null }));
  await updatePerformance(db, removed, statements);
  return { changes: appended, written };
}

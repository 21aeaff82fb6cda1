import type { Kysely } from "kysely";
import type { Observation } from "../../../domain/change/observation.js";
import type { RecordedChange } from "../../../domain/query.js";
import type { RecordBatch } from "../../store.js";
import { appendChanges } from "../changelog/append.js";
import type { Tables } from "../schema/tables.js";
import { classifyAbsent, classifyObserved, type RecordPlan } from "./classify.js";
import { admit } from "./admission.js";
import { loadExisting, type ExistingRow } from "./load.js";
import { updateObservations } from "./observations.js";
import { storeQuarantined } from "./quarantine.js";
import type { Recorded, Recording } from "./recording.js";
import { recordViews } from "./record-views.js";
import { findUnobserved, loadUnobserved } from "./unobserved.js";
import { writeRows } from "./write-rows.js";

/** Records a batch in four steps: load, classify, write, append. Returns its changes once they are committed. */
export async function recordBatch(batch: RecordBatch, recording: Recording): Promise<readonly RecordedChange[]> {
  const observed = await recordObserved(batch, recording);
  const absent = await recordAbsent(batch, recording);
  for (const { written } of [observed, absent]) recording.cache.add([...written.values()]);
  return [...observed.changes, ...absent.changes];
}

interface Admitted {
  readonly existing: ReadonlyMap<string, ExistingRow>;
  readonly observations: readonly Observation[];
}

const NOTHING: Recorded = { changes: [], written: new Map() };

async function recordObserved(batch: RecordBatch, recording: Recording): Promise<Recorded> {
  const { source, observations, quarantined, views } = batch;
  if (observations.length === 0 && quarantined.length === 0) return NOTHING;
  if (views !== undefined) return recordViews(batch, views, recording);
  return recording.recordInSteps<Admitted, RecordPlan, Recorded>(source, {
    async load(db) {
      const existing = await loadExisting(db, source, observations, recording);
      const isStored = (vendorId: string): boolean => existing.has(vendorId);
      return { existing, observations: await admit(db, { ...batch, isStored }, observations, recording) };
    },
    classify: (admitted) => classifyObserved(admitted.observations, admitted.existing),
    // The next poll restores times of observation that a power cut has undone.
    isDurable: ({ writes }) => writes.length > 0 || quarantined.length > 0,
    async write(db, plan) {
      await storeQuarantined(db, batch, recording.keyedHash);
      return writePlan(db, plan, recording);
    },
  });
}

/** Records which callbacks a complete response lacked. A crash in between loses nothing: they are absent from the next one as well. */
async function recordAbsent(batch: RecordBatch, recording: Recording): Promise<Recorded> {
  const { source, answered, forgetsWhenDue = false } = batch;
  if (answered === null) return NOTHING;
  const { query, stamp } = answered;
  const [lacked] = await findUnobserved(recording.db, source, query, stamp.requestNumber, 1);
  if (lacked === undefined) return NOTHING;
  return recording.recordInSteps(source, {
    load: (db) => loadUnobserved(db, batch, query, stamp.requestNumber),
    classify: (unobserved) => classifyAbsent(unobserved, answered, forgetsWhenDue),
    isDurable: () => true,
    write: (db, plan) => writePlan(db, plan, recording),
  });
}

async function writePlan(db: Kysely<Tables>, plan: RecordPlan, recording: Recording): Promise<Recorded> {
  const { statements } = recording;
  await updateObservations(db, plan.unchanged, statements);
  const written = await writeRows(db, plan.writes, recording);
  const lastStates = new Set(plan.writes.map(({ now }) => now));
  const changes = plan.changes.map(({ change, callback }) => {
    const row = written.get(callback.callback.vendorId);
    if (row === undefined) throw new Error("the row of a change was not written");
    return { rowId: row.stored.rowId, change, callback, isInRow: lastStates.has(callback) };
  });
  return { changes: await appendChanges(db, changes, recording), written };
}

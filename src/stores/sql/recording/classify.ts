import { detectAbsent, detectObserved, type DetectedChange, type Detection } from "../../../domain/change/change.js";
import type { Observation, RememberedCallback } from "../../../domain/change/observation.js";
import { asRetained } from "../../../domain/retention.js";
import type { StoredCallback } from "../../../domain/query.js";
import type { CompletedQuery } from "../../store.js";
import type { ExistingRow } from "./load.js";
import type { RowObservation } from "./observations.js";

/** A row to write, with its content before; null for a new row. */
export interface RowWrite<Before extends StoredCallback | null = StoredCallback | null> {
  readonly now: RememberedCallback;
  readonly before: Before;
}

/** A change to append to the log, with the callback right after it. */
export interface NewChange {
  readonly change: DetectedChange;
  readonly callback: RememberedCallback;
}

/** The writes of one recording. */
export interface RecordPlan {
  /** The new last observations of rows that are not written. */
  readonly unchanged: readonly RowObservation[];
  readonly writes: readonly RowWrite[];
  readonly changes: readonly NewChange[];
}

/** Compares observations with their existing rows. Pure. */
export function classifyObserved(
  observations: readonly Observation[],
  existing: ReadonlyMap<string, ExistingRow>,
): RecordPlan {
  const unchanged = new Map<number, RowObservation>();
  const detected = createDetections();
  for (const observation of observations) {
    const { callback, requestNumber, observedAt } = observation;
    const row = existing.get(callback.vendorId);
    if (row !== undefined && row.stored === null) {
      const { rowId } = row;
      const other = unchanged.get(rowId);
      if (other === undefined || other.requestNumber < requestNumber)
        unchanged.set(rowId, { rowId, requestNumber, observedAt });
      continue;
    }
    const before = row?.stored ?? null;
    const latest = detected.latest(callback.vendorId) ?? before;
    detected.add(before, detectObserved(latest, asRetained(latest, observation)));
  }
  return { unchanged: [...unchanged.values()], ...detected.plan() };
}

/** Compares a complete response with the rows that it lacked. Pure. */
export function classifyAbsent(
  unobserved: readonly StoredCallback[],
  { stamp }: CompletedQuery,
  forgetsWhenDue: boolean,
): RecordPlan {
  const detected = createDetections();
  for (const before of unobserved) detected.add(before, detectAbsent(before, stamp, forgetsWhenDue));
  return { unchanged: [], ...detected.plan() };
}

interface Detections {
  /** The state of a callback after the detections so far; undefined where there was none. */
  latest(vendorId: string): RememberedCallback | undefined;
  add(before: StoredCallback | null, detection: Detection | null): void;
  plan(): Pick<RecordPlan, "writes" | "changes">;
}

/** Collects detections: each row is written once, in its last state, and every change is appended. */
function createDetections(): Detections {
  const writes = new Map<string, RowWrite>();
  const changes: NewChange[] = [];
  return {
    latest: (vendorId) => writes.get(vendorId)?.now,
    add(before, detection) {
      if (detection === null) return;
      const { remembered: now, change } = detection;
      writes.set(now.callback.vendorId, { now, before });
      if (change !== null) changes.push({ change, callback: now });
    },
    plan: () => ({ writes: [...writes.values()], changes }),
  };
}

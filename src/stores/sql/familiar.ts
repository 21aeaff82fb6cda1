import type { Kysely } from "kysely";
import type { Callback } from "../../callback/callback.js";
import type { Instant } from "../../callback/instant.js";
import type { Observation } from "../../callback/observation.js";
import { statusAt, type CallbackStatus } from "../../callback/status.js";
import type { Engine } from "./engine.js";
import type { SeenRow } from "./rows.js";
import { readSightings } from "./sightings.js";
import type { Tables } from "./tables.js";

/** Looks that say nothing new: by far the most. */
export interface FamiliarLooks {
  /**
   * The looks that say nothing new, each with the number of its row: later looks at records that were found to be the
   * same as this very revision of their row. Reads no contents. Runs in the transaction that compares.
   */
  find(db: Kysely<Tables>, observations: readonly Observation[]): Promise<ReadonlyMap<Observation, number>>;
  /** True for a later look at a record that is the same to the letter; decided without parsing, and remembered. */
  isUnchanged(row: SeenRow, seen: Observation): boolean;
}

/** What a record was compared with. All of it is the same for as long as the row's revision is. */
interface Compared {
  readonly record: object;
  readonly rowId: number;
  readonly revision: number;
  readonly toldStatus: CallbackStatus;
  readonly statusChangedAt: Instant;
}

/** Remembers what was compared by the objects: whoever reads an equal record again gives the same ones. */
export function createFamiliarLooks(engine: Pick<Engine, "asArrays">): FamiliarLooks {
  const compared = new WeakMap<Callback, Compared>();
  return {
    async find(db, observations) {
      const mayBe = new Map<Observation, Compared>();
      for (const seen of observations) {
        const known = compared.get(seen.callback);
        if (known?.record === seen.vendorRecord && isStill(known, seen)) mayBe.set(seen, known);
      }
      const rowIds = [...new Set([...mayBe.values()].map(({ rowId }) => rowId))];
      const sightings = await readSightings(db, rowIds, engine);
      const found = new Map<Observation, number>();
      for (const [seen, { rowId, revision }] of mayBe) {
        const last = sightings.get(rowId);
        if (last?.revision === revision && seen.observedAt > last.observedAt) found.set(seen, rowId);
      }
      return found;
    },
    isUnchanged(row, seen) {
      const { callback, vendorRecord } = seen;
      const known: Compared = {
        record: vendorRecord,
        rowId: row.row_id,
        revision: row.revision,
        toldStatus: row.told_status,
        statusChangedAt: row.status_changed_at,
      };
      if (row.is_held !== 1 || row.missed_at !== null || seen.observedAt <= row.seen_at) return false;
      if (row.status_basis === "REPORTED" && row.status_reported_at === null) return false;
      if (!isStill(known, seen)) return false;
      if (row.content !== JSON.stringify(callback) || row.record !== JSON.stringify(vendorRecord)) return false;
      compared.set(callback, known);
      return true;
    },
  };
}

/** Whether a look finds the status that was told last: one that is derived moves with the clock. */
function isStill({ toldStatus, statusChangedAt }: Compared, { callback, observedAt }: Observation): boolean {
  return toldStatus === statusAt(callback, Math.max(observedAt, statusChangedAt));
}

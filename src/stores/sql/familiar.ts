import { isDeepStrictEqual } from "node:util";
import type { Kysely } from "kysely";
import type { Callback } from "../../callback/callback.js";
import type { Instant } from "../../callback/instant.js";
import type { Observation } from "../../callback/observation.js";
import { statusAt, type CallbackStatus } from "../../callback/status.js";
import type { KnownRow } from "./row-cache.js";
import { readSightings, type Reading } from "./sightings.js";
import type { Tables } from "./tables.js";

/** Looks that say nothing new: by far the most. */
export interface FamiliarLooks {
  /**
   * For each look the number of its row where it says nothing new, else null: a later look at a record that was found to
   * be the same as this very revision of the row. Reads no contents. Runs in the transaction that compares.
   */
  find(db: Kysely<Tables>, observations: readonly Observation[]): Promise<readonly (number | null)[]>;
  /** True for a later look at a record that is the same; remembered. */
  isUnchanged(row: KnownRow, seen: Observation): boolean;
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
export function createFamiliarLooks(reading: Reading): FamiliarLooks {
  const compared = new WeakMap<Callback, Compared>();
  return {
    async find(db, observations) {
      const mayBe = observations.map((seen) => {
        const known = compared.get(seen.callback);
        return known?.record === seen.vendorRecord && isStill(known, seen) ? known : null;
      });
      const rowIds = new Set(mayBe.flatMap((known) => known?.rowId ?? []));
      const sightings = await readSightings(db, [...rowIds], reading);
      return mayBe.map((known, index) => {
        const [last, seen] = [sightings.get(known?.rowId ?? 0), observations[index]];
        if (known === null || last === undefined || seen === undefined) return null;
        return last.revision === known.revision && seen.observedAt > last.observedAt ? known.rowId : null;
      });
    },
    isUnchanged({ revision, stored }, seen) {
      const { rowId, toldStatus, statusChangedAt } = stored;
      const known: Compared = { record: seen.vendorRecord, rowId, revision, toldStatus, statusChangedAt };
      if (!stored.heldByVendor || stored.missedAt !== null || seen.observedAt <= stored.observedAt) return false;
      if (stored.callback.statusBasis === "REPORTED" && stored.statusReportedAt === null) return false;
      if (!isStill(known, seen) || !isSame(stored.callback, seen.callback)) return false;
      if (!isSame(stored.vendorRecord, seen.vendorRecord)) return false;
      compared.set(seen.callback, known);
      return true;
    },
  };
}

/** A difference is nearly always one of plain values: what is made of others is compared last. */
function isSame<Whole extends object>(known: Whole, seen: Whole): boolean {
  if (known === seen) return true;
  for (const name of Object.keys(seen) as (keyof Whole)[]) {
    if (seen[name] !== known[name] && (typeof seen[name] !== "object" || seen[name] === null)) return false;
  }
  return isDeepStrictEqual(known, seen);
}

/** Whether a look finds the status that was told last: one that is derived moves with the clock. */
function isStill({ toldStatus, statusChangedAt }: Compared, { callback, observedAt }: Observation): boolean {
  return toldStatus === statusAt(callback, Math.max(observedAt, statusChangedAt));
}

import type { Callback } from "../../callback/callback.js";
import type { Observation } from "../../callback/observation.js";
import { statusAt } from "../../callback/status.js";
import type { CallbackRow } from "./tables.js";

/** What tells whether a look is worth a comparison, without the contents. */
export const ROW_KEY = [
  "row_id",
  "vendor_id",
  "revision",
  "status_basis",
  "told_status",
  "status_changed_at",
  "status_reported_at",
  "is_held",
  "missed_at",
  "observed_at",
] as const satisfies readonly (keyof CallbackRow)[];
export type RowKey = Pick<CallbackRow, (typeof ROW_KEY)[number]>;

/** Looks that say nothing new: by far the most. */
export interface FamiliarLooks {
  /** False for what was never compared: only the whole row tells. */
  mayBe(seen: Observation): boolean;
  /** True for a later look at a record that was found to be the same as this very revision of the row before. */
  isFamiliar(key: RowKey, seen: Observation): boolean;
  /** True for a later look at a record that is the same to the letter; decided without parsing, and remembered. */
  isUnchanged(row: CallbackRow, seen: Observation): boolean;
}

/** Remembers what was compared by the objects: whoever reads an equal record again gives the same ones. */
export function createFamiliarLooks(): FamiliarLooks {
  const compared = new WeakMap<
    Callback,
    { readonly record: object; readonly rowId: number; readonly revision: number }
  >();
  return {
    mayBe: ({ callback }) => compared.has(callback),
    isFamiliar(key, seen) {
      const known = compared.get(seen.callback);
      if (known?.revision !== key.revision || known.rowId !== key.row_id) return false;
      return known.record === seen.vendorRecord && isStill(key, seen);
    },
    isUnchanged(row, seen) {
      const { callback, vendorRecord } = seen;
      if (!isStill(row, seen)) return false;
      if (row.content !== JSON.stringify(callback) || row.record !== JSON.stringify(vendorRecord)) return false;
      compared.set(callback, { record: vendorRecord, rowId: row.row_id, revision: row.revision });
      return true;
    },
  };
}

/** Whether a look finds what was told last, and is the newest. */
function isStill(key: RowKey, { callback, observedAt }: Observation): boolean {
  return (
    key.is_held === 1 &&
    key.missed_at === null &&
    observedAt > key.observed_at &&
    key.told_status === statusAt(callback, Math.max(observedAt, key.status_changed_at)) &&
    (key.status_basis === "DERIVED" || key.status_reported_at !== null)
  );
}

import { useCallback, useState } from "react";
import type { ListRow } from "./row-pages.js";
import type { WallboardRowFragment } from "../../../schema/operations.js";

/** The most callbacks that the API changes at once. */
export const MAX_CHECKED = 100;

export type CheckedRows = ReadonlyMap<string, WallboardRowFragment>;

/** The rows that the viewer has checked. They stay checked when they leave the list, until they are acted on. */
export function useCheckedRows(rows: readonly ListRow[]) {
  const [checked, setChecked] = useState<CheckedRows>(new Map());
  const check = useCallback(
    (id: string, isChecked: boolean): void => {
      setChecked((before) => {
        const next = new Map(before);
        const row = rows.find(({ callback }) => callback.id === id);
        if (!isChecked || row === undefined) next.delete(id);
        else if (next.size < MAX_CHECKED) next.set(id, row.callback);
        return next;
      });
    },
    [rows],
  );
  const checkAll = (): void =>
    setChecked(new Map(rows.slice(0, MAX_CHECKED).map(({ callback }) => [callback.id, callback])));
  const clear = (): void => setChecked(new Map());
  return { checked, check, checkAll, clear };
}

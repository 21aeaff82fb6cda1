import { useState } from "react";
import { BulkCancelForm } from "../forms/bulk-cancel-form.js";
import { BulkReassignForm } from "../forms/bulk-reassign-form.js";
import { Drawer } from "../details/drawer.js";
import { MAX_CHECKED, type CheckedRows } from "./use-checked-rows.js";
import { useLiveValue } from "../data/live-value.js";
import { useWall, useWords } from "../data/wall.js";

export interface BulkBarProps {
  readonly checked: CheckedRows;
  readonly onCheckAll: () => void;
  readonly onClear: () => void;
}

/** The commands on the checked rows that one of their sources can execute. */
export function BulkBar({ checked, onCheckAll, onClear }: BulkBarProps) {
  const { list, forms } = useWords();
  const [act, setAct] = useState<"cancel" | "reassign" | null>(null);
  const { data } = useLiveValue(useWall().sources);
  if (checked.size === 0) return null;
  const names = new Set([...checked.values()].map(({ source }) => source.name));
  const offered = new Set(
    data?.sources.flatMap(({ name, capabilities }) => (names.has(name) ? capabilities : [])) ?? [],
  );
  const form = {
    callbacks: [...checked.values()],
    onLeave: () => setAct(null),
    onDone: () => {
      setAct(null);
      onClear();
    },
  };
  return (
    <div className="bulk" role="group" aria-label={list.selected(checked.size)}>
      <strong>{list.selected(checked.size)}</strong>
      {offered.has("CANCEL") && (
        <button type="button" className="danger" onClick={() => setAct("cancel")}>
          {forms.bulkCancel}
        </button>
      )}
      {offered.has("REASSIGN") && (
        <button type="button" onClick={() => setAct("reassign")}>
          {forms.bulkReassign}
        </button>
      )}
      <button type="button" onClick={onCheckAll}>
        {list.selectLoaded}
      </button>
      <button type="button" onClick={onClear}>
        {list.clearSelection}
      </button>
      {checked.size === MAX_CHECKED && <span className="note">{forms.bulkLimit(MAX_CHECKED)}</span>}
      {act !== null && (
        <Drawer title={act === "cancel" ? forms.bulkCancel : forms.bulkReassign} onClose={form.onLeave}>
          {act === "cancel" ? <BulkCancelForm {...form} /> : <BulkReassignForm {...form} />}
        </Drawer>
      )}
    </div>
  );
}

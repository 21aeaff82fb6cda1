import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, type Ref } from "react";
import { CallbackRow } from "./callback-row.js";
import { ListHead } from "./list-head.js";
import { useRowFocus } from "./row-focus.js";
import type { ListHandle } from "../data/focus-return.js";
import { isFiltered } from "./filters.js";
import type { ListState } from "./row-pages.js";
import { useFilters, useWords } from "../data/wall.js";

const ROW_HEIGHT = 60;

export interface CallbackListProps {
  readonly state: ListState;
  /** The selected rows by their ids; null where rows cannot be selected. */
  readonly selection: ReadonlyMap<string, unknown> | null;
  readonly onSelect: (id: string) => void;
  readonly onCheck: (id: string, isSelected: boolean) => void;
  /** Called with the index of the last row in view. */
  readonly onShow: (lastVisible: number) => void;
  readonly ref?: Ref<ListHandle>;
}

/** The list. Only rows in view are in the page. It is one stop of Tab: arrow keys go from row to row. */
export function CallbackList({ state, selection, onSelect, onCheck, onShow, ref }: CallbackListProps) {
  const { rows, total } = state;
  const { list } = useWords();
  const place = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react-compiler -- what it returns changes as one scrolls, which is what it is for
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => place.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => rows[index]?.callback.id ?? index,
    overscan: 8,
  });
  const items = virtualizer.getVirtualItems();
  const lastIndex = items.at(-1)?.index ?? 0;
  useEffect(() => onShow(lastIndex), [onShow, lastIndex, rows.length]);

  const hasChecks = selection !== null;
  const { tabbable, ...focusEvents } = useRowFocus({ rows, list: place, virtualizer, hasChecks, handle: ref });
  return (
    <div
      ref={place}
      className={`list${selection === null ? "" : " selectable"}`}
      role="grid"
      aria-label={list.label}
      aria-rowcount={(total ?? 0) + 1}
      aria-multiselectable={selection === null ? undefined : true}
      aria-busy={total === null}
      tabIndex={rows.length === 0 ? 0 : -1}
      {...focusEvents}
    >
      <ListHead isSelectable={selection !== null} />
      {rows.length === 0 ? <Nothing state={state} /> : null}
      <div role="rowgroup" className="body" style={{ height: virtualizer.getTotalSize() }}>
        {items.map(({ index, key, start }) => {
          const row = rows[index];
          return row === undefined ? null : (
            <div
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              data-id={row.callback.id}
              role="row"
              aria-rowindex={index + 2}
              aria-selected={selection === null ? undefined : selection.has(row.callback.id)}
              className="place"
              style={{ transform: `translateY(${start}px)` }}
            >
              <CallbackRow
                row={row}
                index={index}
                isCurrent={index === tabbable}
                isSelected={selection === null ? null : selection.has(row.callback.id)}
                onSelect={onSelect}
                onCheck={onCheck}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Nothing({ state: { total, error } }: { readonly state: ListState }) {
  const { list } = useWords();
  const [filters] = useFilters();
  const nothing = isFiltered(filters) ? list.noMatch : list.empty;
  const waiting = error === null ? list.loading : list.failed;
  return (
    <div role="rowgroup">
      <div role="row" className="nothing">
        <div role="gridcell">{total === null ? waiting : nothing}</div>
      </div>
    </div>
  );
}

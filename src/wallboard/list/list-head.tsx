import type { CallbackOrderField } from "../../../schema/operations.js";
import { useFilters, useWords } from "../data/wall.js";
import type { Words } from "../words/words.js";

interface Column {
  readonly name: Exclude<keyof Words["list"]["columns"], "select">;
  /** The order that the column sorts by; null if it cannot. */
  readonly sort: CallbackOrderField | null;
}

const COLUMNS: readonly Column[] = [
  { name: "window", sort: "WINDOW_START" },
  { name: "due", sort: "URGENCY" },
  { name: "customer", sort: null },
  { name: "status", sort: "STATUS_CHANGED_AT" },
  { name: "queue", sort: null },
];

/** The columns. A button sorts by its column, and by a second press in reverse. */
export function ListHead({ isSelectable }: { readonly isSelectable: boolean }) {
  const { list } = useWords();
  const [{ sort: current, direction }, change] = useFilters();
  return (
    <div role="rowgroup" className="head">
      <div role="row" aria-rowindex={1} className="row">
        {isSelectable && (
          <div role="columnheader" className="cell check-cell">
            <span className="unseen">{list.columns.select}</span>
          </div>
        )}
        {COLUMNS.map(({ name, sort }) => {
          const isSorted = sort === current;
          const title = list.columns[name];
          if (sort === null) {
            return (
              <div key={name} role="columnheader" className="cell">
                <span>{title}</span>
              </div>
            );
          }
          return (
            <div
              key={name}
              role="columnheader"
              className="cell"
              aria-sort={isSorted ? (direction === "ASC" ? "ascending" : "descending") : "none"}
            >
              <button
                type="button"
                className="plain sort"
                title={list.sortBy(title)}
                onClick={() => change({ sort, direction: isSorted && direction === "ASC" ? "DESC" : "ASC" })}
              >
                {title}
                <span aria-hidden="true">{isSorted ? (direction === "ASC" ? " ▲" : " ▼") : " ↕"}</span>
              </button>
            </div>
          );
        })}
      </div>
    </div>
  );
}

import { useMemo } from "react";
import type { BoardRow } from "../data/board.js";
import { dueOf, type Due } from "../list/due.js";
import { useFilters, useNow } from "../data/wall.js";

const TILES: readonly { readonly due: Due; readonly title: string; readonly note: string }[] = [
  { due: "overdue", title: "Overdue", note: "past the promised time" },
  { due: "now", title: "In their window", note: "to be called now" },
  { due: "soon", title: "Within 15 minutes", note: "the window starts soon" },
  { due: "later", title: "Later", note: "scheduled ahead" },
];

/** How many there are, and how urgent; a figure shows its callbacks alone. */
export function Tiles({ rows }: { readonly rows: readonly BoardRow[] }) {
  const now = useNow();
  const [filters, change] = useFilters();
  const counts = useMemo(() => {
    const found: Record<Due, number> = { overdue: 0, now: 0, soon: 0, later: 0, untimed: 0 };
    for (const row of rows) found[dueOf(row, now)] += 1;
    return found;
  }, [rows, now]);
  return (
    <section className="tiles" aria-label="In numbers">
      <dl>
        <div className="tile open">
          <dt>Open callbacks</dt>
          <dd data-count="open">{rows.length}</dd>
          <dd className="note">{counts.untimed > 0 ? `${counts.untimed} without a time` : "in all sources"}</dd>
        </div>
        {TILES.map(({ due, title, note }) => (
          <div key={due} className={`tile ${due} ${counts[due] === 0 ? "none" : "some"}`}>
            <dt>{title}</dt>
            <dd data-count={due}>
              <button
                type="button"
                className="plain"
                aria-pressed={filters.due === due}
                aria-label={`${title}: ${counts[due]}. Show these only`}
                onClick={() => change({ due: filters.due === due ? null : due })}
              >
                {counts[due]}
              </button>
            </dd>
            <dd className="note">{note}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

import { lazy, Suspense, useMemo } from "react";
import { ByStatus, ByVendor } from "../statistics/breakdown.js";
import { CallbackList } from "../list/callback-list.js";
import { dueOf } from "../list/due.js";
import { FilterBar } from "../list/filter-bar.js";
import { createMatch } from "../list/filters.js";
import { Latest } from "../statistics/latest.js";
import { useLiveValue } from "../data/live-value.js";
import { Sources } from "../statistics/sources.js";
import { Tiles } from "../statistics/tiles.js";
import { useFilters, useNowWhere, useWall } from "../data/wall.js";

const Timeline = lazy(async () => ({ default: (await import("../statistics/timeline.js")).Timeline }));

/** The callbacks in a list, with figures beside it. */
export function ListView({ onSelect }: { readonly onSelect: (id: string) => void }) {
  const { board } = useWall();
  const rows = useLiveValue(board.rows);
  const [filters] = useFilters();
  const matching = useMemo(() => rows.filter(createMatch(filters)), [rows, filters]);
  const { due } = filters;
  const now = useNowWhere(due !== null);
  const listed = useMemo(
    () => (due === null ? matching : matching.filter((row) => dueOf(row, now) === due)),
    [matching, due, now],
  );
  return (
    <main className="frame">
      <h1 className="unseen">Waiting callbacks</h1>
      <Tiles rows={matching} />
      <section className="card list-card" aria-labelledby="callbacks">
        <FilterBar rows={rows} visible={listed.length} />
        <CallbackList rows={listed} onSelect={onSelect} />
      </section>
      <div className="side">
        <Suspense fallback={<section className="card chart-card" aria-label="Windows by hour" />}>
          <Timeline rows={listed} />
        </Suspense>
        <div className="stack">
          <ByStatus rows={listed} />
          <Latest onSelect={onSelect} />
        </div>
        <div className="stack">
          <ByVendor rows={listed} />
          <Sources />
        </div>
      </div>
    </main>
  );
}

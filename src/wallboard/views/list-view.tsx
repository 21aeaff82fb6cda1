import { lazy, Suspense, useCallback } from "react";
import { ByStatus, BySource } from "../statistics/breakdown.js";
import { BulkBar } from "../list/bulk-bar.js";
import { CallbackList } from "../list/callback-list.js";
import { ExportButton } from "../list/export-button.js";
import { FilterBar } from "../list/filter-bar.js";
import { useListHandle } from "../data/focus-return.js";
import { Latest } from "../statistics/latest.js";
import { Sources } from "../statistics/sources.js";
import { Tiles } from "../statistics/tiles.js";
import { useFigures } from "../statistics/figures.js";
import { MAX_ROWS } from "../list/row-pages.js";
import { useCheckedRows } from "../list/use-checked-rows.js";
import { useRowPages } from "../list/use-row-pages.js";
import { useViewer } from "../data/viewer.js";
import { useFilters, useWords } from "../data/wall.js";

const Timeline = lazy(async () => ({ default: (await import("../statistics/timeline.js")).Timeline }));

/** The callbacks in a list, with figures beside it. */
export function ListView({ onSelect }: { readonly onSelect: (id: string) => void }) {
  const [filters] = useFilters();
  const { list, statistics } = useWords();
  const { pages, state } = useRowPages(filters);
  const figures = useFigures(filters);
  const { checked, check, checkAll, clear } = useCheckedRows(state.rows);
  const { canWrite } = useViewer();
  const listHandle = useListHandle();
  const onShow = useCallback((lastVisible: number) => pages?.show(lastVisible), [pages]);
  const isCut = !state.hasMore && (state.total ?? 0) > state.rows.length && state.rows.length >= MAX_ROWS;
  return (
    <main className="frame">
      <h1 className="unseen">{list.title}</h1>
      <Tiles figures={figures} />
      <section className="card list-card" aria-labelledby="callbacks">
        <FilterBar total={state.total}>
          <ExportButton />
        </FilterBar>
        <BulkBar checked={checked} onCheckAll={checkAll} onClear={clear} />
        <CallbackList
          ref={listHandle}
          state={state}
          selection={canWrite ? checked : null}
          onSelect={onSelect}
          onCheck={check}
          onShow={onShow}
        />
        {isCut && <p className="note cut">{list.firstOf(state.rows.length, state.total ?? 0)}</p>}
      </section>
      <div className="side">
        <Suspense fallback={<section className="card chart-card" aria-label={statistics.byHour} />}>
          <Timeline figures={figures} />
        </Suspense>
        <div className="stack">
          <ByStatus figures={figures} />
          <Latest onSelect={onSelect} />
        </div>
        <div className="stack">
          <BySource figures={figures} />
          <Sources />
        </div>
      </div>
    </main>
  );
}

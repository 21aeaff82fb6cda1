import { lazy, Suspense, useMemo, useState } from "react";
import { Announcer } from "./announcer.js";
import { ByStatus, ByVendor } from "../statistics/breakdown.js";
import { CallbackList } from "../list/callback-list.js";
import { Details } from "../details/details.js";
import { dueOf } from "../list/due.js";
import { Drawer } from "../details/drawer.js";
import { FilterBar } from "../list/filter-bar.js";
import { createMatch } from "../list/filters.js";
import { Header } from "./header.js";
import { Latest } from "../statistics/latest.js";
import { useLiveValue } from "../data/live-value.js";
import { ScheduleForm } from "../forms/schedule-form.js";
import { Sources } from "../statistics/sources.js";
import { Tiles } from "../statistics/tiles.js";
import { TokenForm } from "./token-form.js";
import { useFilters, useNowWhere, useSelection, useWall } from "../data/wall.js";

const Timeline = lazy(async () => ({ default: (await import("../statistics/timeline.js")).Timeline }));

/** The whole page. */
export function App() {
  const { board, session } = useWall();
  const rows = useLiveValue(board.rows);
  const isRefused = useLiveValue(session.refusal) !== null;
  const [filters] = useFilters();
  const [selected, select] = useSelection();
  const [isScheduling, setScheduling] = useState(false);
  const matching = useMemo(() => rows.filter(createMatch(filters)), [rows, filters]);
  const { due } = filters;
  const now = useNowWhere(due !== null);
  const listed = useMemo(
    () => (due === null ? matching : matching.filter((row) => dueOf(row, now) === due)),
    [matching, due, now],
  );

  if (isRefused) return <TokenForm />;
  return (
    <>
      <a className="skip" href="#callbacks">
        Skip to the list of callbacks
      </a>
      <Header onSchedule={() => setScheduling(true)} />
      <main className="frame">
        <h1 className="unseen">Waiting callbacks</h1>
        <Tiles rows={matching} />
        <section className="card list-card" aria-labelledby="callbacks">
          <FilterBar rows={rows} visible={listed.length} />
          <CallbackList rows={listed} onSelect={select} />
        </section>
        <div className="side">
          <Suspense fallback={<section className="card chart-card" aria-label="Windows by hour" />}>
            <Timeline rows={listed} />
          </Suspense>
          <div className="stack">
            <ByStatus rows={listed} />
            <Latest onSelect={select} />
          </div>
          <div className="stack">
            <ByVendor rows={listed} />
            <Sources />
          </div>
        </div>
      </main>
      <Announcer />
      {selected !== null && (
        <Drawer title="Callback" onClose={() => select(null)}>
          <Details key={selected} id={selected} onSelect={select} />
        </Drawer>
      )}
      {isScheduling && (
        <Drawer title="Schedule a callback" onClose={() => setScheduling(false)}>
          <ScheduleForm onDone={() => setScheduling(false)} />
        </Drawer>
      )}
    </>
  );
}

import type { ReactNode } from "react";
import { longestWaitSince, sumOf, type Figures } from "./figures.js";
import type { Due } from "../list/filters.js";
import { useFilters, useNow, useTimes, useWords } from "../data/wall.js";

/** How many wait, and how urgent it is, as the API counts them. Two of the figures show their callbacks alone. */
export function Tiles({ figures }: { readonly figures: Figures | null }) {
  const { statistics } = useWords();
  const times = useTimes();
  const now = useNow();
  const total = figures?.bySource.totalCount ?? null;
  const overdue = figures === null ? null : sumOf(figures, ({ overdueCount }) => overdueCount);
  const soon = figures === null ? null : sumOf(figures, ({ dueWithinHour }) => dueWithinHour);
  const kept = figures === null ? 0 : sumOf(figures, ({ promiseKeptToday }) => promiseKeptToday);
  const decided = figures === null ? 0 : kept + sumOf(figures, ({ promiseBrokenToday }) => promiseBrokenToday);
  const since = figures === null ? null : longestWaitSince(figures);
  const share = decided === 0 ? "–" : times.number(Math.round((100 * kept) / decided)) + " %";
  const number = (value: number | null): string => (value === null ? "…" : times.number(value));
  return (
    <section className="tiles" aria-label={statistics.tiles}>
      <dl>
        <Tile kind="open" title={statistics.open} note={statistics.openNote}>
          {number(total)}
        </Tile>
        <Tile kind="overdue" isSome={(overdue ?? 0) > 0} title={statistics.overdue} note={statistics.overdueNote}>
          <DueButton due="overdue" title={statistics.overdue} text={number(overdue)} />
        </Tile>
        <Tile
          kind="longest"
          title={statistics.longest}
          note={since === null ? "" : statistics.since(times.clock(since))}
        >
          {since === null ? "–" : times.duration(now - since)}
        </Tile>
        <Tile kind="hour" isSome={(soon ?? 0) > 0} title={statistics.hour} note={statistics.hourNote}>
          <DueButton due="hour" title={statistics.hour} text={number(soon)} />
        </Tile>
        <Tile kind="kept" title={statistics.kept} note={statistics.keptNote(kept, decided)}>
          {share}
        </Tile>
      </dl>
    </section>
  );
}

interface TileProps {
  readonly kind: string;
  readonly isSome?: boolean;
  readonly title: string;
  readonly note: string;
  readonly children: ReactNode;
}

function Tile({ kind, isSome = false, title, note, children }: TileProps) {
  return (
    <div className={`tile ${kind} ${isSome ? "some" : "none"}`}>
      <dt>{title}</dt>
      <dd data-count={kind}>{children}</dd>
      <dd className="note">{note}</dd>
    </div>
  );
}

/** A figure that shows its callbacks alone. */
function DueButton({ due, title, text }: { readonly due: Due; readonly title: string; readonly text: string }) {
  const { statistics } = useWords();
  const [filters, change] = useFilters();
  const isChosen = filters.due === due;
  return (
    <button
      type="button"
      className="plain"
      aria-pressed={isChosen}
      aria-label={statistics.showOnly(title, text)}
      onClick={() => change({ due: isChosen ? null : due })}
    >
      {text}
    </button>
  );
}

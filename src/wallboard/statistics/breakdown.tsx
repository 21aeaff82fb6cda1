import type { CallbackStatus } from "../../../schema/operations.js";
import { countsOf, type Figures } from "./figures.js";
import { sourceLabel } from "../labels.js";
import { ENDED_STATUSES, OPEN_STATUSES } from "../list/filters.js";
import { StatusBadge } from "../list/status-badge.js";
import { useFilters, useTimes, useWords } from "../data/wall.js";

interface FiguresProps {
  readonly figures: Figures | null;
}

/** Open callbacks by status; and apart from them, callbacks that ended today. */
export function ByStatus({ figures }: FiguresProps) {
  const { statistics } = useWords();
  if (figures === null) return null;
  return (
    <section className="card" aria-labelledby="by-status">
      <h2 id="by-status">{statistics.byStatus}</h2>
      <StatusBars statuses={OPEN_STATUSES} counts={countsOf(figures.byStatus.groups)} isChoice />
      <h2 className="second" id="ended-today">
        {statistics.endedToday}
      </h2>
      <StatusBars statuses={ENDED_STATUSES} counts={countsOf(figures.endedToday.groups)} />
    </section>
  );
}

interface StatusBarsProps {
  readonly statuses: readonly CallbackStatus[];
  readonly counts: ReadonlyMap<CallbackStatus, number>;
  readonly isChoice?: boolean;
}

function StatusBars({ statuses, counts, isChoice = false }: StatusBarsProps) {
  const [{ progress }, change] = useFilters();
  const times = useTimes();
  const most = Math.max(1, ...statuses.map((status) => counts.get(status) ?? 0));
  return (
    <ul className="bars">
      {statuses.map((status) => {
        const count = counts.get(status) ?? 0;
        return (
          <li key={status} data-status={status}>
            {isChoice ? (
              <button
                type="button"
                className="plain"
                aria-pressed={progress === status}
                onClick={() => change({ progress: progress === status ? "open" : status })}
              >
                <StatusBadge status={status} />
              </button>
            ) : (
              <StatusBadge status={status} />
            )}
            <Bar share={count / most} kind={status.toLowerCase()} />
            <span className="figure">{times.number(count)}</span>
          </li>
        );
      })}
    </ul>
  );
}

/** How many wait at each source, and how many of them for too long. */
export function BySource({ figures }: FiguresProps) {
  const { statistics } = useWords();
  const times = useTimes();
  if (figures === null) return null;
  const { groups } = figures.bySource;
  const most = Math.max(1, ...groups.map(({ count }) => count));
  return (
    <section className="card" aria-labelledby="by-source">
      <h2 id="by-source">{statistics.bySource}</h2>
      <ul className="bars places">
        {groups.map(({ source, count, overdueCount }) =>
          source === null ? null : (
            <li key={source.id}>
              <span className="name">{sourceLabel(source)}</span>
              <Bar share={count / most} kind="origin" part={count === 0 ? 0 : overdueCount / count} />
              <span className="figure">{times.number(count)}</span>
              {overdueCount > 0 && (
                <span className="figure late">{statistics.overdueOf(times.number(overdueCount))}</span>
              )}
            </li>
          ),
        )}
      </ul>
      {groups.length === 0 && <p className="note">{statistics.nothing}</p>}
    </section>
  );
}

interface BarProps {
  /** Relative to the widest bar, 0 to 1. */
  readonly share: number;
  readonly kind: string;
  /** The part that is overdue, 0 to 1. */
  readonly part?: number;
}

/** The figure beside it says the same. */
function Bar({ share, kind, part = 0 }: BarProps) {
  const width = Math.round(share * 1000) / 10;
  return (
    <svg className={`bar ${kind}`} aria-hidden="true" preserveAspectRatio="none" viewBox="0 0 100 4">
      <rect className="track" width="100" height="4" rx="1" />
      <rect className="fill" width={width} height="4" />
      {part > 0 && <rect className="part" width={width * part} height="4" />}
    </svg>
  );
}

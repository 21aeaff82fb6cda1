import { useQuery } from "@apollo/client/react";
import { useMemo } from "react";
import { CallbackStatisticsDocument, type CallbackStatus } from "../../../schema/operations.js";
import type { BoardRow } from "../data/board.js";
import { dueOf } from "../list/due.js";
import { OPEN_STATUSES, type Filters } from "../list/filters.js";
import { StatusBadge } from "../list/status-badge.js";
import { useFilters, useNow } from "../data/wall.js";
import { vendorName } from "../labels.js";

const ENDED: readonly CallbackStatus[] = ["COMPLETED", "FAILED", "EXPIRED", "CANCELED", "ENDED"];
const REFRESH_MS = 15_000;

interface RowsProps {
  readonly rows: readonly BoardRow[];
}

/** Open callbacks as the board has them, live; ended ones as the API counts them. */
export function ByStatus({ rows }: RowsProps) {
  const [filters, change] = useFilters();
  const ended = useEnded(filters);
  const counts = new Map<CallbackStatus, number>(ended);
  for (const { callback } of rows) counts.set(callback.status, (counts.get(callback.status) ?? 0) + 1);
  const most = Math.max(1, ...counts.values());
  return (
    <section className="card" aria-labelledby="by-status">
      <h2 id="by-status">By status</h2>
      <ul className="bars">
        {[...OPEN_STATUSES, ...ENDED].map((status) => {
          const count = counts.get(status) ?? 0;
          const isOpen = OPEN_STATUSES.includes(status);
          return (
            <li key={status} className={isOpen ? "open" : "ended"}>
              {isOpen ? (
                <button
                  type="button"
                  className="plain"
                  aria-pressed={filters.status === status}
                  onClick={() => change({ status: filters.status === status ? null : status })}
                >
                  <StatusBadge status={status} />
                </button>
              ) : (
                <StatusBadge status={status} />
              )}
              <Bar share={count / most} kind={status.toLowerCase()} />
              <span className="figure">{count}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** How many wait at each vendor, and how many of them for too long. */
export function ByVendor({ rows }: RowsProps) {
  const now = useNow();
  const groups = useMemo(() => {
    const found = new Map<string, { count: number; overdue: number }>();
    for (const row of rows) {
      const group = found.get(row.callback.vendor) ?? { count: 0, overdue: 0 };
      found.set(row.callback.vendor, {
        count: group.count + 1,
        overdue: group.overdue + (dueOf(row, now) === "overdue" ? 1 : 0),
      });
    }
    return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
  }, [rows, now]);
  const most = Math.max(1, ...groups.map(([, { count }]) => count));
  return (
    <section className="card" aria-labelledby="by-vendor">
      <h2 id="by-vendor">By vendor</h2>
      <ul className="bars vendors">
        {groups.map(([vendor, { count, overdue }]) => (
          <li key={vendor}>
            <span className="name">{vendorName(vendor)}</span>
            <Bar share={count / most} kind="vendor" part={count === 0 ? 0 : overdue / count} />
            <span className="figure">{count}</span>
            {overdue > 0 && <span className="figure late">{overdue} overdue</span>}
          </li>
        ))}
      </ul>
      {groups.length === 0 && <p className="note">No waiting callbacks.</p>}
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

function useEnded({ source, queue, agent }: Filters): readonly (readonly [CallbackStatus, number])[] {
  const filter = {
    isOpen: false,
    ...(source !== null && { sources: [source] }),
    ...(queue !== null && { queueIds: [queue] }),
    ...(agent !== null && { agentIds: [agent] }),
  };
  const { data } = useQuery(CallbackStatisticsDocument, {
    variables: { groupBy: ["STATUS"], filter },
    pollInterval: REFRESH_MS,
  });
  const groups = data?.callbackStatistics.groups ?? [];
  return groups.flatMap(({ status, count }) => (status === null ? [] : [[status, count] as const]));
}

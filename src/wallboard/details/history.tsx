import type { DetailedCallback } from "./facts.js";
import { StatusBadge } from "../list/status-badge.js";
import { useTimes, useWords } from "../data/wall.js";

/** Lists the recorded changes, latest first. */
export function History({ changes }: { readonly changes: DetailedCallback["history"]["nodes"] }) {
  const times = useTimes();
  const { details } = useWords();
  return (
    <section aria-labelledby="history">
      <h3 id="history">{details.history}</h3>
      <ol className="history">
        {changes.toReversed().map(({ cursor, kind, status, observedAt }) => (
          <li key={cursor}>
            <time className="note" dateTime={observedAt}>
              {times.full(Date.parse(observedAt))}
            </time>
            <span>
              {details.kinds[kind]} <StatusBadge status={status} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

import type { DetailedCallback } from "./facts.js";
import { StatusBadge } from "../list/status-badge.js";
import { useTimes } from "../data/wall.js";
import { fieldName, sentence } from "../labels.js";

/** Lists the recorded changes, latest first. */
export function History({ changes }: { readonly changes: DetailedCallback["history"]["nodes"] }) {
  const times = useTimes();
  return (
    <section aria-labelledby="history">
      <h3 id="history">History</h3>
      <ol className="history">
        {changes.toReversed().map(({ cursor, kind, status, changedFields, observedAt }) => (
          <li key={cursor}>
            <time className="note" dateTime={observedAt}>
              {times.full(Date.parse(observedAt))}
            </time>
            <span>
              {sentence(kind)} <StatusBadge status={status} />
            </span>
            {changedFields.length > 0 && <span className="note">{changedFields.map(fieldName).join(", ")}</span>}
          </li>
        ))}
      </ol>
    </section>
  );
}

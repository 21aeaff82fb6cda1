import type { Change } from "../data/change-feed.js";
import { useLiveValue } from "../data/live-value.js";
import { useLabels, useNow, useTimes, useWall, useWords } from "../data/wall.js";
import type { Words } from "../words/words.js";

const SHOWN = 6;

/** Lists the latest changes. */
export function Latest({ onSelect }: { readonly onSelect: (id: string) => void }) {
  const latest = useLiveValue(useWall().changes.latest);
  const now = useNow();
  const times = useTimes();
  const words = useWords();
  const labels = useLabels();
  return (
    <section className="card latest" aria-labelledby="latest">
      <h2 id="latest">{words.statistics.latest}</h2>
      {latest.length === 0 && <p className="note">{words.statistics.noChanges}</p>}
      <ol>
        {latest.slice(0, SHOWN).map(({ change, at }) => (
          <li key={change.cursor}>
            <button type="button" className="plain" onClick={() => onSelect(change.callback.id)}>
              {labels.customerName(change.callback.customer)}
            </button>{" "}
            {describeChange(change, words)}
            <span className="note age">{words.statistics.ago(times.duration(now - at))}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Describes a change without the customer: "now in the queue (was scheduled)". */
export function describeChange(change: Change, { statistics, records }: Words): string {
  const { kind, status, previousStatus, changedFields } = change;
  switch (kind) {
    case "CREATED":
      return statistics.isNew(records.statuses[status]);
    case "STATUS_CHANGED":
      return statistics.isNow(
        records.statuses[status],
        previousStatus === null ? null : records.statuses[previousStatus],
      );
    case "UPDATED":
      return changedFields.includes("window") ? statistics.rescheduled : statistics.changed;
    case "GONE":
      return statistics.gone;
    case "ERASED":
      return statistics.erased;
    case "SNAPSHOT":
      return statistics.present;
  }
}

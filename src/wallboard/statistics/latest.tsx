import type { Change } from "../data/board.js";
import { duration } from "../list/due.js";
import { useLiveValue } from "../data/live-value.js";
import { useNow, useWall } from "../data/wall.js";
import { customerName, sentence } from "../labels.js";

const SHOWN = 6;

/** Lists the latest changes. */
export function Latest({ onSelect }: { readonly onSelect: (id: string) => void }) {
  const { board } = useWall();
  const latest = useLiveValue(board.latest);
  const now = useNow();
  return (
    <section className="card latest" aria-labelledby="latest">
      <h2 id="latest">Latest changes</h2>
      {latest.length === 0 && <p className="note">No changes since this page was opened.</p>}
      <ol>
        {latest.slice(0, SHOWN).map(({ change, at }) => (
          <li key={change.cursor}>
            <button type="button" className="plain" onClick={() => onSelect(change.callback.id)}>
              {customerName(change.callback.customer)}
            </button>{" "}
            {describe(change)}
            <span className="note age">{duration(Math.max(0, now - at))} ago</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Describes a change without the customer: `is queued (was scheduled)`. */
export function describe({ kind, status, previousStatus, changedFields }: Change): string {
  switch (kind) {
    case "CREATED":
      return `is new: ${sentence(status).toLowerCase()}`;
    case "STATUS_CHANGED": {
      const before = previousStatus === null ? "" : ` (was ${sentence(previousStatus).toLowerCase()})`;
      return `is ${sentence(status).toLowerCase()}${before}`;
    }
    case "UPDATED":
      return changedFields.includes("window") ? "was rescheduled" : "has changed";
    case "GONE":
      return "is no longer present at the vendor";
    case "SNAPSHOT":
      return "is present";
  }
}

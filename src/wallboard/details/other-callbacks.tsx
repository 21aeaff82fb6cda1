import type { WallboardRowFragment } from "../../../schema/operations.js";
import { StatusBadge } from "../list/status-badge.js";
import { useTimes, useWords } from "../data/wall.js";
import { sourceLabel } from "../labels.js";

export interface OtherCallbacksProps {
  readonly callbacks: readonly Pick<WallboardRowFragment, "id" | "status" | "source" | "window">[];
  /** The callback whose customer it is about. */
  readonly id: string;
  readonly onSelect: (id: string) => void;
}

/** Lists the customer's other callbacks at all vendors. */
export function OtherCallbacks({ callbacks, id, onSelect }: OtherCallbacksProps) {
  const times = useTimes();
  const { details } = useWords();
  const others = callbacks.filter((callback) => callback.id !== id);
  if (others.length === 0) return null;
  return (
    <section aria-labelledby="others">
      <h3 id="others">{details.others}</h3>
      <ul className="history">
        {others.map(({ id: other, status, source, window }) => (
          <li key={other}>
            <button type="button" className="plain" onClick={() => onSelect(other)}>
              {window === null ? details.untimed : times.full(Date.parse(window.start))}
            </button>
            <span>
              <StatusBadge status={status} /> <span className="note">{sourceLabel(source)}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

import type { CallbackStatus } from "../../../schema/operations.js";
import { useWords } from "../data/wall.js";

/** Paths in a square of 16: a symbol beside the label, so that no status is indicated by colour alone. */
const SIGNS: Readonly<Record<CallbackStatus, string>> = {
  SCHEDULED: "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2M8 5v3.2l2.2 1.6",
  QUEUED: "M3 4.5h10M3 8h10M3 11.5h6",
  IN_PROGRESS:
    "M4 2.5 6 3l.8 2.6L5.4 7a8 8 0 0 0 3.6 3.6l1.4-1.4 2.6.8.5 2c0 1-1 1.5-2 1.5C6.5 13.5 2.5 9.5 2.5 4.5c0-1 .5-2 1.5-2",
  RETRYING: "M13 8a5 5 0 1 1-1.6-3.7M13 2v3h-3",
  COMPLETED: "m3 8.5 3.2 3.2L13 4.8",
  FAILED: "m4 4 8 8m0-8-8 8",
  CANCELED: "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2M3.8 12.2l8.4-8.4",
  EXPIRED: "M4 2h8M4 14h8M5 2c0 4 6 8 6 12M11 2c0 4-6 8-6 12",
  ENDED: "M3.5 8h9",
  UNKNOWN: "M5.5 6a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.6M8 12.5v.1",
};

/** A status, by symbol, label and colour. */
export function StatusBadge({ status }: { readonly status: CallbackStatus }) {
  const { records } = useWords();
  return (
    <span className={`badge ${status.toLowerCase()}`}>
      <svg aria-hidden="true" className="sign" viewBox="0 0 16 16">
        <path d={SIGNS[status]} />
      </svg>
      {records.statuses[status]}
    </span>
  );
}

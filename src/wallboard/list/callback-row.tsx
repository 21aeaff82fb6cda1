import { memo } from "react";
import type { BoardRow } from "../data/board.js";
import { countdown, dueOf } from "./due.js";
import { StatusBadge } from "./status-badge.js";
import { useNow, useTimes } from "../data/wall.js";
import { customerName, customerNumber, isHidden, nameOrId, sourceLabel, vendorName } from "../labels.js";

export interface CallbackRowProps {
  readonly row: BoardRow;
  readonly index: number;
  readonly onSelect: (id: string) => void;
}

const FRESH_MS = 4000;

/** One open callback: when, who, where it stands. */
export const CallbackRow = memo(function CallbackRow({ row, index, onSelect }: CallbackRowProps) {
  const now = useNow();
  const { callback, changedAt } = row;
  const due = dueOf(row, now);
  const isFresh = changedAt !== null && now - changedAt < FRESH_MS;
  const { customer } = callback;
  return (
    <div className={`row ${due}${isFresh ? " fresh" : ""}`} role="presentation">
      <div className="cell when" role="cell">
        <WindowTime row={row} now={now} />
      </div>
      <div className="cell left" role="cell">
        {due === "overdue" && <strong className="flag">Overdue</strong>}
        <span className="countdown">{countdown(row, now)}</span>
      </div>
      <div className="cell who" role="rowheader">
        <button type="button" className="plain" data-row={index} onClick={() => onSelect(callback.id)}>
          <span className={isHidden(customer.name) ? "hidden-text" : undefined}>{customerName(customer)}</span>
        </button>
        {customer.name !== null && <span className="number">{customerNumber(customer) ?? "no number"}</span>}
      </div>
      <div className="cell status" role="cell">
        <StatusBadge status={callback.status} />
        {!callback.isPresentAtVendor && <span className="note">no longer present at the vendor</span>}
      </div>
      <div className="cell source" role="cell">
        <span>{vendorName(callback.vendor)}</span>
        <span className="note">{placeOf(callback)}</span>
      </div>
    </div>
  );
});

function placeOf({ queue, source }: BoardRow["callback"]): string {
  return queue === null ? sourceLabel(source) : `${nameOrId(queue)}, ${sourceLabel(source)}`;
}

function WindowTime({ row: { startsAt, endsAt }, now }: { readonly row: BoardRow; readonly now: number }) {
  const times = useTimes();
  if (startsAt === null || endsAt === null) return <span className="times">–</span>;
  const end = endsAt === startsAt ? "" : `–${times.clock(endsAt)}`;
  return (
    <>
      <time className="times" dateTime={new Date(startsAt).toISOString()}>
        {`${times.clock(startsAt)}${end}`}
      </time>
      <span className="note">{times.day(startsAt, now)}</span>
    </>
  );
}

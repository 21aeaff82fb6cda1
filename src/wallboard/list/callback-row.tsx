import { memo } from "react";
import { countdown, urgencyOf } from "./due.js";
import type { ListRow } from "./row-pages.js";
import { StatusBadge } from "./status-badge.js";
import { useLabels, useNow, useTimes, useWords } from "../data/wall.js";
import { isHidden, sourceLabel } from "../labels.js";

export interface CallbackRowProps {
  readonly row: ListRow;
  readonly index: number;
  /** Whether Tab reaches this row: one row of the list at a time. */
  readonly isCurrent: boolean;
  /** Null where rows cannot be selected. */
  readonly isSelected: boolean | null;
  readonly onSelect: (id: string) => void;
  readonly onCheck: (id: string, isSelected: boolean) => void;
}

const FRESH_MS = 4000;

/** One callback: when, who, where it stands. */
export const CallbackRow = memo(function CallbackRow(props: CallbackRowProps) {
  const { row, index, isCurrent, isSelected, onSelect, onCheck } = props;
  const now = useNow();
  const times = useTimes();
  const words = useWords();
  const labels = useLabels();
  const { callback, changedAt } = row;
  const { customer } = callback;
  const urgency = urgencyOf(row, now);
  const isFresh = changedAt !== null && now - changedAt < FRESH_MS;
  const name = labels.customerName(customer);
  const tabIndex = isCurrent ? 0 : -1;
  return (
    <div className={`row ${urgency}${isFresh ? " fresh" : ""}`} role="presentation">
      {isSelected !== null && (
        <div className="cell check-cell" role="gridcell">
          <input
            type="checkbox"
            aria-label={words.list.select(name)}
            data-check={index}
            tabIndex={tabIndex}
            checked={isSelected}
            onChange={({ target }) => onCheck(callback.id, target.checked)}
          />
        </div>
      )}
      <div className="cell when" role="gridcell">
        <WindowTime row={row} now={now} />
      </div>
      <div className="cell left" role="gridcell">
        {urgency === "overdue" && <strong className="flag">{words.list.overdue}</strong>}
        <span className="countdown">{countdown(row, now, times, words)}</span>
      </div>
      <div className="cell who" role="rowheader">
        <button
          type="button"
          className="plain"
          data-row={index}
          tabIndex={tabIndex}
          onClick={() => onSelect(callback.id)}
        >
          <span className={isHidden(customer.name) ? "hidden-text" : undefined}>{name}</span>
        </button>
        {customer.name !== null && (
          <span className="number">{labels.customerNumber(customer) ?? words.records.noNumber}</span>
        )}
        <Duplicates row={row} />
      </div>
      <div className="cell status" role="gridcell">
        <StatusBadge status={callback.status} />
        {!callback.isPresentAtVendor && <span className="note">{words.list.absent}</span>}
      </div>
      <div className="cell source" role="gridcell">
        <Place row={row} />
      </div>
    </div>
  );
});

/** The other sources at which the same customer waits. */
function Duplicates({ row: { callback, duplicates } }: { readonly row: ListRow }) {
  const { list } = useWords();
  if (duplicates.length === 0) return null;
  const others = [...new Map(duplicates.map(({ source }) => [source.id, source])).values()].filter(
    ({ id }) => id !== callback.source.id,
  );
  const text = others.length === 0 ? list.again(duplicates.length) : list.alsoAt(others.map(sourceLabel).join(", "));
  return <span className="duplicates">{text}</span>;
}

function Place({ row: { callback } }: { readonly row: ListRow }) {
  const labels = useLabels();
  const { queue, source, assignment } = callback;
  const agent = assignment?.agent ?? null;
  const second = [queue === null ? null : sourceLabel(source), agent === null ? null : labels.nameOrId(agent)];
  return (
    <>
      <span>{queue === null ? sourceLabel(source) : labels.nameOrId(queue)}</span>
      <span className="note">{second.filter((text) => text !== null).join(" · ")}</span>
    </>
  );
}

function WindowTime({ row: { startsAt, endsAt }, now }: { readonly row: ListRow; readonly now: number }) {
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

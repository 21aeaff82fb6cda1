import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import type { BoardRow } from "../data/board.js";
import { CallbackRow } from "./callback-row.js";
import { useLiveValue } from "../data/live-value.js";
import { useWall } from "../data/wall.js";

const COLUMNS = ["Window", "Countdown", "Customer", "Status", "Source"];
const ROW_HEIGHT = 60;
const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };

export interface CallbackListProps {
  readonly rows: readonly BoardRow[];
  readonly onSelect: (id: string) => void;
}

/** The open callbacks, soonest first. Only those in view are in the page; arrow keys go from one to the next. */
export function CallbackList({ rows, onSelect }: CallbackListProps) {
  const place = useRef<HTMLDivElement>(null);
  const [wanted, setWanted] = useState<number | null>(null);
  // oxlint-disable-next-line react-compiler -- what it returns changes as one scrolls, which is what it is for
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => place.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => rows[index]?.callback.id ?? index,
    overscan: 8,
  });

  // A row that was not in view is there only after the list has gone to it.
  useEffect(() => {
    if (wanted === null) return;
    const button = place.current?.querySelector<HTMLElement>(`[data-row="${wanted}"]`) ?? null;
    if (button === null) return;
    button.focus();
    setWanted(null);
  });

  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    const from = event.target instanceof HTMLElement ? event.target.dataset["row"] : undefined;
    if (step === undefined || from === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(rows.length - 1, Number(from) + step));
    virtualizer.scrollToIndex(next);
    setWanted(next);
  };

  return (
    <div
      ref={place}
      className="list"
      role="table"
      aria-label="Open callbacks, soonest first"
      aria-rowcount={rows.length + 1}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div role="rowgroup" className="head">
        <div role="row" aria-rowindex={1} className="row">
          {COLUMNS.map((name) => (
            <div key={name} role="columnheader" className="cell">
              {name}
            </div>
          ))}
        </div>
      </div>
      {rows.length === 0 ? <Nothing /> : null}
      <div role="rowgroup" className="body" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, key, start }) => {
          const row = rows[index];
          return row === undefined ? null : (
            <div
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              data-id={row.callback.id}
              role="row"
              aria-rowindex={index + 2}
              className="place"
              style={{ transform: `translateY(${start}px)` }}
            >
              <CallbackRow row={row} index={index} onSelect={onSelect} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Nothing() {
  const { state } = useLiveValue(useWall().feed.connection);
  return (
    <div role="row" className="nothing">
      <div role="cell">{state === "reading" ? "Loading open callbacks …" : "No open callback matches."}</div>
    </div>
  );
}

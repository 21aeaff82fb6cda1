import { useEffect } from "react";
import { WallboardQueuesDocument, type WallboardQueuesQueryVariables } from "../../../schema/operations.js";
import { useLiveQuery } from "../data/live-query.js";
import { useLiveValue } from "../data/live-value.js";
import { useNow, useTimes, useWall, useWords } from "../data/wall.js";
import { BoardHead } from "../shell/board-head.js";
import { useAlarm } from "./alarm.js";
import { toQueueFigures, type QueueFigures } from "./queue-figures.js";
import { QueueTile } from "./queue-tile.js";

const QUARTER = 15 * 60_000;
const SHOWN_QUARTERS = 16;

/** The figures of all queues, the worst first; null until they are read. */
export interface QueueBoard {
  readonly queues: readonly QueueFigures[] | null;
  /** Since when the figures are not current; null while they are. */
  readonly oldSince: number | null;
}

/** Reads the figures of all queues, counts the overdue ones in the page's title, and beeps if `sound=1` is in the address. */
export function useQueueBoard(): QueueBoard {
  const { address, timeZone } = useWall();
  const { shell } = useWords();
  const now = useNow();
  const variables = (at: number): WallboardQueuesQueryVariables => {
    const until = Math.ceil(at / QUARTER) * QUARTER;
    const from = new Date(until - SHOWN_QUARTERS * QUARTER).toISOString();
    return { range: { from, until: new Date(until).toISOString() }, timeZone };
  };
  const { data, readAt, error } = useLiveQuery({ query: WallboardQueuesDocument, variables, key: timeZone });
  const queues = data === null ? null : toQueueFigures(data, now);
  const isLoud = useLiveValue(address.parameters).get("sound") === "1";
  useAlarm(queues?.filter(({ level }) => level === "critical").map(({ key }) => key) ?? null, isLoud);
  const overdue = (queues ?? []).reduce((sum, { values }) => sum + (values.overdue ?? 0), 0);
  useEffect(() => {
    document.title = overdue === 0 ? shell.title : `(${overdue}) ${shell.title}`;
    return () => {
      document.title = shell.title;
    };
  }, [overdue, shell]);
  return { queues, oldSince: error === null ? null : readAt };
}

/** The tiles of queues. */
export function QueueTiles({ queues }: { readonly queues: readonly QueueFigures[] }) {
  return (
    <ul className="queue-tiles">
      {queues.map((queue) => (
        <QueueTile key={queue.key} queue={queue} />
      ))}
    </ul>
  );
}

/** The page with a tile for each queue. */
export function QueuesView() {
  const { queues: words, shell } = useWords();
  const { address } = useWall();
  const times = useTimes();
  const parameters = useLiveValue(address.parameters);
  const { queues, oldSince } = useQueueBoard();
  const setSound = (isOn: boolean): void => {
    const next = new URLSearchParams(parameters);
    if (isOn) next.set("sound", "1");
    else next.delete("sound");
    address.go(next);
  };
  return (
    <main className="queue-board">
      <BoardHead title={words.title}>
        {queues !== null && <p className="note">{words.queueCount(queues.length)}</p>}
        <label className="check">
          <input
            type="checkbox"
            checked={parameters.get("sound") === "1"}
            onChange={({ target }) => setSound(target.checked)}
          />
          {words.sound}
        </label>
      </BoardHead>
      {oldSince !== null && (
        <p className="fault" role="alert">
          {words.failed(times.clock(oldSince))}
        </p>
      )}
      {queues === null && <p className="starting">{shell.loading}</p>}
      {queues?.length === 0 && <p className="starting">{words.none}</p>}
      {queues !== null && <QueueTiles queues={queues} />}
    </main>
  );
}

import { useTimes, useWords } from "../data/wall.js";
import { FIGURES, type Figure, type QueueFigures } from "./queue-figures.js";
import { Sparkline } from "./sparkline.js";

const SIGNS = { warn: "▲", critical: "■" } as const;

/** One queue: a level in words, its figures, and what was opened lately. */
export function QueueTile({ queue }: { readonly queue: QueueFigures }) {
  const { queues: words } = useWords();
  const { name, source, level, levels } = queue;
  const marked = FIGURES.filter((figure) => level !== "none" && levels[figure] === level);
  return (
    <li className={`card queue-tile ${level}`}>
      <div className="queue-head">
        <h2>{name === null ? words.noQueue : name === "" ? words.unnamed : name}</h2>
        <p className="source">{source}</p>
      </div>
      <p className="level">
        {level !== "none" && (
          <>
            <span aria-hidden="true">{SIGNS[level]}</span>{" "}
            {words.isMarked(
              words.levels[level],
              marked.map((figure) => words[figure]),
            )}
          </>
        )}
      </p>
      <dl>
        {FIGURES.map((figure) => (
          <QueueFigure key={figure} queue={queue} figure={figure} />
        ))}
      </dl>
      <Sparkline counts={queue.opened} />
    </li>
  );
}

function QueueFigure({ queue, figure }: { readonly queue: QueueFigures; readonly figure: Figure }) {
  const { queues: words } = useWords();
  const times = useTimes();
  const value = queue.values[figure];
  const level = queue.levels[figure];
  const write = (known: number): string => {
    if (figure === "longestWait") return times.duration(known);
    return figure === "promiseKeptRate" ? `${Math.round(known * 100)} %` : times.number(known);
  };
  return (
    <div className={`figure ${figure} ${level}`}>
      <dt>{words[figure]}</dt>
      <dd>
        {value === null ? words.noFigure : write(value)}
        {figure === "promiseKeptRate" && queue.decided > 0 && (
          <span className="note"> {words.keptOf(queue.kept, queue.decided)}</span>
        )}
      </dd>
    </div>
  );
}

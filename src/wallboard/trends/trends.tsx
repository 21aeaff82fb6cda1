import { useState } from "react";
import { WallboardTrendsDocument, type WallboardTrendsQuery } from "../../../schema/operations.js";
import { useLiveQuery } from "../data/live-query.js";
import { BoardHead } from "../shell/board-head.js";
import { useTimes, useWall, useWords } from "../data/wall.js";
import { periodsOf, type TrendInterval } from "./periods.js";
import { PERIODS, TrendChart, TrendKey, type Period, type Series } from "./trend-chart.js";

const FIGURES = ["opened", "completed", "promiseKept", "failed"] as const;
type TrendFigure = (typeof FIGURES)[number];

/** The figures of a period and of the two that it is compared with, each as a chart with a table. */
export function Trends({ interval }: { readonly interval: TrendInterval }) {
  const { timeZone } = useWall();
  const { trends: words, shell } = useWords();
  const { data } = useLiveQuery({
    query: WallboardTrendsDocument,
    variables: (at) => periodsOf(interval, at, timeZone),
    key: `${interval} ${timeZone}`,
    pauseMs: 30_000,
    intervalMs: 60_000,
  });
  if (data === null) return <p className="starting">{shell.loading}</p>;
  return (
    <>
      <ul className="trend-keys" aria-hidden="true">
        {PERIODS.map((period) => (
          <li key={period}>
            <TrendKey period={period} /> {words.periods[interval][period]}
          </li>
        ))}
      </ul>
      <div className="trends">
        {FIGURES.map((figure) => (
          <Trend key={figure} figure={figure} interval={interval} data={data} />
        ))}
      </div>
    </>
  );
}

interface TrendProps {
  readonly figure: TrendFigure;
  readonly interval: TrendInterval;
  readonly data: WallboardTrendsQuery;
}

function Trend({ figure, interval, data }: TrendProps) {
  const { trends: words } = useWords();
  const times = useTimes();
  const intervalsOf = (period: Period) => data[period].groups[0]?.intervals ?? [];
  const labels = intervalsOf("current").map(({ start }) => {
    const at = Date.parse(start);
    return interval === "hour" ? times.clock(at) : times.day(at, 0);
  });
  const valuesOf = (period: Period): readonly (number | null)[] =>
    labels.map((_, index) => intervalsOf(period)[index]?.figures[figure] ?? null);
  const series: Series = {
    current: valuesOf("current"),
    previous: valuesOf("previous"),
    earlier: valuesOf("earlier"),
  };
  const total = (period: Period): string =>
    times.number(series[period].reduce<number>((sum, value) => sum + (value ?? 0), 0));
  return (
    <section className="card trend" aria-label={words.figures[figure]}>
      <h2>{words.figures[figure]}</h2>
      <p className="totals">
        {PERIODS.map((period) => (
          <span key={period} className={period}>
            {words.periods[interval][period]}: <strong>{total(period)}</strong>
          </span>
        ))}
      </p>
      <TrendChart series={series} labels={labels} />
      {/* A table would be as wide as its cells. */}
      <div className="unseen">
        <table>
          <caption>{words.figures[figure]}</caption>
          <thead>
            <tr>
              <th scope="col">{words.when[interval]}</th>
              {PERIODS.map((period) => (
                <th key={period} scope="col">
                  {words.periods[interval][period]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {labels.map((label, index) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                {PERIODS.map((period) => (
                  <td key={period}>{series[period][index] ?? 0}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** The page of trends. */
export function TrendsView() {
  const { trends: words } = useWords();
  const [interval, setInterval] = useState<TrendInterval>("hour");
  return (
    <main className="trend-board">
      <BoardHead title={words.title}>
        <fieldset className="choice">
          <legend className="unseen">{words.by}</legend>
          {(["hour", "day"] as const).map((one) => (
            <label key={one} className="check">
              <input type="radio" name="interval" checked={interval === one} onChange={() => setInterval(one)} />
              {words.intervals[one]}
            </label>
          ))}
        </fieldset>
      </BoardHead>
      <Trends interval={interval} />
    </main>
  );
}

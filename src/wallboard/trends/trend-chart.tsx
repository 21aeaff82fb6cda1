import { useId } from "react";
import { useTimes } from "../data/wall.js";
import { ticksUpTo } from "./scale.js";

export const PERIODS = ["current", "previous", "earlier"] as const;
export type Period = (typeof PERIODS)[number];

/** The values of one figure, by period; null where there is none. */
export type Series = Readonly<Record<Period, readonly (number | null)[]>>;

const [SLOT, BAR, HEIGHT, BASE, FULL] = [16, 4.5, 60, 65, 70];

export interface TrendChartProps {
  readonly series: Series;
  /** The name of each interval, such as its hour. */
  readonly labels: readonly string[];
}

/** Bars side by side, with a scale on the left. The periods differ in pattern, not in colour alone. */
export function TrendChart({ series, labels }: TrendChartProps) {
  const id = useId().replaceAll(":", "");
  const times = useTimes();
  const ticks = ticksUpTo(Math.max(0, ...PERIODS.flatMap((period) => series[period].map((value) => value ?? 0))));
  const top = ticks.at(-1) ?? 1;
  const heightOf = (value: number): number => (value / top) * HEIGHT;
  const width = labels.length * SLOT;
  return (
    <div className="trend-plot" aria-hidden="true">
      <TrendScale
        ticks={ticks}
        placeOf={(tick) => (BASE - heightOf(tick)) / FULL}
        write={(tick) => times.number(tick)}
      />
      <svg className="trend-chart" viewBox={`0 0 ${width} ${FULL}`} preserveAspectRatio="none">
        <TrendPatterns id={id} />
        {ticks.map((tick) => (
          <line
            key={tick}
            className={tick === 0 ? "base" : "grid"}
            x1="0"
            x2={width}
            y1={BASE - heightOf(tick)}
            y2={BASE - heightOf(tick)}
          />
        ))}
        {PERIODS.map((period, place) =>
          series[period].map((value, index) => (
            <rect
              key={`${period} ${labels[index] ?? index}`}
              className={`trend-bar ${period}`}
              fill={period === "current" ? undefined : `url(#${id}-${period})`}
              x={index * SLOT + 1 + place * (BAR + 0.2)}
              width={BAR}
              y={BASE - heightOf(value ?? 0)}
              height={heightOf(value ?? 0)}
            />
          )),
        )}
      </svg>
      <p className="axis">
        <span>{labels[0]}</span>
        <span>{labels[Math.floor(labels.length / 2)]}</span>
        <span>{labels.at(-1)}</span>
      </p>
    </div>
  );
}

interface TrendScaleProps {
  readonly ticks: readonly number[];
  /** The share of the chart's height above a tick. */
  readonly placeOf: (tick: number) => number;
  readonly write: (tick: number) => string;
}

/** The numbers beside the lines of the chart. They are text of the page, because the chart stretches what is in it. */
function TrendScale({ ticks, placeOf, write }: TrendScaleProps) {
  const longest = Math.max(...ticks.map((tick) => write(tick).length));
  return (
    <ol className="trend-scale" style={{ inlineSize: `${longest}ch` }}>
      {ticks.map((tick) => (
        <li key={tick} style={{ insetBlockStart: `${placeOf(tick) * 100}%` }}>
          {write(tick)}
        </li>
      ))}
    </ol>
  );
}

/** The patterns of the periods before: stripes, and dots. */
function TrendPatterns({ id }: { readonly id: string }) {
  return (
    <defs>
      <pattern id={`${id}-previous`} width="3" height="3" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect className="ground" width="3" height="3" />
        <rect className="ink" width="1.3" height="3" />
      </pattern>
      <pattern id={`${id}-earlier`} width="2.4" height="2.4" patternUnits="userSpaceOnUse">
        <rect className="ground" width="2.4" height="2.4" />
        <circle className="ink" cx="1.2" cy="1.2" r="0.55" />
      </pattern>
    </defs>
  );
}

/** The key of one period, with its pattern. */
export function TrendKey({ period }: { readonly period: Period }) {
  const id = useId().replaceAll(":", "");
  return (
    <svg className="trend-key" aria-hidden="true" viewBox="0 0 12 8">
      <TrendPatterns id={id} />
      <rect
        className={`trend-bar ${period}`}
        fill={period === "current" ? undefined : `url(#${id}-${period})`}
        x="0.5"
        y="0.5"
        width="11"
        height="7"
      />
    </svg>
  );
}

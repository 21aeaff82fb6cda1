import { useId } from "react";

export const PERIODS = ["current", "previous", "earlier"] as const;
export type Period = (typeof PERIODS)[number];

/** The values of one figure, by period; null where there is none. */
export type Series = Readonly<Record<Period, readonly (number | null)[]>>;

const [SLOT, BAR, HEIGHT, BASE] = [16, 4.5, 60, 62];

/** Bars side by side. The periods differ in pattern, not in colour alone. */
export function TrendChart({ series, labels }: { readonly series: Series; readonly labels: readonly string[] }) {
  const id = useId().replaceAll(":", "");
  const most = Math.max(1, ...PERIODS.flatMap((period) => series[period].map((value) => value ?? 0)));
  return (
    <svg
      className="trend-chart"
      aria-hidden="true"
      viewBox={`0 0 ${labels.length * SLOT} 70`}
      preserveAspectRatio="none"
    >
      <TrendPatterns id={id} />
      <line className="base" x1="0" x2={labels.length * SLOT} y1={BASE} y2={BASE} />
      {PERIODS.map((period, place) =>
        series[period].map((value, index) => (
          <rect
            key={`${period} ${labels[index] ?? index}`}
            className={`trend-bar ${period}`}
            fill={period === "current" ? undefined : `url(#${id}-${period})`}
            x={index * SLOT + 1 + place * (BAR + 0.2)}
            width={BAR}
            y={BASE - ((value ?? 0) / most) * HEIGHT}
            height={((value ?? 0) / most) * HEIGHT}
          />
        )),
      )}
    </svg>
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

import { useMemo } from "react";
import { Bar, BarChart, CartesianGrid, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import type { Figures } from "./figures.js";
import { hoursOf, untimedOf } from "./hours.js";
import { useNow, useTimes, useWords } from "../data/wall.js";

const MINUTE = 60_000;

/** When the windows begin, hour by hour. The table behind it has the same values. */
export function Timeline({ figures }: { readonly figures: Figures | null }) {
  const times = useTimes();
  const { statistics } = useWords();
  const minute = Math.floor(useNow() / MINUTE) * MINUTE;
  const hours = useMemo(() => {
    const ends = { before: statistics.earlier, after: statistics.later };
    return hoursOf(figures?.byHour.groups ?? [], minute).map((hour) => ({
      ...hour,
      label: hour.place === "hour" ? times.clock(hour.at ?? 0) : ends[hour.place],
    }));
  }, [figures, minute, times, statistics]);
  const untimed = untimedOf(figures?.byHour.groups ?? []);
  const current = hours.findLast(({ at }) => at !== null && at <= minute)?.label;
  return (
    <section className="card chart-card" aria-labelledby="by-hour">
      <h2 id="by-hour">{statistics.byHour}</h2>
      <p className="legend" aria-hidden="true">
        <span className="key overdue">{statistics.overdueKey}</span>{" "}
        <span className="key open">{statistics.openKey}</span>
      </p>
      <div className="chart" aria-hidden="true">
        <ResponsiveContainer width="100%" height="100%">
          <BarChart data={hours} margin={{ top: 8, right: 4, bottom: 0, left: 0 }} accessibilityLayer={false}>
            <defs>
              <pattern
                id="overdue-pattern"
                width="6"
                height="6"
                patternUnits="userSpaceOnUse"
                patternTransform="rotate(45)"
              >
                <rect width="6" height="6" fill="var(--overdue)" />
                <rect width="2" height="6" fill="var(--card)" />
              </pattern>
            </defs>
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis
              dataKey="label"
              interval={0}
              ticks={ticksOf(hours.map(({ label }) => label))}
              tickLine={false}
              axisLine={false}
              tick={{ fill: "var(--faint)" }}
            />
            <YAxis
              width={44}
              tickCount={4}
              allowDecimals={false}
              tickLine={false}
              axisLine={false}
              tick={{ fill: "var(--faint)" }}
            />
            <Tooltip cursor={{ fill: "var(--hover)" }} wrapperClassName="tip" isAnimationActive={false} />
            {current !== undefined && <ReferenceLine x={current} stroke="var(--accent)" strokeDasharray="3 3" />}
            <Bar
              dataKey="overdue"
              name={statistics.overdueKey}
              stackId="hour"
              fill="url(#overdue-pattern)"
              stroke="var(--overdue)"
              isAnimationActive={false}
            />
            <Bar
              dataKey="open"
              name={statistics.openKey}
              stackId="hour"
              fill="var(--accent)"
              isAnimationActive={false}
              radius={[3, 3, 0, 0]}
            />
          </BarChart>
        </ResponsiveContainer>
      </div>
      {untimed > 0 && <p className="note">{statistics.untimed(untimed)}</p>}
      {/* A table would be as wide as its cells. */}
      <div className="unseen">
        <table>
          <caption>{statistics.byHour}</caption>
          <thead>
            <tr>
              <th scope="col">{statistics.hourColumn}</th>
              <th scope="col">{statistics.overdueKey}</th>
              <th scope="col">{statistics.openKey}</th>
            </tr>
          </thead>
          <tbody>
            {hours.map(({ at, place, label, overdue, open }) => (
              <tr key={at ?? place}>
                <th scope="row">{label}</th>
                <td>{overdue}</td>
                <td>{open}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** Every third label, and the two at the ends. */
function ticksOf(labels: readonly string[]): string[] {
  const last = labels.length - 1;
  return labels.filter((_, index) => index === last || (index % 3 === 0 && index < last - 1));
}

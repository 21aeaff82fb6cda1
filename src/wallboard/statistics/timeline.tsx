import { useMemo } from "react";
import { Bar, BarChart, CartesianGrid, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import type { BoardRow } from "../data/board.js";
import { countHours } from "./hours.js";
import { useNow, useTimes, useWall } from "../data/wall.js";

const MINUTE = 60_000;

/** When the windows begin, hour by hour. The table behind it has the same values. */
export function Timeline({ rows }: { readonly rows: readonly BoardRow[] }) {
  const times = useTimes();
  const { timeZone } = useWall();
  const minute = Math.floor(useNow() / MINUTE) * MINUTE;
  const hours = useMemo(
    () =>
      countHours(rows, minute, offsetOf(timeZone, minute)).map((hour) => ({ ...hour, label: times.clock(hour.at) })),
    [rows, minute, times, timeZone],
  );
  const current = hours.findLast(({ at }) => at <= minute)?.label;
  return (
    <section className="card chart-card" aria-labelledby="by-hour">
      <h2 id="by-hour">Windows by hour</h2>
      <p className="legend" aria-hidden="true">
        <span className="key overdue">overdue</span> <span className="key open">open</span>
      </p>
      <div className="chart" aria-hidden="true">
        <ResponsiveContainer width="100%" height="100%">
          <BarChart data={hours} margin={{ top: 8, right: 4, bottom: 0, left: 0 }} accessibilityLayer={false}>
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis dataKey="label" interval={3} tickLine={false} axisLine={false} tick={{ fill: "var(--faint)" }} />
            <YAxis
              width={32}
              tickCount={4}
              allowDecimals={false}
              tickLine={false}
              axisLine={false}
              tick={{ fill: "var(--faint)" }}
            />
            <Tooltip cursor={{ fill: "var(--hover)" }} wrapperClassName="tip" isAnimationActive={false} />
            {current !== undefined && <ReferenceLine x={current} stroke="var(--accent)" strokeDasharray="3 3" />}
            <Bar dataKey="overdue" stackId="hour" fill="var(--overdue)" isAnimationActive={false} />
            <Bar dataKey="open" stackId="hour" fill="var(--accent)" isAnimationActive={false} radius={[3, 3, 0, 0]} />
          </BarChart>
        </ResponsiveContainer>
      </div>
      <table className="unseen">
        <caption>Windows by hour of their start</caption>
        <thead>
          <tr>
            <th scope="col">Hour</th>
            <th scope="col">Overdue</th>
            <th scope="col">Open</th>
          </tr>
        </thead>
        <tbody>
          {hours.map(({ at, label, overdue, open }) => (
            <tr key={at}>
              <th scope="row">{label}</th>
              <td>{overdue}</td>
              <td>{open}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** How far the zone's clocks are ahead of UTC, in milliseconds. */
function offsetOf(timeZone: string, at: number): number {
  const parts = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" }).formatToParts(at);
  const text = parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
  const [, sign, hours = "0", minutes = "0"] = /([+-])(\d{2}):(\d{2})/u.exec(text) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * MINUTE;
}

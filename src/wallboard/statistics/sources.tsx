import type { WallboardSourcesQuery } from "../../../schema/operations.js";
import { useLiveValue } from "../data/live-value.js";
import type { Source } from "../data/sources.js";
import { useNow, useTimes, useWall, useWords } from "../data/wall.js";
import { sourceLabel } from "../labels.js";

type Report = WallboardSourcesQuery["callbacks"]["sources"][number];

const SIGNS = { UP: "●", DEGRADED: "◐", DOWN: "○", LOST: "?" } as const;

/** Lists the state of each source and how old its callbacks are. Without a connection, none is shown as working. */
export function Sources() {
  const { sources, feed } = useWall();
  const { data } = useLiveValue(sources);
  const connection = useLiveValue(feed.connection);
  const { statistics } = useWords();
  return (
    <section className="card sources" aria-labelledby="sources">
      <h2 id="sources">{statistics.sources}</h2>
      <ul>
        {data?.sources.map((source) => (
          <SourceLine
            key={source.id}
            source={source}
            isConnected={connection.state === "live"}
            report={data.callbacks.sources.find((report) => report.source.name === source.name)}
          />
        ))}
      </ul>
    </section>
  );
}

interface SourceLineProps {
  readonly source: Source;
  readonly report: Report | undefined;
  readonly isConnected: boolean;
}

function SourceLine({ source, report, isConnected }: SourceLineProps) {
  const now = useNow();
  const times = useTimes();
  const { statistics } = useWords();
  const { health, sync } = source;
  const error = report?.error ?? (health.state === "UP" ? null : health.lastError);
  const isOut = health.state === "DOWN" || report?.freshness === "UNAVAILABLE";
  const state = isConnected ? (isOut ? "DOWN" : health.state) : "LOST";
  const asOf = typeof report?.asOf === "string" ? Date.parse(report.asOf) : null;
  return (
    <li>
      <p className="line">
        <span className={`health ${state.toLowerCase()}`}>
          <span aria-hidden="true">{SIGNS[state]} </span>
          {statistics.states[state]}
        </span>
        <strong>{sourceLabel(source)}</strong>
      </p>
      <p className="note">
        {asOf === null ? statistics.notRead : statistics.age(times.duration(now - asOf))}
        {report?.freshness === "STALE" && ` · ${statistics.stale}`}
        {sync.coverage === "OBSERVED" && ` · ${statistics.notListed}`}
      </p>
      {error !== null && isConnected && (
        <>
          <p className="fault">{statistics.errors[error.code] ?? statistics.otherError}</p>
          <details className="technical">
            <summary>{statistics.technical}</summary>
            <p lang="en" className="note">
              {error.code}: {error.message}
            </p>
          </details>
        </>
      )}
    </li>
  );
}

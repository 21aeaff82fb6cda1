import { useQuery } from "@apollo/client/react";
import { WallboardSourcesDocument, type WallboardSourcesQuery } from "../../../schema/operations.js";
import { duration } from "../list/due.js";
import { useNow } from "../data/wall.js";
import { sentence, sourceLabel } from "../labels.js";

type Source = WallboardSourcesQuery["sources"][number];
type Report = WallboardSourcesQuery["callbacks"]["sources"][number];

const REFRESH_MS = 5000;
const SIGNS = { UP: "●", DEGRADED: "◐", DOWN: "○" } as const;

/** Lists the health, freshness and last error of each source. */
export function Sources() {
  const { data } = useQuery(WallboardSourcesDocument, { pollInterval: REFRESH_MS });
  return (
    <section className="card sources" aria-labelledby="sources">
      <h2 id="sources">Sources</h2>
      <ul>
        {data?.sources.map((source) => (
          <SourceLine
            key={source.id}
            source={source}
            report={data.callbacks.sources.find((report) => report.source.name === source.name)}
          />
        ))}
      </ul>
    </section>
  );
}

function SourceLine({ source, report }: { readonly source: Source; readonly report: Report | undefined }) {
  const now = useNow();
  const { health, sync } = source;
  const error = report?.error ?? (health.state === "UP" ? null : health.lastError);
  const age =
    typeof report?.asOf === "string"
      ? `${duration(Math.max(0, now - Date.parse(report.asOf)))} old`
      : "initial sync not completed";
  const reason = report?.reason ?? null;
  return (
    <li>
      <p className="line">
        <span className={`health ${health.state.toLowerCase()}`}>
          <span aria-hidden="true">{SIGNS[health.state]} </span>
          {sentence(health.state)}
        </span>
        <strong>{sourceLabel(source)}</strong>
      </p>
      <p className="note">
        {freshnessOf(report)} · {age}
        {reason !== null && ` · ${reason}`}
        {sync.coverage === "OBSERVED" && " · cannot be listed"}
      </p>
      {error !== null && (
        <p className="fault">
          {error.code}: {error.message}
        </p>
      )}
    </li>
  );
}

function freshnessOf(report: Report | undefined): string {
  switch (report?.freshness) {
    case "FRESH":
      return "Fresh";
    case "STALE":
      return "Stale: showing the last known callbacks";
    case "UNAVAILABLE":
      return "Unavailable: showing the last known callbacks";
    case "UNSUPPORTED":
      return "Cannot be listed: showing the stored callbacks";
    case undefined:
      return "Not reported";
  }
}

import { useLiveValue } from "../data/live-value.js";
import { useOutages } from "../data/sources.js";
import { useTimes, useWall, useWords } from "../data/wall.js";

/** One banner while something is out: which, since when, and what on the page is therefore old. */
export function Banner() {
  const { feed, sources } = useWall();
  const connection = useLiveValue(feed.connection);
  const { at, data } = useLiveValue(sources);
  const outages = useOutages();
  const times = useTimes();
  const { shell } = useWords();
  if (connection.state === "reconnecting") {
    const since = times.clock(connection.since);
    return (
      <p className="banner" role="status">
        {at === 0 ? shell.gatewayNeverReached : shell.gatewayLost(since)}
      </p>
    );
  }
  if (outages.length === 0 || connection.state !== "live") return null;
  const parts = outages.map(({ label, since, asOf }) =>
    shell.sourceOut(label, times.clock(since), asOf === null ? null : times.clock(asOf)),
  );
  return (
    <p className="banner" role="status">
      {shell.sourcesOut(outages.length, data?.sources.length ?? 0, parts.join("; "))}
    </p>
  );
}

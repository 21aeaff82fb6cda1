import type { Connection } from "../data/feed.js";
import { useLiveValue } from "../data/live-value.js";
import { useOutages } from "../data/sources.js";
import { useWall, useWords } from "../data/wall.js";
import type { Words } from "../words/words.js";

/** Says whether the page shows the current state. */
export function ConnectionSign() {
  const { feed, sources } = useWall();
  const connection = useLiveValue(feed.connection);
  const { shell } = useWords();
  const out = useOutages().length;
  const all = useLiveValue(sources).data?.sources.length ?? 0;
  const isPartly = connection.state === "live" && out > 0;
  return (
    <p className={`connection ${connection.state}${isPartly ? " partly" : ""}`} role="status">
      <span className="dot" aria-hidden="true" />
      {isPartly ? shell.partlyLive(out, all) : textOf(connection, shell)}
    </p>
  );
}

function textOf(connection: Connection, shell: Words["shell"]): string {
  switch (connection.state) {
    case "connecting":
      return shell.loading;
    case "live":
      return connection.replayed === null ? shell.live : shell.liveAgain(connection.replayed);
    case "reconnecting":
      return shell.reconnecting;
    case "signed-out":
      return shell.signedOut;
  }
}

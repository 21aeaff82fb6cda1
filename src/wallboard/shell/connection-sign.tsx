import type { Connection } from "../data/feed.js";
import { useLiveValue } from "../data/live-value.js";
import { useWall, useWords } from "../data/wall.js";
import type { Words } from "../words/words.js";

/** Says whether the page shows the current state. */
export function ConnectionSign() {
  const { feed } = useWall();
  const connection = useLiveValue(feed.connection);
  const { shell } = useWords();
  return (
    <p className={`connection ${connection.state}`} role="status">
      <span className="dot" aria-hidden="true" />
      {textOf(connection, shell)}
    </p>
  );
}

function textOf(connection: Connection, shell: Words["shell"]): string {
  switch (connection.state) {
    case "reading":
      return connection.total === null ? shell.loading : shell.reading(connection.read, connection.total);
    case "live":
      return connection.replayed === null ? shell.live : shell.liveAgain(connection.replayed);
    case "reconnecting":
      return shell.reconnecting;
    case "signed-out":
      return shell.signedOut;
  }
}

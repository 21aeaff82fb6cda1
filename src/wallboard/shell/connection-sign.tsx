import type { Connection } from "../data/feed.js";
import { useLiveValue } from "../data/live-value.js";
import { useWall } from "../data/wall.js";

/** Says whether what is on the wall is what is. */
export function ConnectionSign() {
  const { feed } = useWall();
  const connection = useLiveValue(feed.connection);
  return (
    <p className={`connection ${connection.state}`} role="status">
      <span className="dot" aria-hidden="true" />
      {textOf(connection)}
    </p>
  );
}

function textOf(connection: Connection): string {
  switch (connection.state) {
    case "reading":
      return connection.total === null ? "Loading …" : `Loading ${connection.read} of ${connection.total} …`;
    case "live": {
      if (connection.replayed === null) return "Live";
      return `Live again – ${connection.replayed} ${connection.replayed === 1 ? "change" : "changes"} replayed`;
    }
    case "reconnecting":
      return "Reconnecting … showing the last received state";
    case "signed-out":
      return "Signed out";
  }
}

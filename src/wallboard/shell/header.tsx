import { ConnectionSign } from "./connection-sign.js";
import { useNow, useTimes, useWall } from "../data/wall.js";

/** Whose page it is, how it is connected, what time it is for the viewer. */
export function Header({ onSchedule }: { readonly onSchedule: () => void }) {
  return (
    <header className="header">
      <p className="brand">
        <img src={new URL("../icon.svg", import.meta.url).href} alt="" width="32" height="32" />
        <span>Ringback</span>
      </p>
      <ConnectionSign />
      <button type="button" className="primary" onClick={onSchedule}>
        <span aria-hidden="true">+</span> Schedule a callback
      </button>
      <WallClock />
    </header>
  );
}

function WallClock() {
  const now = useNow();
  const times = useTimes();
  const { timeZone } = useWall();
  return (
    <p className="clock">
      <time dateTime={new Date(now).toISOString()}>{times.exact(now)}</time>
      <span>{timeZone.replaceAll("_", " ")}</span>
    </p>
  );
}

import type { MouseEvent } from "react";
import { ConnectionSign } from "./connection-sign.js";
import { SettingsMenu } from "./settings-menu.js";
import { useViewer } from "../data/viewer.js";
import { VIEWS, viewOf } from "../views/views.js";
import { useNow, useTimes, useViewName, useWall, useWords } from "../data/wall.js";

/** Whose page it is, how it is connected, what time it is for the viewer. */
export function Header({ onSchedule }: { readonly onSchedule: () => void }) {
  const { shell } = useWords();
  const { canWrite } = useViewer();
  return (
    <header className="header">
      <p className="brand">
        <img src={new URL("../icon.svg", import.meta.url).href} alt="" width="32" height="32" />
        <span>Ringback</span>
      </p>
      <ViewTabs />
      <ConnectionSign />
      {canWrite && (
        <button type="button" className="primary" onClick={onSchedule}>
          <span aria-hidden="true">+</span> {shell.schedule}
        </button>
      )}
      <SettingsMenu />
      <WallClock />
    </header>
  );
}

/** Links, so that a page can be opened in a tab of its own. */
function ViewTabs() {
  const words = useWords();
  const [name, openView] = useViewName();
  const current = viewOf(name);
  if (VIEWS.length === 1) return null;
  const onClick = (event: MouseEvent, view: string): void => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    openView(view);
  };
  return (
    <nav className="views" aria-label={words.shell.views}>
      {VIEWS.map((view) => (
        <a
          key={view.name}
          href={`?view=${view.name}`}
          aria-current={view === current ? "page" : undefined}
          onClick={(event) => onClick(event, view.name)}
        >
          {view.title(words)}
        </a>
      ))}
    </nav>
  );
}

function WallClock() {
  const now = useNow();
  const times = useTimes();
  const { timeZone } = useWall();
  return (
    <p className="clock">
      <time dateTime={new Date(now).toISOString()}>{times.ticking(now)}</time>
      <span>{timeZone.replaceAll("_", " ")}</span>
    </p>
  );
}

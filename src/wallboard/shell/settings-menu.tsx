import { CLOCKS } from "../data/preferences.js";
import { LANGUAGE_CODES, LANGUAGES } from "../words/languages.js";
import { usePreferences, useWall } from "../data/wall.js";

/** The viewer's choices, stored in this browser. */
export function SettingsMenu() {
  const { preferences } = useWall();
  const { language, clock, isAnnouncing, words } = usePreferences();
  const { shell } = words;
  return (
    <details className="settings">
      <summary aria-label={shell.settings} title={shell.settings}>
        <span aria-hidden="true">⚙</span>
      </summary>
      <div className="card">
        <label className="field">
          <span>{shell.language}</span>
          <select
            value={language}
            onChange={({ target }) => {
              const code = LANGUAGE_CODES.find((one) => one === target.value);
              if (code !== undefined) preferences.change({ language: code });
            }}
          >
            {LANGUAGE_CODES.map((code) => (
              <option key={code} value={code} lang={code}>
                {LANGUAGES[code].name}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span>{shell.clock}</span>
          <select
            value={clock}
            onChange={({ target }) => {
              const chosen = CLOCKS.find((one) => one === target.value);
              if (chosen !== undefined) preferences.change({ clock: chosen });
            }}
          >
            {CLOCKS.map((one) => (
              <option key={one} value={one}>
                {shell.clocks[one]}
              </option>
            ))}
          </select>
        </label>
        <label className="check">
          <input
            type="checkbox"
            checked={isAnnouncing}
            onChange={({ target }) => preferences.change({ isAnnouncing: target.checked })}
          />
          {shell.announcements}
        </label>
      </div>
    </details>
  );
}

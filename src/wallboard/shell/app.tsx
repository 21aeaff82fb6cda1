import { lazy, Suspense, useEffect, useState } from "react";
import { Announcer } from "./announcer.js";
import { Details } from "../details/details.js";
import { Drawer } from "../details/drawer.js";
import { Header } from "./header.js";
import { useLiveValue } from "../data/live-value.js";
import { ScheduleForm } from "../forms/schedule-form.js";
import { TokenForm } from "./token-form.js";
import { viewOf } from "../views/views.js";
import { usePreferences, useSelection, useViewName, useWall, useWords } from "../data/wall.js";

const Kiosk = lazy(async () => ({ default: (await import("../kiosk/kiosk.js")).Kiosk }));

/** The whole page. */
export function App() {
  const { session, address } = useWall();
  const isKiosk = useLiveValue(address.parameters).has("kiosk");
  const isRefused = useLiveValue(session.refusal) !== null;
  const { shell } = useWords();
  const [viewName] = useViewName();
  const [selected, select] = useSelection();
  const [isScheduling, setScheduling] = useState(false);
  useDocumentLanguage();

  if (isKiosk) {
    return (
      <Suspense fallback={<p className="starting">{shell.loading}</p>}>
        <Kiosk />
      </Suspense>
    );
  }
  if (isRefused) return <TokenForm />;
  const { Page } = viewOf(viewName);
  return (
    <>
      <a className="skip" href="#callbacks">
        {shell.skip}
      </a>
      <Header onSchedule={() => setScheduling(true)} />
      <Suspense fallback={<p className="starting">{shell.loading}</p>}>
        <Page onSelect={select} />
      </Suspense>
      <Announcer />
      {selected !== null && (
        <Drawer title="Callback" onClose={() => select(null)}>
          <Details key={selected} id={selected} onSelect={select} />
        </Drawer>
      )}
      {isScheduling && (
        <Drawer title={shell.schedule} onClose={() => setScheduling(false)}>
          <ScheduleForm onDone={() => setScheduling(false)} />
        </Drawer>
      )}
    </>
  );
}

/** Screen readers speak the page in the language of its root. */
function useDocumentLanguage(): void {
  const { language, words } = usePreferences();
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = words.shell.title;
  }, [language, words]);
}

import { lazy, Suspense, useLayoutEffect, useRef, useState } from "react";
import { Announcer } from "./announcer.js";
import { Banner } from "./banner.js";
import { Details } from "../details/details.js";
import { Drawer } from "../details/drawer.js";
import { FocusReturnProvider, type ListHandle } from "../data/focus-return.js";
import { Header } from "./header.js";
import { useLiveValue } from "../data/live-value.js";
import { ScheduleForm } from "../forms/schedule-form.js";
import { ToastList } from "./toast-list.js";
import { TokenForm } from "./token-form.js";
import { viewOf } from "../views/views.js";
import { usePreferences, useSelection, useViewName, useWall, useWords } from "../data/wall.js";

const Kiosk = lazy(async () => ({ default: (await import("../kiosk/kiosk.js")).Kiosk }));

/** The whole page. */
export function App() {
  const { session, address } = useWall();
  const isKiosk = useLiveValue(address.parameters).has("kiosk");
  const isRefused = useLiveValue(session.refusal) !== null;
  const words = useWords();
  const [viewName] = useViewName();
  const [selected, select] = useSelection();
  const [isScheduling, setScheduling] = useState(false);
  useDocumentLanguage();

  const listHandle = useRef<ListHandle>(null);

  if (isKiosk) {
    return (
      <Suspense fallback={<p className="starting">{words.shell.loading}</p>}>
        <Kiosk />
      </Suspense>
    );
  }
  if (isRefused) return <TokenForm />;
  const { Page } = viewOf(viewName);
  const leaveDetails = (id: string): void => {
    select(null);
    listHandle.current?.restoreFocus(id);
  };
  return (
    <FocusReturnProvider value={listHandle}>
      <a className="skip" href="#callbacks">
        {words.shell.skip}
      </a>
      <Header onSchedule={() => setScheduling(true)} />
      <Banner />
      <Suspense fallback={<p className="starting">{words.shell.loading}</p>}>
        <Page onSelect={select} />
      </Suspense>
      <Announcer />
      <ToastList />
      {selected !== null && (
        <Drawer title={words.details.title} onClose={() => leaveDetails(selected)}>
          <Details key={selected} id={selected} onSelect={select} />
        </Drawer>
      )}
      {isScheduling && (
        <Drawer title={words.shell.schedule} onClose={() => setScheduling(false)}>
          <ScheduleForm onDone={() => setScheduling(false)} onShow={select} />
        </Drawer>
      )}
    </FocusReturnProvider>
  );
}

/** Screen readers speak the page in the language of its root. A page that counts in its title does so after this. */
function useDocumentLanguage(): void {
  const { language, words } = usePreferences();
  useLayoutEffect(() => {
    document.documentElement.lang = language;
    document.title = words.shell.title;
  }, [language, words]);
}

import { createContext, useContext, useMemo } from "react";
import type { Address } from "../shell/address.js";
import type { ViewerQuery, WallboardSourcesQuery } from "../../../schema/operations.js";
import type { ChangeFeed } from "./change-feed.js";
import type { Feed } from "./feed.js";
import { createLabels, type Labels } from "../labels.js";
import { readFilters, writeFilters, type Filters } from "../list/filters.js";
import { useLiveValue, type LiveValue } from "./live-value.js";
import type { Polled } from "./polled.js";
import type { Session } from "./session.js";
import type { Preferences, PreferenceStore } from "./preferences.js";
import type { Toasts } from "./toasts.js";
import { createTimes, type Times } from "../times.js";
import type { Words } from "../words/words.js";

/** The services that all parts of the page use. */
export interface Wall {
  readonly changes: ChangeFeed;
  /** The sources and how fresh their data is, every few seconds. */
  readonly sources: LiveValue<Polled<WallboardSourcesQuery>>;
  readonly viewer: LiveValue<Polled<ViewerQuery>>;
  readonly toasts: Toasts;
  readonly feed: Feed;
  readonly session: Session;
  readonly address: Address;
  readonly preferences: PreferenceStore;
  /** The time in milliseconds since 1970, once a second: the only clock of the page. */
  readonly ticks: LiveValue<number>;
  /** The viewer's time zone, by its IANA name. */
  readonly timeZone: string;
  /** Returns a new idempotency key. */
  readonly newKey: () => string;
}

const WallContext = createContext<Wall | null>(null);

export const WallProvider = WallContext.Provider;

export function useWall(): Wall {
  const wall = useContext(WallContext);
  if (wall === null) throw new Error("the component is outside of the wall context");
  return wall;
}

/** The time, once a second. */
export function useNow(): number {
  return useLiveValue(useWall().ticks);
}

/** The viewer's choices. */
export function usePreferences(): Preferences {
  return useLiveValue(useWall().preferences.current);
}

/** The texts in the viewer's language. */
export function useWords(): Words {
  return usePreferences().words;
}

/** Names of records in the viewer's language. */
export function useLabels(): Labels {
  const words = useWords();
  return useMemo(() => createLabels(words), [words]);
}

/** How times are written for the viewer: in the zone of the browser, or in another. */
export function useTimes(timeZone = useWall().timeZone): Times {
  const { locale, hour12, words } = usePreferences();
  return createTimes({ timeZone, locale, hour12, words: words.shell });
}

/** The name of the page in the address, null for the first; and a function to open another. */
export function useViewName(): readonly [string | null, (name: string) => void] {
  const { address } = useWall();
  const parameters = useLiveValue(address.parameters);
  return useMemo(() => {
    const openView = (name: string): void => {
      const next = new URLSearchParams(parameters);
      next.delete("callback");
      next.set("view", name);
      address.go(next, true);
    };
    return [parameters.get("view"), openView];
  }, [address, parameters]);
}

/** The filters of the address, and a way to change some of them. */
export function useFilters(): readonly [Filters, (changes: Partial<Filters>) => void] {
  const { address } = useWall();
  const parameters = useLiveValue(address.parameters);
  return useMemo(() => {
    const filters = readFilters(parameters);
    return [filters, (changes) => address.go(writeFilters({ ...filters, ...changes }, parameters))];
  }, [address, parameters]);
}

/** The global id of the callback whose details are open, and a function to open another's, or none. */
export function useSelection(): readonly [string | null, (id: string | null) => void] {
  const { address } = useWall();
  const parameters = useLiveValue(address.parameters);
  return useMemo(() => {
    const select = (id: string | null): void => {
      const next = new URLSearchParams(parameters);
      if (id === null) next.delete("callback");
      else next.set("callback", id);
      address.go(next, id !== null);
    };
    return [parameters.get("callback"), select];
  }, [address, parameters]);
}

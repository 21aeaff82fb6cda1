import { createLiveValue, type LiveValue } from "../data/live-value.js";

/** The parameters of the page's address. */
export interface Address {
  readonly parameters: LiveValue<URLSearchParams>;
  /** Replaces them; a step that people may want to go back from is one of the browser's history. */
  go(parameters: URLSearchParams, isStep?: boolean): void;
}

export function createAddress(page: Window): Address {
  const read = (): URLSearchParams => new URLSearchParams(page.location.search);
  const parameters = createLiveValue(read());
  page.addEventListener("popstate", () => parameters.set(read()));
  return {
    parameters,
    go(next, isStep = false) {
      const search = next.size === 0 ? "" : `?${String(next)}`;
      if (search === page.location.search) return;
      const url = `${page.location.pathname}${search}`;
      if (isStep) page.history.pushState(null, "", url);
      else page.history.replaceState(null, "", url);
      parameters.set(next);
    },
  };
}

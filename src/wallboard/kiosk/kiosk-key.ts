/** The parts of a browser's page that the key is read from and removed from. */
export interface KeyPage {
  readonly location: Pick<Location, "hash" | "pathname" | "search">;
  readonly history: Pick<History, "replaceState">;
}

const KEY = /^#key=([^&]+)$/u;

/**
 * Takes the key out of the fragment of the address (`#key=…`), which browsers send to no server, and removes it there, so
 * that no screen shows it. Null if there is none.
 */
export function takeKey({ location, history }: KeyPage): string | null {
  const [, key] = KEY.exec(location.hash) ?? [];
  if (key === undefined) return null;
  history.replaceState(null, "", location.pathname + location.search);
  return decodeURIComponent(key);
}

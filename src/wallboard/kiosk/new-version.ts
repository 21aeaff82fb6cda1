import { useEffect } from "react";
import { useWall } from "../data/wall.js";

const CHECKED_EVERY_MS = 60_000;
const RELOADED_FOR = "ringback-reloaded-for";

/** The script of a page. Its name contains a hash of its content, so another build has another name. */
export function scriptOf(html: string): string | null {
  const [, script = null] = /<script[^>]+src="([^"]+)"/u.exec(html) ?? [];
  return script;
}

/**
 * Loads the page again when the gateway serves another build of it: every minute, and when the connection is back, the
 * page is fetched and its script compared with the running one. Once for each build, so a cache between cannot make it
 * loop.
 */
export function useNewVersion(): void {
  const { feed, ticks } = useWall();
  useEffect(() => {
    const running = document.querySelector("script[type=module]")?.getAttribute("src") ?? null;
    let checkedAt = ticks.get();
    const check = async (): Promise<void> => {
      checkedAt = ticks.get();
      const response = await fetch(window.location.pathname, { cache: "no-store" }).catch(() => null);
      if (response?.ok !== true) return;
      const served = scriptOf(await response.text());
      if (served === null || running === null || served === running) return;
      if (window.sessionStorage.getItem(RELOADED_FOR) === served) return;
      window.sessionStorage.setItem(RELOADED_FOR, served);
      window.location.reload();
    };
    const leaveTicks = ticks.subscribe(() => {
      if (ticks.get() - checkedAt >= CHECKED_EVERY_MS) void check();
    });
    const leaveFeed = feed.connection.subscribe(() => {
      if (feed.connection.get().state === "live") void check();
    });
    return () => {
      leaveTicks();
      leaveFeed();
    };
  }, [feed, ticks]);
}

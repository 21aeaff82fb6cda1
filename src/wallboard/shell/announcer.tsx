import { useEffect, useState } from "react";
import type { ReceivedChange } from "../data/change-feed.js";
import { usePreferences, useWall } from "../data/wall.js";
import type { Words } from "../words/words.js";

/** Rare: a screen reader that speaks all the time says nothing. */
const INTERVAL_MS = 30_000;

/** Sums up changes for screen readers, politely and rarely; the viewer can pause it. */
export function Announcer() {
  const { changes } = useWall();
  const { isAnnouncing, words } = usePreferences();
  const [text, setText] = useState("");
  useEffect(() => {
    if (!isAnnouncing) return undefined;
    let received: ReceivedChange[] = [];
    const leave = changes.onChange((change) => void received.push(change));
    const timer = setInterval(() => {
      if (received.length > 0) setText(summaryOf(received, words));
      received = [];
    }, INTERVAL_MS);
    return () => {
      leave();
      clearInterval(timer);
    };
  }, [changes, isAnnouncing, words]);
  return (
    <p className="unseen" role="status" aria-live="polite">
      {isAnnouncing ? text : ""}
    </p>
  );
}

/** How many changes there were, how many callbacks are new and how many have ended. */
export function summaryOf(received: readonly ReceivedChange[], { shell }: Pick<Words, "shell">): string {
  const added = received.filter(({ change }) => change.kind === "CREATED").length;
  const ended = received.filter(({ change }) => !change.callback.isOpen).length;
  return shell.summary(received.length, added, ended);
}

import { useEffect, useState } from "react";
import { describe } from "../statistics/latest.js";
import { useWall } from "../data/wall.js";
import { customerName } from "../labels.js";

const GATHER_MS = 4000;

/** Announces changes to screen readers, politely and at a limited rate. */
export function Announcer() {
  const { board } = useWall();
  const [text, setText] = useState("");
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    let announced = 0;
    let last = board.latest.get()[0]?.change.cursor;
    const say = (): void => {
      timer = null;
      const [first] = board.latest.get();
      if (first !== undefined) {
        const { change } = first;
        const one = `${customerName(change.callback.customer)} ${describe(change)}.`;
        setText(announced > 1 ? `${announced} changes. Latest: ${one}` : one);
      }
      announced = 0;
    };
    const leave = board.latest.subscribe(() => {
      const changes = board.latest.get();
      const previous = changes.findIndex(({ change }) => change.cursor === last);
      announced += previous === -1 ? changes.length : previous;
      last = changes[0]?.change.cursor;
      timer ??= setTimeout(say, GATHER_MS);
    });
    return () => {
      leave();
      if (timer !== null) clearTimeout(timer);
    };
  }, [board]);
  return (
    <p className="unseen" role="status" aria-live="polite">
      {text}
    </p>
  );
}

import { useEffect, useRef } from "react";

const BEEP_S = 0.25;

/** Two tones, the second one higher. Browsers that allow no sound before a click stay silent. */
function beep(): void {
  const context = new AudioContext();
  for (const [index, frequency] of [660, 880].entries()) {
    const tone = new OscillatorNode(context, { frequency });
    tone.connect(context.destination);
    tone.start(context.currentTime + index * BEEP_S);
    tone.stop(context.currentTime + (index + 1) * BEEP_S);
    tone.addEventListener("ended", () => void (index === 1 ? context.close() : undefined));
  }
}

/** Beeps when a queue becomes critical, except in the first reading. Null: not read yet. */
export function useAlarm(critical: readonly string[] | null, isOn: boolean): void {
  const previous = useRef<ReadonlySet<string> | null>(null);
  const keys = critical === null ? null : critical.join("\n");
  useEffect(() => {
    if (keys === null) return;
    const current = new Set(keys.split("\n").filter((key) => key !== ""));
    const before = previous.current;
    previous.current = current;
    if (isOn && before !== null && [...current].some((key) => !before.has(key))) beep();
  }, [keys, isOn]);
}

import type { Timer } from "../../domain/time/timer.js";

const SLOTS = 60;
const SLOT_MS = 1000;

/** Counts events over the last minute, in slots of a second. */
export interface RequestCounter {
  add(): void;
  count(): number;
}

export function createRequestCounter(timer: Timer): RequestCounter {
  const counts = Array.from({ length: SLOTS }, () => 0);
  let slot = Math.floor(timer.now() / SLOT_MS);
  const forget = (): number => {
    const current = Math.floor(timer.now() / SLOT_MS);
    for (let next = Math.max(slot + 1, current - SLOTS + 1); next <= current; next += 1) counts[next % SLOTS] = 0;
    slot = Math.max(slot, current);
    return slot % SLOTS;
  };
  return {
    add() {
      const index = forget();
      counts[index] = (counts[index] ?? 0) + 1;
    },
    count() {
      forget();
      return counts.reduce((sum, count) => sum + count, 0);
    },
  };
}

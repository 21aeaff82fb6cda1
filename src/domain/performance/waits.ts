import type { DurationMs } from "../time/instant.js";

/** Waiting times that are counted exactly, in seconds: below, each second is a bin. */
export const EXACT_SECONDS = 16;
/** Bins of each doubling from there on: a bin is 8.3 % wide at most, its middle off by 4.2 % at most. */
export const BINS_PER_DOUBLING = 12;
/** The first doubling of `EXACT_SECONDS`, as a power of two, and the last one: 388 days. */
export const FIRST_DOUBLING = 4;
export const LAST_DOUBLING = 25;

/** Numbers of waiting times, by bin. */
export type WaitHistogram = ReadonlyMap<number, number>;

/** Returns the bin of a waiting time. */
export function binOfWait(waitMs: DurationMs): number {
  const seconds = Math.min(Math.max(0, Math.floor(waitMs / 1000)), 2 ** (LAST_DOUBLING + 1) - 1);
  if (seconds < EXACT_SECONDS) return seconds;
  const doubling = Math.floor(Math.log2(seconds));
  const base = 2 ** doubling;
  return (
    EXACT_SECONDS +
    (doubling - FIRST_DOUBLING) * BINS_PER_DOUBLING +
    Math.floor(((seconds - base) * BINS_PER_DOUBLING) / base)
  );
}

/** Returns the middle of a bin. */
function waitOfBin(bin: number): DurationMs {
  if (bin < EXACT_SECONDS) return bin * 1000;
  const doubling = FIRST_DOUBLING + Math.floor((bin - EXACT_SECONDS) / BINS_PER_DOUBLING);
  const place = (bin - EXACT_SECONDS) % BINS_PER_DOUBLING;
  return Math.round(2 ** doubling * (1 + (place + 0.5) / BINS_PER_DOUBLING)) * 1000;
}

/** Returns the waiting time that this share of callbacks does not exceed, off by 5 % at most; null if there are none. */
export function quantileOf(waits: WaitHistogram, share: number): DurationMs | null {
  const bins = [...waits].filter(([, count]) => count > 0).sort(([a], [b]) => a - b);
  const total = bins.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return null;
  const rank = Math.max(1, Math.ceil(total * share));
  let passed = 0;
  for (const [bin, count] of bins) {
    passed += count;
    if (passed >= rank) return waitOfBin(bin);
  }
  return null;
}

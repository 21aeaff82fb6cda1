/** A background sync that looks at everything all the time: for tests that wait for what it finds. */
export const FAST_SYNC = {
  hotIntervalMs: 100,
  todayIntervalMs: 300,
  farIntervalMs: 300,
  fullIntervalMs: 300,
  hotWindowMs: 86_400_000,
} as const;

/** One that looks once, and then not for a day. */
export const SLOW_SYNC = {
  hotIntervalMs: 86_400_000,
  todayIntervalMs: 86_400_000,
  farIntervalMs: 86_400_000,
  fullIntervalMs: 86_400_000,
} as const;

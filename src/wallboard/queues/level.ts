/** How bad a figure is, by the thresholds of the gateway. */
export type Level = "none" | "warn" | "critical";

interface Threshold<Value> {
  readonly warn: Value;
  readonly critical: Value;
}

/** The level of a figure that is worse the larger it is; none without a figure or a threshold. */
export function levelUpwards(value: number | null, threshold: Threshold<number> | null): Level {
  if (value === null || threshold === null) return "none";
  return value >= threshold.critical ? "critical" : value >= threshold.warn ? "warn" : "none";
}

/** The level of a figure that is worse the smaller it is. */
export function levelDownwards(value: number | null, threshold: Threshold<number> | null): Level {
  if (value === null || threshold === null) return "none";
  return value < threshold.critical ? "critical" : value < threshold.warn ? "warn" : "none";
}

const ORDER: readonly Level[] = ["none", "warn", "critical"];

/** The worst of some levels. */
export function worstOf(levels: readonly Level[]): Level {
  return ORDER[Math.max(0, ...levels.map((level) => ORDER.indexOf(level)))] ?? "none";
}

/** Compares for an order with the worst first. */
export function byWorst(a: Level, b: Level): number {
  return ORDER.indexOf(b) - ORDER.indexOf(a);
}

const DURATION = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/u;

/** Milliseconds of an ISO 8601 duration of days, hours, minutes and seconds; null for any other. */
export function msOfDuration(text: string): number | null {
  const [, days, hours, minutes, seconds] = DURATION.exec(text) ?? [];
  const parts = [days, hours, minutes, seconds];
  if (parts.every((part) => part === undefined)) return null;
  const [d = 0, h = 0, m = 0, s = 0] = parts.map((part) => Number(part ?? 0));
  return (((d * 24 + h) * 60 + m) * 60 + s) * 1000;
}

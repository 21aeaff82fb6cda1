import type { Adapter } from "../../adapters/adapter.js";
import type { DurationMs } from "../../domain/time/instant.js";
import { isHotLate, type SyncIntervals } from "./intervals.js";
import { planSync, type OpenTarget } from "./plan.js";
import { queriesOf } from "./queries.js";

/** The expected delays of a source. */
export interface Forecast {
  /** Within how long a change to a callback shows that is due soon or in progress. */
  readonly dueSoonMs: DurationMs;
  readonly laterMs: DurationMs;
  /** True if the quota is too small to poll callbacks that are due soon nearly as often as the settings say. */
  readonly isDueSoonLate: boolean;
}

/** A tenant as contact centres are: one callback in twenty is due within a quarter of an hour, one in five later today. */
const HOT_EVERY = 20;
const TODAY_EVERY = 5;
const MINUTE: DurationMs = 60_000;
const HOUR: DurationMs = 60 * MINUTE;

/** Forecasts delays for `open` callbacks, each of another customer, without agents. */
export function forecastDelays(
  adapter: Adapter,
  intervals: SyncIntervals,
  { open, perMinute }: { readonly open: number; readonly perMinute: number },
): Forecast {
  const targets = Array.from({ length: open }, (_, index): OpenTarget => {
    const isHot = index % HOT_EVERY === 0;
    const start = isHot ? 10 * MINUTE : index % TODAY_EVERY === 1 ? 4 * HOUR : 48 * HOUR;
    return {
      vendorId: String(index),
      customer: { phoneNumberRaw: `+1${String(2_000_000_000 + index)}`, contactId: `C${index}` },
      assignment: null,
      timing: "SCHEDULED",
      status: "SCHEDULED",
      windowStart: start,
      windowEnd: start + HOUR,
      nextAttemptAt: null,
      statusChangedAt: 0,
    };
  });
  const { delays, periods, demand } = planSync(targets, queriesOf(adapter), { intervals, now: 0, perMinute });
  return {
    dueSoonMs: delays.hot,
    laterMs: delays.others,
    isDueSoonLate: demand.hot > 0 && isHotLate(periods, intervals),
  };
}

import type { Clock, Instant } from "../../domain/time/instant.js";
import type { CallOptions, MappingContext, VendorPage } from "../adapter.js";
import { readRows, type RowReader } from "../wire/vendor-page.js";
import { HOUR_MS, type MindfulApi } from "./api.js";

/** The finished callbacks of a window, an hour a page, the newest first. */
export interface MindfulHistory {
  /** Every hour of the last `lookBackHours`. */
  list(options: CallOptions): AsyncIterable<VendorPage>;
  /** The hour of now and the one before: what ended since the last poll, at the cost of two requests. */
  listRecent(options: CallOptions): AsyncIterable<VendorPage>;
}

const RECENT_HOURS = 2;

export function createMindfulHistory(options: {
  readonly api: MindfulApi;
  readonly lookBackHours: number;
  readonly clock: Clock;
  readonly reader: RowReader;
  readonly mapping: MappingContext;
}): MindfulHistory {
  const { api, lookBackHours, clock, reader, mapping } = options;
  // The hour of now is not over: the window needs one more.
  const pageCount = lookBackHours + 1;

  async function* hours(count: number, call: CallOptions): AsyncGenerator<VendorPage> {
    const latest = startOfHour(clock());
    for (let page = 0; page < count; page += 1) {
      const { rows, stamp } = await api.attemptsOf(latest - page * HOUR_MS, call);
      yield { ...readRows(rows, reader, mapping, stamp), isComplete: page === count - 1, pageCount: count };
    }
  }

  return {
    list: (call) => hours(pageCount, call),
    listRecent: (call) => hours(Math.min(RECENT_HOURS, pageCount), call),
  };
}

/** When the hour of an instant began. */
export function startOfHour(now: Instant): Instant {
  return now - (now % HOUR_MS);
}

import type { Logger } from "pino";
import type { Clock } from "../domain/time/instant.js";
import type { QuarantinedRecord } from "../domain/vendor/quarantine.js";
import { createBoundedMap } from "../lib/cache.js";

/** Logs which records could not be read: an unreadable record comes again with every poll. */
export interface QuarantineWarnings {
  warn(source: string, record: Pick<QuarantinedRecord, "vendorId" | "reason">): void;
}

const HOUR_MS = 3_600_000;
/** Different records of a source that are logged in an hour; all of them are counted in the metrics and the quarantine. */
const MOST_AN_HOUR = 20;

/** Logs a record at most once an hour, and a limited number of records per source; then how many more there are. */
export function createQuarantineWarnings(logger: Logger, clock: Clock): QuarantineWarnings {
  const aging = { maxEntries: 1000, ttlMs: HOUR_MS, now: clock };
  const logged = createBoundedMap<string, true>("quarantine_warnings", aging);
  const counts = createBoundedMap<string, { count: number }>("quarantine_warning_counts", aging);
  return {
    warn(source, { vendorId, reason }) {
      const key = JSON.stringify([source, vendorId, reason]);
      if (logged.get(key) !== undefined) return;
      const lines = counts.getOrCreate(source, () => ({ count: 0 }));
      lines.count += 1;
      if (lines.count > MOST_AN_HOUR + 1) return;
      if (lines.count > MOST_AN_HOUR) {
        logger.warn({ source }, "more records quarantined; not logged for an hour");
        return;
      }
      logged.set(key, true);
      logger.warn({ source, vendorId, reason }, "record quarantined");
    },
  };
}

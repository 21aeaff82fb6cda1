import type { Logger } from "pino";
import type { Store } from "../stores/store.js";
import type { Recorder } from "./recorder.js";
import type { SourceRegistry } from "./source-registry.js";

/** The most records that are parsed again at a start; the others wait for the next start. */
const MOST_RECORDS = 10_000;

/** Reads again what an earlier version could not read, and records what this one can. */
export async function releaseReadable(options: {
  readonly store: Store;
  readonly sources: Pick<SourceRegistry, "find">;
  readonly recorder: Recorder;
  readonly logger: Logger;
}): Promise<void> {
  const { store, sources, recorder, logger } = options;
  let released = 0;
  for (const record of await store.readQuarantine(MOST_RECORDS)) {
    // Older than any request: later observations prevail.
    const stamp = { requestNumber: 0, requestedAt: record.lastSeenAt };
    const read = record.raw === null ? null : sources.find(record.source)?.adapter.reread(record.raw, stamp);
    if (!read || read.observations.length === 0) continue;
    await recorder.record(record.source, { ...read, isComplete: false }, null);
    await store.releaseQuarantined(record);
    released += 1;
  }
  if (released > 0) logger.info({ released }, "quarantined records released");
}

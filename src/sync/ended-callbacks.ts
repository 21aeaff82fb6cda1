import type { Logger } from "pino";
import type { RetentionPolicy } from "../domain/retention.js";
import type { Clock, DurationMs, Instant } from "../domain/time/instant.js";
import type { Timer } from "../domain/time/timer.js";
import type { ErasureStore } from "../stores/store.js";
import { createRetention, type Retention } from "./retention.js";

export interface EndedCallbacksOptions {
  readonly store: Pick<ErasureStore, "estimateCallbacks" | "deleteEnded" | "removeFromEnded">;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly logger: Logger;
}

/** Callbacks in one transaction. Other requests wait for it, at the embedded store a few milliseconds. */
const AT_ONCE = 25;
const EVERY_MS: DurationMs = 60_000;

/**
 * Deletes ended callbacks of a source, their vendor records and their personal data by age, until the signal aborts: in small
 * steps, with pauses as long as each step, so that requests in between are not noticeably slower.
 */
export async function deleteEndedCallbacks(
  source: string,
  policy: RetentionPolicy,
  { store, clock, timer, logger }: EndedCallbacksOptions,
  signal: AbortSignal,
): Promise<void> {
  const counts = { callbacks: 0, personalData: 0, vendorRecords: 0 };
  type Part = keyof typeof counts;
  const retentionOf = (
    part: Part,
    keepMs: DurationMs | null,
    drop: (endedBefore: Instant, limit: number) => Promise<number>,
  ): Retention[] => {
    if (keepMs === null) return [];
    const counted = async (endedBefore: Instant, limit: number): Promise<number> => {
      const dropped = await drop(endedBefore, limit);
      counts[part] += dropped;
      return dropped;
    };
    const count = (): Promise<number> => store.estimateCallbacks();
    return [
      createRetention({ keepMs, now: clock, monotonic: () => timer.now(), atOnce: AT_ONCE, count, drop: counted }),
    ];
  };
  const retentions = [
    ...retentionOf("callbacks", policy.callbacksMs, (endedBefore, limit) =>
      store.deleteEnded({ source, endedBefore, limit }),
    ),
    ...retentionOf("personalData", policy.personalDataMs, (endedBefore, limit) =>
      store.removeFromEnded({ source, endedBefore, limit }, "PERSONAL_DATA"),
    ),
    ...retentionOf("vendorRecords", policy.vendorRecordsMs, (endedBefore, limit) =>
      store.removeFromEnded({ source, endedBefore, limit }, "VENDOR_RECORD"),
    ),
  ];
  const runOnce = async (): Promise<void> => {
    for (const retention of retentions) {
      for (let hasMore = true; hasMore && !signal.aborted;) {
        const startedAt = timer.now();
        hasMore = await retention.step();
        await timer.sleep(timer.now() - startedAt, signal);
      }
    }
  };
  while (retentions.length > 0 && !signal.aborted) {
    try {
      await runOnce();
      if (Object.values(counts).some((count) => count > 0)) logger.info({ source, ...counts }, "deleted by age");
      for (const part of Object.keys(counts) as Part[]) counts[part] = 0;
    } catch (error) {
      if (!signal.aborted) logger.error({ source, err: error }, "deletion by age failed");
    }
    await timer.sleep(EVERY_MS, signal);
  }
}

import { z } from "zod";
import { LARGEST_COUNT, LONGEST_TIMER_MS } from "../lib/bounds.js";

const count = z.int().min(0).max(LARGEST_COUNT);
const duration = z.int().min(0).max(LONGEST_TIMER_MS);
const rate = z.number().min(0).max(1);

/** A figure that is worse the larger it is. */
const upwards = (value: typeof count, warn: number, critical: number) =>
  z
    .strictObject({ warn: value.default(warn), critical: value.default(critical) })
    .refine((threshold) => threshold.warn <= threshold.critical, { error: "warn must not be larger than critical" })
    .nullable()
    .prefault({});

export const wallboardSchema = z.strictObject({
  /** When a figure of a queue is marked: `warn`, then `critical`. Null: never. */
  thresholds: z
    .strictObject({
      /** Number of waiting callbacks. Default 10 and 25. */
      waiting: upwards(count, 10, 25),
      /** Longest wait, in milliseconds. Default 600,000 and 1,800,000. */
      longestWaitMs: upwards(duration, 600_000, 1_800_000),
      /** Number of overdue callbacks. Default 1 and 5. */
      overdue: upwards(count, 1, 5),
      /** Rate of kept promises of today, from 0 to 1; marked below the values. Default 0.9 and 0.75. */
      promiseKeptRate: z
        .strictObject({ warn: rate.default(0.9), critical: rate.default(0.75) })
        .refine(({ warn, critical }) => warn >= critical, { error: "warn must not be smaller than critical" })
        .nullable()
        .prefault({}),
    })
    .prefault({}),
});

import type { Instant } from "../../domain/time/instant.js";
import type { Random } from "./random.js";

/** The reasons of the demo's callbacks. */
export const DEMO_REASONS: readonly string[] = [
  "Question about an invoice",
  "Change of address",
  "Delivery is late",
  "Cancel an order",
  "Technical support",
  "Credit card declined",
];

/** Default number of callbacks of a fake. */
export const DEMO_COUNT = 240;

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;

/** When a callback of the first day is due: one in ten a while ago, one in ten about now, the others within 3 days. */
export function demoStart(random: Random, now: Instant): Instant {
  const kind = random.int(0, 9);
  const from = kind === 0 ? -8 * 60 : kind === 1 ? -20 : 5;
  const to = kind === 0 ? -30 : kind === 1 ? 10 : 72 * 60;
  const at = now + random.int(from, to) * MINUTE;
  return kind <= 1 ? at - (at % MINUTE) : at - (at % QUARTER) + QUARTER;
}

/** New callbacks come every 15 to 30 seconds; after a long pause no more than this many at once. */
const MOST_ARRIVALS = 40;

/** Returns how many callbacks arrived since the last call, by the fake's clock. */
export function createArrivals(random: Random, startedAt: Instant): (now: Instant) => number {
  let nextAt = startedAt + random.int(15_000, 30_000);
  return (now) => {
    let count = 0;
    while (nextAt <= now) {
      count += 1;
      nextAt += random.int(15_000, 30_000);
    }
    return Math.min(count, MOST_ARRIVALS);
  };
}

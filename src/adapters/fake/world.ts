import type { Instant } from "../../callback/instant.js";
import type { Random } from "./random.js";

/** Somebody who may wait at several vendors at once: the same number is the same person everywhere. */
export interface DemoCustomer {
  readonly firstName: string;
  readonly lastName: string;
  /** E.164, of the ranges that are reserved for fiction. */
  readonly phoneNumber: string;
  readonly timeZone: string;
}

const FIRST_NAMES = ["Amara", "Bruno", "Chloe", "Dmitri", "Elena", "Farid", "Grace", "Hugo", "Ines", "Jonas", "Kavya"];
const LAST_NAMES = ["Abbott", "Bianchi", "Cohen", "Dubois", "Eriksen", "Fischer", "Garcia", "Haddad", "Iyer"];
const AMERICAN_ZONES = [
  "America/New_York",
  "America/Chicago",
  "America/Denver",
  "America/Phoenix",
  "America/Los_Angeles",
  "America/Halifax",
];
const EUROPEAN_ZONES = ["Europe/London", "Europe/Dublin", "Europe/Lisbon"];

/** The 100 customers that all fakes share. */
export const DEMO_CUSTOMERS: readonly DemoCustomer[] = [
  ...Array.from({ length: 60 }, (_, number) => aCustomer(number, "+141555501", AMERICAN_ZONES)),
  ...Array.from({ length: 40 }, (_, number) => aCustomer(number, "+4420794600", EUROPEAN_ZONES)),
];

function aCustomer(number: number, prefix: string, zones: readonly string[]): DemoCustomer {
  return {
    firstName: FIRST_NAMES[number % FIRST_NAMES.length] ?? "",
    lastName: LAST_NAMES[number % LAST_NAMES.length] ?? "",
    phoneNumber: prefix + String(number).padStart(2, "0"),
    timeZone: zones[number % zones.length] ?? "UTC",
  };
}

/** What customers of the demo want. */
export const DEMO_REASONS: readonly string[] = [
  "Question about an invoice",
  "Change of address",
  "Delivery is late",
  "Cancel an order",
  "Technical support",
  "Credit card declined",
];

/** How many callbacks a fake begins with where nobody says otherwise. */
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

/** Tells how many callbacks have newly come since the last call, as the fake's time goes by. */
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

import type { Instant } from "../../domain/time/instant.js";
import type { Random } from "./random.js";

/** A customer who may wait at several vendors: the same number is the same customer everywhere. */
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

/** Area codes, each with the fictional numbers 555-0100 to 555-0199. */
const AREA_CODES = [
  201, 202, 203, 205, 206, 207, 208, 209, 210, 212, 213, 214, 215, 216, 217, 218, 219, 224, 225, 228, 229, 231, 234,
  239, 240, 248, 251, 252, 253, 254, 256, 260, 262, 267, 269, 270, 276, 281, 301, 302, 303, 304, 305, 307, 308, 309,
  310, 312, 313, 314, 315, 316, 317, 318, 319, 320, 321, 323, 325, 330, 334, 336, 337, 339, 347, 351, 352, 360, 361,
  386, 401, 402, 404, 405, 406, 407, 408, 409, 410, 412, 413, 414, 417, 419, 423, 424, 425, 432, 434, 435, 440, 443,
  469, 478, 479, 480,
];

/** Callbacks that a customer has at a vendor on average, once there are more than the demo's. */
const CALLBACKS_PER_CUSTOMER = 2;

/**
 * Returns the customers of a fake with this many callbacks: a fixed list that all fakes share, extended for larger
 * tenants.
 */
export function demoCustomers(callbacks: number): readonly DemoCustomer[] {
  const wanted = Math.ceil(callbacks / CALLBACKS_PER_CUSTOMER);
  if (callbacks <= DEMO_COUNT) return DEMO_CUSTOMERS;
  const more = Array.from({ length: Math.min(wanted, AREA_CODES.length * 100) - DEMO_CUSTOMERS.length }, (_, index) =>
    aCustomer(index % 100, `+1${AREA_CODES[Math.floor(index / 100)] ?? 201}55501`, AMERICAN_ZONES),
  );
  return [...DEMO_CUSTOMERS, ...more];
}

function aCustomer(number: number, prefix: string, zones: readonly string[]): DemoCustomer {
  return {
    firstName: FIRST_NAMES[number % FIRST_NAMES.length] ?? "",
    lastName: LAST_NAMES[number % LAST_NAMES.length] ?? "",
    phoneNumber: prefix + String(number).padStart(2, "0"),
    timeZone: zones[number % zones.length] ?? "UTC",
  };
}

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

import type { Random } from "./random.js";

/** A customer who may wait at several vendors: the same number is the same customer everywhere. */
export interface DemoCustomer {
  readonly firstName: string;
  readonly lastName: string;
  /** E.164, of the ranges that are reserved for fiction. */
  readonly phoneNumber: string;
  readonly timeZone: string;
}

const FIRST_NAMES = [
  ..."Abigail Adrian Amara Andreas Anja Bruno Catherine Charlotte Chloe Christian Claire Conor Daniela".split(" "),
  ..."Derek Dmitri Edward Eleanor Elena Farid Fiona Frederik Grace Graham Hannah Helena Hugo Ines Ingrid".split(" "),
  ..."Jasmine Jonas Judith Julian Katharina Kavya Keith Lars Laura Leon Lydia Malik Marianne Markus Megan".split(" "),
  ..."Miguel Monika Nadia Nathan Nicola Oliver Patrick Paula Philip Rebecca Roland Samuel Sandra Sofia".split(" "),
  ..."Stefan Susanne Thomas Ursula Victor Yusuf".split(" "),
];
const LAST_NAMES = [
  ..."Abbott Albrecht Baker Becker Bianchi Bishop Carlson Carter Chandra Clarke Cohen Cooper Dubois Eriksen".split(" "),
  ..."Farrell Ferreira Fischer Fletcher Foster Garcia Gibson Grant Haddad Harris Hartmann Hoffmann Hughes".split(" "),
  ..."Iyer Jackson Jensen Keller Kowalski Krause Lambert Lehmann Lindgren Marino Mason Mendoza Mueller".split(" "),
  ..."Nakamura Neumann Norris O’Brien Okafor Osborne Palmer Patel Petrov Quinn Reynolds Richter Romero".split(" "),
  ..."Schneider Shah Simmons Stewart Sullivan Tanaka Thompson Turner Vargas Wagner Walsh Webb".split(" "),
];

/** A prefix in E.164, how many digits follow it, and the zone of its region. */
type NumberRange = readonly [prefix: string, digits: number, timeZone: string];

/** Area codes by zone. Each has the fictional numbers 555-0100 to 555-0199. */
const AMERICAN_CODES: Readonly<Record<string, readonly number[]>> = {
  "America/New_York": [201, 202, 203, 207, 212, 215, 239, 301, 302, 304, 305, 315, 401, 404, 407, 412, 413, 419],
  "America/Chicago": [205, 210, 214, 217, 218, 225, 281, 309, 312, 314, 316, 318, 319, 320, 402, 405, 414, 417],
  "America/Denver": [303, 307, 385, 406, 435, 505, 719, 801],
  "America/Phoenix": [480, 520, 602, 623],
  "America/Los_Angeles": [206, 209, 213, 253, 310, 323, 408, 415, 503, 509],
  "America/Halifax": [902],
};

/** Ranges that Ofcom and the Bundesnetzagentur reserve for drama. */
const EUROPEAN_RANGES: readonly NumberRange[] = [
  ["+442079460", 3, "Europe/London"],
  ["+441134960", 3, "Europe/London"],
  ["+493023125", 3, "Europe/Berlin"],
  ["+498999998", 3, "Europe/Berlin"],
];

function ranges(): readonly NumberRange[] {
  const american = Object.entries(AMERICAN_CODES).flatMap(([timeZone, codes]) =>
    codes.map((code): NumberRange => [`+1${code}55501`, 2, timeZone]),
  );
  return [...american, ...EUROPEAN_RANGES];
}

let pool: readonly DemoCustomer[] | null = null;

/**
 * Returns the customers that all fakes share, about 10,000: at the demo's size, one number in ten waits twice. They are
 * created by the first call, because a gateway with real sources needs none.
 */
export function demoCustomers(): readonly DemoCustomer[] {
  pool ??= ranges()
    .flatMap(([prefix, digits, timeZone]) =>
      Array.from({ length: 10 ** digits }, (_, number) => ({
        phoneNumber: prefix + String(number).padStart(digits, "0"),
        timeZone,
      })),
    )
    .map((customer, index) => ({
      firstName: FIRST_NAMES[index % FIRST_NAMES.length] ?? "",
      lastName: LAST_NAMES[index % LAST_NAMES.length] ?? "",
      ...customer,
    }));
  return pool;
}

/** Callbacks of a customer at a vendor that is queried by customer, on average. */
const CALLBACKS_PER_CUSTOMER = 1.1;

/**
 * Draws the customers of a fake that is queried by number or customer id: so few that its callbacks are found with one
 * query for nearly each of them.
 */
export function drawCustomers(random: Random, callbacks: number): readonly DemoCustomer[] {
  const all = demoCustomers();
  const wanted = Math.min(Math.max(1, Math.ceil(callbacks / CALLBACKS_PER_CUSTOMER)), all.length);
  const drawn = new Set<DemoCustomer>();
  // By chance while that is quick, then in order.
  while (drawn.size < Math.min(wanted, all.length / 2)) drawn.add(random.pick(all));
  for (const customer of all) if (drawn.size < wanted) drawn.add(customer);
  return [...drawn];
}

import type { Clock, Instant } from "../../domain/time/instant.js";
import { findZone, localFields } from "../../domain/time/zone.js";
import type { JsonObject, JsonValue } from "../../lib/json.js";
import { demoCustomers, type DemoCustomer } from "../fake/customers.js";
import { fakeAgents, fakeQueues } from "../fake/directory.js";
import type { FakeCallback } from "../fake/fake.js";
import type { Random } from "../fake/random.js";
import { createArrivals, DEMO_REASONS, demoStart } from "../fake/world.js";
import { readCallbackTime } from "./callback-time.js";

/** Outbound skills of the fake, by their ids. */
export const NICE_CXONE_FAKE_SKILLS: readonly number[] = [4711, 4712, 4713];
const AGENTS: readonly number[] = [812, 813, 814, 815, 816, 817];
/** The directory of the fake. */
export const NICE_CXONE_FAKE_DIRECTORY = {
  skills: fakeQueues(NICE_CXONE_FAKE_SKILLS, " callbacks"),
  agents: fakeAgents(AGENTS, 36),
};
const CALLER_IDS: readonly string[] = ["+18005550100", "+18005550101"];
const FIRST_ID = 90_001;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The scheduled callbacks of the fake. */
export interface NiceCxoneFakeWorld {
  /** Callbacks by id, until they are dialed or removed. */
  readonly callbacks: Map<string, JsonObject>;
  /** Adds a callback for the first skill, and says under which id. */
  add(callback: FakeCallback): string;
  /** Adds a callback with these fields, and says under which id. */
  put(fields: JsonObject, start: Instant): string;
  /** Changes fields of a callback. */
  change(id: string, fields: JsonObject, start: Instant | null): void;
  /** Callbacks are dialed some minutes after their time, and are then no longer returned; new ones arrive. */
  advance(now: Instant): void;
}

export interface NiceCxoneFakeZone {
  /** The zone of the business unit. Default America/Chicago. */
  readonly timeZone?: string;
  /** True if the vendor returns times in UTC with `Z`. Default: local time of the business unit, without a zone. */
  readonly isUtc?: boolean;
}

/** Creates `count` callbacks: some are due, most of them in the next three days. */
export function createNiceCxoneFakeWorld(
  random: Random,
  clock: Clock,
  { count, timeZone = "America/Chicago", isUtc = false }: NiceCxoneFakeZone & { readonly count: number },
): NiceCxoneFakeWorld {
  const callbacks = new Map<string, JsonObject>();
  /** When each callback is dialed, from which on the vendor does not return it. */
  const dialedAt = new Map<string, Instant>();
  const customers = demoCustomers();
  const arrivals = createArrivals(random, clock());
  const zone = findZone(timeZone);
  let lastId = FIRST_ID - 1;

  const write = (at: Instant): string => {
    const whole = at - (at % 1000);
    const local = zone === null || isUtc ? null : localFields(whole, zone);
    return local === null ? new Date(whole).toISOString().replace(".000Z", "Z") : `${local.date}T${local.time}`;
  };

  const put = (fields: JsonObject, start: Instant): string => {
    lastId += 1;
    const id = String(lastId);
    const { agentId = 0 } = fields;
    callbacks.set(id, {
      callbackId: lastId,
      target: agentId === 0 ? "skill" : "agent",
      ...fields,
      agentId,
      callbackTime: write(start),
    });
    // An older one waits for an agent who is away.
    const isOld = start < clock() - 8 * MINUTE;
    dialedAt.set(id, isOld ? clock() + random.int(5, 240) * MINUTE : start + random.int(1, 8) * MINUTE);
    return id;
  };

  const putRandom = (start: Instant): void => void put(randomFields(random, customers), start);

  const change = (id: string, fields: JsonObject, start: Instant | null): void => {
    const record = callbacks.get(id);
    if (record === undefined) return;
    callbacks.set(id, { ...record, ...fields, ...(start === null ? {} : { callbackTime: write(start) }) });
    if (start !== null) dialedAt.set(id, start + random.int(1, 8) * MINUTE);
  };

  for (let number = 0; number < count; number += 1) putRandom(demoStart(random, clock()));

  return {
    callbacks,
    put,
    add: (callback) => put(fieldsOf(callback), callback.start),
    change,
    advance(now) {
      for (const [id, at] of dialedAt) {
        if (at > now) continue;
        callbacks.delete(id);
        dialedAt.delete(id);
      }
      if (count === 0) return;
      for (let number = arrivals(now); number > 0; number -= 1) {
        putRandom(now + random.int(2, 240) * MINUTE);
        if (random.int(1, 5) > 1) continue;
        // An agent or a supervisor removes or moves one that waits for its time.
        const waiting = [...dialedAt].filter(([, at]) => at > now + HOUR).map(([id]) => id);
        if (waiting.length === 0) continue;
        const id = random.pick(waiting);
        if (random.int(1, 2) === 1) change(id, {}, now + random.int(2, 48) * HOUR);
        else callbacks.delete(id);
      }
    },
  };
}

/** Returns the fields of a callback of some customer, for some skill. */
function randomFields(random: Random, customers: readonly DemoCustomer[]): JsonObject {
  const { phoneNumber, firstName, lastName } = random.pick(customers);
  return {
    agentId: random.int(1, 4) === 1 ? random.pick(AGENTS) : 0,
    skillId: random.pick(NICE_CXONE_FAKE_SKILLS),
    // The vendor stores numbers as given: some without the country code.
    dialNumber: random.int(0, 3) === 0 ? phoneNumber.replace(/^\+1/u, "") : phoneNumber,
    origNumber: random.pick(CALLER_IDS),
    firstName,
    lastName,
    notes: random.int(0, 3) === 0 ? null : random.pick(DEMO_REASONS),
  };
}

/** Returns the fields of a callback for the first skill. */
function fieldsOf({ phoneNumber, name = "Jane Doe", agentId }: FakeCallback): JsonObject {
  const [firstName = "", ...others] = name.split(" ");
  return {
    // Agents have whole numbers; tests of all vendors name them by text.
    agentId: agentId === undefined ? 0 : /^\d{1,15}$/u.test(agentId) ? Number(agentId) : agentId,
    skillId: NICE_CXONE_FAKE_SKILLS[0] ?? 0,
    dialNumber: phoneNumber,
    origNumber: CALLER_IDS[0] ?? "",
    firstName,
    lastName: others.join(" "),
    notes: null,
  };
}

/** Returns the instant of a time in a request: with `Z` or an offset, else in the zone; null if it cannot be read. */
export function readFakeTime(sent: JsonValue | undefined, timeZone = "America/Chicago"): Instant | null {
  return typeof sent === "string" ? (readCallbackTime(sent, timeZone)?.start ?? null) : null;
}

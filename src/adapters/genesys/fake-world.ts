import type { Instant } from "../../domain/time/instant.js";
import type { JsonObject } from "../../lib/json.js";
import { createCourse } from "../fake/course.js";
import { drawCustomers, type DemoCustomer } from "../fake/customers.js";
import type { FakeCallback } from "../fake/fake.js";
import type { Random } from "../fake/random.js";
import { createArrivals, DEMO_REASONS, demoStart } from "../fake/world.js";
import { endGenesysCallback, moveGenesysCallback } from "./fake-life.js";

/** The state of the fake. */
export interface GenesysWorld {
  /** Callbacks by interaction id. */
  readonly callbacks: Map<string, JsonObject>;
  /** Interactions of other kinds. */
  readonly others: readonly JsonObject[];
  /** Adds a callback that waits for its time, and says under which id. */
  add(callback: FakeCallback): string;
  /**
   * Callbacks become due, are attempted and end; some are cancelled, and new ones arrive, unless the fake started
   * empty.
   */
  advance(now: Instant): void;
}

interface GenesysCustomer extends DemoCustomer {
  readonly customerId: string;
}

const SECOND = 1000;
const HOUR = 3_600_000;
const FIRST_DBID = 301;

function genesysCustomers(random: Random, callbacks: number): readonly GenesysCustomer[] {
  return drawCustomers(random, callbacks).map((customer, index) => ({ ...customer, customerId: `C${1001 + index}` }));
}

/** Creates `count` callbacks around `now`: some ended, some in progress, most of them in the next three days. */
export function createGenesysWorld(random: Random, now: Instant, count: number): GenesysWorld {
  const callbacks = new Map<string, JsonObject>();
  const customers = genesysCustomers(random, count);
  const course = createCourse(callbacks, (record, at) => moveGenesysCallback(record, at, random));
  const arrivals = createArrivals(random, now);
  /** The DBIDs of agents whose given ids are none. */
  const dbids = new Map<string, number>();

  const ownerOf = (agentId: string): number => {
    if (/^\d{1,9}$/u.test(agentId)) return Number(agentId);
    const dbid = dbids.get(agentId) ?? FIRST_DBID + dbids.size;
    dbids.set(agentId, dbid);
    return dbid;
  };

  const put = (record: JsonObject, movesAt: Instant): string => {
    const id = newId(random);
    callbacks.set(id, { ...record, interaction_id: id });
    course.start(id, movesAt);
    return id;
  };

  const arrive = (start: Instant, createdAt: Instant, isAsap: boolean): string => {
    // Everybody once, then by chance.
    const customer = customers[callbacks.size] ?? random.pick(customers);
    return put(
      {
        ...aCallback(random, { start, createdAt, isAsap }),
        ...contactOf(random, customer),
        ...(random.int(1, 10) === 1 ? { status: 1 } : { callback_status: isAsap ? 1 : 2 }),
        customer_id: customer.customerId,
      },
      start,
    );
  };

  const withdraw = (id: string, at: Instant): void => {
    const record = callbacks.get(id);
    if (record !== undefined) callbacks.set(id, endGenesysCallback(record, at, { callback_status: 7 }));
    course.stop(id);
  };

  for (let number = 0; number < count; number += 1) {
    const drawn = demoStart(random, now);
    // Few ended long ago, so that the first page by time has current callbacks as well.
    const start = drawn < now - HOUR / 2 && random.int(1, 3) > 1 ? demoStart(random, now) : drawn;
    const isAsap = start < now + HOUR && random.int(1, 2) === 1;
    const id = arrive(start, Math.min(start, now) - random.int(1, isAsap ? 20 : 48 * 60) * 60 * SECOND, isAsap);
    if (start > now && random.int(1, 16) === 1) withdraw(id, now - random.int(1, 3600) * SECOND);
  }
  course.moveTo(now);

  return {
    callbacks,
    others: count === 0 ? [] : customers.flatMap((customer) => otherInteractions(random, customer, now)),
    add({ phoneNumber, start, end, customerId, agentId }) {
      const record = {
        ...aCallback(random, { start, createdAt: now, isAsap: false }),
        callback_status: 2,
        end_time: iso(end ?? start + HOUR),
        desired_response_type: "Voice",
        customer_number: phoneNumber,
        customer_id: customerId ?? `customer-of-${phoneNumber.replaceAll(/\D/gu, "")}`,
      };
      return put(agentId === undefined ? record : { ...record, owner_id: ownerOf(agentId) }, start);
    },
    advance(until) {
      course.moveTo(until);
      if (count === 0) return;
      for (let number = arrivals(until); number > 0; number -= 1) {
        const isAsap = random.int(1, 10) <= 6;
        const start = isAsap ? until + random.int(5, 40) * SECOND : demoStart(random, until + 9 * HOUR);
        arrive(start, until, isAsap);
        const waiting = course
          .entries()
          .filter(([, at]) => at > until + HOUR)
          .map(([id]) => id);
        if (waiting.length > 0 && random.int(1, 4) === 1) withdraw(random.pick(waiting), until);
      }
    },
  };
}

function aCallback(
  random: Random,
  { start, createdAt, isAsap }: { start: Instant; createdAt: Instant; isAsap: boolean },
): JsonObject {
  return {
    entity_type: 5,
    type: random.int(1, 5) === 1 ? "outbound" : "inbound",
    media_type: "callback",
    status: 1,
    callback_type: isAsap ? 1 : 2,
    start_time: iso(start),
    end_time: iso(start + random.int(1, 4) * HOUR),
    attempts: 0,
    start_date: iso(createdAt),
    timeshift: random.pick([-480, -300, 0, 60]),
    creator_app_id: 101,
    callback_server_id: "callback-server-1",
    dn: String(random.int(7001, 7009)),
    location: random.pick(["switch-east", "switch-west"]),
    subject: random.pick(DEMO_REASONS),
    udata: { ServiceType: random.pick(["billing", "sales", "support"]) },
  };
}

/** Most want to be called; some over IP, some by e-mail. */
function contactOf(random: Random, { firstName, lastName, phoneNumber }: DemoCustomer): JsonObject {
  const kind = random.int(1, 10);
  if (kind === 1) return { desired_response_type: "VoIP", customer_number: `203.0.113.${random.int(1, 254)}` };
  if (kind === 2) {
    const address = `${firstName}.${lastName}@example.com`.toLowerCase();
    return { desired_response_type: "Email", customer_number: address };
  }
  return { desired_response_type: "Voice", customer_number: phoneNumber };
}

const OTHER_KINDS = [
  { entity_type: 0, type: "inbound", media_type: "email" },
  { entity_type: 2, type: "inbound", media_type: "chat" },
  { entity_type: 3, type: "outbound", media_type: "voice" },
] as const;

function otherInteractions(random: Random, { customerId }: GenesysCustomer, now: Instant): JsonObject[] {
  return Array.from({ length: random.int(0, 2) }, () => ({
    ...random.pick(OTHER_KINDS),
    interaction_id: newId(random),
    customer_id: customerId,
    status: 3,
    creator_app_id: 101,
    start_date: iso(now - random.int(1, 72) * HOUR),
  }));
}

function newId(random: Random): string {
  return random.hex(16).toUpperCase();
}

function iso(at: Instant): string {
  return new Date(at).toISOString();
}

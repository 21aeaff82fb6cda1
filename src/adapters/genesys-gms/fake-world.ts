import type { Clock, Instant } from "../../domain/time/instant.js";
import type { JsonObject } from "../../lib/json.js";
import { createCourse } from "../fake/course.js";
import { demoCustomers } from "../fake/customers.js";
import type { FakeCallback } from "../fake/fake.js";
import type { Random } from "../fake/random.js";
import { createArrivals, demoStart } from "../fake/world.js";
import { endGmsCallback, moveGmsCallback, textOf, TTL_MS } from "./fake-life.js";

/** A callback service of the fake, and the virtual queue of its callbacks. */
export interface GmsFakeService {
  readonly name: string;
  readonly queue: string;
}

export const GMS_FAKE_SERVICES: readonly GmsFakeService[] = [
  { name: "sales", queue: "VQ_Sales_Callback" },
  { name: "support", queue: "VQ_Support_Callback" },
  { name: "billing", queue: "VQ_Billing_Callback" },
];

/** A callback that the fake creates. */
interface NewCallback {
  readonly service: GmsFakeService;
  readonly phoneNumber: string;
  readonly start: Instant;
  readonly createdAt: Instant;
  readonly state: string;
}

/** The state of the fake. */
export interface GmsFakeWorld {
  /** Callbacks by id, until they expire. */
  readonly callbacks: Map<string, JsonObject>;
  /** Adds a callback that waits for its time, and says under which id. */
  add(callback: FakeCallback): string;
  /** Adds a callback as requested. */
  put(callback: NewCallback, properties: JsonObject): string;
  /** Gives a callback another time. */
  move(id: string, start: Instant): void;
  /** Ends a callback for a reason. */
  end(id: string, reason: string, at: Instant): void;
  /** Removes the records that have expired. */
  expire(now: Instant): void;
  /** Callbacks are queued, called and end; some are canceled, and new ones arrive, unless the fake started empty. */
  advance(now: Instant): void;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const SLOT = 5 * MINUTE;

/** Creates `count` callbacks around the present: some ended, some in progress, most of them in the next three days. */
export function createGmsFakeWorld(random: Random, clock: Clock, count: number): GmsFakeWorld {
  const now = clock();
  const callbacks = new Map<string, JsonObject>();
  const customers = demoCustomers();
  const course = createCourse(callbacks, (record, at) => moveGmsCallback(record, at, random));
  const arrivals = createArrivals(random, now);

  const put = ({ service, phoneNumber, start, createdAt, state }: NewCallback, properties: JsonObject): string => {
    const id = `${random.int(100, 999)}-${random.uuid()}`;
    callbacks.set(id, {
      _id: id,
      _service_name: service.name,
      _customer_number: phoneNumber,
      _callback_state: state,
      _desired_time: iso(start),
      _expiration_time: iso(Math.max(start, createdAt) + TTL_MS),
      _url: `/1/service/callback/${service.name}/${id}`,
      _vq: service.queue,
      _ors_session_id: random.hex(32).toUpperCase(),
      ...properties,
    });
    course.start(id, state === "SCHEDULED" ? start : createdAt + random.int(10, 60) * SECOND);
    return id;
  };

  const end = (id: string, reason: string, at: Instant): void => {
    const record = callbacks.get(id);
    if (record !== undefined) callbacks.set(id, endGmsCallback(record, reason, at));
    course.stop(id);
  };

  const arrive = (start: Instant, createdAt: Instant, isAsap: boolean): string => {
    const { phoneNumber } = random.pick(customers);
    const desired = isAsap ? createdAt : start - (start % SLOT) + SLOT;
    const service = random.pick(GMS_FAKE_SERVICES);
    const state = isAsap ? "QUEUED" : "SCHEDULED";
    const callback = { service, phoneNumber, start: desired, createdAt, state };
    // A program that requests callbacks attaches the moment.
    return put(callback, { ringback_created_at: iso(createdAt) });
  };

  for (let number = 0; number < count; number += 1) {
    const start = demoStart(random, now);
    const isAsap = start < now && random.int(1, 2) === 1;
    const createdAt = isAsap ? start : Math.min(start, now) - random.int(10, 24 * 60) * MINUTE;
    const id = arrive(start, createdAt, isAsap);
    if (start > now && random.int(1, 16) === 1) end(id, "CANCELLED", now - random.int(1, 600) * SECOND);
  }
  course.moveTo(now);

  return {
    callbacks,
    put,
    end,
    add({ phoneNumber, start }) {
      const [service = { name: "sales", queue: "VQ_Sales_Callback" }] = GMS_FAKE_SERVICES;
      const createdAt = clock();
      return put(
        { service, phoneNumber, start, createdAt, state: "SCHEDULED" },
        { ringback_created_at: iso(createdAt) },
      );
    },
    move(id, start) {
      const record = callbacks.get(id);
      if (record === undefined) return;
      callbacks.set(id, {
        ...record,
        _desired_time: iso(start),
        _callback_state: "SCHEDULED",
        _expiration_time: iso(start + TTL_MS),
      });
      course.start(id, start);
    },
    expire(at) {
      for (const [id, record] of callbacks) {
        const isOver = record["_callback_state"] === "COMPLETED";
        if (isOver && Date.parse(textOf(record["_expiration_time"])) <= at) callbacks.delete(id);
      }
    },
    advance(until) {
      course.moveTo(until);
      if (count === 0) return;
      for (let number = arrivals(until); number > 0; number -= 1) {
        const isAsap = random.int(1, 10) <= 6;
        arrive(isAsap ? until : demoStart(random, until + 9 * HOUR), until, isAsap);
        const waiting = course
          .entries()
          .filter(([, at]) => at > until + HOUR)
          .map(([id]) => id);
        if (waiting.length > 0 && random.int(1, 4) === 1) {
          end(random.pick(waiting), random.pick(["CANCELLED", "CANCELLED", "CANCELLED_BY_ADMIN"]), until);
        }
      }
    },
  };
}

function iso(at: Instant): string {
  return new Date(at).toISOString();
}

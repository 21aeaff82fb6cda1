import type { Instant } from "../../domain/time/instant.js";
import type { JsonObject } from "../../lib/json.js";
import { createCourse } from "../fake/course.js";
import { drawCustomers } from "../fake/customers.js";
import type { FakeCallback } from "../fake/fake.js";
import type { Random } from "../fake/random.js";
import { createArrivals, demoStart } from "../fake/world.js";
import { createMindfulFakeHistory, type MindfulFakeHistory } from "./fake-history.js";
import { forecastMindfulCallback, moveMindfulCallback, WAITING_WORDS } from "./fake-life.js";

/** The state of the fake. */
export interface MindfulWorld {
  /** Callbacks by call request id. */
  readonly callbacks: Map<string, JsonObject>;
  /** The finished attempts, as the API v2 lists them. */
  readonly history: MindfulFakeHistory;
  /** Cancels a callback that has not ended. */
  withdraw(id: string, at: Instant): void;
  /** Adds a callback that waits for its time, and says under which id. */
  add(callback: FakeCallback): string;
  /**
   * Callbacks are dialled and end; forecasts change; some are cancelled, and new ones arrive, unless the fake started
   * empty.
   */
  advance(now: Instant): void;
}

const SECOND = 1000;
const HOUR = 3_600_000;
/** One caller in so many holds instead of requesting a callback. */
const HOLD_ONE_IN = 50;
const FORECAST_EVERY_MS = 10 * SECOND;

/**
 * The fake stores some American numbers in national format and some without the plus, because the vendor accepts any
 * form.
 */
function mindfulNumbers(random: Random, callbacks: number): readonly string[] {
  return drawCustomers(random, callbacks).map(({ phoneNumber: number }, index) => {
    if (!number.startsWith("+1")) return number;
    return index % 8 === 4 ? number.slice(1) : index % 4 === 1 ? number.slice(2) : number;
  });
}

const SOURCES = ["Phone:8005550199", "Phone:8005550198", "Widget", "Digital", "API"];

/** Creates `count` callbacks around `now`: some ended, some in progress, most of them in the next three days. */
export function createMindfulWorld(random: Random, now: Instant, count: number): MindfulWorld {
  const callbacks = new Map<string, JsonObject>();
  const numbers = mindfulNumbers(random, count);
  const history = createMindfulFakeHistory(random);
  const retried = new Set<unknown>();
  const course = createCourse(callbacks, (record, at) => {
    const { call_request_id: id } = record;
    const { attempt, ...moved } = moveMindfulCallback(record, at, random, !retried.has(id));
    if (attempt?.hasRetry === true) retried.add(id);
    if (attempt !== undefined) history.ended(record, { ...attempt, at });
    return moved;
  });
  const arrivals = createArrivals(random, now);
  let nextId = random.int(100_000, 900_000);
  let forecastAt = now;

  const put = (record: JsonObject, movesAt: Instant): string => {
    nextId += random.int(1, 9);
    const id = String(nextId);
    callbacks.set(id, { ...record, call_request_id: id });
    course.start(id, movesAt);
    return id;
  };

  const arrive = (start: Instant, createdAt: Instant, isAsap: boolean): string => {
    const waitlisted =
      isAsap && random.int(1, 3) === 1 ? { forecast_waitlist_position: String(random.int(1, 12)) } : {};
    const number = numbers[callbacks.size < numbers.length ? callbacks.size : random.int(0, numbers.length - 1)] ?? "";
    return put(
      {
        ...aCallback(random, number, start, createdAt),
        ...waitlisted,
        type: isAsap ? "asap" : "scheduled",
        status: !isAsap ? "Scheduled" : "forecast_waitlist_position" in waitlisted ? "Waitlisted" : "Requested",
      },
      start,
    );
  };

  const withdraw = (id: string, at: Instant): void => {
    const record = callbacks.get(id);
    if (record === undefined) return;
    callbacks.set(id, { ...record, status: "Canceled" });
    history.ended(record, { outcome: "Canceled", hasRetry: false, at });
    course.stop(id);
  };

  const forecast = (at: Instant): void => {
    if (at < forecastAt) return;
    forecastAt = at + FORECAST_EVERY_MS;
    for (const [id, startsAt] of course.entries()) {
      const record = callbacks.get(id);
      if (record !== undefined) callbacks.set(id, forecastMindfulCallback(record, startsAt, at, random));
    }
  };

  for (let number = 0; number < count; number += 1) {
    const start = demoStart(random, now);
    const isAsap = start < now + HOUR && random.int(1, 3) > 1;
    const id = arrive(start, Math.min(start, now) - random.int(1, isAsap ? 20 : 24 * 60) * 60 * SECOND, isAsap);
    if (start > now && random.int(1, 16) === 1) withdraw(id, now);
  }
  course.moveTo(now);

  return {
    callbacks,
    history,
    withdraw,
    add: ({ phoneNumber, start }) =>
      put({ ...aCallback(random, phoneNumber, start, now), type: "scheduled", status: WAITING_WORDS.scheduled }, start),
    advance(until) {
      course.moveTo(until);
      forecast(until);
      if (count === 0) return;
      for (let number = arrivals(until); number > 0; number -= 1) {
        const isAsap = random.int(1, 10) <= 7;
        const start = isAsap ? until + random.int(10, 90) * SECOND : demoStart(random, until + 9 * HOUR);
        arrive(start, until, isAsap);
        const waiting = course
          .entries()
          .filter(([, at]) => at > until + HOUR)
          .map(([id]) => id);
        if (waiting.length > 0 && random.int(1, 4) === 1) withdraw(random.pick(waiting), until);
        if (random.int(1, HOLD_ONE_IN) === 1) history.held(random.pick(numbers), until);
      }
    },
  };
}

function aCallback(random: Random, number: string, start: Instant, createdAt: Instant): JsonObject {
  return {
    contact_uri: `tel:${number}`,
    callback_number: number,
    created_at: epoch(createdAt),
    estimated_for: epoch(start),
    estimated_wait_time: String(Math.max(0, Math.round((start - createdAt) / SECOND))),
    source: random.pick(SOURCES),
    call_target_id: String(random.int(4001, 4005)),
  };
}

function epoch(at: Instant): string {
  return String(Math.floor(at / SECOND));
}

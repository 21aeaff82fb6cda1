import type { Clock, Instant } from "../../domain/time/instant.js";
import type { JsonObject } from "../../lib/json.js";
import { findZone, localFields } from "../../domain/time/zone.js";
import { demoCustomers } from "../fake/customers.js";
import { fakeAgents, fakeQueues, type FakeEntry } from "../fake/directory.js";
import type { FakeCallback, FakeOptions } from "../fake/fake.js";
import { createRandom } from "../fake/random.js";
import { createArrivals, DEMO_COUNT, DEMO_REASONS, demoStart } from "../fake/world.js";
import { createWebexFakeTasks } from "./fake-tasks.js";
import { isWebexCallbackOver, WEBEX_FAKE_ORGANIZATION } from "./fake-schedule.js";

/** Its agents, by user id, each with callbacks: one for each forty callbacks, and at least twelve. */
export function webexFakeAgents(callbacks: number): readonly string[] {
  const count = Math.max(12, Math.ceil(callbacks / 40));
  return Array.from(
    { length: count },
    (_, number) => `a3d9c0de-1111-4222-a333-${String(number + 10).padStart(12, "0")}`,
  );
}
const QUEUES = Array.from({ length: 8 }, (_, number) => `7be1f00d-4444-4555-a666-0000000000${String(number + 10)}`);

/** The queues of the fake, by name. */
export const WEBEX_FAKE_QUEUES = fakeQueues(QUEUES);
/** Its agents, by name. */
export function webexFakeUsers(callbacks: number): readonly FakeEntry[] {
  return fakeAgents(webexFakeAgents(callbacks), 24);
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** By the document's rule for requests. */
const LONGEST_WINDOW_MINUTES = 8 * 60;

/** The callbacks of the fake organization, and how they come and go. */
export interface WebexFakeWorld {
  readonly records: Map<string, JsonObject>;
  /** The tasks with a callback, as the Search API shows them. */
  readonly tasks: Map<string, JsonObject>;
  /** Creates the task of an immediate callback. */
  createTask(body: string): Response;
  add(callback: FakeCallback): string;
  advance(now: Instant): void;
}

/** Personal callbacks: Webex cannot list, so each has an agent by whom it can be queried. */
export function createWebexFakeWorld(clock: Clock, { seed = 1, count = DEMO_COUNT }: FakeOptions): WebexFakeWorld {
  const random = createRandom(seed);
  const customers = demoCustomers();
  const agents = webexFakeAgents(count);
  const records = new Map<string, JsonObject>();

  const put = (callback: FakeCallback, now: Instant, extra: JsonObject): string => {
    const id = random.uuid();
    records.set(id, { ...toRecord(id, callback, now), ...extra });
    return id;
  };

  const putRandom = (start: Instant, now: Instant, minutes = random.pick([30, 60, 120])): void => {
    const customer = random.pick(customers);
    const createdAt = now - random.int(1, 36 * 60) * MINUTE;
    const callback: FakeCallback = {
      // Webex stores numbers as given: some without the plus.
      phoneNumber: random.int(0, 3) === 0 ? customer.phoneNumber.replace(/^\+1/u, "1") : customer.phoneNumber,
      start,
      end: start + minutes * MINUTE,
      timeZone: customer.timeZone,
      name: `${customer.firstName} ${customer.lastName}`,
      agentId: random.pick(agents),
    };
    put(callback, createdAt, {
      queueId: random.pick(QUEUES),
      callbackReason: random.pick(DEMO_REASONS),
      callbackOrigin: random.pick(["livecall", "api"]),
      sourceInteraction: random.uuid(),
    });
  };

  const begunAt = clock();
  const arrivals = createArrivals(random, begunAt);
  for (let number = 0; number < count; number += 1) {
    const start = demoStart(random, begunAt);
    // A callback whose window has ended is dropped: one that started a while ago has the longest window, and has not
    // ended.
    if (start < begunAt - 25 * MINUTE) putRandom(Math.max(start, begunAt - 7 * HOUR), begunAt, LONGEST_WINDOW_MINUTES);
    else putRandom(start, begunAt);
  }

  const cloud = createWebexFakeTasks({
    seed,
    startedAt: begunAt,
    count: Math.ceil(count / 4),
    customers,
    queues: QUEUES,
    schedules: records,
  });
  return {
    records,
    tasks: cloud.tasks,
    createTask: (body) => cloud.create(body, clock()),
    add: (callback) => put(callback, clock(), {}),
    advance(now) {
      cloud.advance(now);
      for (const [id, record] of records) if (isWebexCallbackOver(record, now)) records.delete(id);
      const arrived = arrivals(now);
      for (let number = 0; number < arrived && count > 0; number += 1) {
        putRandom(now + random.int(2, 240) * MINUTE, now);
      }
    },
  };
}

function toRecord(id: string, { end, ...callback }: FakeCallback, createdAt: Instant): JsonObject {
  const { phoneNumber, start, timeZone = "America/New_York", name = "Jane Doe", agentId } = callback;
  const zone = findZone(timeZone);
  const local = (at: Instant): { date: string; time: string } => {
    const utc = new Date(at).toISOString();
    return zone === null ? { date: utc.slice(0, 10), time: utc.slice(11, 19) } : localFields(at, zone);
  };
  return {
    id,
    customerName: name,
    callbackNumber: phoneNumber,
    timezone: timeZone,
    scheduleDate: local(start).date,
    startTime: local(start).time,
    endTime: local(end ?? start + HOUR).time,
    queueId: QUEUES[0] ?? "",
    callbackOrigin: "api",
    createdTimestamp: createdAt,
    lastUpdatedTimestamp: createdAt,
    ...(agentId === undefined ? {} : { assigneeAgent: agentId, assignedTime: createdAt }),
    orgId: WEBEX_FAKE_ORGANIZATION,
  };
}

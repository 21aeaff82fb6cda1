import type { Instant } from "../../domain/time/instant.js";
import type { JsonObject, JsonValue } from "../../lib/json.js";
import { fakeQueues } from "../fake/directory.js";
import { createRandom, type Random } from "../fake/random.js";
import type { DemoCustomer } from "../fake/customers.js";
import { createArrivals } from "../fake/world.js";
import { WEBEX_FAKE_ORGANIZATION, webexWindowOf } from "./fake-schedule.js";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const TEAM = { id: "9a1f7c10-aaaa-4bbb-8ccc-000000000001", name: "Service" };
const AGENT_NAMES = ["Robin Marsh", "Sam Okafor", "Toni Vidal", "Uma Patel"];

/** How a task goes on, by chance: its next step, and when. */
interface Step {
  readonly at: Instant;
  readonly attempt: number;
}

export interface WebexFakeTasks {
  readonly tasks: Map<string, JsonObject>;
  /** Creates the task of an immediate callback, by the rules of "CreateTaskRequest". */
  create(body: string, now: Instant): Response;
  /** Schedules that are due become tasks; tasks are connected, end, and come anew. */
  advance(now: Instant): void;
}

export interface WebexFakeTasksOptions {
  readonly seed: number;
  readonly startedAt: Instant;
  /** Courtesy callbacks at the start. */
  readonly count: number;
  readonly customers: readonly DemoCustomer[];
  readonly queues: readonly string[];
  /** The schedules, which a task carries out when they are due. */
  readonly schedules: ReadonlyMap<string, JsonObject>;
}

/** The tasks with a callback of the fake organization, as the Search API shows them. */
export function createWebexFakeTasks(options: WebexFakeTasksOptions): WebexFakeTasks {
  const { startedAt, count, customers, queues, schedules } = options;
  const random = createRandom(options.seed + 7919);
  const tasks = new Map<string, JsonObject>();
  const steps = new Map<string, Step>();
  const begun = new Set<string>();

  const put = (createdAt: Instant, task: JsonObject): string => {
    // Ids of real data are not all UUIDs.
    const id = random.int(0, 9) === 0 ? `${random.uuid()}-oct4` : random.uuid();
    tasks.set(id, {
      id,
      status: "parked",
      isActive: true,
      isCallback: true,
      channelType: "telephony",
      createdTime: createdAt,
      lastTeam: TEAM,
      ...task,
    });
    steps.set(id, { at: createdAt + random.int(1, 6) * MINUTE, attempt: 0 });
    return id;
  };
  const putCourtesy = (createdAt: Instant): void => {
    const { firstName, lastName, phoneNumber } = random.pick(customers);
    const queue = random.pick(queues);
    put(createdAt - random.int(1, 3) * MINUTE, {
      direction: "inbound",
      origin: phoneNumber,
      customer: { name: `${firstName} ${lastName}`, phoneNumber },
      lastQueue: { id: queue, name: queueName(queues, queue) },
      callbackData: dataOf(phoneNumber, createdAt, "Courtesy", "IVR", queueName(queues, queue)),
    });
  };
  const carryOut = (schedule: JsonObject, at: Instant): void => {
    const number = textOf(schedule["callbackNumber"]);
    const queue = textOf(schedule["queueId"]);
    put(at, {
      direction: "outbound",
      destination: number,
      customer: { name: schedule["customerName"] ?? null, phoneNumber: number },
      lastQueue: { id: queue, name: queueName(queues, queue) },
      callbackData: dataOf(number, Number(schedule["createdTimestamp"]), "Web UI", "web", queueName(queues, queue)),
    });
  };
  const arrivals = createArrivals(random, startedAt);
  const advance = (now: Instant): void => {
    for (const [id, schedule] of schedules) {
      const start = webexWindowOf(schedule)?.start ?? Number.POSITIVE_INFINITY;
      if (start > now || begun.has(id)) continue;
      begun.add(id);
      carryOut(schedule, Math.max(start, startedAt - 10 * MINUTE) + random.int(0, 30) * SECOND);
    }
    const arrived = arrivals(now);
    for (let number = 0; number < arrived; number += 1) putCourtesy(now);
    for (const [id, step] of steps) goOn(id, step, now);
  };
  const goOn = (id: string, first: Step, now: Instant): void => {
    for (let step: Step | null = first; step !== null && step.at <= now;) {
      const task = tasks.get(id);
      if (task === undefined) return;
      const next: Step | null = nextStep(task, step, random, (after) => tasks.set(id, { ...task, ...after }));
      if (next === null) steps.delete(id);
      else steps.set(id, next);
      step = next;
    }
  };
  for (let number = 0; number < count; number += 1) putCourtesy(startedAt - random.int(0, 24 * 60) * MINUTE);
  if (count > 0) advance(startedAt);
  return {
    tasks,
    advance: (now) => (count > 0 ? advance(now) : undefined),
    create(body, now) {
      const sent = JSON.parse(body) as JsonObject;
      const { destination, entryPointId, mediaType, outboundType, callback } = sent;
      const isCallback = JSON.stringify(callback) === '{"callbackOrigin":"web","callbackType":"immediate"}';
      const isAllowed =
        typeof destination === "string" && destination.length <= 36 && typeof entryPointId === "string" && isCallback;
      if (!isAllowed || mediaType !== "telephony" || outboundType !== "CALLBACK") {
        return new Response(null, { status: 400 });
      }
      const id = put(now, {
        direction: "outbound",
        destination,
        customer: { name: null, phoneNumber: destination },
        callbackData: dataOf(destination, now, "Web UI", "web", ""),
      });
      return Response.json({ meta: { orgId: WEBEX_FAKE_ORGANIZATION }, data: { id } }, { status: 201 });
    },
  };
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}

function queueName(queues: readonly string[], id: string): string {
  return fakeQueues(queues).find((queue) => queue.id === id)?.name ?? "";
}

function dataOf(number: string, requestedAt: Instant, type: string, origin: string, queue: string): JsonObject {
  return {
    callbackRequestTime: requestedAt,
    callbackConnectTime: null,
    callbackNumber: number,
    callbackStatus: null,
    callbackOrigin: origin,
    callbackType: type,
    callbackQueueName: queue,
    callbackAgentName: null,
    callbackTeamName: null,
    callbackRetryCount: 0,
  };
}

/** Attempts before a callback is given up. */
const MOST_ATTEMPTS = 3;

/** Connects a waiting task, or ends or parks a connected one. Null once it is over. */
function nextStep(
  task: JsonObject,
  { at, attempt }: Step,
  random: Random,
  write: (after: JsonObject) => void,
): Step | null {
  const data = task["callbackData"] as JsonObject;
  if (task["status"] === "parked") {
    const name = random.pick(AGENT_NAMES);
    const agent = { id: `agent-${AGENT_NAMES.indexOf(name)}`, name };
    const isReached = random.int(0, 9) < 7;
    const callbackConnectTime = isReached ? at + 20 * SECOND : null;
    const status = isReached ? "connected" : "ringing";
    write({ status, owner: agent, lastAgent: agent, callbackData: { ...data, callbackConnectTime } });
    return { at: at + random.int(1, 4) * MINUTE, attempt: attempt + 1 };
  }
  if (task["status"] === "connected") {
    // One word in fifty is none of the documented ones.
    const callbackStatus = random.int(0, 49) === 0 ? "Transferred" : random.pick(["Success", "SUCCESS", "success"]);
    write({ ...endOf(task, at), terminationReason: "Customer Left", callbackData: { ...data, callbackStatus } });
    return null;
  }
  const callbackRetryCount = attempt;
  if (attempt < MOST_ATTEMPTS) {
    write({ status: "parked", callbackData: { ...data, callbackRetryCount } });
    return { at: at + random.int(2, 5) * MINUTE, attempt };
  }
  const callbackData = { ...data, callbackRetryCount, callbackStatus: random.pick(["not processed", "Not Processed"]) };
  write({ ...endOf(task, at), terminationReason: "Customer Unavailable", callbackData });
  return null;
}

function endOf(task: JsonObject, at: Instant): JsonObject {
  const totalDuration = at - Number(task["createdTime"]);
  return { status: "ended", isActive: false, endedTime: at, terminationType: "normal", totalDuration };
}

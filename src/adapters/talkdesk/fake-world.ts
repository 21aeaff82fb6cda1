import type { Clock, Instant } from "../../domain/time/instant.js";
import type { JsonObject, JsonValue } from "../../lib/json.js";
import { demoCustomers, type DemoCustomer } from "../fake/customers.js";
import { fakeAgents, fakeQueues } from "../fake/directory.js";
import type { FakeCallback, FakeOptions } from "../fake/fake.js";
import { createRandom, type Random } from "../fake/random.js";
import { createArrivals, DEMO_COUNT, demoStart } from "../fake/world.js";

/** The callbacks of the fake account, and how they come, are tried, and end. */
export interface TalkdeskFakeWorld {
  /** In the order in which they were scheduled: the vendor has no sort. */
  readonly records: Map<string, JsonObject>;
  add(callback: FakeCallback): string;
  setVendorStatus(vendorId: string, vendorStatus: string): void;
  advance(now: Instant): void;
}

const MINUTE = 60_000;
const ids = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, number) => prefix + String(number + 10));
const AGENTS = ids("5f3c9a7e1d2b4c6f8a0e11", 12);
const CAMPAIGNS = ids("9c1b7e44-2f6d-4a3b-a5c8-d0e1f2a3b4", 6);
/** The directory of the fake. */
export const TALKDESK_FAKE_DIRECTORY = {
  users: fakeAgents(AGENTS, 12),
  campaigns: fakeQueues(CAMPAIGNS, " campaign"),
  queues: fakeQueues(ids("61a7c0de5f3b2e4d9c8a7b", 3), " ring group"),
};
const ASSIGN_TYPES = ["MYSELF_ONLY", "MYSELF_IF_AVAILABLE", "SPECIFIC_AGENT", "ANY_ELIGIBLE_AGENT"];
const FROM_CALL_TYPES = ["INBOUND", "INBOUND", "MANUAL_OUTBOUND", "PROACTIVE_OUTBOUND"];
const FINAL = ["SUCCESS", "SUCCESS", "SUCCESS", "EXHAUSTED", "CANCELED", "INVALID_NUMBER"];

/** Callbacks that agents scheduled. Talkdesk keeps all of them, with any outcome. */
export function createTalkdeskFakeWorld(
  clock: Clock,
  { seed = 1, count = DEMO_COUNT }: FakeOptions,
): TalkdeskFakeWorld {
  const random = createRandom(seed + 1);
  const records = new Map<string, JsonObject>();
  const customers = demoCustomers();

  const change = (id: string, fields: JsonObject): void => {
    const record = records.get(id);
    if (record === undefined) throw new Error(`There is no callback ${id}.`);
    records.set(id, { ...record, ...fields });
  };
  const put = (callback: FakeCallback, extra: JsonObject): string => {
    const id = random.uuid();
    records.set(id, { ...toRecord(id, callback), ...extra });
    return id;
  };
  const putRandom = (start: Instant, now: Instant): void => {
    put(...randomCallback(random, random.pick(customers), start, start < now - 30 * MINUTE));
  };

  const begunAt = clock();
  const arrivals = createArrivals(random, begunAt);
  let advancedTo = begunAt;
  for (let number = 0; number < count; number += 1) putRandom(demoStart(random, begunAt), begunAt);

  return {
    records,
    add: (callback) => put(callback, {}),
    setVendorStatus: (vendorId, vendorStatus) => change(vendorId, { status: vendorStatus }),
    advance(now) {
      const elapsed = now - advancedTo;
      advancedTo = now;
      for (const [id, record] of records) {
        if (isDue(record, now) && random.next() < elapsed / TRY_MS) change(id, tried(random, record, now));
      }
      const arrived = arrivals(now);
      for (let number = 0; number < arrived && count > 0; number += 1) {
        putRandom(now + random.int(1, 240) * MINUTE, now);
      }
    },
  };
}

/** How long a due callback waits for its call, on average. */
const TRY_MS = 45_000;
const RETRY_MS = 5 * MINUTE;

function isDue({ status, next_time_to_call: next }: JsonObject, now: Instant): boolean {
  const isOpen = status === "UNATTEMPTED" || status === "TO_BE_RETRIED";
  return isOpen && typeof next === "string" && Date.parse(next) <= now;
}

/** Simulates the attempts of a call: most reach the customer, some are retried a few times. */
function tried(random: Random, { status }: JsonObject, now: Instant): JsonObject {
  const isRetried = random.int(0, status === "UNATTEMPTED" ? 2 : 4) === 0;
  return isRetried
    ? { status: "TO_BE_RETRIED", next_time_to_call: toIso(now + RETRY_MS) }
    : { status: random.pick(FINAL) };
}

function randomCallback(
  random: Random,
  customer: DemoCustomer,
  start: Instant,
  isOver: boolean,
): [FakeCallback, JsonObject] {
  const assignType = random.pick(ASSIGN_TYPES);
  const hasAgent = assignType !== "ANY_ELIGIBLE_AGENT";
  const callback: FakeCallback = {
    phoneNumber: customer.phoneNumber,
    start,
    timeZone: customer.timeZone,
    customerId: customer.phoneNumber.slice(1).padStart(32, "c0ffee"),
    name: `${customer.firstName} ${customer.lastName}`,
    vendorStatus: isOver ? random.pick(FINAL) : "UNATTEMPTED",
    ...(hasAgent ? { agentId: random.pick(AGENTS) } : {}),
  };
  const extra = {
    interaction_id: random.uuid(),
    campaign_id: random.pick(CAMPAIGNS),
    record_id: random.uuid(),
    record_list_id: random.uuid(),
    record_extra_data: { "loyalty-tier": random.pick(["gold", "silver", "none"]) },
    exclusive_to_agent: assignType === "MYSELF_ONLY",
    assign_type: assignType,
    from_call_type: random.pick(FROM_CALL_TYPES),
    dialing_model: random.pick(["PREVIEW", "PREDICTIVE"]),
    caller_id: "+14155550190",
  };
  return [callback, extra];
}

function toRecord(id: string, callback: FakeCallback): JsonObject {
  const { phoneNumber, start, timeZone = "America/New_York", name = "Jane Doe", customerId, agentId } = callback;
  const [first = "", ...last] = name.split(" ");
  const optional: Record<string, JsonValue> = {};
  if (customerId !== undefined) optional["contact_id"] = customerId;
  if (agentId !== undefined) optional["agent_id"] = agentId;
  return {
    callback_id: id,
    phone_number: phoneNumber,
    record_first_name: first,
    record_last_name: last.join(" "),
    time_to_call: toIso(start),
    next_time_to_call: toIso(start),
    timezone: timeZone,
    status: callback.vendorStatus ?? "UNATTEMPTED",
    ...optional,
    // The document's item links to another path than the list's own.
    _links: { self: { href: `/callbacks/${id}` } },
  };
}

function toIso(at: Instant): string {
  return new Date(at).toISOString();
}

import type { Clock, DurationMs, Instant } from "../../domain/time/instant.js";
import { createCourse } from "../fake/course.js";
import { demoCustomers, type DemoCustomer } from "../fake/customers.js";
import { fakeAgents } from "../fake/directory.js";
import type { FakeCallback } from "../fake/fake.js";
import type { Random } from "../fake/random.js";
import { createArrivals, DEMO_REASONS, demoStart } from "../fake/world.js";
import { endConversation, endLegs, openLeg, type FakeConversation } from "./fake-conversation.js";
import { moveConversation, request } from "./fake-life.js";
import { createFakeVersions, type FakeVersions } from "./fake-versions.js";
import { withWord } from "./fake-words.js";

/** The queues of the fake. */
export const GENESYS_CLOUD_QUEUES = ["Billing", "Support", "Sales", "Premium"].map((name, number) => ({
  id: `9a51c0de-2222-4333-a444-0000000000${String(number + 10)}`,
  name,
}));
const AGENTS = Array.from({ length: 12 }, (_, number) => `5e11a9e7-1111-4222-a333-0000000000${String(number + 10)}`);
/** The agents of the fake, by name. */
export const GENESYS_CLOUD_AGENTS = fakeAgents(AGENTS);
const DIVISION = "d1715101-0000-4000-8000-000000000001";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The state of the fake. */
export interface GenesysCloudWorld extends FakeVersions {
  /** Adds a callback, which both APIs have at once. */
  add(callback: FakeCallback): string;
  /** Gives a callback the legs that lead to this vendor status, in both APIs at once. */
  setWord(vendorId: string, word: string): void;
  advance(now: Instant): void;
  /** Adds a callback that a write created. */
  create(fields: Pick<FakeConversation, "numbers" | "name" | "queue" | "scheduledAt" | "attributes">): FakeConversation;
  /** Has a callback move on at its time. */
  start(vendorId: string, at: Instant): void;
}

/** Creates `count` callbacks around now. */
export function createGenesysCloudWorld(
  random: Random,
  clock: Clock,
  { count, lagMs }: { readonly count: number; readonly lagMs: DurationMs },
): GenesysCloudWorld {
  const versions = createFakeVersions(clock, lagMs);
  const { records, latest, put, settle } = versions;
  const customers = demoCustomers();
  const course = createCourse(records, (record, at) => {
    const { conversationId } = record;
    const conversation = typeof conversationId === "string" ? latest(conversationId) : null;
    if (conversation === null) return { record, nextAt: null };
    const moved = moveConversation(conversation, at, random, AGENTS);
    return { record: put(moved.conversation, at), nextAt: moved.nextAt };
  });

  const arrive = (start: Instant, createdAt: Instant, isAsap: boolean): FakeConversation => {
    const blank = aConversation(random, createdAt - MINUTE);
    const requested = request(aCallback(blank, random, random.pick(customers), isAsap ? null : start), createdAt);
    put(requested, createdAt);
    course.start(requested.id, start);
    return requested;
  };

  const withdrawOne = (now: Instant): void => {
    const waiting = course.entries().filter(([, at]) => at > now + HOUR);
    if (waiting.length === 0) return;
    const [id] = random.pick(waiting);
    const conversation = latest(id);
    course.stop(id);
    if (conversation !== null) put(endConversation(conversation, "client", now), now);
  };

  const begunAt = clock();
  const arrivals = createArrivals(random, begunAt);
  for (let number = 0; number < count; number += 1) {
    const start = demoStart(random, begunAt);
    const isAsap = start < begunAt + HOUR && random.int(1, 3) === 1;
    arrive(start, Math.min(start, begunAt) - random.int(2, isAsap ? 20 : 24 * 60) * MINUTE, isAsap);
  }
  course.moveTo(begunAt);
  for (const conversation of [...records.keys()].map(latest)) if (conversation !== null) settle(conversation);

  const setWord = (vendorId: string, word: string): void => {
    const conversation = latest(vendorId);
    if (conversation === null) throw new Error(`There is no callback ${vendorId}.`);
    const now = clock();
    const legs = conversation.legs.filter(
      ({ mediaType, direction }) => mediaType === "voice" && direction === "inbound",
    );
    const requested = request({ ...conversation, endedAt: null, legs, isCustomerFirst: false }, now);
    course.stop(vendorId);
    settle(withWord(requested, word, conversation.ownerId ?? AGENTS[0] ?? "", now));
  };

  return {
    ...versions,
    setWord,
    add({ phoneNumber, start, customerId, agentId, name = "Jane Doe", vendorStatus }) {
      const now = clock();
      const conversation: FakeConversation = {
        ...aConversation(random, now),
        numbers: [phoneNumber],
        name,
        contactId: customerId ?? null,
        scheduledAt: start,
        ownerId: agentId ?? null,
      };
      const { id } = conversation;
      settle(request(agentId === undefined ? conversation : afterLiveCall(conversation, agentId, now), now));
      course.start(id, start);
      if (vendorStatus !== undefined) setWord(id, vendorStatus);
      return id;
    },
    create: (fields) => ({ ...aConversation(random, clock()), ...fields }),
    start: (vendorId, at) => course.start(vendorId, at),
    advance(now) {
      course.moveTo(now);
      if (count === 0) return;
      for (let number = arrivals(now); number > 0; number -= 1) {
        const isAsap = random.int(1, 10) <= 6;
        arrive(isAsap ? now + random.int(5, 40) * SECOND : demoStart(random, now + 9 * HOUR), now, isAsap);
        if (random.int(1, 4) === 1) withdrawOne(now);
      }
    },
  };
}

function aConversation(random: Random, startedAt: Instant): FakeConversation {
  return {
    id: random.uuid(),
    startedAt,
    endedAt: null,
    stage: "waiting",
    isCustomerFirst: false,
    numbers: [],
    name: null,
    contactId: null,
    queue: random.pick(GENESYS_CLOUD_QUEUES),
    scheduledAt: null,
    ownerId: null,
    divisionId: DIVISION,
    attributes: {},
    legs: [],
  };
}

/** One in three is requested in a call that the customer made; one in three is dialed before an agent is there. */
function aCallback(
  conversation: FakeConversation,
  random: Random,
  { firstName, lastName, phoneNumber }: DemoCustomer,
  scheduledAt: Instant | null,
): FakeConversation {
  const ownerId = scheduledAt !== null && random.int(1, 8) === 1 ? random.pick(AGENTS) : null;
  const fields = {
    ...conversation,
    isCustomerFirst: ownerId === null && random.int(1, 3) === 1,
    numbers: [phoneNumber],
    name: `${firstName} ${lastName}`,
    scheduledAt,
    ownerId,
    attributes: { reason: random.pick(DEMO_REASONS) },
  };
  const isInCall = ownerId !== null || random.int(1, 3) === 1;
  return isInCall ? afterLiveCall(fields, ownerId ?? random.pick(AGENTS), conversation.startedAt) : fields;
}

/** Adds the call in which a callback was requested. */
function afterLiveCall(conversation: FakeConversation, userId: string, startedAt: Instant): FakeConversation {
  const start = startedAt - MINUTE;
  const customer = { participant: "customer", purpose: "customer", mediaType: "voice", direction: "inbound" } as const;
  const participant = `agent-${userId}`;
  const agent = { participant, purpose: "agent", mediaType: "voice", direction: "inbound", userId } as const;
  const called = openLeg({ ...conversation, startedAt: start }, { ...customer, type: "interact" }, start);
  return endLegs(openLeg(called, { ...agent, type: "interact" }, start + SECOND), {}, "endpoint", startedAt - SECOND);
}

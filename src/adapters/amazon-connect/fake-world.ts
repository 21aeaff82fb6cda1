import type { Clock, Instant } from "../../domain/time/instant.js";
import { isJsonObject, type JsonObject } from "../../lib/json.js";
import { createCourse } from "../fake/course.js";
import { fakeAgents, fakeQueues } from "../fake/directory.js";
import { demoCustomers } from "../fake/customers.js";
import type { FakeCallback } from "../fake/fake.js";
import type { Random } from "../fake/random.js";
import { createArrivals, DEMO_REASONS, demoStart } from "../fake/world.js";
import { lastContact, seconds, textOf } from "./fake-contact.js";
import { disconnect, enqueue, moveRecord } from "./fake-life.js";
import { createFakeRecords, type FakeRecords } from "./fake-records.js";
import { withWord } from "./fake-words.js";
import { CALLBACK, CUSTOMER_FIRST_QUEUED } from "./words.js";

export const FAKE_INSTANCE = "11c0ffee-1111-4222-a333-000000000001";
/** The queues of the fake: billing, support, sales and premium. */
export const FAKE_QUEUES = Array.from({ length: 4 }, (_, number) => `9a51c0de-5555-4666-a777-0000000000${number + 10}`);
/** The queues of the fake, by name. */
export const FAKE_QUEUE_ENTRIES = fakeQueues(FAKE_QUEUES);
const AGENTS = Array.from({ length: 12 }, (_, number) => `5e11a9e7-5555-4666-a777-0000000000${number + 10}`);
/** The agents of the fake, each with the name of a login. */
export const FAKE_USER_ENTRIES = fakeAgents(AGENTS, 48).map(({ id, name }) => ({
  id,
  name: name.toLowerCase().replaceAll(" ", "."),
}));
const ARN = `arn:aws:connect:eu-central-1:111122223333:instance/${FAKE_INSTANCE}/contact`;

const MINUTE = 60_000;

/** The state of the fake. */
export interface AmazonConnectWorld extends FakeRecords {
  add(callback: FakeCallback): string;
  setWord(vendorId: string, word: string): void;
  /** Ends an open contact. Returns null if there is none of that id, and false if it is over. */
  stop(contactId: string): boolean | null;
  advance(now: Instant): void;
  makeCustomerFirst(vendorId: string): void;
}

/** Creates `count` callbacks around now. */
export function createAmazonConnectWorld(random: Random, clock: Clock, count: number): AmazonConnectWorld {
  const contacts = createFakeRecords();
  const { records, put, recordOf } = contacts;
  const customers = demoCustomers();

  const course = createCourse(records, (record, at) => {
    const moved = moveRecord(record, at, { random, agents: AGENTS });
    put(moved.record);
    return moved;
  });

  const make = (createdAt: Instant, fields: JsonObject): string => {
    const [id, initialId] = [random.uuid(), random.uuid()];
    const call = {
      ContactId: initialId,
      ContactArn: `${ARN}/${initialId}`,
      InitiationMethod: "INBOUND",
      Channel: "VOICE",
    };
    return put({
      Arn: `${ARN}/${id}`,
      Id: id,
      InitialContactId: initialId,
      PreviousContactId: initialId,
      ContactAssociationId: initialId,
      InitiationMethod: CALLBACK,
      Channel: "VOICE",
      QueueInfo: { Id: random.pick(FAKE_QUEUES) },
      InitiationTimestamp: seconds(createdAt),
      LastUpdateTimestamp: seconds(createdAt),
      ...fields,
      InitialContact: { ...call, InitiationTimestamp: seconds(createdAt - 2 * MINUTE) },
    });
  };

  /** One in three is dialed before an agent is there; most wait in a queue from the beginning. */
  const arrive = (start: Instant, createdAt: Instant): void => {
    const { phoneNumber } = random.pick(customers);
    const id = make(createdAt, {
      InitiationMethod: random.int(1, 3) === 1 ? CUSTOMER_FIRST_QUEUED : CALLBACK,
      CustomerEndpoint: { Type: "TELEPHONE_NUMBER", Address: phoneNumber },
      Attributes: { reason: random.pick(DEMO_REASONS) },
    });
    if (random.int(1, 4) > 1) put(enqueue(records.get(id) ?? {}, createdAt));
    course.start(id, start);
  };

  const begunAt = clock();
  const arrivals = createArrivals(random, begunAt);
  for (let number = 0; number < count; number += 1) {
    const start = demoStart(random, begunAt);
    arrive(start, Math.min(start, begunAt) - random.int(2, 12 * 60) * MINUTE);
  }
  course.moveTo(begunAt);

  const setWord = (vendorId: string, word: string): void => {
    const record = records.get(vendorId);
    if (record === undefined) throw new Error(`There is no callback ${vendorId}.`);
    course.stop(vendorId);
    put(withWord(record, word, { at: clock(), agentId: AGENTS[0] ?? "", nextId: random.uuid() }));
  };

  return {
    ...contacts,
    setWord,
    add({ phoneNumber, start, customerId, vendorStatus }) {
      const id = make(clock(), {
        CustomerEndpoint: { Type: "TELEPHONE_NUMBER", Address: phoneNumber },
        ...(customerId === undefined ? {} : { CustomerId: customerId }),
      });
      course.start(id, start);
      if (vendorStatus !== undefined) setWord(id, vendorStatus);
      return id;
    },
    stop(contactId) {
      const record = recordOf(contactId);
      if (record === undefined) return null;
      const last = lastContact(record);
      if (last["Id"] !== contactId || last["DisconnectTimestamp"] !== undefined) return false;
      course.stop(textOf(record["Id"]));
      put(disconnect(record, "OTHER", clock()));
      return true;
    },
    advance(now) {
      course.moveTo(now);
      if (count === 0) return;
      for (let number = arrivals(now); number > 0; number -= 1) arrive(now + random.int(5, 900) * 1000, now);
    },
    makeCustomerFirst(vendorId) {
      const record = records.get(vendorId);
      if (isJsonObject(record)) put({ ...record, InitiationMethod: CUSTOMER_FIRST_QUEUED });
    },
  };
}

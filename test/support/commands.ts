import type { FakeRequest } from "../../src/adapters/fake/fake.js";
import { encodeId } from "../../src/domain/id.js";
import { ask } from "./ask.js";
import {
  CancelCallbackDocument,
  CancelCallbacksDocument,
  ReassignCallbackDocument,
  ReassignCallbacksDocument,
  RecordAgentActionDocument,
  RescheduleCallbackDocument,
  ScheduleCallbackDocument,
  type CancelCallbackMutation,
  type CancelCallbackMutationVariables,
  type CancelCallbacksMutation,
  type CancelCallbacksMutationVariables,
  type ReassignCallbackMutationVariables,
  type ReassignCallbacksMutation,
  type ReassignCallbacksMutationVariables,
  type RecordAgentActionMutation,
  type RecordAgentActionMutationVariables,
  type RescheduleCallbackMutationVariables,
  type ScheduleCallbackMutationVariables,
} from "../../schema/operations.js";
import { START, type World } from "./world.js";

/** What each mutation on one callback returns. */
export type CallbackPayload = CancelCallbackMutation["cancelCallback"];
export type ScheduleInput = ScheduleCallbackMutationVariables["input"];

/** What came of it, as a client is told. Throws where the answer holds an error. */
export const schedule = async (url: string, input: ScheduleInput): Promise<CallbackPayload> =>
  (await ask(url, ScheduleCallbackDocument, { input })).scheduleCallback;

export const reschedule = async (
  url: string,
  input: RescheduleCallbackMutationVariables["input"],
): Promise<CallbackPayload> => (await ask(url, RescheduleCallbackDocument, { input })).rescheduleCallback;

export const cancel = async (url: string, input: CancelCallbackMutationVariables["input"]): Promise<CallbackPayload> =>
  (await ask(url, CancelCallbackDocument, { input })).cancelCallback;

export const reassign = async (
  url: string,
  input: ReassignCallbackMutationVariables["input"],
): Promise<CallbackPayload> => (await ask(url, ReassignCallbackDocument, { input })).reassignCallback;

export const cancelAll = async (
  url: string,
  input: CancelCallbacksMutationVariables["input"],
): Promise<CancelCallbacksMutation["cancelCallbacks"]> =>
  (await ask(url, CancelCallbacksDocument, { input })).cancelCallbacks;

export const reassignAll = async (
  url: string,
  input: ReassignCallbacksMutationVariables["input"],
): Promise<ReassignCallbacksMutation["reassignCallbacks"]> =>
  (await ask(url, ReassignCallbacksDocument, { input })).reassignCallbacks;

export const recordAction = async (
  url: string,
  input: RecordAgentActionMutationVariables["input"],
): Promise<RecordAgentActionMutation["recordAgentAction"]> =>
  (await ask(url, RecordAgentActionDocument, { input })).recordAgentAction;

const HOUR = 3_600_000;
export const NUMBER = "+14155550177";
export const QUEUE = "7be1f00d-4444-4555-a666-000000000010";
export const AGENT = "123e4567-e89b-12d3-a456-426614174001";

/** Queues of vendors that need one, and have their own. */
const QUEUES: Readonly<Record<string, Pick<ScheduleInput, "queueId">>> = {
  "genesys-cloud": { queueId: "9a51c0de-2222-4333-a444-000000000010" },
  "genesys-gms": { queueId: "sales" },
  "nice-cxone": { queueId: "4711" },
};

/** An instant as clients say it. */
export const iso = (at: number): string => new Date(at).toISOString();

/** A command that the rules of the source's vendor let through, two hours from `now`. */
export function aCommand(source: string, now: number, fields: Partial<ScheduleInput> = {}): ScheduleInput {
  const start = iso(now + 2 * HOUR);
  const command: ScheduleInput =
    source === "webex"
      ? {
          source,
          phoneNumber: NUMBER,
          customerName: "Anna Abbott",
          queueId: QUEUE,
          window: { start, end: iso(now + 3 * HOUR), timeZone: "America/New_York" },
        }
      : { source, phoneNumber: NUMBER, window: { start }, ...QUEUES[source] };
  return { ...command, ...fields };
}

/** A callback of `NUMBER` at the vendor, two hours from now or at `start`, that the gateway has seen. */
export async function seen(world: World, source: string, start = START + 2 * HOUR): Promise<string> {
  const id = world.fakes[source]?.add({
    phoneNumber: NUMBER,
    start,
    end: start + HOUR,
    timeZone: "America/New_York",
    customerId: "customer-1",
    agentId: AGENT,
  });
  await ask(world.url, `{ callbacks(filter: { phoneNumbers: ["${NUMBER}"] }) { totalCount } }`);
  // Who is asked by customer alone.
  await ask(world.url, `{ callbacks(filter: { contactId: "customer-1" }) { totalCount } }`);
  // A vendor that is queried by id alone.
  const [stored] = await world.store.find([{ source, vendorId: id ?? "" }]);
  if ((stored ?? null) === null) await ask(world.url, `{ callback(id: "${callbackId(source, id ?? "")}") { id } }`);
  world.forgetCalls();
  return id ?? "";
}

/** The requests by which a source's vendor was to be changed. */
export function writesAt(world: World, source: string): readonly FakeRequest[] {
  return (world.fakes[source]?.log ?? []).filter(isWrite);
}

/** True if a request changes something: three vendors' queries are POSTs. */
export const isWrite = ({ method, path }: FakeRequest): boolean =>
  method !== "GET" && !/callback_status$|details\/query$|search-contacts$/u.test(path);

export const callbackId = (source: string, vendorId: string): string => encodeId("Callback", source, vendorId);
export const agentId = (source: string, vendorId = AGENT): string => encodeId("Agent", source, vendorId);

import { askAll, type Answered } from "../ask.js";
import { CHANGE_FIELDS, follow } from "../follow.js";
import { startWorld } from "../world.js";
import { encodeChangeCursor } from "../../../src/domain/change/cursor.js";
import type { Instant } from "../../../src/domain/time/instant.js";
import type { Store } from "../../../src/stores/store.js";
import { SCHEDULE } from "./fill.js";

/** An operation and its response. Written once; later versions send the same operation. */
export interface RecordedOperation {
  readonly name: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly response: Answered<unknown>;
}

/** The contents of a store as one version read them. */
export interface RecordedStore {
  /** The time at which it was read: statuses and figures depend on it. */
  readonly now: Instant;
  readonly operations: readonly RecordedOperation[];
  /** All changes of the log, as a subscription sends them. */
  readonly changes: readonly unknown[];
  /** Contents that no operation returns. */
  readonly stored: Readonly<Record<string, readonly unknown[]>>;
}

type Operation = Omit<RecordedOperation, "response">;

const CALLBACK = `id vendor vendorId status statusBasis vendorStatus isOpen isOverdue isPresentAtVendor observedAt dueAt
  nextAttemptAt createdAt updatedAt statusChangedAt waitingSince firstAttemptAt endedAt promise attemptCount reason
  source { name } queue { id kind vendorId name } assignment { agent { id vendorId name } } outcome { category code label }
  window { start end timeZone } customer { id name phoneNumber phoneNumberRaw contactId } vendorRecord { __typename }`;
const FIGURES = `opened ended completed failed canceled expired unknown promiseKept promiseBroken promiseNone
  completedAtFirstAttempt waited { count p50 max } attempts { count mean }`;
const HISTORY = "history(first: 50) { nodes { cursor kind previousStatus status changedFields observedAt } }";

const list = (
  name: string,
  filter: object,
  orderBy: object = { field: "UPDATED_AT", direction: "DESC" },
): Operation => ({
  name,
  query: `query ($filter: CallbackFilter, $orderBy: CallbackOrder) {
    callbacks(first: 100, filter: $filter, orderBy: $orderBy) { totalCount changeCursor nodes { vendorId source { name } } } }`,
  variables: { filter, orderBy },
});

/** The operations of a new fixture. */
function operationsAt(now: Instant): readonly Operation[] {
  const day = new Date(now).toISOString().slice(0, 10);
  const range = { from: `${day}T12:00:00Z`, until: `${day}T18:00:00Z` };
  return [
    { name: "all callbacks", query: `{ callbacks(first: 100) { totalCount nodes { ${CALLBACK} } } }`, variables: {} },
    list("open callbacks by urgency", { isOpen: true }, { field: "URGENCY" }),
    list("overdue callbacks", { isOverdue: true }),
    list("callbacks by window", {}, { field: "WINDOW_START" }),
    list("search by name", { search: "ann" }),
    list("search by number", { search: "5550142" }),
    list("callbacks of a number", { phoneNumbers: ["+14155550177"] }),
    list("ended callbacks", { isOpen: false }),
    {
      name: "histories",
      query: `{ callbacks(first: 100, filter: { isOpen: false }) { nodes { vendorId ${HISTORY} } } }`,
      variables: {},
    },
    {
      name: "customers",
      query: "{ customers(first: 50) { totalCount nodes { id name phoneNumber openCallbackCount } } }",
      variables: {},
    },
    {
      name: "statistics",
      query: `{ callbackStatistics(groupBy: [SOURCE, STATUS, QUEUE]) { totalCount groups { source { name } status
        queue { vendorId name } count waitingCount overdueCount oldestWaitingSince } } }`,
      variables: {},
    },
    {
      name: "performance",
      query: `query ($range: DateTimeRange!) { callbackPerformance(range: $range, interval: HOUR, groupBy: [SOURCE]) {
        groups { source { name } total { ${FIGURES} } intervals { start figures { opened ended } } } } }`,
      variables: { range },
    },
    {
      name: "a mutation, repeated under its idempotency key",
      query: `mutation ($input: ScheduleCallbackInput!) { scheduleCallback(input: $input) {
        callback { id vendorId } receipt { respondedAt } userErrors { code message } } }`,
      variables: { input: SCHEDULE },
    },
  ];
}

/** Reads a store at `now` as clients do, while all vendors are down, and closes it. */
export async function readStore(
  openStore: () => Promise<Store>,
  now: Instant,
  operations: readonly Operation[] = operationsAt(now),
): Promise<RecordedStore> {
  const world = await startWorld({
    openStore,
    startsAt: now,
    hasWebexSearch: true,
    hasMindfulApi: true,
    ofSources: { retries: 0 },
    beforeStart: (fakes) => {
      for (const fake of Object.values(fakes)) fake.fault = { kind: "status", status: 503 };
    },
  });
  try {
    const recorded: RecordedOperation[] = [];
    for (const { name, query, variables } of operations) {
      // Without `extensions`: costs are no contents of a store.
      const { data, errors } = await askAll(world.url, query, variables);
      recorded.push({ name, query, variables, response: errors === undefined ? { data } : { data, errors } });
    }
    const changes = await readChanges(world.url, world.store);
    return { now, operations: recorded, changes, stored: await readStored(world.store) };
  } finally {
    await world.close();
  }
}

async function readChanges(url: string, store: Store): Promise<readonly unknown[]> {
  const changes = await store.readChanges(0, 10_000);
  const query = `subscription ($after: String) { callbackChanged(after: $after) { ${CHANGE_FIELDS} } }`;
  const following = follow(url, "sse", query, { after: encodeChangeCursor(0) });
  try {
    return await following.next(changes.length);
  } finally {
    await following.stop();
  }
}

/** The fields are named here, so that fixtures do not depend on the names in the code. */
async function readStored(store: Store): Promise<RecordedStore["stored"]> {
  const commands = await store.listCommands(1000, null);
  const quarantined = await store.readQuarantine(1000);
  const keys = await store.listKioskKeys();
  const names = await store.readNames();
  const [deliveries, deadLetters] = await Promise.all([store.listDeliveries(), store.listDeadLetters(100)]);
  return {
    commands: commands.map(({ errors, ...command }) => ({
      ...pick(["key", "kind", "source", "actor", "subject", "state", "startedAt", "vendorId", "actionId"])(command),
      errors: errors.map(({ code }) => code),
    })),
    quarantined: quarantined.map(
      pick(["source", "vendorId", "raw", "reason", "seenCount", "firstSeenAt", "lastSeenAt"]),
    ),
    kioskKeys: keys.map(pick(["name", "digest", "scopes", "sources", "createdAt", "expiresAt", "revokedAt"])),
    names: names.map(pick(["source", "kind", "vendorId", "name", "origin", "namedAt"])),
    deliveries: deliveries.map(pick(["name", "position", "stoppedAt"])),
    deadLetters: deadLetters.map(pick(["delivery", "id", "position", "kind", "callbackId", "reason"])),
  };
}

const pick =
  <Name extends string>(names: readonly Name[]) =>
  (from: Readonly<Record<Name, unknown>>): Readonly<Record<string, unknown>> =>
    Object.fromEntries(names.map((name) => [name, from[name]]));

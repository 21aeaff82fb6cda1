import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WEBEX_VIEWS } from "../../src/adapters/webex/views.js";
import { NO_CUSTOMER, NO_ROUTING, type Callback } from "../../src/domain/callback.js";
import { observationOf, type Observation } from "../../src/domain/change/observation.js";
import type { ErasureSubject } from "../../src/domain/erasure.js";
import { derivedStatus, reportedStatus } from "../../src/domain/status.js";
import { instantWindow } from "../../src/domain/time/window.js";
import type { RecordBatch, Store } from "../../src/stores/store.js";
import { aCallback, stampOf } from "../support/observations.js";
import { STORES, type StorePlace } from "./stores.js";

const NOON = Date.UTC(2026, 5, 1, 12);
const NUMBER = "+4915112345678";
const RAW = "0151 12345678";
const NAME = "Katharina Ohnesorg";
const REASON = "wants her deposit back";
/** Everything that only this person's records say. */
const TRACES = [NUMBER, RAW, "15112345678", NAME, "ohnesorg", REASON, "person-4711", "interaction-of-hers"];

function hers(vendorId: string, at: number, fields: Partial<Callback> = {}): Observation {
  const [firstName = null, lastName = null] = NAME.split(" ");
  const callback = aCallback({
    vendorId,
    ...reportedStatus("QUEUED", "waiting"),
    customer: {
      ...NO_CUSTOMER,
      name: NAME,
      firstName,
      lastName,
      phoneNumber: NUMBER,
      phoneNumberRaw: RAW,
      contactId: "person-4711",
    },
    routing: { ...NO_ROUTING, queueId: "q1", callerId: NUMBER },
    queue: { kind: "QUEUE", vendorId: "q1" },
    reason: REASON,
    originInteractionId: "interaction-of-hers",
    createdAt: NOON,
    ...fields,
  });
  // Longer than a page of the embedded store.
  const notes = Array.from({ length: 300 }, () => `${NAME}: ${REASON}`);
  return observationOf({ callback, vendorRecord: { id: vendorId, tel: RAW, notes, at } }, stampOf(at));
}

function another(vendorId: string, at: number): Observation {
  const customer = { ...NO_CUSTOMER, name: "Ada", phoneNumber: "+4930999999", contactId: "person-1" };
  const callback = aCallback({ vendorId, ...reportedStatus("QUEUED", "waiting"), customer, reason: "a question" });
  return observationOf({ callback, vendorRecord: { id: vendorId, name: "Ada" } }, stampOf(at));
}

describe.each(STORES)("erasing from the $name store", (engine) => {
  let store: Store;
  let where: StorePlace;
  beforeEach(async () => {
    where = await engine.place();
    store = await where.open();
  });
  afterEach(async () => {
    await store.close();
    await where.remove();
  });

  const record = (observations: readonly Observation[], batch: Partial<RecordBatch> = {}) =>
    store.record({ source: "north", observations, quarantined: [], answered: null, now: NOON, ...batch });
  const erase = (subject: ErasureSubject, isTrial = false) =>
    store.erase({ subject, sources: null, actor: "key:privacy", isTrial, now: NOON + 5000 });
  const find = (...vendorIds: readonly string[]) =>
    store.find(vendorIds.map((vendorId) => ({ source: "north", vendorId })));
  const rememberCommand = async (vendorId: string | null, key: string): Promise<void> => {
    const { commandRecord } = await store.beginCommand({
      key,
      inputHash: "hash",
      kind: vendorId === null ? "SCHEDULE" : "CANCEL",
      source: "north",
      actor: null,
      subject: { phoneNumber: RAW },
      target: vendorId === null ? { phoneNumber: NUMBER, start: null } : { vendorId },
      fingerprint: NUMBER,
      knownIds: [],
      startedAt: NOON,
    });
    if (vendorId === null) return;
    await store.finishCommand(commandRecord.commandId, {
      state: "SUCCEEDED",
      finishedAt: NOON,
      errors: [],
      receipt: { trackingId: NUMBER, respondedAt: NOON },
      vendorId,
      actionId: null,
      isKeyReleased: false,
    });
  };
  /** Everything that the store can know about the person. */
  const rememberPerson = async (): Promise<void> => {
    await record([hers("1", 1), another("2", 1)]);
    await record([hers("1", 2, { reason: `${REASON}, at once` })]);
    await record([hers("3", 3, reportedStatus("COMPLETED", "done"))], {
      quarantined: [
        { vendorId: "1", raw: { id: "1", tel: 5 }, reason: "tel: expected text" },
        { vendorId: null, raw: { tel: "+49 151 / 12 345-678", who: NAME }, reason: "id: missing" },
        { vendorId: "4", raw: { id: "4", name: "Ada" }, reason: "tel: missing" },
      ],
    });
    await rememberCommand("1", "key-1");
    await rememberCommand(null, "key-2");
    await store.saveAgentAction({
      source: "north",
      vendor: "ACME",
      actionId: "a",
      vendorId: null,
      interactionId: "interaction-of-hers",
      orgId: null,
      agentId: "agent",
      clientId: null,
      actionType: null,
      actionAt: NOON,
      createdAt: NOON,
      trackingId: null,
    });
    await store.saveSyncKeys("north", [{ key: `number:${NUMBER}`, requestedAt: NOON, page: null }]);
  };

  it.each<[string, ErasureSubject]>([
    ["by number", { phoneNumber: NUMBER }],
    ["by the number as the vendor writes it", { phoneNumber: RAW }],
    ["by the vendor's id of the customer", { contact: { source: "north", contactId: "person-4711" } }],
  ])("leaves no trace of a person, %s", async (_, subject) => {
    await rememberPerson();
    for (const trace of TRACES) expect([trace, await where.contains(trace)]).toEqual([trace, true]);
    const erased = await erase(subject);
    expect(erased.callbacks.map(({ vendorId }) => vendorId).sort()).toEqual(["1", "3"]);
    expect(erased).toMatchObject({ changes: 3, quarantined: "phoneNumber" in subject ? 2 : 1 });
    if (!("phoneNumber" in subject)) await erase({ phoneNumber: NUMBER });
    for (const trace of TRACES) expect([trace, await where.contains(trace)]).toEqual([trace, false]);
    expect(await find("1", "2", "3")).toMatchObject([null, { callback: { customer: { name: "Ada" } } }, null]);
    expect(await store.readQuarantine(10)).toMatchObject([{ vendorId: "4" }]);
  });

  it("notifies subscribers, and takes the person out of earlier changes", async () => {
    await rememberPerson();
    const before = await store.readChanges(0, 100);
    await erase({ phoneNumber: NUMBER });
    const after = await store.readChanges(0, 100);
    expect(after.slice(0, before.length).map(({ position, kind, status }) => [position, kind, status])).toEqual(
      before.map(({ position, kind, status }) => [position, kind, status]),
    );
    const erased = after.slice(before.length);
    expect(erased.map(({ kind, previousStatus, callback: { callback } }) => [kind, previousStatus, callback])).toEqual(
      [
        ["1", "QUEUED"],
        ["3", "COMPLETED"],
      ].map(([vendorId = "", previousStatus]) => [
        "ERASED",
        previousStatus,
        aCallback({ vendorId, ...derivedStatus("ENDED"), channel: "UNKNOWN" }),
      ]),
    );
    expect(JSON.stringify(after)).toContain("a question");
  });

  it("keeps counts of open callbacks right", async () => {
    await rememberPerson();
    const count = async () => {
      const groups = await store.statistics({
        filter: { isOpen: true },
        groupBy: ["SOURCE"],
        timeZone: "UTC",
        now: NOON,
      });
      return groups.map((group) => group.count);
    };
    expect(await count()).toEqual([2]);
    await erase({ phoneNumber: NUMBER });
    expect(await count()).toEqual([1]);
  });

  it("finds a person in what could not be read, at a source without callbacks", async () => {
    const quarantined = [{ vendorId: "9", raw: { id: "9", tel: RAW }, reason: "start: expected text" }];
    await record([], { source: "south", quarantined });
    expect(await erase({ phoneNumber: "0151 12345678" })).toMatchObject({ callbacks: [], quarantined: 1 });
    expect(await store.readQuarantine(10)).toEqual([]);
    expect(await where.contains(RAW)).toBe(false);
  });

  it("is audited with the caller, and without the person", async () => {
    await rememberPerson();
    await erase({ phoneNumber: NUMBER });
    const [newest, ...others] = await store.listCommands(10, "north");
    expect(newest).toMatchObject({
      kind: "ERASE",
      actor: "key:privacy",
      state: "SUCCEEDED",
      subject: { by: "number", callbacks: 2 },
    });
    expect(others).toMatchObject([
      { subject: { erased: true }, target: null, fingerprint: null },
      { subject: { erased: true }, target: null, receipt: null, kind: "CANCEL" },
    ]);
    expect(await store.findPending({ source: "north" }, 10)).toEqual([]);
  });

  it("keeps erased records out, until they are admitted again", async () => {
    await rememberPerson();
    await erase({ phoneNumber: NUMBER });
    const unreadable = [{ vendorId: "1", raw: { id: "1", tel: RAW }, reason: "tel: expected text" }];
    expect(await record([hers("1", 9), hers("3", 9), another("2", 9)], { quarantined: unreadable })).toEqual([]);
    for (const trace of TRACES) expect([trace, await where.contains(trace)]).toEqual([trace, false]);
    expect(await find("1", "3")).toEqual([null, null]);
    // Another callback of the same person is a new one.
    expect(await record([hers("5", 10)])).toMatchObject([{ kind: "CREATED" }]);
    expect(await store.admitErased({ subject: { phoneNumber: NUMBER }, sources: ["south"] })).toBe(0);
    expect(
      await store.admitErased({ subject: { callbacks: [{ source: "north", vendorId: "3" }] }, sources: ["north"] }),
    ).toBe(1);
    expect(await store.admitErased({ subject: { phoneNumber: NUMBER }, sources: null })).toBe(1);
    const admitted = await record([hers("1", 11), hers("3", 11)]);
    expect(admitted.map(({ kind }) => kind)).toEqual(["CREATED", "CREATED"]);
  });

  it("erases nothing on trial, and says what it would", async () => {
    await rememberPerson();
    const changes = await store.readChanges(0, 100);
    const trial = await erase({ phoneNumber: NUMBER }, true);
    expect(await store.readChanges(0, 100)).toEqual(changes);
    expect(await find("1", "3")).not.toContain(null);
    expect(await store.listCommands(10, null)).toHaveLength(2);
    expect(trial).toEqual(await erase({ phoneNumber: NUMBER }));
  });

  it("may be repeated, and erases nothing of others", async () => {
    await rememberPerson();
    await erase({ callbacks: [{ source: "north", vendorId: "1" }] });
    expect(await find("1", "2", "3")).toMatchObject([null, {}, {}]);
    const nothing = { callbacks: [], changes: 0, commands: 0, quarantined: 0 };
    expect(await erase({ callbacks: [{ source: "south", vendorId: "3" }] })).toEqual(nothing);
    expect(await erase({ contact: { source: "south", contactId: "person-4711" } })).toEqual(nothing);
    expect(await erase({ phoneNumber: "+4915112345679" })).toEqual(nothing);
    expect(await find("2", "3")).not.toContain(null);
  });

  it("erases all records that a callback was merged from, also one that was a callback of its own", async () => {
    const views = { views: WEBEX_VIEWS, now: NOON + 1000 };
    const window = instantWindow(NOON, NOON + 1_800_000, null);
    const planned = { ...derivedStatus("SCHEDULED", { dueAt: NOON }), timing: "SCHEDULED", window } as const;
    const task = (at: number): Observation => ({
      ...hers("task", at, { timing: "ASAP", createdAt: NOON + 60_000 }),
      view: "task",
    });
    await record([task(1)], views);
    await record([{ ...hers("schedule", 2, planned), view: "schedule" }], views);
    expect(await find("task", "schedule")).toMatchObject([
      { callback: { vendorId: "schedule" } },
      { callback: { vendorId: "schedule" } },
    ]);
    const erased = await erase({ callbacks: [{ source: "north", vendorId: "task" }] });
    expect(erased.callbacks).toEqual([{ source: "north", vendorId: "schedule" }]);
    for (const trace of TRACES) expect([trace, await where.contains(trace)]).toEqual([trace, false]);
    expect(await record([task(9)], views)).toEqual([]);
  });
});

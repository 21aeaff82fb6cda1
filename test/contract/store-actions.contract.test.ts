import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { userError } from "../../src/domain/user-error.js";
import type { AgentAction } from "../../src/domain/command.js";
import type { CommandRecord, CommandRecordOutcome, NewCommandRecord } from "../../src/stores/command-store.js";
import type { Store } from "../../src/stores/store.js";
import { STORES, type StorePlace } from "./stores.js";

function anAttempt(fields: Partial<NewCommandRecord> = {}): NewCommandRecord {
  return {
    key: null,
    inputHash: "hash",
    kind: "SCHEDULE",
    source: "north",
    actor: "anna",
    subject: { phoneNumber: "***77" },
    target: { phoneNumber: "+14155550177", start: 5000 },
    fingerprint: "number and time",
    knownIds: ["old"],
    startedAt: 1000,
    ...fields,
  };
}

function anOutcome(fields: Partial<CommandRecordOutcome> = {}): CommandRecordOutcome {
  return {
    state: "SUCCEEDED",
    finishedAt: 2000,
    errors: [],
    receipt: { trackingId: "t1", respondedAt: 1900 },
    vendorId: "new",
    actionId: null,
    isKeyReleased: false,
    ...fields,
  };
}

function anAction(actionId: string, fields: Partial<AgentAction> = {}): AgentAction {
  return {
    source: "north",
    vendor: "ACME",
    actionId,
    vendorId: actionId,
    interactionId: "i1",
    orgId: "o1",
    agentId: "a1",
    clientId: "wellbeing",
    actionType: "BREAK",
    actionAt: 1000,
    createdAt: 1001,
    trackingId: "t1",
    ...fields,
  };
}

describe.each(STORES)("a command record in the $name store", (engine) => {
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

  const begin = async (fields: Partial<NewCommandRecord> = {}): Promise<CommandRecord> =>
    (await store.beginCommand(anAttempt(fields))).commandRecord;

  it("is PENDING and whole once it has begun, and after the store was opened again", async () => {
    const { commandRecord, isNew } = await store.beginCommand(anAttempt({ key: "k" }));
    expect(isNew).toBe(true);
    const { commandId: _, ...noted } = commandRecord;
    expect(noted).toEqual({
      ...anAttempt({ key: "k" }),
      state: "PENDING",
      finishedAt: null,
      errors: [],
      receipt: null,
      vendorId: null,
      actionId: null,
    });
    await store.close();
    store = await where.open();
    expect(await store.findCommand("k")).toEqual(commandRecord);
  });

  it("is begun once a key, by however many at once", async () => {
    const begun = await Promise.all(
      Array.from({ length: 20 }, (_, index) => store.beginCommand(anAttempt({ key: "k", inputHash: `${index}` }))),
    );
    expect(begun.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(new Set(begun.map(({ commandRecord }) => commandRecord.commandId)).size).toBe(1);
    expect((await begin({ key: "another" })).commandId).not.toBe(begun[0]?.commandRecord.commandId);
  });

  it("is started as often as it is requested without a key", async () => {
    const [one, two] = [await begin(), await begin()];
    expect(one.commandId).not.toBe(two.commandId);
  });

  it("is finished with its outcome and loses its reconciliation data", async () => {
    const { commandId } = await begin({ key: "k" });
    const finished = await store.finishCommand(commandId, anOutcome());
    expect(finished).toMatchObject({
      key: "k",
      state: "SUCCEEDED",
      finishedAt: 2000,
      receipt: { trackingId: "t1", respondedAt: 1900 },
      vendorId: "new",
      target: null,
      knownIds: [],
    });
    expect(await store.findCommand("k")).toEqual(finished);
  });

  it("is finished once: a later outcome changes nothing", async () => {
    const { commandId } = await begin({ key: "k" });
    const first = await store.finishCommand(commandId, anOutcome());
    const errors = [userError("VENDOR_REJECTED", "no", "id")];
    expect(await store.finishCommand(commandId, anOutcome({ state: "FAILED", errors, vendorId: null }))).toEqual(first);
  });

  it("keeps the reasons of a failure, and its key only where it is final", async () => {
    const errors = [userError("INVALID_INPUT", "window: too late", "window", "start")];
    const failed = anOutcome({ state: "FAILED", errors, receipt: null, vendorId: null });
    await store.finishCommand((await begin({ key: "final" })).commandId, failed);
    expect((await store.findCommand("final"))?.errors).toEqual(errors);
    await store.finishCommand((await begin({ key: "passing" })).commandId, { ...failed, isKeyReleased: true });
    expect(await store.findCommand("passing")).toBeNull();
    expect((await store.beginCommand(anAttempt({ key: "passing" }))).isNew).toBe(true);
  });

  it("gives a callback to the first attempt that scheduled it, whichever of two at once that is", async () => {
    const [one, two] = [await begin(), await begin()];
    expect(await store.findClaimed("north", ["new"])).toEqual([]);
    await Promise.all([one, two].map(({ commandId }) => store.finishCommand(commandId, anOutcome())));
    expect(await store.findClaimed("north", ["new", "old"])).toEqual(["new"]);
    expect(await store.findClaimed("south", ["new"])).toEqual([]);
    expect(await store.findClaimed("north", [])).toEqual([]);
  });

  it("gives no callback to an attempt that only changed it", async () => {
    const { commandId } = await begin({ kind: "CANCEL", target: { vendorId: "new" } });
    await store.finishCommand(commandId, anOutcome());
    expect(await store.findClaimed("north", ["new"])).toEqual([]);
  });

  it("is found while it is PENDING and can be reconciled, oldest first", async () => {
    const ids: number[] = [];
    for (const startedAt of [1000, 2000, 3000]) ids.push((await begin({ startedAt })).commandId);
    const cancel = await begin({ source: "south", fingerprint: "other", target: { vendorId: "9" } });
    await begin({ kind: "AGENT_ACTION", target: null, fingerprint: null });
    const idsOf = async (...args: Parameters<Store["findPending"]>): Promise<number[]> =>
      (await store.findPending(...args)).map(({ commandId }) => commandId);
    expect(await idsOf({}, 10)).toEqual([...ids, cancel.commandId]);
    expect(await idsOf({}, 2)).toEqual(ids.slice(0, 2));
    expect(await idsOf({ source: "north" }, 10)).toEqual(ids);
    expect(await idsOf({ source: "south", fingerprint: "other" }, 10)).toEqual([cancel.commandId]);
    expect(await idsOf({ source: "north", startedAfter: 1000 }, 10)).toEqual(ids.slice(1));
    await store.finishCommand(ids[0] ?? 0, anOutcome());
    expect(await idsOf({ source: "north" }, 10)).toEqual(ids.slice(1));
  });

  it("is listed with the newest first, of one source or of all", async () => {
    for (const source of ["north", "south", "north"]) await begin({ source });
    const listed = await store.listCommands(10, null);
    expect(listed.map(({ source }) => source)).toEqual(["north", "south", "north"]);
    expect(listed.map(({ commandId }) => commandId)).toEqual(
      listed.map(({ commandId }) => commandId).toSorted((a, b) => b - a),
    );
    expect(await store.listCommands(1, null)).toEqual(listed.slice(0, 1));
    expect((await store.listCommands(10, "south")).map(({ source }) => source)).toEqual(["south"]);
    expect(await store.listCommands(10, "nowhere")).toEqual([]);
  });

  it("is forgotten with its key when it is too old, in steps", async () => {
    for (const startedAt of [1000, 2000, 3000, 4000]) await begin({ startedAt, key: `k${startedAt}` });
    expect(await store.trimCommands(4000, 2)).toBe(2);
    expect(await store.findCommand("k2000")).toBeNull();
    expect(await store.findCommand("k3000")).not.toBeNull();
    expect(await store.trimCommands(4000, 2)).toBe(1);
    expect(await store.trimCommands(4000, 2)).toBe(0);
    expect((await store.listCommands(10, null)).map(({ startedAt }) => startedAt)).toEqual([4000]);
  });

  it("deletes the oldest agent actions by their age, in parts", async () => {
    for (let index = 0; index < 4; index += 1) {
      await store.saveAgentAction(anAction(`a${index}`, { createdAt: index === 1 ? null : 1000 * (index + 1) }));
    }
    const left = async () => {
      const slice = { size: 10, from: "start", after: null, before: null } as const;
      return (await store.listAgentActions("north", "a1", slice)).actions.map(({ action }) => action.actionId);
    };
    await store.trimAgentActions(3500, 2);
    expect(await left()).toEqual(["a3", "a2"]);
    await store.trimAgentActions(3500, 2);
    await store.trimAgentActions(3500, 2);
    expect(await left()).toEqual(["a3"]);
  });

  describe("about agents", () => {
    it("is stored whole, once for each id", async () => {
      await store.saveAgentAction(anAction("1"));
      await store.saveAgentAction(anAction("1", { trackingId: "t2" }));
      await store.saveAgentAction(
        anAction("2", { vendorId: null, interactionId: null, agentId: null, actionAt: null }),
      );
      expect(await store.findAgentAction("north", "1")).toEqual(anAction("1", { trackingId: "t2" }));
      expect(await store.findAgentAction("north", "2")).toMatchObject({ vendorId: null, agentId: null });
      expect(await store.findAgentAction("south", "1")).toBeNull();
    });

    it("is paged on by agent, the latest first", async () => {
      for (const id of ["1", "2", "3"]) await store.saveAgentAction(anAction(id));
      await store.saveAgentAction(anAction("4", { agentId: "a2" }));
      await store.saveAgentAction(anAction("5", { source: "south" }));
      const slice = { size: 2, from: "start", after: null, before: null } as const;
      const first = await store.listAgentActions("north", "a1", slice);
      expect(first.actions.map(({ action }) => action.actionId)).toEqual(["3", "2"]);
      expect([first.hasNextPage, first.hasPreviousPage]).toEqual([true, false]);
      const after = first.actions.at(-1)?.position ?? 0;
      const second = await store.listAgentActions("north", "a1", { ...slice, after });
      expect(second.actions.map(({ action }) => action.actionId)).toEqual(["1"]);
      expect([second.hasNextPage, second.hasPreviousPage]).toEqual([false, true]);
    });

    it("is paged on by interactions, the latest first", async () => {
      for (const [id, interactionId] of [
        ["1", "i1"],
        ["2", "i2"],
        ["3", "i1"],
        ["4", null],
        ["5", "i1"],
      ] as const)
        await store.saveAgentAction(anAction(id, { interactionId }));
      const slice = { size: 2, from: "start", after: null, before: null } as const;
      const idsOf = (pages: Awaited<ReturnType<Store["listActionsOfInteractions"]>>) =>
        [...pages].map(([id, page]) => [id, page.actions.map(({ action }) => action.actionId), page.hasNextPage]);
      const first = await store.listActionsOfInteractions("north", ["i1", "i2", "i3"], slice);
      expect(idsOf(first)).toEqual([
        ["i1", ["5", "3"], true],
        ["i2", ["2"], false],
        ["i3", [], false],
      ]);
      const after = first.get("i1")?.actions.at(-1)?.position ?? 0;
      const second = await store.listActionsOfInteractions("north", ["i1"], { ...slice, after });
      expect(idsOf(second)).toEqual([["i1", ["1"], false]]);
      expect(second.get("i1")?.hasPreviousPage).toBe(true);
      expect(idsOf(await store.listActionsOfInteractions("south", ["i1"], slice))).toEqual([["i1", [], false]]);
      expect(idsOf(await store.listActionsOfInteractions("north", [], slice))).toEqual([]);
    });
  });
});

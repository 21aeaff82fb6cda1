import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { matchesFilter } from "../../src/domain/filter.js";
import { observationOf, type Observation } from "../../src/domain/change/observation.js";
import {
  CALLBACK_ORDER_FIELDS,
  type CallbackFilter,
  type CallbackOrder,
  type CallbackOrderField,
  type ListPosition,
  type StoredCallback,
} from "../../src/domain/query.js";
import { statusOf } from "../../src/domain/ending.js";
import { isOpenStatus } from "../../src/domain/status.js";
import { positionOf } from "../../src/domain/change/position.js";
import type { ListPage, Store } from "../../src/stores/store.js";
import { aMixedCallback, COUNT, HOUR, NOON, recordMixed, recordRewritten } from "./mixed-callbacks.js";
import { STORES, type StorePlace } from "./stores.js";
import { stampOf } from "../support/observations.js";

const HISTORIES = [
  { history: "new", recordAll: recordMixed },
  { history: "rewritten", recordAll: recordRewritten },
];
const CASES = STORES.flatMap((engine) => HISTORIES.map((history) => ({ ...history, name: engine.name, engine })));

describe.each(CASES)("lists of $history rows in the $name store", ({ engine, recordAll }) => {
  let store: Store;
  let where: StorePlace;
  let all: readonly StoredCallback[];

  beforeAll(async () => {
    where = await engine.place();
    store = await where.open();
    all = await recordAll(store);
  });
  afterAll(async () => {
    await store.close();
    await where.remove();
  });

  const list = (
    filter: CallbackFilter,
    orderBy: CallbackOrder,
    slice: { size: number; from: "start" | "end"; after?: ListPosition; before?: ListPosition },
  ): Promise<ListPage> =>
    store.list({
      filter,
      orderBy,
      slice: { after: null, before: null, ...slice },
      now: NOON + 3 * HOUR,
      isCounted: true,
    });

  const ids = (rows: readonly StoredCallback[]): string[] => rows.map((row) => row.callback.vendorId);

  /** The order as it is promised: by value, without a value last, ties by the store's own number. */
  const inOrder = (rows: readonly StoredCallback[], { field, direction }: CallbackOrder): StoredCallback[] => {
    const sign = direction === "ASC" ? 1 : -1;
    return rows.toSorted((left, right) => {
      const [a, b] = [positionOf(left, field), positionOf(right, field)];
      if (a.value === null || b.value === null) {
        if (a.value !== b.value) return a.value === null ? 1 : -1;
        return sign * (a.rowId - b.rowId);
      }
      return sign * (a.value < b.value ? -1 : a.value > b.value ? 1 : a.rowId - b.rowId);
    });
  };

  const fields = Object.keys(CALLBACK_ORDER_FIELDS) as CallbackOrderField[];
  const orders = fields.flatMap((field) => [
    { field, direction: "ASC" as const },
    { field, direction: "DESC" as const },
  ]);

  it.each(orders)(
    "walks $field $direction forwards and backwards, each callback once and in order",
    async (orderBy) => {
      const expected = ids(inOrder(all, orderBy));
      for (const size of [1, 7, 50, COUNT]) {
        const forwards: StoredCallback[] = [];
        for (let more = true; more;) {
          const last = forwards.at(-1);
          const page = await list({}, orderBy, {
            size,
            from: "start",
            ...(last && { after: positionOf(last, orderBy.field) }),
          });
          expect(page.hasPreviousPage).toBe(forwards.length > 0);
          expect(page.totalCount).toBe(COUNT);
          forwards.push(...page.rows);
          more = page.hasNextPage;
        }
        expect(ids(forwards)).toEqual(expected);
        const backwards: StoredCallback[] = [];
        for (let more = true; more;) {
          const first = backwards[0];
          const page = await list({}, orderBy, {
            size,
            from: "end",
            ...(first && { before: positionOf(first, orderBy.field) }),
          });
          expect(page.hasNextPage).toBe(backwards.length > 0);
          backwards.unshift(...page.rows);
          more = page.hasPreviousPage;
        }
        expect(ids(backwards)).toEqual(expected);
      }
    },
  );

  it("contains the latest observation of each callback", () => {
    const whenWhoWhere = ({
      callback: { window, nextAttemptAt, customer, assignment, routing },
    }: Pick<Observation, "callback">): object => ({ window, nextAttemptAt, customer, assignment, routing });
    const seen = Array.from({ length: COUNT }, (_, index) => aMixedCallback(index));
    expect(all.map(whenWhoWhere)).toEqual(seen.map(whenWhoWhere));
  });

  it("cuts a slice between two bounds", async () => {
    const orderBy = { field: "WINDOW_START", direction: "ASC" } as const;
    const sorted = inOrder(all, orderBy);
    const [after, before] = [positionOf(sorted[10]!, "WINDOW_START"), positionOf(sorted[115]!, "WINDOW_START")];
    const first = await list({}, orderBy, { size: 5, from: "start", after, before });
    expect(ids(first.rows)).toEqual(ids(sorted.slice(11, 16)));
    const last = await list({}, orderBy, { size: 5, from: "end", after, before });
    expect(ids(last.rows)).toEqual(ids(sorted.slice(110, 115)));
    const none = await list({}, orderBy, { size: 5, from: "start", after: before, before: after });
    expect(none.rows).toEqual([]);
  });

  const now = NOON + 3 * HOUR;
  const filters: Record<string, [CallbackFilter, (row: StoredCallback) => boolean]> = {
    nothing: [{}, () => true],
    sources: [{ sources: ["south"] }, (row) => row.callback.source === "south"],
    "no sources": [{ sources: [] }, () => false],
    statuses: [{ statuses: ["QUEUED", "ENDED"] }, (row) => ["QUEUED", "ENDED"].includes(statusOf(row, now))],
    ended: [{ statuses: ["ENDED"], isOpen: false }, (row) => statusOf(row, now) === "ENDED"],
    open: [{ isOpen: true }, (row) => isOpenStatus(statusOf(row, now))],
    closed: [{ isOpen: false }, (row) => !isOpenStatus(statusOf(row, now))],
    numbers: [
      { phoneNumbers: ["+14155550103", "+14155550104", "+14155559999"] },
      (row) => ["+14155550103", "+14155550104"].includes(row.callback.customer.phoneNumber ?? ""),
    ],
    contact: [{ contactId: "c3" }, (row) => row.callback.customer.contactId === "c3"],
    agent: [
      { agents: [{ source: "north", agentId: "a2" }] },
      (row) => row.callback.source === "north" && row.callback.assignment?.agentId === "a2",
    ],
    "agents of two sources": [
      {
        agents: [
          { source: "north", agentId: "a2" },
          { source: "south", agentId: "a1" },
          { source: "south", agentId: "a0" },
        ],
      },
      ({ callback: { source, assignment } }) =>
        source === "north" ? assignment?.agentId === "a2" : ["a0", "a1"].includes(assignment?.agentId ?? ""),
    ],
    "no agents": [{ agents: [] }, () => false],
    queues: [
      {
        queues: [
          { source: "north", kind: "QUEUE", vendorId: "q1" },
          { source: "south", kind: "SKILL", vendorId: "q1" },
        ],
      },
      ({ callback: { source, queue } }) =>
        queue?.vendorId === "q1" && queue.kind === (source === "north" ? "QUEUE" : "SKILL"),
    ],
    "no queues": [{ queues: [] }, () => false],
    campaigns: [{ campaignIds: ["k1", "k0"] }, (row) => ["k0", "k1"].includes(row.callback.routing.campaignId ?? "")],
    "no campaigns": [{ campaignIds: [] }, () => false],
    window: [
      { window: { from: NOON + 2 * HOUR, until: NOON + 4 * HOUR } },
      ({ callback: { window } }) =>
        window !== null &&
        window.start < NOON + 4 * HOUR &&
        (window.start >= NOON + 2 * HOUR || (window.end !== null && window.end > NOON + 2 * HOUR)),
    ],
    created: [
      { createdAt: { from: NOON - 5 * HOUR, until: null } },
      ({ callback }) => callback.createdAt !== null && callback.createdAt >= NOON - 5 * HOUR,
    ],
    updated: [
      { updatedAt: { from: null, until: NOON - 50 } },
      ({ callback }) => callback.updatedAt !== null && callback.updatedAt < NOON - 50,
    ],
    several: [
      { sources: ["north"], isOpen: true, queues: [{ source: "north", kind: "QUEUE", vendorId: "q0" }] },
      (row) =>
        row.callback.source === "north" &&
        row.callback.queue?.vendorId === "q0" &&
        row.callback.queue.kind === "QUEUE" &&
        isOpenStatus(statusOf(row, now)),
    ],
  };

  it.each(Object.entries(filters))(
    "filters by %s as a live filter does, and counts what matches",
    async (_, [filter, matches]) => {
      const expected = ids(all.filter(matches)).toSorted();
      const page = await list(filter, { field: "CREATED_AT", direction: "DESC" }, { size: COUNT, from: "start" });
      expect(ids(page.rows).toSorted()).toEqual(expected);
      expect(page.totalCount).toBe(expected.length);
      const live = all.filter((row) => matchesFilter(filter, row.callback, [statusOf(row, now)]));
      expect(ids(live).toSorted()).toEqual(expected);
    },
  );

  it.each([null, ["north"], ["north", "south"], []])(
    "lists many customers at a time as one by one, of %j",
    async (sources) => {
      const customers = [
        ...new Map(all.map(({ callback }) => store.customerOf(callback)).map((one) => [one.hash, one])),
      ];
      const hashes = [...customers.map(([hash]) => hash), "0".repeat(32)];
      expect(customers).toHaveLength(10);
      for (const size of [1, 5, COUNT]) {
        const { pages, lastPosition } = await store.listOfCustomers({
          customers: hashes,
          sources,
          size,
          isCounted: true,
        });
        const uncounted = await store.listOfCustomers({ customers: hashes, sources, size });
        for (const [hash, customer] of customers) {
          const filter = { customer, ...(sources === null ? {} : { sources }) };
          const one = await list(filter, { field: "WINDOW_START", direction: "ASC" }, { size, from: "start" });
          const { rows, totalCount } = pages.get(hash) ?? { rows: [], totalCount: 0 };
          expect(uncounted.pages.get(hash)?.rows ?? []).toEqual(rows);
          expect([ids(rows), totalCount, lastPosition]).toEqual([ids(one.rows), one.totalCount, one.lastPosition]);
        }
        expect(pages.has("0".repeat(32))).toBe(false);
      }
    },
  );

  it("leaves out sources that are not in the settings, from the very first list on", async () => {
    const orderBy = { field: "CREATED_AT", direction: "DESC" } as const;
    const reopened = await where.open();
    for (const asked of [reopened, store]) {
      for (const configuredSources of [["north"], ["north", "south"], ["north", "south", "east"], ["east"], []]) {
        const filter = { configuredSources };
        const slice = { size: COUNT, from: "start" as const, after: null, before: null };
        const page = await asked.list({ filter, orderBy, slice, now, isCounted: true });
        const expected = all.filter(({ callback }) => configuredSources.includes(callback.source));
        expect(ids(page.rows).toSorted()).toEqual(ids(expected).toSorted());
        expect(page.totalCount).toBe(expected.length);
        const groups = await asked.statistics({ filter, groupBy: [], timeZone: "UTC", now });
        expect(groups.map(({ count }) => count)).toEqual([expected.length]);
      }
    }
    await reopened.close();
  });

  it("counts if requested, or if it costs nothing", async () => {
    const orderBy = { field: "WINDOW_START", direction: "ASC" } as const;
    const slice = (size: number) => ({ size, from: "start" as const, after: null, before: null });
    const counted = await store.list({ filter: {}, orderBy, slice: slice(5), now: NOON, isCounted: true });
    const page = await store.list({ filter: {}, orderBy, slice: slice(5), now: NOON });
    const whole = await store.list({ filter: {}, orderBy, slice: slice(COUNT), now: NOON });
    expect([counted.totalCount, page.totalCount, whole.totalCount]).toEqual([COUNT, null, COUNT]);
  });

  it("computes derived statuses for the requested moment", async () => {
    const count = async (at: number): Promise<number> => {
      const slice = { size: 1, from: "start" as const, after: null, before: null };
      const orderBy = { field: "WINDOW_START", direction: "ASC" } as const;
      return (
        (await store.list({ filter: { statuses: ["QUEUED"] }, orderBy, slice, now: at, isCounted: true })).totalCount ??
        -1
      );
    };
    expect(await count(NOON - HOUR)).toBe(0);
    expect(await count(NOON + HOUR)).toBeGreaterThan(0);
  });

  it("pages through a callback's history both ways", async () => {
    const key = { source: "north", vendorId: "long" };
    const seen = aMixedCallback(2);
    for (let step = 0; step <= 5; step += 1) {
      const callback = { ...seen.callback, ...key, reason: `step ${step}` };
      const observation = observationOf({ ...seen, callback }, stampOf(NOON + step));
      await store.record({ source: "north", observations: [observation], quarantined: [], answered: null, now: NOON });
    }
    const first = await store.history(key, { size: 4, from: "start", after: null, before: null });
    expect(first.changes.map(({ kind }) => kind)).toEqual(["CREATED", "UPDATED", "UPDATED", "UPDATED"]);
    expect([first.hasPreviousPage, first.hasNextPage]).toEqual([false, true]);
    const rest = await store.history(key, { size: 4, from: "start", after: first.changes[3]!.position, before: null });
    expect(rest.changes.map(({ callback }) => callback.callback.reason)).toEqual(["step 4", "step 5"]);
    expect([rest.hasPreviousPage, rest.hasNextPage]).toEqual([true, false]);
    const last = await store.history(key, { size: 2, from: "end", after: null, before: null });
    expect(last.changes).toEqual(rest.changes);
  });
});

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { StoredName } from "../../src/domain/names.js";
import { NO_ROUTING } from "../../src/domain/callback.js";
import { observationOf } from "../../src/domain/change/observation.js";
import type { Store } from "../../src/stores/store.js";
import { aCallback, stampOf } from "../support/observations.js";
import { undoFrom } from "./downgrade.js";
import { STORES, type StorePlace } from "./stores.js";

const NOON = Date.UTC(2026, 5, 1, 12);

function aName(fields: Partial<StoredName> = {}): StoredName {
  return {
    source: "north",
    kind: "QUEUE",
    vendorId: "q1",
    origin: "DIRECTORY",
    name: "Billing",
    namedAt: null,
    ...fields,
  };
}

const order = (names: readonly StoredName[]): StoredName[] =>
  names.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

describe.each(STORES)("names in the $name store", (engine) => {
  let place: StorePlace;
  let store: Store;
  beforeEach(async () => {
    place = await engine.place();
    store = await place.open();
  });
  afterEach(async () => {
    await store.close();
    await place.remove();
  });

  it("are one for each source, kind, id and origin, the last that was saved, also after a restart", async () => {
    const names = [
      aName(),
      aName({ kind: "SKILL", name: "Spanish" }),
      aName({ kind: "AGENT", name: "Carla Evans" }),
      aName({ origin: "RECORD", name: "Billing EU", namedAt: NOON }),
    ];
    await store.saveNames("north", [aName({ name: "Old" }), ...names]);
    await store.saveNames("south", [aName({ source: "south", name: "Sales" })]);
    await store.close();
    store = await place.open();
    expect(order(await store.readNames("north"))).toEqual(order(names));
    expect(await store.readNames("south")).toEqual([aName({ source: "south", name: "Sales" })]);
    expect(await store.readNames()).toHaveLength(5);
  });

  it("are saved in any number", async () => {
    const names = Array.from({ length: 450 }, (_, number) => aName({ vendorId: `q${number}` }));
    await store.saveNames("north", names);
    expect(await store.readNames("north")).toHaveLength(450);
  });

  it.runIf(engine.isShared)("notify the other gateways, and not the one that saved them", async () => {
    const other = await place.open();
    const heard = new Promise<string | null>((resolve) => void other.onNames(resolve));
    const own: (string | null)[] = [];
    store.onNames((source) => own.push(source));
    await store.saveNames("north", [aName()]);
    expect(await heard).toBe("north");
    expect(own).toEqual([]);
    await other.close();
  });

  it("find the queues of callbacks by kind and id", async () => {
    const callback = aCallback({ queue: { kind: "SKILL", vendorId: "4711" } });
    const observations = [observationOf({ callback, vendorRecord: { id: "1" } }, stampOf(NOON))];
    await store.record({ source: "north", observations, quarantined: [], answered: null, now: NOON });
    expect(await store.hasQueue({ source: "north", kind: "SKILL", vendorId: "4711" })).toBe(true);
    expect(await store.hasQueue({ source: "north", kind: "QUEUE", vendorId: "4711" })).toBe(false);
    expect(await store.hasQueue({ source: "south", kind: "SKILL", vendorId: "4711" })).toBe(false);
  });

  it("and queues of callbacks that an earlier version stored are known, and publish no change", async () => {
    const rows = [
      { record: { skillId: 4711 }, routing: { queueId: "4711" }, queue: { kind: "SKILL", vendorId: "4711" } },
      { record: {}, routing: { queueId: "q-1", campaignId: "c-1" }, queue: { kind: "QUEUE", vendorId: "q-1" } },
      { record: {}, routing: { campaignId: "c-1" }, queue: { kind: "CAMPAIGN", vendorId: "c-1" } },
      { record: {}, routing: { callTargetId: 'a "b"' }, queue: { kind: "CALL_TARGET", vendorId: 'a "b"' } },
      {
        record: { _service_name: "sales" },
        routing: { queueId: "VQ", callTargetId: "sales" },
        queue: { kind: "SERVICE", vendorId: "sales" },
      },
      { record: {}, routing: {}, queue: null },
    ] as const;
    const observed = (at: number) =>
      rows.map(({ record: vendorRecord, routing, queue }, index) => {
        const callback = aCallback({ vendorId: String(index), routing: { ...NO_ROUTING, ...routing }, queue });
        return observationOf({ callback, vendorRecord }, stampOf(at));
      });
    const record = (at: number) =>
      store.record({ source: "north", observations: observed(at), quarantined: [], answered: null, now: at });
    await record(NOON);
    await store.close();
    // Content without a queue, in tables without its column.
    const withoutQueue = (index: number): string => {
      const { queue: _, ...content } = observed(NOON)[index]?.callback ?? aCallback();
      return JSON.stringify(content).replaceAll("'", "''");
    };
    await place.run([
      ...rows.map((_, index) => `update callbacks set content = '${withoutQueue(index)}' where vendor_id = '${index}'`),
      ...undoFrom("0019-queues-and-names", engine),
    ]);
    store = await place.open();
    const { rows: stored } = await store.list({
      filter: {},
      orderBy: { field: "CREATED_AT", direction: "ASC" },
      slice: { size: 10, from: "start", after: null, before: null },
      now: NOON,
    });
    expect(stored.map(({ callback }) => callback.queue)).toEqual(rows.map(({ queue }) => queue));
    for (const { queue } of rows) {
      if (queue !== null) expect(await store.hasQueue({ source: "north", ...queue })).toBe(true);
    }
    expect(await record(NOON + 1)).toEqual([]);
  });
});

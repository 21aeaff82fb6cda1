import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { aCallback, stampOf } from "../../../test/support/observations.js";
import { observationOf, type Observation } from "../../domain/change/observation.js";
import type { SourceNames, StoredName, VendorName } from "../../domain/names.js";
import { openNames, type Names } from "./names.js";

const BILLING: VendorName = { kind: "QUEUE", vendorId: "q1", name: "Billing" };
const CARLA: VendorName = { kind: "AGENT", vendorId: "a1", name: "Carla Evans" };

/** A store in memory. `saveElsewhere` is another gateway that saves a name. */
function createStore() {
  const saved: StoredName[] = [];
  let listener: (source: string | null) => void = () => undefined;
  return {
    saved,
    reads: 0,
    readNames(source?: string) {
      this.reads += 1;
      return Promise.resolve(saved.filter((name) => source === undefined || name.source === source));
    },
    saveNames(_: string, names: readonly StoredName[]) {
      saved.push(...names);
      return Promise.resolve();
    },
    onNames(given: (source: string | null) => void) {
      listener = given;
      return () => undefined;
    },
    saveElsewhere(name: StoredName) {
      saved.push(name);
      listener(name.source);
    },
  };
}

const open = (store = createStore(), settings: SourceNames = { queues: {}, agents: {} }): Promise<Names> =>
  openNames({ store, settings: new Map([["north", settings]]), logger: pino({ enabled: false }) });

const observed = (at: number, ...names: readonly VendorName[]): Observation => ({
  ...observationOf({ callback: aCallback({ updatedAt: at }), vendorRecord: {} }, stampOf(at)),
  names,
});

describe("names", () => {
  it("come from the settings, else from the record, else from the directory; none is null", async () => {
    const names = await open(createStore(), { queues: { q1: "Invoices" }, agents: {} });
    const other = { ...BILLING, vendorId: "q2" };
    await names.noteDirectory("north", [BILLING, other, CARLA, { ...BILLING, vendorId: "q3", name: "Orders" }]);
    await names.noteObserved("north", [observed(1, BILLING, { ...other, name: "Billing EU" })]);
    const found = ["q1", "q2", "q3", "q4"].map((id) => names.find("north", "QUEUE", id));
    expect(found).toEqual(["Invoices", "Billing EU", "Orders", null]);
    expect(names.find("north", "AGENT", "a1")).toBe("Carla Evans");
    expect(names.find("south", "QUEUE", "q1")).toBeNull();
    expect(names.find("north", "SKILL", "q2")).toBeNull();
  });

  it("of settings include no property that all objects have", async () => {
    const names = await open();
    expect(names.find("north", "QUEUE", "constructor")).toBeNull();
  });

  it("of an older record do not replace those of a newer one", async () => {
    const store = createStore();
    const names = await open(store);
    await names.noteObserved("north", [observed(20, { ...BILLING, name: "New" }), observed(10, BILLING)]);
    await names.noteObserved("north", [observed(15, BILLING)]);
    expect(names.find("north", "QUEUE", "q1")).toBe("New");
    await names.noteObserved("north", [observed(30, { ...BILLING, name: "Newest" })]);
    expect(names.find("north", "QUEUE", "q1")).toBe("Newest");
    expect(store.saved.map(({ name }) => name)).toEqual(["New", "Newest"]);
  });

  it("are saved once, and change the version only where another one is shown", async () => {
    const store = createStore();
    const names = await open(store);
    let changes = 0;
    names.onChange(() => (changes += 1));
    const versions = new Set([names.version]);
    await names.noteObserved("north", [observed(1, BILLING)]);
    versions.add(names.version);
    await names.noteObserved("north", [observed(2, BILLING)]);
    await names.noteDirectory("north", [BILLING]);
    versions.add(names.version);
    expect([versions.size, changes, store.saved.length]).toEqual([2, 1, 2]);
  });

  it("that another gateway saved are read again", async () => {
    const store = createStore();
    const names = await open(store);
    const changed = new Promise<void>((resolve) => void names.onChange(resolve));
    store.saveElsewhere({ ...BILLING, source: "north", origin: "DIRECTORY", namedAt: null });
    await changed;
    expect(names.find("north", "QUEUE", "q1")).toBe("Billing");
  });
});

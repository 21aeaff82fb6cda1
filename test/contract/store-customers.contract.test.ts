import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { NO_CUSTOMER, type Callback, type Customer } from "../../src/domain/callback.js";
import { reportedStatus } from "../../src/domain/status.js";
import { instantWindow } from "../../src/domain/time/window.js";
import type { CustomersRequest, Store } from "../../src/stores/store.js";
import { aCallback, anObservation } from "../support/observations.js";
import { undoFrom } from "./downgrade.js";
import { STORES, type StorePlace } from "./stores.js";

const NOW = 1_000_000;
const NUMBER = "+14155550101";
const OTHER = "+14155550102";
const OPEN = reportedStatus("SCHEDULED", "WAITING");
const OVER = reportedStatus("COMPLETED", "DONE");

describe.each(STORES)("customers of the $name store", (engine) => {
  let where: StorePlace;
  let store: Store;

  beforeEach(async () => {
    where = await engine.place();
    store = await where.open();
  });
  afterEach(async () => {
    await store.close();
    await where.remove();
  });

  let at = 0;
  const record = (id: string, customer: Partial<Customer>, fields: Partial<Callback> = {}): Promise<unknown> => {
    at += 1;
    const [source = "", vendorId = ""] = id.split(":");
    const observation = anObservation(at, {
      source,
      vendorId,
      ...OPEN,
      ...fields,
      customer: { ...NO_CUSTOMER, ...customer },
    });
    return store.record({ source, observations: [observation], quarantined: [], answered: null, now: at });
  };
  const byNumber = (phoneNumber: string) => ({ phoneNumber, phoneNumberRaw: phoneNumber });
  const hashOf = (customer: Partial<Customer>, source = "north", vendorId = "1"): string =>
    store.customerOf(aCallback({ source, vendorId, customer: { ...NO_CUSTOMER, ...customer } })).hash;
  const idOf = ({ callback }: { readonly callback: Callback }): string => `${callback.source}:${callback.vendorId}`;

  const list = async (
    request: Partial<CustomersRequest["filter"]> & Partial<Omit<CustomersRequest, "filter">> = {},
  ) => {
    const { minOpenCallbacks = 1, acrossSources = false, sources = null, size = 10, after = null } = request;
    const filter = { minOpenCallbacks, acrossSources, sources };
    const page = await store.listCustomers({ filter, size, after, now: NOW, isCounted: true });
    return { ...page, counts: page.customers.map(({ openCount }) => openCount) };
  };

  it("are listed with the most open callbacks first, and counted", async () => {
    await record("north:1", byNumber(NUMBER));
    await record("south:1", byNumber(NUMBER));
    await record("south:2", byNumber(NUMBER), OVER);
    await record("north:2", byNumber(OTHER));
    await record("north:3", byNumber("+14155550103"), OVER);
    const { customers, totalCount, hasNextPage } = await list();
    expect(customers.map(({ hash, openCount, row }) => [hash, openCount, idOf(row)])).toEqual([
      [hashOf(byNumber(NUMBER)), 2, "south:2"],
      [hashOf(byNumber(OTHER)), 1, "north:2"],
    ]);
    expect([totalCount, hasNextPage]).toEqual([2, false]);
  });

  it("are those with callbacks at several sources, with enough callbacks, or of some sources", async () => {
    await record("north:1", byNumber(NUMBER));
    await record("south:1", byNumber(NUMBER));
    for (const id of ["north:2", "north:3", "north:4"]) await record(id, byNumber(OTHER));
    expect((await list({ acrossSources: true })).customers).toMatchObject([{ hash: hashOf(byNumber(NUMBER)) }]);
    expect((await list({ minOpenCallbacks: 3 })).customers).toMatchObject([{ hash: hashOf(byNumber(OTHER)) }]);
    expect((await list({ sources: ["south"] })).counts).toEqual([1]);
    expect((await list({ sources: ["south"], acrossSources: true })).totalCount).toBe(0);
    expect((await list({ sources: [] })).totalCount).toBe(0);
  });

  it("are paged without gaps or doubles, ties by hash", async () => {
    for (let index = 0; index < 25; index += 1) {
      for (let count = 0; count <= index % 3; count += 1) {
        await record(`north:${index}-${count}`, byNumber(`+1415555${1000 + index}`));
      }
    }
    const whole = await list({ size: 100 });
    expect(whole.counts).toEqual(whole.counts.toSorted((left, right) => right - left));
    const hashes: string[] = [];
    for (let more = true; more;) {
      const last = hashes.at(-1);
      const found = whole.customers.find(({ hash }) => hash === last);
      const page = await list({ size: 4, after: found ?? null });
      expect(page.totalCount).toBe(25);
      hashes.push(...page.customers.map(({ hash }) => hash));
      more = page.hasNextPage;
    }
    expect(hashes).toEqual(whole.customers.map(({ hash }) => hash));
  });

  it("have the callbacks that are open by the clock", async () => {
    const window = instantWindow(10, 20, null);
    await record("north:1", byNumber(NUMBER), { ...OPEN, window });
    await record("north:2", byNumber(NUMBER), { ...OVER, window });
    const hash = hashOf(byNumber(NUMBER));
    const request = { customers: [hash], sources: null, size: 9, openAt: NOW };
    expect((await store.listOfCustomers(request)).pages.get(hash)?.rows.map(idOf)).toEqual(["north:1"]);
    expect(await store.countOpenOfCustomers([hash, "0".repeat(32)], null, NOW)).toEqual(new Map([[hash, 1]]));
    expect(await store.countOpenOfCustomers([hash], ["south"], NOW)).toEqual(new Map());
    // Once its record is absent, the end of its window ends it.
    const stamp = { requestNumber: 100, requestedAt: 100 };
    for (const requestNumber of [100, 200]) {
      const answered = { query: { by: "list" } as const, stamp: { ...stamp, requestNumber } };
      await store.record({ source: "north", observations: [], quarantined: [], answered, now: requestNumber });
    }
    expect(await store.countOpenOfCustomers([hash], null, NOW)).toEqual(new Map());
    expect((await list()).totalCount).toBe(0);
  });

  it("are the callback whose status changed last, of the sources that are visible", async () => {
    await record("north:1", { ...byNumber(NUMBER), name: "Ada" });
    await record("south:1", { ...byNumber(NUMBER), name: "A. Lovelace" });
    const hash = hashOf(byNumber(NUMBER));
    const nameOf = async (sources: readonly string[] | null) =>
      (await store.findCustomers([hash], sources)).get(hash)?.callback.customer.name;
    expect(await nameOf(null)).toBe("A. Lovelace");
    expect(await nameOf(["north"])).toBe("Ada");
    expect(await nameOf(["east"])).toBeUndefined();
    await record("north:1", { ...byNumber(NUMBER), name: "Ada" }, OVER);
    expect(await nameOf(null)).toBe("Ada");
  });

  it.each([
    ["withheld", { phoneNumberRaw: "anonymous" }],
    ["a placeholder", { phoneNumberRaw: "0000000000" }],
    ["with an extension", { phoneNumberRaw: "+14155550100 ext. 22" }],
    ["missing", {}],
  ])("whose number is %s have one callback each, and an id", async (_, customer) => {
    await record("north:1", customer);
    await record("north:2", customer);
    await record("south:1", customer);
    const hashes = [hashOf(customer), hashOf(customer, "north", "2"), hashOf(customer, "south", "1")];
    expect(new Set(hashes).size).toBe(3);
    expect((await list()).customers.map(({ hash }) => hash).toSorted()).toEqual(hashes.toSorted());
    expect((await list({ minOpenCallbacks: 2 })).totalCount).toBe(0);
  });

  it("move with a new number", async () => {
    await record("north:1", byNumber(NUMBER));
    await record("north:2", byNumber(NUMBER));
    await record("north:1", byNumber(OTHER));
    expect((await list()).customers.map(({ hash }) => hash).toSorted()).toEqual(
      [NUMBER, OTHER].map((number) => hashOf(byNumber(number))).toSorted(),
    );
  });

  it("have the same hashes after a restart and others in another store, without the number", async () => {
    const hash = hashOf(byNumber(NUMBER));
    expect(hash).toMatch(/^[\da-f]{32}$/u);
    await store.close();
    store = await where.open();
    expect(hashOf(byNumber(NUMBER))).toBe(hash);
    const elsewhere = await engine.place();
    const other = await elsewhere.open();
    expect(other.customerOf(aCallback({ customer: { ...NO_CUSTOMER, ...byNumber(NUMBER) } })).hash).not.toBe(hash);
    await other.close();
    await elsewhere.remove();
  });

  it("and searches are filled by the migration", async () => {
    await record("north:1", { ...byNumber(NUMBER), name: "Zoë Müller" });
    await record("south:1", byNumber(NUMBER));
    await store.close();
    await where.run(undoFrom("0020-customers", engine));
    store = await where.open();
    expect((await list()).counts).toEqual([2]);
    const slice = { size: 9, from: "start", after: null, before: null } as const;
    const orderBy = { field: "WINDOW_START", direction: "ASC" } as const;
    const found = await store.list({ filter: { search: ["muller", "zoe"] }, orderBy, slice, now: NOW });
    expect(found.rows.map(idOf)).toEqual(["north:1"]);
  });
});

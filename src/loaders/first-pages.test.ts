import { describe, expect, it } from "vitest";
import { aCallback } from "../../test/support/observations.js";
import type { StoredCallback } from "../domain/query.js";
import type { CustomerPage, Store } from "../stores/store.js";
import { loadFirstPages, type FirstPageKey } from "./first-pages.js";

const NUMBER = "+14155550100";
const rows = ["1", "2", "3", "4"].map((vendorId, rowId) => {
  return { rowId, callback: aCallback({ source: "north", vendorId }) } as StoredCallback;
});

/** The first pages of one number, of which the store knows these. */
async function load(page: CustomerPage | null, ...keys: Omit<FirstPageKey, "phoneNumber">[]) {
  const pages = new Map(page === null ? [] : [[NUMBER, page]]);
  const store = { listOfCustomers: () => Promise.resolve({ pages, lastPosition: 7 }) } as Partial<Store> as Store;
  const wanted = keys.map((key) => ({ ...key, phoneNumber: NUMBER }));
  const lists = await loadFirstPages(wanted, { store, sources: [], among: null });
  return lists.map((list) => ({ ...list, ids: list.rows.map(({ callback }) => callback.vendorId).join("") }));
}

describe("the first pages of a customer's callbacks", () => {
  it.each([
    [null, 5, { ids: "1234", hasNextPage: false, totalCount: 9 }],
    [null, 3, { ids: "123", hasNextPage: true, totalCount: 9 }],
    [{ source: "north", vendorId: "2" }, 5, { ids: "134", hasNextPage: false, totalCount: 8 }],
    [{ source: "north", vendorId: "2" }, 2, { ids: "13", hasNextPage: true, totalCount: 8 }],
    [{ source: "south", vendorId: "2" }, 3, { ids: "123", hasNextPage: true, totalCount: 8 }],
  ])("leave out %j, and are no longer than %i", async (except, size, expected) => {
    expect(await load({ rows, totalCount: 9 }, { except, size })).toMatchObject([expected]);
  });

  it("are empty for a number that nobody has", async () => {
    const except = { source: "north", vendorId: "1" };
    expect(await load(null, { except, size: 2 })).toMatchObject([{ ids: "", hasNextPage: false, totalCount: 0 }]);
  });

  it("leave out a callback for each key by itself", async () => {
    const keys = ["1", "2"].map((vendorId) => ({ except: { source: "north", vendorId }, size: 3 }));
    const lists = await load({ rows, totalCount: null }, ...keys);
    expect(lists.map((list) => list.ids)).toEqual(["234", "134"]);
  });
});

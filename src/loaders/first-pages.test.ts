import { describe, expect, it } from "vitest";
import { aCallback } from "../../test/support/observations.js";
import { A_FRESH_REPORT } from "../../test/support/stub-loaders.js";
import type { StoredCallback } from "../domain/query.js";
import type { CustomerPage } from "../stores/store.js";
import { loadFirstPages, type FirstPageKey } from "./first-pages.js";

const customer = { hash: "0123456789abcdef0123456789abcdef", key: { phoneNumber: "+14155550100" } };
const rows = ["1", "2", "3", "4"].map((vendorId, rowId) => {
  return { rowId, callback: aCallback({ source: "north", vendorId }) } as StoredCallback;
});

/** The first pages of one customer, of whom the store has these. */
async function load(page: CustomerPage | null, ...sizes: FirstPageKey["size"][]) {
  const requested: number[] = [];
  const pages = new Map(page === null ? [] : [[customer.hash, page]]);
  const lists = await loadFirstPages(
    sizes.map((size) => ({ customer, size })),
    {
      store: {
        listOfCustomers(request) {
          requested.push(request.size);
          return Promise.resolve({ pages, lastPosition: 7 });
        },
      },
      reportsOf: () => [A_FRESH_REPORT],
      among: null,
    },
  );
  return { requested, lists: lists.map((list) => ({ ...list, ids: list.rows.map((row) => row.callback.vendorId) })) };
}

describe("the first pages of a customer's callbacks", () => {
  it("are cut to their sizes, from one query for the longest", async () => {
    const { requested, lists } = await load({ rows, totalCount: 9 }, 2, 3, 4);
    expect(requested).toEqual([5]);
    expect(lists).toMatchObject([
      { ids: ["1", "2"], hasNextPage: true, totalCount: 9, sources: [A_FRESH_REPORT], changePosition: 7 },
      { ids: ["1", "2", "3"], hasNextPage: true, totalCount: 9 },
      { ids: ["1", "2", "3", "4"], hasNextPage: false, totalCount: 9 },
    ]);
  });

  it("are empty for a customer without callbacks", async () => {
    const { lists } = await load(null, 2);
    expect(lists).toMatchObject([{ ids: [], hasNextPage: false, totalCount: 0 }]);
  });
});

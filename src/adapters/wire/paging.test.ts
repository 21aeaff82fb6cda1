import { describe, expect, it } from "vitest";
import type { Callback } from "../../domain/callback.js";
import type { JsonValue } from "../../lib/json.js";
import type { VendorPage } from "../adapter.js";
import { requireId, UnreadableRow, type RowReader } from "./vendor-page.js";
import { readAllPages, readByPages, type Page, type PagedQuery } from "./paging.js";
import { stampOf } from "../../../test/support/observations.js";

type Row = { readonly id?: string; readonly isBad?: boolean };

const reader: RowReader = {
  idFields: ["id"],
  read(raw) {
    const { id = null, isBad = false } = raw as Row;
    if (isBad) throw new UnreadableRow("isBad: is true");
    return { callback: { vendorId: requireId(id, "id") } as unknown as Callback, raw: { id }, coerced: ["zone"] };
  },
};

/** A vendor whose rows a test can change between two calls, two rows a page. */
class Vendor {
  readonly asked: number[] = [];
  constructor(
    public rows: Row[],
    private readonly between: (vendor: Vendor, call: number) => void = () => undefined,
    private readonly change: (page: Page, index: number) => Page = (page) => page,
  ) {}

  readPage = (index: number): Promise<Page> => {
    this.asked.push(index);
    const page = {
      rows: this.rows.slice(index * 2, index * 2 + 2) as readonly JsonValue[],
      total: this.rows.length,
      isLast: (index + 1) * 2 >= this.rows.length,
      stamp: stampOf(this.asked.length),
    };
    this.between(this, this.asked.length);
    return Promise.resolve(this.change(page, index));
  };

  query(maxPages = 10): PagedQuery {
    const context = { source: "north", vendor: "ACME", defaultRegion: null };
    return { readPage: this.readPage, reader, context, maxPages };
  }
}

const rows = (count: number): Row[] => Array.from({ length: count }, (_, number) => ({ id: String(number + 1) }));
const idsOf = ({ observations }: VendorPage): string[] => observations.map(({ callback }) => callback.vendorId);

async function pagesOf(vendor: Vendor, maxPages?: number): Promise<VendorPage[]> {
  const answers: VendorPage[] = [];
  for await (const answer of readByPages(vendor.query(maxPages))) answers.push(answer);
  return answers;
}

describe("pages of a set that stands still", () => {
  it("are returned one by one, and the last one is complete", async () => {
    const vendor = new Vendor(rows(5));
    const answers = await pagesOf(vendor);
    expect(answers.map(idsOf)).toEqual([["1", "2"], ["3", "4"], ["5"]]);
    expect(answers.map(({ isComplete }) => isComplete)).toEqual([false, false, true]);
    expect(answers.map(({ coerced }) => coerced.length)).toEqual([2, 2, 1]);
    expect(vendor.asked).toEqual([0, 1, 2]);
  });

  it("are observed at the time of each request", async () => {
    const answers = await pagesOf(new Vendor(rows(3)));
    expect(answers.map(({ observations }) => observations[0]?.observedAt)).toEqual([1, 2]);
  });

  it("are read once if one walk is enough, although rows move", async () => {
    const vendor = new Vendor(rows(6), (changing, call) => {
      if (call === 1) changing.rows.shift();
    });
    const answers: VendorPage[] = [];
    for await (const answer of readByPages({ ...vendor.query(), isOneWalkEnough: true })) answers.push(answer);
    expect(vendor.asked).toEqual([0, 1, 2]);
    expect(answers.at(-1)?.isComplete).toBe(true);
  });

  it("are one complete, empty page if there are none", async () => {
    expect(await pagesOf(new Vendor([]))).toEqual([
      { observations: [], quarantined: [], coerced: [], isComplete: true, pageCount: 1 },
    ]);
  });

  it("come merged if requested", async () => {
    const answer = await readAllPages(new Vendor(rows(5)).query());
    expect([idsOf(answer), answer.isComplete]).toEqual([["1", "2", "3", "4", "5"], true]);
  });

  it.each([
    ["does not say how many there are", (page: Page): Page => ({ ...page, total: null })],
    ["never says which is the last", (page: Page): Page => ({ ...page, isLast: false })],
  ])("are complete if the vendor %s", async (_, change) => {
    const answers = await pagesOf(new Vendor(rows(5), undefined, change));
    expect(answers.flatMap(idsOf)).toEqual(["1", "2", "3", "4", "5"]);
    expect(answers.at(-1)?.isComplete).toBe(true);
  });
});

describe("pages of a set that moves", () => {
  it("are read again when a row vanishes in between, and no row is lost or repeated", async () => {
    const vendor = new Vendor(rows(6), (one, call) => {
      if (call === 1) one.rows = one.rows.slice(1);
    });
    const answers = await pagesOf(vendor);
    expect(answers.flatMap(idsOf).toSorted()).toEqual(["1", "2", "3", "4", "5", "6"]);
    expect(answers.at(-1)?.isComplete).toBe(true);
    expect(vendor.asked).toEqual([0, 1, 2, 0, 1, 2]);
  });

  it("are walked again when a row appears in front", async () => {
    const vendor = new Vendor(rows(4), (one, call) => {
      if (call === 1) one.rows = [{ id: "0" }, ...one.rows];
    });
    const answers = await pagesOf(vendor);
    expect(answers.flatMap(idsOf).toSorted()).toEqual(["0", "1", "2", "3", "4"]);
    expect(answers.at(-1)?.isComplete).toBe(true);
  });

  it("are read again when there is no total and a row came twice instead of another", async () => {
    const vendor = new Vendor(rows(6), (one, call) => {
      if (call === 1) one.rows = [{ id: "0" }, ...one.rows.slice(0, -1)];
    });
    const answers = await pagesOf(vendor);
    expect(answers.flatMap(idsOf).toSorted()).toEqual(["0", "1", "2", "3", "4", "5"]);
    expect(answers.at(-1)?.isComplete).toBe(true);
  });

  it("are never complete when no walk was steady, and are walked three times at most", async () => {
    const vendor = new Vendor(rows(4), (one, call) => {
      one.rows = [{ id: `new ${call}` }, ...one.rows];
    });
    const answers = await pagesOf(vendor, 3);
    expect(answers.at(-1)?.isComplete).toBe(false);
    expect(vendor.asked.filter((index) => index === 0)).toHaveLength(3);
    expect((await readAllPages(vendor.query(3))).isComplete).toBe(false);
  });
});

describe("a vendor with wrong totals", () => {
  it("and gives the same page for ever is left after the second", async () => {
    const vendor = new Vendor(rows(2), undefined, (page) => ({ ...page, total: null, isLast: false }));
    vendor.readPage = (index) => {
      vendor.asked.push(index);
      return Promise.resolve({ rows: rows(2), total: null, isLast: false, stamp: stampOf(1) });
    };
    const answers = await pagesOf(vendor);
    expect(answers.flatMap(idsOf)).toEqual(["1", "2"]);
    expect(vendor.asked).toEqual([0, 1]);
  });

  it("is read three times if it states more rows than it returns, and the result is incomplete", async () => {
    const vendor = new Vendor(rows(2), undefined, (page) => ({ ...page, total: 9 }));
    const answers = await pagesOf(vendor);
    expect(answers.flatMap(idsOf)).toEqual(["1", "2"]);
    expect(answers.at(-1)?.isComplete).toBe(false);
    expect(vendor.asked).toEqual([0, 0, 0]);
  });

  it("and has more pages than are read is not complete", async () => {
    expect((await pagesOf(new Vendor(rows(9)), 2)).at(-1)?.isComplete).toBe(false);
  });
});

describe("rows that cannot be read", () => {
  it("come once, with the last page", async () => {
    const vendor = new Vendor([{ id: "1", isBad: true }, ...rows(5).slice(1)], (one, call) => {
      if (call === 1) one.rows = one.rows.slice(0, -1);
    });
    const answers = await pagesOf(vendor);
    expect(answers.flatMap(({ quarantined }) => quarantined).map(({ vendorId }) => vendorId)).toEqual(["1"]);
    expect(answers.at(-1)).toMatchObject({ isComplete: true, quarantined: [{ vendorId: "1" }] });
  });

  it("make the result incomplete if they have no id: each could be any record", async () => {
    expect((await pagesOf(new Vendor([...rows(2), {}]))).at(-1)?.isComplete).toBe(false);
  });
});

import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NO_CUSTOMER, type Customer } from "../../src/domain/callback.js";
import { matchesFilter } from "../../src/domain/filter.js";
import { foldedWords, isIndexedWord } from "../../src/domain/search.js";
import type { Store } from "../../src/stores/store.js";
import { anObservation } from "../support/observations.js";
import { STORES, type StorePlace } from "./stores.js";

const CUSTOMERS: Readonly<Record<string, Partial<Customer>>> = {
  umlaut: { name: "Jürgen Müller-Lüdenscheidt", phoneNumber: "+4917255501", phoneNumberRaw: "0172 555 01" },
  strasse: { name: "Hannah Große", phoneNumber: "+4915155502", phoneNumberRaw: "+49 (0)151 555-02" },
  accents: { name: "Zoë Élise Brontë", phoneNumber: "+14155550103", phoneNumberRaw: "(415) 555-0103" },
  parts: { firstName: "Søren", lastName: "O’Brien", phoneNumberRaw: "anonymous" },
  greek: { name: "ΟΔΥΣΣΕΥΣ Παπαδόπουλος" },
  chinese: { name: "王小明" },
  short: { name: "Li Wu Xu", phoneNumber: "+14155550107" },
  percent: { name: 'Robert"); drop table callbacks; -- 100%_off' },
  none: {},
};
const DIGITS = Array.from("0123456789");

describe.each(STORES)("a search in the $name store", (engine) => {
  let where: StorePlace;
  let store: Store;
  const observed = Object.entries(CUSTOMERS).map(([vendorId, customer], index) =>
    anObservation(index + 1, { vendorId, customer: { ...NO_CUSTOMER, ...customer } }),
  );

  beforeAll(async () => {
    where = await engine.place();
    store = await where.open();
    await store.record({ source: "north", observations: observed, quarantined: [], answered: null, now: 1 });
  });
  afterAll(async () => {
    await store.close();
    await where.remove();
  });

  const find = async (search: readonly string[]): Promise<string[]> => {
    const slice = { size: 50, from: "start", after: null, before: null } as const;
    const orderBy = { field: "WINDOW_START", direction: "ASC" } as const;
    const { rows, totalCount } = await store.list({ filter: { search }, orderBy, slice, now: 1, isCounted: true });
    expect(totalCount).toBe(rows.length);
    const groups = await store.statistics({ filter: { search }, groupBy: [], timeZone: "UTC", now: 1 });
    expect(groups.reduce((total, { count }) => total + count, 0)).toBe(rows.length);
    return rows.map(({ callback }) => callback.vendorId).toSorted();
  };
  const live = (search: readonly string[]): string[] =>
    observed
      .filter(({ callback }) => matchesFilter({ search }, callback, ["SCHEDULED"]))
      .map(({ callback }) => callback.vendorId)
      .toSorted();

  it.each([
    ["müller", ["umlaut"]],
    ["MULLER", ["umlaut"]],
    ["ludensch", ["umlaut"]],
    ["grosse", ["strasse"]],
    ["GROẞE", ["strasse"]],
    ["zoe", ["accents"]],
    ["bronte elise", ["accents"]],
    ["Brontë Müller", []],
    ["o'brien", ["parts"]],
    ["οδυσσευς", ["greek"]],
    ["παπαδοπουλος", ["greek"]],
    ["王小明", ["chinese"]],
    ["+49 172 555 01", ["umlaut"]],
    ["0172-55501", ["umlaut"]],
    ["+49 (0) 151 / 555 02", ["strasse"]],
    ["5550", ["accents", "short", "strasse", "umlaut"]],
    ["415.555", ["accents", "short"]],
    ["４１５５５５", ["accents", "short"]],
    ["415555 wu", ["short"]],
    ["anonymous", ["parts"]],
    ["nobody at all", []],
    ['mul"ler', ["umlaut"]],
    ["mul* OR zoe", []],
    ['"zoe" OR "muller"', []],
    ["text:zoe", []],
    ["zoe NOT bronte", []],
    ["m_ller", ["umlaut"]],
    ["bro%zoe", ["accents"]],
    ["mull\\%", ["umlaut"]],
    ["100%_off", ["percent"]],
    ["drop table callbacks", ["percent"]],
  ])("for %j finds %j, as a live filter does", async (text, expected) => {
    const words = foldedWords(text);
    expect(await find(words)).toEqual(expected);
    expect(live(words)).toEqual(expected);
  });

  it("finds what a live filter finds, for any words", async () => {
    const texts = Object.values(CUSTOMERS).flatMap(({ name, phoneNumber }) => [name ?? "", phoneNumber ?? ""]);
    const part = fc
      .tuple(fc.constantFrom(...texts), fc.nat(20), fc.integer({ min: 1, max: 12 }))
      .map(([text, from, length]) => text.slice(from, from + length));
    const word = fc.oneof(
      part,
      fc.string({ unit: "grapheme" }),
      fc.string({ unit: fc.constantFrom(...DIGITS, " ", "-", "%", "_", "*", '"') }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 3 }), async (parts) => {
        const words = foldedWords(parts.join(" "));
        fc.pre(words.some(isIndexedWord));
        expect(await find(words)).toEqual(live(words));
      }),
      { numRuns: 100 },
    );
  });

  it("follows a new name, and forgets the previous one", async () => {
    const name = (at: number, text: string) =>
      anObservation(at, { vendorId: "renamed", customer: { ...NO_CUSTOMER, name: text } });
    for (const [at, text] of [
      [101, "Before Marriage"],
      [102, "After Marriage"],
    ] as const) {
      await store.record({ source: "north", observations: [name(at, text)], quarantined: [], answered: null, now: at });
    }
    expect(await find(["before"])).toEqual([]);
    expect(await find(["after"])).toEqual(["renamed"]);
    expect(await find(["marriage"])).toEqual(["renamed"]);
  });

  it("has an index", () => {
    expect(store.hasSearchIndex).toBe(true);
  });
});

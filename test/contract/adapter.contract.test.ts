import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { capabilitiesOf } from "../../src/adapters/capability.js";
import { ADAPTERS, findAdapter } from "../../src/adapters/registry.js";
import type { VendorPage } from "../../src/adapters/adapter.js";
import type { FakeCallback, FakeRequest } from "../../src/adapters/fake/fake.js";
import { decodeId, encodeId } from "../../src/domain/id.js";
import type { Observation } from "../../src/domain/change/observation.js";
import type { VendorQuery } from "../../src/domain/vendor/vendor-query.js";
import {
  ANNA,
  askQuestion,
  BERT,
  heldBy,
  idsOf,
  never,
  NOW,
  openBench,
  SOURCE,
  waysOf,
  type Bench,
} from "./adapters.js";

describe("the registry", () => {
  it("finds each adapter by its vendor's name in lower case, and nothing else", () => {
    for (const definition of ADAPTERS) expect(findAdapter(definition.vendor.toLowerCase())).toBe(definition);
    expect(findAdapter("nobody")).toBeUndefined();
    expect(findAdapter(ADAPTERS[0]?.vendor ?? "")).toBeUndefined();
  });

  it("has no vendor, no type of a vendor's record and no enum of one twice", () => {
    const enums = ADAPTERS.flatMap(({ record }) =>
      record.fields.flatMap(({ type }) => (typeof type === "object" ? [type.enumName] : [])),
    );
    for (const names of [
      ADAPTERS.map(({ vendor }) => vendor),
      [...ADAPTERS.map(({ record }) => record.typeName), ...new Set(enums)],
    ]) {
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it.each(ADAPTERS)("describes the record of $vendor field by field", ({ record, description }) => {
    const names = record.fields.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z][A-Za-z0-9]*$/u);
    expect(names).not.toContain("additionalFields");
    for (const text of [description, ...record.fields.map((field) => field.description)])
      expect(text).toMatch(/[\w`)]\.$/u);
  });
});

describe.each(ADAPTERS)("the adapter of $vendor", (definition) => {
  const ways = waysOf(definition);
  const surest = ways.at(-1);
  const [anna, bert] = [heldBy(ways, ANNA), heldBy(ways, BERT)];
  let bench: Bench;

  beforeEach(async () => {
    bench = await openBench(definition);
  });
  afterEach(async () => {
    await bench.close();
  });

  /** One callback, seen as surely as the vendor allows. */
  const look = async (callback: FakeCallback, id: string): Promise<Observation> => {
    const answer = await surest?.ask(bench.adapter, surest.keyOf(callback, id), never());
    const seen = answer?.observations.find((one) => one.callback.vendorId === id);
    if (seen === undefined) throw new Error("The callback is not in the answer.");
    return seen;
  };
  const reopen = async (options: Parameters<typeof openBench>[1]): Promise<void> => {
    await bench.close();
    bench = await openBench(definition, options);
  };

  it("supports at least one kind of query and declares it", () => {
    expect(ways.length).toBeGreaterThan(0);
    const said = {
      list: "LIST",
      phoneNumber: "FIND_BY_PHONE_NUMBER",
      agent: "FIND_BY_AGENT",
      customer: "FIND_BY_CUSTOMER",
      id: "GET",
    };
    const asking = ["LIST", "FIND_BY_PHONE_NUMBER", "FIND_BY_AGENT", "FIND_BY_CUSTOMER", "GET"];
    // A list of some kinds of callbacks only is no way to find each one.
    const isPart = bench.adapter.listCoverage === "PART";
    expect(new Set(capabilitiesOf(bench.adapter).filter((capability) => asking.includes(capability)))).toEqual(
      new Set([...ways.map(({ name }) => said[name]), ...(isPart ? ["LIST"] : [])]),
    );
  });

  it("sends nothing before its first call", () => {
    expect([bench.fake.log, bench.fake.tokenLog]).toEqual([[], []]);
  });

  it("proves reachability and credentials with one request to each of its interfaces", async () => {
    await bench.adapter.verify({ signal: never() });
    const isSearch = ({ path }: FakeRequest): boolean => /^\/(?:search(?:\?|$)|v2\/data\/)/u.test(path);
    expect(bench.fake.log.filter((request) => !isSearch(request))).toHaveLength(1);
    expect(bench.fake.log.filter(isSearch).length).toBeLessThanOrEqual(1);
  });

  describe.each(ways)("queried by $name", (way) => {
    it("returns all matching callbacks and no other, observed at the time of the request", async () => {
      const annas = [bench.fake.add(anna), bench.fake.add({ ...anna, start: anna.start + 60_000 })];
      const other = bench.fake.add(bert);
      bench.time.now += 5;
      const answer = await way.ask(bench.adapter, way.keyOf(anna, annas[0] ?? ""), never());
      const expected = way.name === "id" ? annas.slice(0, 1) : way.name === "list" ? [...annas, other] : annas;
      expect(new Set(idsOf(answer))).toEqual(new Set(expected));
      expect(answer.observations).toHaveLength(expected.length);
      expect(answer).toMatchObject({ isComplete: true, quarantined: [], coerced: [] });
      for (const { observedAt } of answer.observations) expect(observedAt).toBe(NOW + 5);
    });

    it("requests exactly the given key and nothing else", async () => {
      const ids = [bench.fake.add(anna), bench.fake.add(bert)];
      const key = way.keyOf(anna, ids[0] ?? "");
      await way.ask(bench.adapter, key, never());
      expect(bench.fake.log.length).toBeGreaterThan(0);
      for (const { path, body } of bench.fake.log) {
        const sent = decodeURIComponent(path.replaceAll("+", " ")) + body;
        expect(sent).toContain(key.replace(/^\+/u, ""));
        for (const other of [BERT.phoneNumber.slice(3), BERT.agentId, BERT.customerId, ids[1]]) {
          expect(sent).not.toContain(other);
        }
      }
    });

    it("returns a complete, empty page if there is nothing", async () => {
      const answer = await way.ask(bench.adapter, way.keyOf(anna, "0c0c0c0c-1111-4222-a333-444444444444"), never());
      expect(answer).toEqual({ observations: [], quarantined: [], coerced: [], isComplete: true });
    });

    it("leaves a record that cannot be read aside, with its id and the reason, and loses no other", async () => {
      const ids = [bench.fake.add(anna), bench.fake.add(anna), bench.fake.add(anna)];
      const corrupted = ids[1] ?? "";
      bench.fake.corrupt(corrupted);
      const answer = await way.ask(bench.adapter, way.keyOf(anna, corrupted), never());
      expect(new Set(idsOf(answer))).toEqual(new Set(way.name === "id" ? [] : [ids[0], ids[2]]));
      expect(answer.isComplete).toBe(true);
      expect(answer.quarantined).toEqual([
        {
          vendorId: corrupted,
          raw: bench.fake.records.get(corrupted),
          reason: expect.stringMatching(/^\w+: \w/u) as string,
        },
      ]);
      expect(answer.quarantined[0]?.reason).not.toMatch(/\d{4}|Anna/u);
    });
  });

  const manyWays = ways.filter(({ name }) => name !== "id");
  const smallPages = definition.settings.safeParse({
    ...definition.createFake(() => NOW, { count: 0 }).settings("http://x.test"),
    pageSize: 7,
  }).success
    ? { pageSize: 7 }
    : {};

  describe.each(manyWays)("with many callbacks, queried by $name,", (way) => {
    it("reads every page, and no callback twice", async () => {
      await reopen({ settings: smallPages });
      const ids = Array.from({ length: 50 }, (_, number) =>
        bench.fake.add({ ...anna, start: anna.start + number * 60_000 }),
      );
      const answer = await way.ask(bench.adapter, way.keyOf(anna, ""), never());
      expect(idsOf(answer)).toHaveLength(50);
      expect(new Set(idsOf(answer))).toEqual(new Set(ids));
      expect(answer.isComplete).toBe(true);
    });

    it("loses and duplicates none while others vanish and appear between two pages", async () => {
      await reopen({ settings: smallPages });
      const ids = Array.from({ length: 30 }, (_, number) =>
        bench.fake.add({ ...anna, start: anna.start + number * 60_000 }),
      );
      const vanishing = [ids[0], ids[8], ids[3]];
      bench.fake.fault = {
        kind: "hang",
        match() {
          const gone = bench.fake.log.length > 1 ? vanishing.pop() : undefined;
          if (gone !== undefined) bench.fake.records.delete(gone);
          return false;
        },
      };
      const answer = await way.ask(bench.adapter, way.keyOf(anna, ""), never());
      const found = idsOf(answer);
      expect(new Set(found).size).toBe(found.length);
      expect(found).toEqual(expect.arrayContaining([...bench.fake.records.keys()]));
    });
  });

  it("maps every documented status, and keeps it as vendor status", async () => {
    const words = Object.entries(bench.fake.vendorStatuses);
    const seen = [];
    for (const [word] of words) {
      const id = bench.fake.add(anna);
      bench.fake.setVendorStatus(id, word);
      const { callback } = await look(anna, id);
      seen.push([word, callback.status]);
      expect(callback.statusBasis).toBe("REPORTED");
      expect(callback.vendorStatus).not.toBeNull();
      bench.fake.records.delete(id);
    }
    expect(seen).toEqual(words);
  });

  it("maps an undocumented status to UNKNOWN and keeps it; without statuses, every status is DERIVED", async () => {
    const id = bench.fake.add(anna);
    if (Object.keys(bench.fake.vendorStatuses).length === 0) {
      expect(() => bench.fake.setVendorStatus(id, "SOMETHING_NEW")).toThrow();
      expect((await look(anna, id)).callback).toMatchObject({ statusBasis: "DERIVED", vendorStatus: null });
      return;
    }
    bench.fake.setVendorStatus(id, "SOMETHING_NEW");
    expect((await look(anna, id)).callback).toMatchObject({
      status: "UNKNOWN",
      statusBasis: "REPORTED",
      vendorStatus: "SOMETHING_NEW",
    });
  });

  it("refreshes an open callback by a query that it supports and whose response contains it", async () => {
    const id = bench.fake.add(anna);
    const query = bench.adapter.queryFor((await look(anna, id)).callback);
    expect(query).not.toBeNull();
    expect(idsOf(await askQuestion(bench.adapter, query as VendorQuery))).toContain(id);
  });

  describe("in the world of its demo", () => {
    /** By its list; else by the keys of its settings; else by the ids that the vendor's events name. */
    const readAll = async (): Promise<VendorPage[]> => {
      const { watched } = bench.adapter;
      const hasList = ways.some(({ name }) => name === "list");
      const told = [...bench.fake.records.keys()].map((vendorId): VendorQuery => ({ by: "id", vendorId }));
      const queries = hasList ? [{ by: "list" } as const] : watched.length > 0 ? watched : told;
      const answers: VendorPage[] = [];
      for (const query of queries) answers.push(await askQuestion(bench.adapter, query));
      return answers;
    };

    it("finds everything, and can read all of it", async () => {
      await reopen({ count: undefined } as unknown as { count: number });
      const answers = await readAll();
      // A vendor whose callbacks are polled one by one has a smaller demo.
      expect(bench.fake.records.size).toBeGreaterThanOrEqual(definition.vendor === "AMAZON_CONNECT" ? 60 : 220);
      expect(new Set(answers.flatMap(idsOf))).toEqual(new Set(bench.fake.records.keys()));
      for (const { isComplete, quarantined, coerced } of answers) {
        expect([isComplete, quarantined, coerced]).toEqual([true, [], []]);
      }
    });

    it("makes callbacks that keep to the model", async () => {
      await reopen({ count: 240 });
      const seen = (await readAll()).flatMap(({ observations }) => observations);
      for (const { callback, vendorRecord } of seen) {
        expect([callback.source, callback.vendor]).toEqual([SOURCE, definition.vendor]);
        const { vendorId } = callback;
        expect(decodeId(encodeId("Callback", SOURCE, vendorId))).toEqual({
          kind: "Callback",
          source: SOURCE,
          vendorId,
        });
        expect(JSON.parse(JSON.stringify(callback))).toEqual(callback);
        for (const number of numbersIn(callback)) expect(Number.isFinite(number)).toBe(true);
        if (callback.statusBasis === "REPORTED") expect(callback.vendorStatus).not.toBeNull();
        const { window, customer } = callback;
        if (window !== null && window.end !== null) expect(window.end).toBeGreaterThanOrEqual(window.start);
        if (callback.channel === "VOICE") expect(customer.phoneNumber).toMatch(/^\+\d{8,15}$/u);
        expect(vendorRecord).toEqual(bench.fake.records.get(callback.vendorId));
        const shown = definition.record.read(vendorRecord);
        expect(Object.keys(shown).toSorted()).toEqual(
          [...definition.record.fields.map(({ name }) => name), "additionalFields"].toSorted(),
        );
        expect(shown.additionalFields).toEqual({});
      }
    });

    it("simulates time: callbacks appear and change", async () => {
      await reopen({ count: 240 });
      const before = new Map(bench.fake.records);
      for (let minute = 1; minute <= 60; minute += 1) bench.fake.advance((bench.time.now = NOW + minute * 60_000));
      const records = [...bench.fake.records];
      expect(records.filter(([id]) => !before.has(id)).length).toBeGreaterThan(60);
      expect([...before].some(([id, record]) => bench.fake.records.get(id) !== record)).toBe(true);
    });
  });
});

/** Every number in a value, however deep. */
function numbersIn(value: unknown): number[] {
  if (typeof value === "number") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

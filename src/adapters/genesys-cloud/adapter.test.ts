import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { JsonObject } from "../../lib/json.js";
import type { VendorPage } from "../adapter.js";
import { NOTHING } from "../wire/vendor-page.js";
import {
  call,
  collect,
  COMMAND,
  idsOf,
  LAG_MS,
  NOW,
  NUMBER,
  openGenesysCloudBench,
  type GenesysCloudBench,
} from "../../../test/support/genesys-cloud.js";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const AGENT = "5e11a9e7-1111-4222-a333-000000000010";

let bench: GenesysCloudBench;
beforeEach(async () => {
  bench = await openGenesysCloudBench();
});
afterEach(() => bench.close());

const queries = (): JsonObject[] =>
  bench.fake.log
    .filter(({ path }) => path.endsWith("/details/query"))
    .map(({ body }) => JSON.parse(body) as JsonObject);

const statusOf = ({ observations }: VendorPage): string | undefined => observations[0]?.callback.status;

describe("the list", () => {
  it("covers the last 30 days and the next hour with one query, oldest first", async () => {
    await bench.list();
    expect(queries()).toEqual([
      {
        interval: "2026-05-02T12:00:00.000Z/2026-06-01T13:00:00.000Z",
        order: "asc",
        orderBy: "conversationStart",
        paging: { pageSize: 100, pageNumber: 1 },
        segmentFilters: [
          {
            type: "and",
            predicates: [{ type: "dimension", dimension: "mediaType", operator: "matches", value: "callback" }],
          },
        ],
      },
    ]);
    expect(bench.adapter.listCoverage).toBe("WINDOW");
  });

  it("is split into intervals, and returns the callbacks of all", async () => {
    await bench.reopen({ lookBackDays: 60, intervalDays: 7 });
    bench.time.now = NOW - 50 * DAY;
    const old = bench.add();
    bench.time.now = NOW;
    const recent = bench.add();
    const pages = await bench.list();
    expect(queries()).toHaveLength(9);
    expect(new Set(idsOf(pages))).toEqual(new Set([old, recent]));
    expect(pages.map(({ isComplete }) => isComplete)).toEqual([...Array.from({ length: 8 }, () => false), true]);
    expect(bench.adapter.listPage).toBeUndefined();
  });

  it("returns no callback of a conversation that started before the window", async () => {
    bench.time.now = NOW - 32 * DAY;
    bench.add();
    bench.time.now = NOW;
    expect(idsOf(await bench.list())).toEqual([]);
  });

  it("does not show callbacks of other divisions, and reports nothing", async () => {
    const [shown, hidden] = [bench.add(), bench.add()];
    bench.fake.hide(hidden);
    const pages = await bench.list();
    expect(idsOf(pages)).toEqual([shown]);
    expect(pages.at(-1)?.isComplete).toBe(true);
    expect(await bench.adapter.get(hidden, call)).toMatchObject({ observations: [], isComplete: true });
  });

  it("leaves out a conversation without a callback session", async () => {
    const id = bench.add();
    const record = bench.fake.records.get(id) ?? {};
    const voice = { purpose: "customer", sessions: [{ mediaType: "voice", segments: [] }] };
    bench.fake.records.set(id, { ...record, participants: [voice] });
    const pages = await bench.list();
    expect(idsOf(pages)).toEqual([]);
    expect(pages.at(-1)?.isComplete).toBe(true);
  });

  it("has pages that can be read one by one", async () => {
    await bench.reopen({ pageSize: 2 });
    const ids = [bench.add(), bench.add(), bench.add()];
    const pages = [await bench.adapter.listPage(0, call), await bench.adapter.listPage(1, call)];
    expect(pages.map((page) => page.pageCount)).toEqual([2, 2]);
    expect(new Set(idsOf(pages))).toEqual(new Set(ids));
  });
});

describe("the open list", () => {
  it("requests conversations without an end, so that ended ones cost nothing", async () => {
    await bench.reopen({ pageSize: 5 });
    const open_ = bench.add();
    for (let count = 0; count < 40; count += 1) bench.add({ vendorStatus: "acd client" });
    bench.fake.log.length = 0;
    expect(idsOf(await collect(bench.adapter.listOpen(call)))).toEqual([open_]);
    expect(queries()).toMatchObject([
      {
        conversationFilters: [{ type: "and", predicates: [{ dimension: "conversationEnd", operator: "notExists" }] }],
      },
    ]);
  });
});

describe("queries by key", () => {
  it("match any of several numbers, and drop what only another part of the conversation matches", async () => {
    const id = bench.add();
    const other = bench.add();
    const withNumbers = (callbackNumbers: readonly string[]): JsonObject => ({
      ...bench.fake.records.get(id),
      participants: [{ purpose: "acd", sessions: [{ mediaType: "callback", callbackNumbers, segments: [] }] }],
    });
    bench.fake.records.set(id, withNumbers(["+4930901820", NUMBER]));
    bench.fake.records.set(other, { ...withNumbers(["+4930901820"]), conversationId: other });
    const page = await bench.adapter.findByPhoneNumber(NUMBER, call);
    expect(idsOf([page])).toEqual([id]);
    expect(page.observations[0]?.callback.customer.phoneNumberRaw).toBe("+4930901820");
  });

  it("return an agent's own callbacks, not those of the calls that the agent took", async () => {
    const owned = bench.add({ agentId: AGENT });
    const others = bench.add({ agentId: AGENT });
    bench.fake.setVendorStatus(others, "acd interact");
    const record = JSON.stringify(bench.fake.records.get(others)).replaceAll(`"agentOwned":true,`, "");
    bench.fake.records.set(others, JSON.parse(record) as JsonObject);
    const page = await bench.adapter.findByAgent(AGENT, call);
    expect(idsOf([page])).toEqual([owned]);
    expect(page.observations[0]?.callback.assignment).toMatchObject({ type: "SPECIFIC_AGENT", exclusive: true });
  });
});

describe("one callback", () => {
  it("is none where the conversation of that id has no callback", async () => {
    const id = bench.add();
    const voice = { purpose: "customer", sessions: [{ mediaType: "voice", segments: [] }] };
    bench.fake.records.set(id, { ...bench.fake.records.get(id), participants: [voice] });
    bench.fake.fault = { kind: "status", status: 404, match: ({ path }) => path.includes("/conversations/callbacks/") };
    expect(await bench.adapter.get(id, call)).toMatchObject({ observations: [], isComplete: true });
  });

  it("is missing only if both APIs respond with 404", async () => {
    const id = bench.add();
    bench.fake.fault = { kind: "status", status: 404, match: ({ path }) => path.includes("/conversations/callbacks/") };
    expect(statusOf(await bench.adapter.get(id, call))).toBe("SCHEDULED");
    bench.fake.fault = { kind: "status", status: 404, match: ({ path }) => path.includes("/analytics/") };
    expect(statusOf(await bench.adapter.get(id, call))).toBe("SCHEDULED");
    bench.fake.fault = { kind: "status", status: 404 };
    expect(await bench.adapter.get(id, call)).toEqual({
      observations: [],
      quarantined: [],
      coerced: [],
      isComplete: true,
    });
  });

  it("has the live state, and the analytics API's figures", async () => {
    const id = bench.add();
    bench.time.now = NOW + HOUR;
    bench.fake.advance(bench.time.now);
    const page = await bench.adapter.get(id, call);
    expect(page.observations[0]?.callback).toMatchObject({
      status: "QUEUED",
      attemptCount: 0,
      origin: { category: "API" },
    });
    expect(page.observations[0]?.vendorRecord).toHaveProperty("conversationId", id);
  });

  it("is not taken back by a list that is behind", async () => {
    const id = bench.add();
    bench.time.now = NOW + HOUR;
    bench.fake.advance(bench.time.now);
    expect(statusOf(await bench.adapter.get(id, call))).toBe("QUEUED");
    bench.time.now += 1000;
    const [page] = await bench.list();
    expect(statusOf(page ?? NOTHING)).toBe("QUEUED");
  });

  it("has an unknown end while the analytics API lacks it", async () => {
    const id = bench.add();
    const [existing] = (await bench.adapter.get(id, call)).observations;
    if (existing === undefined) throw new Error("The callback was not found.");
    const plan = await bench.adapter.cancel(existing, call);
    await plan.send(call);
    expect(await bench.adapter.get(id, call)).toMatchObject({ observations: [], isComplete: false });
    bench.time.now += LAG_MS;
    expect((await bench.adapter.get(id, call)).observations[0]?.callback).toMatchObject({
      status: "CANCELED",
      vendorStatus: "acd client",
    });
  });

  it("is shown by the live API alone until the analytics API has it", async () => {
    const plan = await bench.adapter.schedule(COMMAND, call);
    const written = await plan.send(call);
    const id = written.vendorId ?? "";
    expect(written.receipt.trackingId).toMatch(/^c0221e1a-/u);
    expect(written.page.observations[0]?.callback).toMatchObject({ attemptCount: null, reason: "Invoice" });
    expect(idsOf(await bench.list())).toEqual([]);
    bench.time.now += LAG_MS;
    expect(idsOf(await bench.list())).toEqual([id]);
  });
});

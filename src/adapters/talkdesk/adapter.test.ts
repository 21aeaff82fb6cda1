import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { JsonObject } from "../../lib/json.js";
import type { Adapter, VendorPage } from "../adapter.js";
import type { FakeVendor } from "../fake/fake.js";
import { serveFake, type ServedFake } from "../fake/serve.js";
import { talkdesk } from "./index.js";
import { talkdeskSettings } from "./settings.js";
import { countRequests } from "../../domain/change/request-stamp.js";

const NOW = Date.UTC(2026, 5, 1, 12);
const NUMBER = "+14155550100";
const options = { signal: new AbortController().signal };

let fake: FakeVendor;
let served: ServedFake;
const opened: { close(): Promise<void> }[] = [];

function open(settings: JsonObject = {}): Adapter {
  const parsed = talkdeskSettings.parse({ ...fake.settings(served.baseUrl), ...settings });
  const adapter = talkdesk.create(parsed, {
    source: "sales",
    vendor: "TALKDESK",
    clock: () => NOW,
    stampRequest: countRequests(() => NOW),
  });
  opened.push(adapter);
  return adapter;
}

beforeEach(async () => {
  fake = talkdesk.createFake(() => NOW, { count: 0 });
  served = await serveFake(fake);
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
  await served.close();
});

const add = (count: number): string[] =>
  Array.from({ length: count }, (_, number) => fake.add({ phoneNumber: NUMBER, start: NOW + number * 60_000 }));
const idsOf = (answers: readonly (VendorPage | undefined)[]): string[] =>
  answers.flatMap((answer) => answer?.observations ?? []).map(({ callback }) => callback.vendorId);
const queries = (): Record<string, string>[] =>
  fake.log.map(({ path }) => Object.fromEntries(new URL(path, served.baseUrl).searchParams));

async function listWith(adapter: Adapter): Promise<VendorPage[]> {
  const answers: VendorPage[] = [];
  for await (const answer of adapter.list?.(options) ?? []) answers.push(answer);
  return answers;
}

describe("the list", () => {
  it("always sends page, from 1, and page size, and returns each page by itself", async () => {
    const ids = add(5);
    const answers = await listWith(open({ pageSize: 2 }));
    expect(queries()).toEqual([
      { page: "1", per_page: "2" },
      { page: "2", per_page: "2" },
      { page: "3", per_page: "2" },
    ]);
    expect(answers.map((answer) => idsOf([answer]))).toEqual([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]);
    expect(answers.map(({ isComplete }) => isComplete)).toEqual([false, false, true]);
  });

  it("is one complete page if there is no callback", async () => {
    expect(await listWith(open())).toEqual([
      { observations: [], quarantined: [], coerced: [], isComplete: true, pageCount: 1 },
    ]);
  });

  it("loses no callback when others vanish in the middle of it", async () => {
    const ids = add(6);
    fake.fault = {
      kind: "status",
      status: 500,
      match: ({ path }) => {
        if (fake.log.length === 2 && path.includes("page=2")) fake.records.delete(ids[0] ?? "");
        return false;
      },
    };
    const answers = await listWith(open({ pageSize: 2 }));
    expect(new Set(idsOf(answers))).toEqual(new Set(ids));
    expect(idsOf(answers)).toHaveLength(6);
    expect(answers.at(-1)?.isComplete).toBe(true);
  });
});

describe("a query by a filter of the list", () => {
  it.each<["findByPhoneNumber" | "findByAgent" | "findByCustomer", string, string]>([
    ["findByPhoneNumber", "phone_number", NUMBER],
    ["findByAgent", "agent_id", "8c86a8f4-da30-41ac-a09d-148e7690c330"],
    ["findByCustomer", "contact_id", "8c86a8f4-da30-41ac-a09d-148e7690c330"],
  ])("%s asks by %s, with the whole id", async (method, filter, key) => {
    const id = fake.add({ phoneNumber: NUMBER, start: NOW, agentId: key, customerId: key });
    fake.add({ phoneNumber: "+14155550101", start: NOW, agentId: "other", customerId: "other" });
    const answer = await open()[method]?.(key, options);
    expect(queries()).toEqual([{ [filter]: key, page: "1", per_page: "500" }]);
    expect([idsOf([answer]), answer?.isComplete]).toEqual([[id], true]);
  });

  it("is a callback by its number, else by the list of open ones", async () => {
    const adapter = open();
    fake.add({ phoneNumber: NUMBER, start: NOW });
    fake.add({ phoneNumber: "", start: NOW });
    const [answer] = await listWith(adapter);
    expect(answer?.observations.map(({ callback }) => adapter.queryFor(callback))).toEqual([
      { by: "phoneNumber", phoneNumber: NUMBER },
      { by: "openList" },
    ]);
    expect(adapter.watched).toEqual([]);
  });
});

describe("the token", () => {
  it("is granted to the client by HTTP Basic, for reading callbacks and nothing else", async () => {
    await open().verify(options);
    const [granted] = fake.tokenLog;
    expect(granted?.headers["authorization"]).toBe(
      `Basic ${Buffer.from("talkdesk-fake-client:talkdesk-client-secret").toString("base64")}`,
    );
    expect(Object.fromEntries(new URLSearchParams(granted?.body))).toEqual({
      grant_type: "client_credentials",
      scope: "schedule-callbacks:read schedule-callbacks:write",
    });
    expect(queries()).toEqual([{ page: "1", per_page: "1" }]);
  });

  it("from the settings is sent unchanged", async () => {
    const { baseUrl } = served;
    const parsed = talkdeskSettings.parse({ baseUrl, accessToken: "sts-token" });
    const adapter = talkdesk.create(parsed, {
      source: "sales",
      vendor: "TALKDESK",
      clock: () => NOW,
      stampRequest: countRequests(() => NOW),
    });
    opened.push(adapter);
    await expect(adapter.verify(options)).rejects.toMatchObject({
      code: "VENDOR_UNAUTHORIZED",
      message: "sales responded with 401",
    });
    expect(fake.log.map(({ headers }) => headers["authorization"])).toEqual(["Bearer sts-token"]);
  });
});

describe("a response in the shape of another document", () => {
  const ROWS = [
    { callback_id: "1", status: "SUCCESS" },
    { callback_id: "2", status: "SUCCESS" },
  ];

  async function listed(bodies: readonly unknown[]): Promise<VendorPage[]> {
    let calls = 0;
    const other = await serveFake({
      handle(request) {
        if (request.url.endsWith("/oauth/token")) return fake.handle(request);
        calls += 1;
        return Promise.resolve(Response.json(bodies[Math.min(calls, bodies.length) - 1]));
      },
    });
    opened.push(other);
    return listWith(open({ baseUrl: other.baseUrl, quota: null }));
  }

  it.each<[string, readonly unknown[]]>([
    ["total_pages", [{ total: 2, total_pages: 1, _embedded: { callbacks: ROWS } }]],
    ["total_page", [{ total: 2, total_page: 1, _embedded: { callbacks: ROWS } }]],
    ["total_page as text", [{ total: "2", total_page: "1", _embedded: { callbacks: ROWS } }]],
    [
      "no total of pages",
      [
        { total: 2, _embedded: { callbacks: ROWS } },
        { total: 2, _embedded: { callbacks: [] } },
      ],
    ],
    ["no totals at all", [{ _embedded: { callbacks: ROWS } }, { _embedded: {} }]],
    ["the same page for ever", [{ total: 2, _embedded: { callbacks: ROWS } }]],
    ["a bare list", [{ total: 2, total_page: 1, _embedded: ROWS }]],
    [
      "one callback a page, by itself",
      [
        { total: 2, total_page: 2, _embedded: ROWS[0] },
        { total: 2, total_page: 2, _embedded: ROWS[1] },
      ],
    ],
  ])("is read: %s", async (_, bodies) => {
    const answers = await listed(bodies);
    expect([idsOf(answers), answers.at(-1)?.isComplete]).toEqual([["1", "2"], true]);
  });

  it.each<[unknown]>([[{ total: 0, total_page: 0, _embedded: {} }], [{ total: 0 }], [{ total: 0, _embedded: [] }]])(
    "holds nothing: %j",
    async (body) => {
      expect(await listed([body])).toMatchObject([{ observations: [], isComplete: true }]);
    },
  );

  it.each<[unknown]>([
    [null],
    [[]],
    [{}],
    [{ total: 2 }],
    [{ total: 2, _embedded: { users: [] } }],
    [{ total: 2, _embedded: { callbacks: "+14155550100" } }],
  ])("is malformed: %j", async (body) => {
    const error: unknown = await listed([body]).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "VENDOR_MALFORMED", source: "sales" });
    expect(String(error)).not.toContain("4155550100");
  });

  it("never ends: it is left after 500 pages, and is not complete", async () => {
    let calls = 0;
    const other = await serveFake({
      handle(request) {
        if (request.url.endsWith("/oauth/token")) return fake.handle(request);
        calls += 1;
        const callbacks = [{ callback_id: String(calls) }];
        return Promise.resolve(Response.json({ total: 9999, total_page: 9999, _embedded: { callbacks } }));
      },
    });
    opened.push(other);
    const answers = await listWith(open({ baseUrl: other.baseUrl, quota: null }));
    expect([calls, answers.at(-1)?.isComplete]).toEqual([1500, false]);
  });

  it("is reported with the vendor's code if it is an error", async () => {
    fake.fault = null;
    const error: unknown = await listWith(open({ baseUrl: `${served.baseUrl}/v9` })).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "VENDOR_REJECTED", vendorCode: "0140004" });
  });
});

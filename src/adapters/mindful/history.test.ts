import { afterEach, describe, expect, it } from "vitest";
import { countRequests } from "../../domain/change/request-stamp.js";
import type { JsonObject, JsonValue } from "../../lib/json.js";
import type { Adapter, VendorPage } from "../adapter.js";
import { serveFake, type ServedFake } from "../fake/serve.js";
import type { FakeVendor } from "../fake/fake.js";
import { mindful } from "./index.js";

const NOW = Date.UTC(2026, 5, 1, 0, 30);
const HOUR = 3_600_000;
const call = { signal: new AbortController().signal };

let time: number;
let served: ServedFake;
let adapter: Adapter;

const open = (settings: JsonObject): Adapter =>
  mindful.create(mindful.settings.parse(settings), {
    source: "north",
    vendor: "MINDFUL",
    clock: () => time,
    stampRequest: countRequests(() => time),
  });
const collect = async (pages: AsyncIterable<VendorPage> | undefined): Promise<VendorPage[]> => {
  const all: VendorPage[] = [];
  for await (const page of pages ?? []) all.push(page);
  return all;
};
const hoursAsked = (fake: FakeVendor): string[] => fake.log.map(({ path }) => path.replace("/v2/data/historical/", ""));

afterEach(async () => {
  await adapter.close();
  await served.close();
});

describe("the history of Mindful", () => {
  const openFake = async (settings: JsonObject = {}): Promise<FakeVendor> => {
    time = NOW;
    const fake = mindful.createFake(() => time, { count: 0, quota: null });
    served = await serveFake(fake);
    const own = fake.settings(served.baseUrl);
    const api = { ...(own["api"] as JsonObject), quota: null, ...settings };
    adapter = open({ ...own, api });
    return fake;
  };

  it("is listed by the hour, the newest first; an hour is named by its end, and the last of a day is 24", async () => {
    const fake = await openFake({ lookBackHours: 2 });
    const pages = await collect(adapter.list?.(call));
    expect(hoursAsked(fake)).toEqual(["20260601/01", "20260531/24", "20260531/23"]);
    expect(pages.map(({ isComplete, pageCount }) => [isComplete, pageCount])).toEqual([
      [false, 3],
      [false, 3],
      [true, 3],
    ]);
  });

  it("is polled by the hour of now and the one before", async () => {
    const fake = await openFake();
    await collect(adapter.listOpen?.(call));
    expect(hoursAsked(fake)).toEqual(["20260601/01", "20260531/24"]);
  });

  it("is read with one token, and with another where that is rejected", async () => {
    const fake = await openFake({ lookBackHours: 5 });
    await collect(adapter.list?.(call));
    expect(fake.tokenLog).toHaveLength(1);
    expect(fake.tokenLog[0]).toMatchObject({ body: "grant_type=client_credentials" });
    fake.revokeTokens();
    await collect(adapter.list?.(call));
    expect(fake.tokenLog).toHaveLength(2);
  });

  it("shows what became of each callback of a day, and how many attempts it took", async () => {
    time = NOW;
    const fake = mindful.createFake(() => time, { quota: null });
    served = await serveFake(fake);
    const own = fake.settings(served.baseUrl);
    adapter = open({ ...own, api: { ...(own["api"] as JsonObject), quota: null } });
    for (let minute = 0; minute < 120; minute += 1) fake.advance((time += 60_000));
    const rows = (await collect(adapter.list?.(call))).flatMap(({ observations }) => observations);
    const finals = rows.filter(({ view }) => view === "history");
    expect(finals.length).toBeGreaterThan(150);
    expect(new Set(finals.map(({ callback }) => callback.vendorId)).size).toBe(finals.length);
    expect(finals.some(({ callback }) => callback.attemptCount === 2)).toBe(true);
    const retried = rows.filter(({ callback }) => callback.status === "RETRYING");
    expect(retried.length).toBeGreaterThan(0);
    expect(new Set(retried.map(({ view }) => view))).toEqual(new Set(["retry0"]));
    for (const { callback } of finals) {
      const record = fake.records.get(callback.vendorId);
      if (record !== undefined) expect(callback.outcome?.label).toBe(record["status"]);
    }
  });
});

describe("a response of the history", () => {
  const respond = async (response: (path: string) => Response): Promise<void> => {
    time = NOW;
    served = await serveFake({
      handle: (request) => {
        const { pathname } = new URL(request.url);
        const isToken = pathname === "/oauth2/token";
        return Promise.resolve(isToken ? Response.json({ access_token: "t", expires_in: 3600 }) : response(pathname));
      },
    });
    const auth = { clientId: "c", clientSecret: "s", tokenUrl: `${served.baseUrl}/oauth2/token` };
    adapter = open({
      baseUrl: served.baseUrl,
      organizationId: "o",
      retries: 0,
      api: { baseUrl: served.baseUrl, auth, lookBackHours: 1 },
    });
  };
  const row: JsonObject = { id: "a", originalId: "a", retryAttempt: 0, hasRetry: false, outcome: "Success" };

  it.each<[string, JsonValue]>([
    ["an object", { data: [row] }],
    ["a list", [row]],
  ])("is read as %s", async (_, body) => {
    await respond(() => Response.json(body));
    const pages = await collect(adapter.list?.(call));
    expect(pages.map(({ observations }) => observations.length)).toEqual([1, 1]);
  });

  it.each<[JsonValue]>([[{}], [{ data: null }], ["no"]])("of another shape is malformed: %j", async (body) => {
    await respond(() => Response.json(body));
    await expect(collect(adapter.list?.(call))).rejects.toMatchObject({ code: "VENDOR_MALFORMED", source: "north" });
  });

  it.each([400, 404])("%i for the hour that is not over is an hour without callbacks", async (status) => {
    await respond((path) => (path.endsWith("20260601/01") ? new Response(null, { status }) : Response.json([row])));
    const pages = await collect(adapter.list?.(call));
    expect(pages.map(({ observations }) => observations.length)).toEqual([0, 1]);
  });

  it("400 for an hour that is over is an error", async () => {
    await respond(() => new Response(null, { status: 400 }));
    time = NOW + HOUR;
    await expect(collect(adapter.list?.(call))).rejects.toMatchObject({ code: "VENDOR_REJECTED" });
  });
});

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { JsonObject } from "../../lib/json.js";
import type { Adapter, VendorPage } from "../adapter.js";
import type { FakeVendor } from "../fake/fake.js";
import { serveFake, type ServedFake } from "../fake/serve.js";
import { webex } from "./index.js";
import { webexSettings } from "./settings.js";
import { countRequests } from "../../domain/change/request-stamp.js";

const NOW = Date.UTC(2026, 5, 1, 12);
const HOUR = 3_600_000;
const AGENT = "a3d9c0de-1111-4222-a333-000000000010";
const NUMBER = "+14155550100";
const options = { signal: new AbortController().signal };

let time: number;
let fake: FakeVendor;
let served: ServedFake;
let adapter: Adapter;

function open(settings: JsonObject = {}): Adapter {
  const parsed = webexSettings.parse({ ...fake.settings(served.baseUrl), ...settings });
  return webex.create(parsed, {
    source: "desk",
    vendor: "WEBEX",
    clock: () => time,
    stampRequest: countRequests(() => time),
  });
}

beforeEach(async () => {
  time = NOW;
  fake = webex.createFake(() => time, { count: 0 });
  served = await serveFake(fake);
  adapter = open();
});
afterEach(async () => {
  await adapter.close();
  await served.close();
});

const idsOf = (answer: VendorPage | undefined): string[] =>
  (answer?.observations ?? []).map(({ callback }) => callback.vendorId);
const askedNumbers = (): Set<string | null> => new Set(queries().map((query) => query.get("callbackNumber")));
const schedulePaths = (): string[] =>
  fake.log.map(({ path }) => path).filter((path) => path.includes("/scheduled-callback"));
const queries = (): URLSearchParams[] => schedulePaths().map((path) => new URL(path, served.baseUrl).searchParams);

describe("finding by number", () => {
  it("queries the number with and without its plus, and merges by id", async () => {
    const ids = [
      fake.add({ phoneNumber: NUMBER, start: NOW + HOUR }),
      fake.add({ phoneNumber: "14155550100", start: NOW + HOUR }),
    ];
    fake.add({ phoneNumber: "+14155550101", start: NOW + HOUR });
    const answer = await adapter.findByPhoneNumber?.(NUMBER, options);
    expect(idsOf(answer).toSorted()).toEqual(ids.toSorted());
    expect(answer?.isComplete).toBe(true);
    expect(askedNumbers()).toEqual(new Set(["+14155550100", "14155550100"]));
  });

  it.each([
    ["14155550100", ["+14155550100", "14155550100"]],
    ["(415) 555-0100", ["(415) 555-0100"]],
    ["+1 415 555 0100", ["+1 415 555 0100", "1 415 555 0100"]],
    ["+123456789012345", ["123456789012345"]],
  ])("queries %s as %j, the spellings that Webex can have", async (phoneNumber, spellings) => {
    await adapter.findByPhoneNumber?.(phoneNumber, options);
    expect(askedNumbers()).toEqual(new Set(spellings));
  });
});

describe("finding by agent", () => {
  it("reads every page of the configured size, starting with 0", async () => {
    await adapter.close();
    adapter = open({ pageSize: 2 });
    const ids = [1, 2, 3, 4, 5].map((hour) =>
      fake.add({ phoneNumber: NUMBER, start: NOW + hour * HOUR, agentId: AGENT }),
    );
    const answer = await adapter.findByAgent?.(AGENT, options);
    expect([idsOf(answer), answer?.isComplete]).toEqual([ids, true]);
    expect(queries().map((query) => [query.get("page"), query.get("pageSize"), query.get("assigneeAgent")])).toEqual([
      ["0", "2", AGENT],
      ["1", "2", AGENT],
      ["2", "2", AGENT],
    ]);
  });

  it("follows no link of the vendor's, for they are unfilled templates", async () => {
    await adapter.close();
    adapter = open({ pageSize: 1 });
    fake.add({ phoneNumber: NUMBER, start: NOW + HOUR, agentId: AGENT });
    fake.add({ phoneNumber: NUMBER, start: NOW + 2 * HOUR, agentId: AGENT });
    await adapter.findByAgent?.(AGENT, options);
    expect(schedulePaths().filter((path) => path.includes("orgId") || path.includes("%7B"))).toEqual([]);
  });
});

describe("one callback", () => {
  it("is read by its id, and observed at the time of the request", async () => {
    const id = fake.add({ phoneNumber: NUMBER, start: NOW + HOUR });
    const answer = await adapter.get?.(id, options);
    expect([idsOf(answer), answer?.isComplete, answer?.observations[0]?.observedAt]).toEqual([[id], true, NOW]);
  });

  it.each(["a/b?c", "ü", "../other"])("may have any id: %s", async (id) => {
    expect(idsOf(await adapter.get?.(id, options))).toEqual([]);
    expect(schedulePaths().at(-1)).toBe(
      `/v1/callbacks/organization/6f1c2a4e-5b7d-4c39-a8e1-0d2f4b6a8c10/scheduled-callback/${encodeURIComponent(id)}`,
    );
  });

  it("is missing from a complete response after its time: Webex has deleted it", async () => {
    const id = fake.add({ phoneNumber: NUMBER, start: NOW + HOUR, end: NOW + 2 * HOUR, agentId: AGENT });
    time = NOW + 2 * HOUR;
    for (const answer of [await adapter.get?.(id, options), await adapter.findByAgent?.(AGENT, options)]) {
      expect(answer).toMatchObject({ observations: [], isComplete: true });
    }
  });
});

describe("the refreshed keys", () => {
  it("are the watched agents and numbers of the settings", async () => {
    await adapter.close();
    adapter = open({ watch: { agents: [AGENT], phoneNumbers: [NUMBER] } });
    expect(adapter.watched).toEqual([
      { by: "agent", agentId: AGENT },
      { by: "phoneNumber", phoneNumber: NUMBER },
    ]);
  });

  it("are a callback's number in Webex's form, else its id; with others, its agent", async () => {
    const number = "(415) 555-0100";
    const ids = [
      fake.add({ phoneNumber: number, start: NOW + HOUR, agentId: AGENT }),
      fake.add({ phoneNumber: number, start: NOW + HOUR }),
      fake.add({ phoneNumber: "", start: NOW + HOUR }),
    ];
    const queries = [];
    const groups = [];
    for (const id of ids) {
      const [seen] = (await adapter.get?.(id, options))?.observations ?? [];
      if (seen === undefined) continue;
      queries.push(adapter.queryFor(seen.callback));
      groups.push(adapter.groupFor?.(seen.callback));
    }
    const byNumber = { by: "phoneNumber", phoneNumber: number };
    expect(queries).toEqual([byNumber, byNumber, { by: "id", vendorId: ids[2] }]);
    expect(groups).toEqual([{ by: "agent", agentId: AGENT }, null, null]);
  });
});

describe("the token", () => {
  it("is refreshed with the token that came last", async () => {
    await adapter.verify(options);
    fake.revokeTokens();
    await adapter.verify(options);
    const sent = fake.tokenLog.map(({ body }) => new URLSearchParams(body).get("refresh_token"));
    expect(sent).toEqual(["webex-refresh-0", "webex-refresh-1"]);
  });

  it("from the settings is sent unchanged", async () => {
    await adapter.close();
    adapter = open({ refresh: undefined, accessToken: "portal-token" } as unknown as JsonObject);
    await expect(adapter.verify(options)).rejects.toMatchObject({ code: "VENDOR_UNAUTHORIZED" });
    expect(fake.log.map(({ headers }) => headers["authorization"])).toEqual(["Bearer portal-token"]);
    expect(fake.tokenLog).toEqual([]);
  });
});

describe("a response of another shape", () => {
  const answered = async (body: unknown, ask: (one: Adapter) => Promise<unknown> | undefined): Promise<unknown> => {
    const other = await serveFake({
      handle: (request) =>
        request.url.endsWith("/v1/access_token") ? fake.handle(request) : Promise.resolve(Response.json(body)),
    });
    const one = open({ baseUrl: other.baseUrl });
    try {
      return await ask(one);
    } catch (error) {
      return error;
    } finally {
      await one.close();
      await other.close();
    }
  };

  it.each<[unknown]>([[null], [[]], [{}], [{ meta: {}, data: {} }], [{ data: [] }], [{ meta: [], data: [] }]])(
    "is malformed: %j",
    async (body) => {
      const error = await answered(body, (one) => one.findByAgent?.(AGENT, options));
      expect(error).toMatchObject({ code: "VENDOR_MALFORMED", source: "desk" });
    },
  );

  it.each<[unknown]>([
    [{ meta: {}, data: [] }],
    [{ meta: { totalPages: "1", totalRecords: "0", links: null }, data: [] }],
    [{ meta: { totalPages: null, totalRecords: null, links: { next: null } }, data: [] }],
  ])("is parsed if only the text around the records differs: %j", async (body) => {
    expect(await answered(body, (one) => one.findByAgent?.(AGENT, options))).toMatchObject({ isComplete: true });
  });

  it.each<[unknown]>([[null], [[]], ["gone"]])("is malformed where one callback is due: %j", async (body) => {
    expect(await answered(body, (one) => one.get?.("1", options))).toMatchObject({ code: "VENDOR_MALFORMED" });
  });
});

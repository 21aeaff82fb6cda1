import { beforeEach, describe, expect, it } from "vitest";
import type { JsonObject } from "../../lib/json.js";
import type { FakeVendor } from "../fake/fake.js";
import { createTalkdeskFake } from "./fake.js";

const NOW = Date.UTC(2026, 5, 1, 12);
const BASE = "http://fake.test";

interface ListBody {
  readonly total: number;
  readonly total_page: number;
  readonly count: number;
  readonly _links: JsonObject;
  readonly _embedded: { readonly callbacks: readonly JsonObject[] };
}

let time: number;
let fake: FakeVendor;
let token: string;

async function grant(secret = "talkdesk-client-secret", grantType = "client_credentials"): Promise<Response> {
  return fake.handle(
    new Request(`${BASE}/oauth/token`, {
      method: "POST",
      headers: { authorization: `Basic ${Buffer.from(`talkdesk-fake-client:${secret}`).toString("base64")}` },
      body: new URLSearchParams({ grant_type: grantType, scope: "schedule-callbacks:read" }),
    }),
  );
}
const tokenOf = async (granted: Response): Promise<string> =>
  ((await granted.json()) as { access_token: string }).access_token;

async function ask(query: string, authorization = `Bearer ${token}`): Promise<Response> {
  return fake.handle(new Request(`${BASE}/schedule-callbacks${query}`, { headers: { authorization } }));
}
const list = async (query: string): Promise<ListBody> => (await (await ask(query)).json()) as ListBody;

beforeEach(async () => {
  time = NOW;
  fake = createTalkdeskFake(() => time);
  token = await tokenOf(await grant());
});

describe("the fake account", () => {
  it("is equal for equal seeds, and large enough for a demo", () => {
    expect([...createTalkdeskFake(() => NOW, { seed: 4 }).records]).toEqual([
      ...createTalkdeskFake(() => NOW, { seed: 4 }).records,
    ]);
    const records = [...fake.records.values()];
    expect(records.length).toBeGreaterThanOrEqual(220);
    expect(new Set(records.map(({ timezone }) => timezone)).size).toBeGreaterThanOrEqual(6);
    expect(new Set(records.map(({ agent_id }) => agent_id)).size).toBeGreaterThanOrEqual(8);
    expect(new Set(records.map(({ status }) => status)).size).toBeGreaterThanOrEqual(4);
  });

  it("simulates time: callbacks arrive, are attempted when due, end and stay", () => {
    const before = new Map(fake.records);
    for (let second = 1; second <= 3600; second += 1) fake.advance((time = NOW + second * 1000));
    const come = fake.records.size - before.size;
    expect(come).toBeGreaterThanOrEqual(119);
    expect(come).toBeLessThanOrEqual(240);
    expect([...before.keys()].every((id) => fake.records.has(id))).toBe(true);
    const ended = [...before].filter(
      ([id, { status }]) => status === "UNATTEMPTED" && fake.records.get(id)?.["status"] !== status,
    );
    expect(ended.length).toBeGreaterThan(10);
    expect(new Set([...fake.records.values()].map(({ status }) => status))).toContain("TO_BE_RETRIED");
  });

  it("tries nothing before its time", () => {
    for (let second = 1; second <= 600; second += 1) fake.advance((time = NOW + second * 1000));
    for (const { status, next_time_to_call: next, time_to_call: first } of fake.records.values()) {
      if (typeof first === "string" && Date.parse(first) > time) expect([status, next]).toEqual(["UNATTEMPTED", first]);
    }
  });
});

describe("the fake API keeps to its documents", () => {
  it("pages of 1, which is the stated default, from page 1", async () => {
    const body = await list("");
    expect(body).toMatchObject({ page: 1, per_page: 1, count: 1, total: fake.records.size });
    expect(body.total_page).toBe(fake.records.size);
  });

  it("links the first page to a previous one as the vendor does, and the last page to none", async () => {
    const { _links } = await list("?page=1&per_page=50");
    expect(Object.keys(_links)).toEqual(["self", "first", "last", "prev"]);
  });

  it("gives nothing beyond its last page", async () => {
    const { count, _embedded } = await list("?page=3&per_page=500");
    expect([count, _embedded.callbacks]).toEqual([0, []]);
  });

  it.each(["?page=0", "?page=501", "?page=x", "?per_page=0", "?per_page=501", "?page=1.5"])(
    "400 for %s",
    async (query) => {
      const refused = await ask(query);
      expect([refused.status, Object.keys((await refused.json()) as object)]).toEqual([
        400,
        ["code", "message", "fields"],
      ]);
    },
  );

  it("finds by several agents at once", async () => {
    const ids = ["one", "two", "three"].map((agentId) =>
      fake.add({ phoneNumber: "+14155550100", start: NOW, agentId }),
    );
    const { _embedded } = await list("?agent_id=one,three&per_page=500");
    expect(_embedded.callbacks.map(({ callback_id: id }) => id)).toEqual([ids[0], ids[2]]);
  });

  it.each([
    ["phone_number", "%2B14155550177"],
    ["contact_id", "somebody"],
    ["status", "SUCCESS"],
  ])("finds by %s, exactly", async (name, value) => {
    const empty = createTalkdeskFake(() => NOW, { count: 0 });
    fake = empty;
    token = await tokenOf(await grant());
    const id = fake.add({ phoneNumber: "+14155550177", start: NOW, customerId: "somebody", vendorStatus: "SUCCESS" });
    fake.add({ phoneNumber: "14155550177", start: NOW, customerId: "some", vendorStatus: "CANCELED" });
    const { _embedded } = await list(`?${name}=${value}&per_page=500`);
    expect(_embedded.callbacks.map((callback) => callback["callback_id"])).toEqual([id]);
  });

  it("401 without a token, with a wrong, an expired or a revoked one", async () => {
    expect((await ask("", "")).status).toBe(401);
    expect((await ask("", "Bearer other")).status).toBe(401);
    time += (fake.tokenLifeMs ?? 0) - 1;
    expect((await ask("")).status).toBe(200);
    time += 1;
    expect((await ask("")).status).toBe(401);
    token = await tokenOf(await grant());
    fake.revokeTokens();
    expect((await ask("")).status).toBe(401);
  });

  it("grants nothing for a wrong secret or another grant", async () => {
    expect((await grant("wrong")).status).toBe(401);
    expect((await grant(undefined, "password")).status).toBe(400);
  });

  it("has a record for every documented status, and for others", async () => {
    const id = fake.add({ phoneNumber: "+14155550177", start: NOW });
    for (const word of [...Object.keys(fake.vendorStatuses), "SOMETHING_NEW"]) {
      fake.setVendorStatus(id, word);
      const { _embedded } = await list("?phone_number=%2B14155550177&per_page=500");
      expect(_embedded.callbacks.map(({ status }) => status)).toEqual([word]);
    }
    expect(() => fake.setVendorStatus("none", "SUCCESS")).toThrow("no callback");
  });
});

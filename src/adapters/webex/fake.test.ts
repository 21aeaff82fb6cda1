import { beforeEach, describe, expect, it } from "vitest";
import type { JsonObject } from "../../lib/json.js";
import type { FakeVendor } from "../fake/fake.js";
import { webexFakeAgents } from "./fake-world.js";
import { createWebexFake } from "./fake.js";

const NOW = Date.UTC(2026, 5, 1, 12);
const BASE = "http://fake.test";
const PATH = "/v1/callbacks/organization/6f1c2a4e-5b7d-4c39-a8e1-0d2f4b6a8c10/scheduled-callback";

let time: number;
let fake: FakeVendor;
let token: string;

async function grant(form: Readonly<Record<string, string>> = {}): Promise<Response> {
  const { refresh } = fake.settings(BASE) as { refresh: Record<"clientId" | "clientSecret" | "refreshToken", string> };
  const body = new URLSearchParams({
    grant_type: "refresh_token",
    client_id: refresh.clientId,
    client_secret: refresh.clientSecret,
    refresh_token: refresh.refreshToken,
    ...form,
  });
  return fake.handle(new Request(`${BASE}/v1/access_token`, { method: "POST", body }));
}

async function ask(pathAndQuery: string, authorization = `Bearer ${token}`): Promise<Response> {
  return fake.handle(new Request(BASE + pathAndQuery, { headers: { authorization } }));
}
const bodyOf = async (response: Response): Promise<Record<string, JsonObject>> =>
  (await response.json()) as Record<string, JsonObject>;
const tokenOf = async (granted: Response): Promise<string> =>
  ((await granted.json()) as { access_token: string }).access_token;

beforeEach(async () => {
  time = NOW;
  fake = createWebexFake(() => time);
  token = await tokenOf(await grant());
});

describe("the fake organization", () => {
  it("is equal for equal seeds, and large enough for a demo", () => {
    expect([...createWebexFake(() => NOW, { seed: 4 }).records]).toEqual([
      ...createWebexFake(() => NOW, { seed: 4 }).records,
    ]);
    const records = [...fake.records.values()];
    expect(records.length).toBeGreaterThanOrEqual(220);
    expect(new Set(records.map(({ timezone }) => timezone)).size).toBeGreaterThanOrEqual(6);
    expect(new Set(records.map(({ queueId }) => queueId)).size).toBeGreaterThanOrEqual(8);
  });

  it("returns no callback whose time has passed", async () => {
    for (const id of fake.records.keys()) expect((await ask(`${PATH}/${id}`)).status).toBe(200);
  });

  it("can be found whole by the agents that its settings watch, each of whom fits a page", async () => {
    const found = new Set<unknown>();
    for (const agent of webexFakeAgents(0)) {
      const { data = [] } = await bodyOf(await ask(`${PATH}?assigneeAgent=${agent}&pageSize=100`));
      for (const { id } of data as unknown as JsonObject[]) found.add(id);
    }
    expect(found).toEqual(new Set(fake.records.keys()));
    expect(fake.settings(BASE)["watch"]).toEqual({ agents: webexFakeAgents(0) });
  });

  it("simulates time: callbacks arrive every 15 to 30 seconds, and are dropped when due", () => {
    const before = new Set(fake.records.keys());
    for (let second = 1; second <= 3600; second += 1) fake.advance((time = NOW + second * 1000));
    const after = new Set(fake.records.keys());
    const come = [...after].filter((id) => !before.has(id)).length;
    expect(come).toBeGreaterThan(60);
    expect(come).toBeLessThanOrEqual(240);
    expect([...before].some((id) => !after.has(id))).toBe(true);
  });

  it("starts empty if a test sets its count to 0", () => {
    const empty = createWebexFake(() => NOW, { count: 0 });
    empty.advance(NOW + 600_000);
    expect(empty.records.size).toBe(0);
  });
});

describe("the fake API keeps to its document", () => {
  it.each([
    ["neither a number nor an agent", ""],
    ["an agent that is no UUID", "?assigneeAgent=47"],
    ["a number that is too short", "?callbackNumber=12345"],
    ["a number with letters", "?callbackNumber=call-me-now"],
    ["a page below 0", "?callbackNumber=14155550100&page=-1"],
    ["a page of nothing", "?callbackNumber=14155550100&pageSize=0"],
    ["a page above 100", "?callbackNumber=14155550100&pageSize=101"],
    ["the assigned time without an agent to sort by", "?callbackNumber=14155550100&sortBy=assignedTime"],
    ["something else to sort by", "?callbackNumber=14155550100&sortBy=queueId"],
  ])("400 for %s", async (_, query) => {
    expect((await ask(PATH + query)).status).toBe(400);
  });

  it("401 without a token, with a wrong, an expired or a revoked one", async () => {
    const query = `${PATH}?callbackNumber=14155550100`;
    expect((await ask(query, "")).status).toBe(401);
    expect((await ask(query, "Bearer other")).status).toBe(401);
    expect((await ask(query)).status).toBe(200);
    time += (fake.tokenLifeMs ?? 0) - 1;
    expect((await ask(query)).status).toBe(200);
    time += 1;
    expect((await ask(query)).status).toBe(401);
    token = await tokenOf(await grant());
    expect((await ask(query)).status).toBe(200);
    fake.revokeTokens();
    expect((await ask(query)).status).toBe(401);
  });

  it.each([[{ grant_type: "password" }], [{ client_secret: "x" }], [{ client_id: "x" }], [{ refresh_token: "x" }]])(
    "400 for a grant with %j",
    async (form) => {
      expect((await grant(form)).status).toBe(400);
    },
  );

  it("returns 403 for another organization, 404 for an unknown callback", async () => {
    expect((await ask("/v1/callbacks/organization/other/scheduled-callback?callbackNumber=1234567")).status).toBe(403);
    expect((await ask(`${PATH}/none`)).status).toBe(404);
  });

  it("pages of 50 from page 0, in the order of their time, with relative links whose path is unfilled", async () => {
    const [agent] = webexFakeAgents(0);
    for (let hour = 60; hour >= 1; hour -= 1) {
      fake.add({ phoneNumber: "+14155550100", start: NOW + hour * 3_600_000, ...(agent ? { agentId: agent } : {}) });
    }
    const { meta, data } = await bodyOf(await ask(`${PATH}?callbackNumber=%2B14155550100`));
    expect(data).toHaveLength(50);
    expect(meta).toMatchObject({ page: 0, pageSize: 50, totalPages: 2 });
    expect(meta?.["links"]).toMatchObject({
      next: "/v1/callbacks/organization/${orgId}/scheduled-callback?page=1&pageSize=50",
    });
    expect(meta?.["links"]).not.toHaveProperty("prev");
    const starts = (data as unknown as Record<string, string>[])
      .filter(({ timezone }) => timezone === "America/New_York")
      .map(({ scheduleDate, startTime }) => `${scheduleDate}T${startTime}`);
    expect(starts.length).toBeGreaterThan(40);
    expect(starts).toEqual(starts.toSorted());
  });

  it("matches numbers exactly", async () => {
    const empty = createWebexFake(() => NOW, { count: 0 });
    fake = empty;
    token = await tokenOf(await grant());
    fake.add({ phoneNumber: "14155550100", start: NOW + 3_600_000 });
    const found = async (number: string): Promise<unknown> =>
      (await bodyOf(await ask(`${PATH}?callbackNumber=${encodeURIComponent(number)}`)))["meta"]?.["totalRecords"];
    expect([await found("14155550100"), await found("+14155550100")]).toEqual([1, 0]);
  });

  it("has no status that could be set", () => {
    expect(() => fake.setVendorStatus([...fake.records.keys()][0] ?? "", "DONE")).toThrow("no status");
    expect(fake.vendorStatuses).toEqual({});
  });
});

import { beforeEach, describe, expect, it } from "vitest";
import type { JsonObject } from "../../lib/json.js";
import { basicHeader } from "../http/credentials.js";
import type { FakeVendor } from "../fake/fake.js";
import { createNiceCxoneFake } from "./fake.js";

const NOW = Date.UTC(2026, 5, 1, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NUMBER = "+14155550100";
const FORM = "grant_type=password&username=CXONEFAKEKEY&password=cxone-fake-key-secret%3D%3D";
const BASIC = basicHeader("cxone-fake-client", "cxone-fake-client-secret");

let now: number;
let fake: FakeVendor;
let token: string;

const grant = (body = FORM, authorization = BASIC): Promise<Response> =>
  fake.handle(new Request("http://cxone.test/auth/token", { method: "POST", body, headers: { authorization } }));
const request = (path: string, method = "GET", json?: unknown): Promise<Response> =>
  fake.handle(
    new Request(`http://cxone.test/inContactAPI/services/v33.0/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    }),
  );
const list = async (path: string): Promise<JsonObject[]> =>
  ((await (await request(`${path}/scheduled-callbacks`)).json()) as { callbacks: JsonObject[] }).callbacks;

beforeEach(async () => {
  now = NOW;
  fake = createNiceCxoneFake(() => now, { count: 0 });
  token = ((await (await grant()).json()) as { access_token: string }).access_token;
});

describe("the token endpoint", () => {
  it("names the host of the API, and a life of an hour", async () => {
    expect(await (await grant()).json()).toMatchObject({
      expires_in: 3600,
      resource_server_base_uri: "http://cxone.test/inContactAPI/",
    });
  });

  it.each([
    ["a bare sign of equality in the secret", FORM.replace("%3D%3D", "=="), BASIC],
    ["another secret", FORM.replace("cxone-fake", "other"), BASIC],
    ["another grant", FORM.replace("=password&", "=client_credentials&"), BASIC],
    ["another client", FORM, basicHeader("other", "secret")],
  ])("rejects %s", async (_, form, authorization) => {
    const response = await grant(form, authorization);
    expect([response.status, await response.json()]).toMatchObject([401, { error: "invalid_client" }]);
  });

  it("grants tokens that are rejected after their life", async () => {
    expect((await request("skills/4711/scheduled-callbacks")).status).toBe(200);
    now += HOUR;
    expect((await request("skills/4711/scheduled-callbacks")).status).toBe(401);
  });
});

describe("the lists", () => {
  it("have every callback of a skill or an agent on one page, with whole numbers as ids and local time", async () => {
    for (let number = 0; number < 150; number += 1) fake.add({ phoneNumber: NUMBER, start: NOW + HOUR });
    fake.add({ phoneNumber: NUMBER, start: NOW + 2 * HOUR, agentId: "812" });
    const rows = await list("skills/4711");
    expect(rows).toHaveLength(151);
    expect(rows[0]).toEqual({
      callbackId: 90_001,
      target: "skill",
      agentId: 0,
      skillId: 4711,
      dialNumber: NUMBER,
      origNumber: "+18005550100",
      firstName: "Jane",
      lastName: "Doe",
      notes: null,
      callbackTime: "2026-06-01T08:00:00",
    });
    expect(await list("agents/812")).toMatchObject([{ callbackId: 90_151, target: "agent" }]);
    expect([await list("skills/4712"), await list("agents/999")]).toEqual([[], []]);
  });

  it("do not exist for an unknown skill, nor for a single callback or a number", async () => {
    const id = fake.add({ phoneNumber: NUMBER, start: NOW + HOUR });
    for (const path of ["skills/4799/scheduled-callbacks", `scheduled-callbacks/${id}`, "scheduled-callbacks"]) {
      expect((await request(path)).status).toBe(404);
    }
  });
});

describe("writes", () => {
  const NEW = { phoneNumber: NUMBER, skillId: 4712, scheduleDate: "2026-06-01T14:00:00Z" };

  it("respond with the id as text, and with nothing to a change", async () => {
    const created = await request("scheduled-callbacks", "POST", NEW);
    expect(await created.json()).toEqual({ callbackId: "90001" });
    const changed = await request("scheduled-callbacks/90001", "PUT", { notes: "later", targetAgentId: 812 });
    expect([changed.status, await changed.text()]).toEqual([200, ""]);
    expect(await list("skills/4712")).toMatchObject([
      { callbackId: 90_001, target: "agent", agentId: 812, notes: "later", callbackTime: "2026-06-01T09:00:00" },
    ]);
  });

  it("read a time without a zone in the zone of the business unit", async () => {
    await request("scheduled-callbacks", "POST", { ...NEW, scheduleDate: "2026-06-01T14:00:00" });
    expect(await list("skills/4712")).toMatchObject([{ callbackTime: "2026-06-01T14:00:00" }]);
  });

  it.each([
    [{ phoneNumber: undefined }],
    [{ skillId: 4799 }],
    [{ scheduleDate: "tomorrow" }],
    [{ scheduleDate: undefined }],
    [{ targetAgentId: "anna" }],
  ])("reject %j", async (fields) => {
    const response = await request("scheduled-callbacks", "POST", { ...NEW, ...fields });
    expect([response.status, fake.records.size]).toEqual([400, 0]);
  });

  it("remove a callback, with or without a description, once", async () => {
    const ids = [0, 1].map(() => fake.add({ phoneNumber: NUMBER, start: NOW + HOUR }));
    expect((await request(`scheduled-callbacks/${ids[0]}`, "DELETE", { description: "why" })).status).toBe(200);
    expect((await request(`scheduled-callbacks/${ids[1]}`, "DELETE")).status).toBe(200);
    expect((await request(`scheduled-callbacks/${ids[1]}`, "DELETE")).status).toBe(404);
    expect(fake.records.size).toBe(0);
  });
});

it("a callback is returned until it is dialed, some minutes after its time; others come, move and are removed", () => {
  fake = createNiceCxoneFake(() => now, { seed: 3 });
  const before = new Map(fake.records);
  expect(new Set([...before.values()].map(({ skillId }) => skillId)).size).toBe(3);
  for (let minute = 1; minute <= 240; minute += 1) fake.advance((now += MINUTE));
  const removed = [...before.keys()].filter((id) => !fake.records.has(id));
  const moved = [...before].filter(([id, record]) => {
    const after = fake.records.get(id);
    return after !== undefined && after["callbackTime"] !== record["callbackTime"];
  });
  const arrived = [...fake.records.keys()].filter((id) => !before.has(id));
  expect([removed.length, moved.length, arrived.length].every((count) => count > 0)).toBe(true);
});

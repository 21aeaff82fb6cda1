import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../lib/json.js";
import { mindful } from "./index.js";

const NOW = Date.UTC(2026, 5, 1, 12);
const DAY = 24 * 3_600_000;
const clock = (): number => NOW;
const PATH = "/api/organization/562a519b54f83b56/callback_status";

const ask = async (init: RequestInit, path = PATH): Promise<[number, unknown]> => {
  const request = new Request(`http://fake${path}`, {
    method: "POST",
    headers: { authorization: "demo-token" },
    ...init,
  });
  const response = await mindful.createFake(clock).handle(request);
  return [response.status, await response.json()];
};
const callAt = (record: JsonObject): number => Number(record["estimated_for"]) * 1000;

describe("the fake of the Mindful Scheduler", () => {
  it.each<[string, RequestInit, string, number]>([
    ["another organization", { body: "{}" }, "/api/organization/1/callback_status", 404],
    ["another path", { body: "{}" }, "/api/organization/562a519b54f83b56/callbacks", 404],
    ["another method", { method: "PUT", body: "{}" }, PATH, 405],
    ["a wrong token", { headers: { authorization: "wrong" }, body: "{}" }, PATH, 401],
    ["no number", { body: "{}" }, PATH, 400],
    ["an empty number", { body: '{"contact_number":""}' }, PATH, 400],
    ["a body that is no JSON", { body: "contact_number=1" }, PATH, 400],
  ])("rejects %s", async (_, init, path, status) => {
    expect(await ask(init, path)).toEqual([status, { status: expect.any(String) }]);
  });

  it("finds a number only in its exact spelling", async () => {
    const numbers = [...mindful.createFake(clock).records.values()].map((record) => record["callback_number"]);
    const number = numbers.find((one) => typeof one === "string" && one.startsWith("+1")) as string;
    const [, found] = await ask({ body: JSON.stringify({ contact_number: number }) });
    const { data } = found as { data: JsonObject[] };
    expect(data.length).toBeGreaterThan(0);
    expect(new Set(data.map((record) => record["callback_number"]))).toEqual(new Set([number]));
    expect(await ask({ body: JSON.stringify({ contact_number: number.slice(1) }) })).toEqual([200, { data: [] }]);
  });

  it("begins with enough for a demo: numbers, callbacks that are over, under way and to come, ASAP and scheduled", () => {
    const fake = mindful.createFake(clock);
    const records = [...fake.records.values()];
    const distinct = (name: string): number => new Set(records.map((record) => record[name])).size;
    expect(records.length).toBeGreaterThanOrEqual(220);
    expect(distinct("callback_number")).toBeGreaterThanOrEqual(60);
    expect(new Set(records.map((record) => record["type"]))).toEqual(new Set(["asap", "scheduled"]));
    expect(distinct("status")).toBeGreaterThan(5);
    expect(records.filter((record) => callAt(record) > NOW && callAt(record) < NOW + 3 * DAY).length).toBeGreaterThan(
      110,
    );
    expect(records.filter((record) => callAt(record) <= NOW).length).toBeGreaterThan(10);
    const { watch } = fake.settings("http://fake") as { watch: { phoneNumbers: string[] } };
    expect(watch.phoneNumbers).toHaveLength(distinct("callback_number"));
  });

  it("writes every value as a string, and no field that the document does not have", () => {
    for (const record of mindful.createFake(clock).records.values()) {
      for (const value of Object.values(record)) expect(value).toBeTypeOf("string");
      expect(mindful.record.read(record).additionalFields).toEqual({});
    }
  });

  it("is the same world for the same seed, and another for another", () => {
    const world = (seed: number): JsonObject[] => {
      const fake = mindful.createFake(clock, { seed, count: 20 });
      for (let second = 1; second <= 120; second += 1) fake.advance(NOW + second * 1000);
      return [...fake.records.values()];
    };
    expect(world(1)).toEqual(world(1));
    expect(world(1)).not.toEqual(world(2));
  });

  it("moves: new callbacks every 15 to 30 seconds, and every callback that is due comes to an end", () => {
    const fake = mindful.createFake(clock);
    const before = new Map(fake.records);
    for (let second = 1; second <= 600; second += 1) fake.advance(NOW + second * 1000);
    const added = fake.records.size - before.size;
    expect(added).toBeGreaterThanOrEqual(20);
    expect(added).toBeLessThanOrEqual(40);
    for (const [id, record] of before) {
      if (callAt(record) > NOW) continue;
      const word = fake.records.get(id)?.["status"];
      expect(fake.vendorStatuses[typeof word === "string" ? word : ""]).toBeOneOf(["COMPLETED", "FAILED", "CANCELED"]);
    }
  });

  it("forecasts drift while a callback waits for an agent", () => {
    const fake = mindful.createFake(clock);
    const before = new Map(fake.records);
    for (let second = 1; second <= 30; second += 1) fake.advance(NOW + second * 1000);
    const drifted = [...before].filter(([id, record]) => {
      const now = fake.records.get(id);
      return now?.["status"] === record["status"] && now?.["estimated_for"] !== record["estimated_for"];
    });
    expect(drifted.length).toBeGreaterThan(0);
    expect(new Set(drifted.map(([, record]) => record["type"]))).toEqual(new Set(["asap"]));
  });

  it("with a count of 0 is empty until a callback is added, and then watches its number", () => {
    const fake = mindful.createFake(clock, { count: 0 });
    expect(fake.records.size).toBe(0);
    const id = fake.add({ phoneNumber: "4155550100", start: NOW, vendorStatus: "Talking" });
    expect(fake.records.get(id)).toMatchObject({ callback_number: "4155550100", status: "Talking" });
    expect(fake.settings("http://fake")).toMatchObject({ watch: { phoneNumbers: ["4155550100"] } });
    fake.setVendorStatus(id, "Chose Hold");
    expect(fake.records.get(id)?.["status"]).toBe("Chose Hold");
    expect(() => fake.setVendorStatus("nothing", "Talking")).toThrow();
  });
});

import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../lib/json.js";
import { basicHeader } from "../http/credentials.js";
import { genesys } from "./index.js";

const NOW = Date.UTC(2026, 5, 1, 12);
const DAY = 24 * 3_600_000;
const clock = (): number => NOW;

const headers = { authorization: basicHeader("ringback", "demo-password"), contactcenterid: "101" };
const ask = async (path: string, init: RequestInit = { headers }): Promise<[number, unknown]> => {
  const response = await genesys.createFake(clock).handle(new Request(`http://fake/genesys/1/cs${path}`, init));
  return [response.status, await response.json()];
};

describe("the fake of Context Services", () => {
  it.each<[string, string, RequestInit, number]>([
    ["wrong credentials", "/customers/C1001/interactions", { headers: { contactcenterid: "101" } }, 401],
    ["no tenant", "/customers/C1001/interactions", { headers: { authorization: headers.authorization } }, 400],
    ["an unknown interaction", "/interactions/nothing", { headers }, 404],
    ["a path that it does not have", "/services/1/interactions", { headers }, 404],
    ["another method", "/interactions/nothing", { headers, method: "DELETE" }, 405],
  ])("rejects %s with a message and the name of an exception", async (_, path, init, status) => {
    expect(await ask(path, init)).toEqual([
      status,
      { message: expect.any(String), exception: expect.stringMatching(/Exception$/u) },
    ]);
  });

  it("lists a customer's interactions of all kinds, and none of an unknown customer", async () => {
    const [, rows] = await ask("/customers/C1001/interactions");
    expect(rows).toContainEqual(expect.objectContaining({ entity_type: 5, customer_id: "C1001" }));
    expect(await ask("/customers/nobody/interactions")).toEqual([200, []]);
    const kinds = new Set<unknown>();
    const fake = genesys.createFake(clock);
    const { watch } = fake.settings("http://fake") as { watch: { customerIds: string[] } };
    for (const id of watch.customerIds) {
      const response = await fake.handle(
        new Request(`http://fake/genesys/1/cs/customers/${id}/interactions`, { headers }),
      );
      for (const row of (await response.json()) as JsonObject[]) kinds.add(row["entity_type"]);
    }
    expect(kinds).toEqual(new Set([0, 2, 3, 5]));
  });

  it("begins with enough for a demo: customers, channels, callbacks that are over, under way and to come", () => {
    const records = [...genesys.createFake(clock).records.values()];
    const starts = records.map((record) => Date.parse(record["start_time"] as string));
    const distinct = (name: string): number => new Set(records.map((record) => record[name])).size;
    expect(records.length).toBeGreaterThanOrEqual(220);
    expect(distinct("customer_id")).toBeGreaterThanOrEqual(40);
    expect(new Set(records.map((record) => record["desired_response_type"]))).toEqual(
      new Set(["Voice", "VoIP", "Email"]),
    );
    expect(starts.filter((start) => start > NOW && start < NOW + 3 * DAY).length).toBeGreaterThan(records.length / 2);
    expect(starts.filter((start) => start <= NOW).length).toBeGreaterThan(10);
    expect(records.some((record) => record["callback_status"] === undefined)).toBe(true);
    expect(distinct("callback_status")).toBeGreaterThan(5);
    expect(new Set(records.map((record) => record["callback_type"]))).toEqual(new Set([1, 2]));
  });

  it("has every field that the document calls mandatory in every callback", () => {
    const mandatory = `desired_response_type start_time customer_number attempts customer_id interaction_id status
      entity_type type media_type creator_app_id start_date`.split(/\s+/u);
    for (const record of genesys.createFake(clock).records.values()) {
      expect(Object.keys(record)).toEqual(expect.arrayContaining(mandatory));
      expect(genesys.record.read(record).additionalFields).toEqual({});
    }
  });

  it("is the same world for the same seed, and another for another", () => {
    const world = (seed: number): JsonObject[] => {
      const fake = genesys.createFake(clock, { seed, count: 20 });
      for (let second = 1; second <= 120; second += 1) fake.advance(NOW + second * 1000);
      return [...fake.records.values()];
    };
    expect(world(1)).toEqual(world(1));
    expect(world(1)).not.toEqual(world(2));
  });

  it("moves: new callbacks every 15 to 30 seconds, and every callback that is due comes to an end", () => {
    const fake = genesys.createFake(clock);
    const before = new Map(fake.records);
    for (let second = 1; second <= 600; second += 1) fake.advance(NOW + second * 1000);
    const added = fake.records.size - before.size;
    expect(added).toBeGreaterThanOrEqual(20);
    expect(added).toBeLessThanOrEqual(40);
    const due = [...before].filter(([, record]) => Date.parse(record["start_time"] as string) <= NOW);
    for (const [id] of due) expect(fake.records.get(id)).toMatchObject({ status: 3, end_date: expect.any(String) });
    expect(
      [...before].some(([id, record]) => fake.records.get(id)?.["callback_status"] !== record["callback_status"]),
    ).toBe(true);
  });

  it("with a count of 0 is empty until a callback is added, and then watches its customer", () => {
    const fake = genesys.createFake(clock, { count: 0 });
    expect(fake.records.size).toBe(0);
    expect(fake.settings("http://fake")).toMatchObject({ watch: { customerIds: [] } });
    const id = fake.add({ phoneNumber: "4155550100", start: NOW, agentId: "204", vendorStatus: "5-SUBMITTED_TO_AGT" });
    expect(fake.records.get(id)).toMatchObject({
      customer_number: "4155550100",
      customer_id: "customer-of-4155550100",
      owner_id: 204,
      callback_status: 5,
    });
    expect(fake.settings("http://fake")).toMatchObject({ watch: { customerIds: ["customer-of-4155550100"] } });
    const ofNames = ["anna", "boris", "anna"].map((agentId) => fake.add({ phoneNumber: "1", start: NOW, agentId }));
    expect(ofNames.map((named) => fake.records.get(named)?.["owner_id"])).toEqual([301, 302, 301]);
    fake.setVendorStatus(id, "15");
    expect(fake.records.get(id)?.["callback_status"]).toBe(15);
    fake.setVendorStatus(id, "PARKED");
    expect(fake.records.get(id)?.["callback_status"]).toBe("PARKED");
    expect(() => fake.setVendorStatus("nothing", "5")).toThrow();
  });
});

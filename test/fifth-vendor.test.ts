import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AdapterDefinition } from "../src/adapters/adapter.js";
import { ADAPTERS } from "../src/adapters/registry.js";
import type { JsonObject } from "../src/lib/json.js";
import { northbell } from "./fixtures/northbell/index.js";
import { ask } from "./support/ask.js";
import { follow } from "./support/follow.js";
import { callbackId, cancel, iso, reschedule } from "./support/commands.js";
import { START, startWorld, type World } from "./support/world.js";
import { countRequests } from "../src/domain/change/request-stamp.js";

/** The registry as somebody has it who adds the line. Nothing else of the house is touched. */
const registry = ADAPTERS as AdapterDefinition[];
const four = [...registry];

// The contract suites loop over the registry: here they are those of the fifth vendor alone.
registry.splice(0, registry.length, northbell);
await import("./contract/adapter.contract.test.js");
await import("./contract/adapter-faults.contract.test.js");
await import("./contract/adapter-write.contract.test.js");
registry.splice(0, registry.length, ...four, northbell);

const LIST = `query ($filter: CallbackFilter) {
  callbacks(first: 100, filter: $filter) {
    totalCount
    nodes { vendor status statusBasis vendorStatus source { name } vendorRecord { ... on NorthbellCallback { state tries } } }
  }
}`;

interface List {
  readonly callbacks: { readonly totalCount: number; readonly nodes: readonly Record<string, unknown>[] };
}

describe("a fifth vendor, which is one folder and one line of the registry,", () => {
  let world: World;
  let id: string;
  beforeAll(async () => {
    world = await startWorld({
      latencyMs: 1,
      settings: { freshness: { waitMs: 30_000, maxStalenessMs: 0 }, responses: { cacheTtlMs: 0 } },
    });
    for (const fake of Object.values(world.fakes)) {
      id = fake.add({ phoneNumber: "+14155550123", start: world.time.now + 3_600_000, name: "Anna Abbott" });
    }
  });
  afterAll(() => world.close());

  it("is in the lists beside the others, under its own name, with its own record", async () => {
    const all = await ask<List>(world.url, LIST, { filter: { phoneNumbers: ["+14155550123"] } });
    const vendors = all.callbacks.nodes.map(({ vendor }) => vendor);
    expect(vendors).toContain("NORTHBELL");
    expect(new Set(vendors).size).toBeGreaterThanOrEqual(4);
    const own = await ask<List>(world.url, LIST, { filter: { vendors: ["NORTHBELL"] } });
    expect(own.callbacks).toEqual({
      totalCount: 1,
      nodes: [
        {
          vendor: "NORTHBELL",
          status: "SCHEDULED",
          statusBasis: "REPORTED",
          vendorStatus: "WAITING",
          source: { name: "northbell" },
          vendorRecord: { state: "WAITING", tries: 0 },
        },
      ],
    });
  });

  it("publishes its changes to subscribers", async () => {
    const query = `subscription { callbackStatusChanged(filter: { vendors: [NORTHBELL] }, snapshot: true) {
      cursor kind status previousStatus changedFields callback { id vendorId } } }`;
    const following = follow(world.url, "ws", query);
    await following.next(1);
    world.time.now += 1000;
    world.fakes["northbell"]?.setVendorStatus(id, "REACHED");
    await ask<List>(world.url, LIST, { filter: { vendors: ["NORTHBELL"] } });
    const [, change] = await following.next(2);
    expect(change).toMatchObject({ kind: "STATUS_CHANGED", previousStatus: "SCHEDULED", status: "COMPLETED" });
    await following.stop();
  });

  it("has its capabilities, and rejects other commands before anything is sent", async () => {
    const query = `{ source(name: "northbell") { capabilities } }`;
    const { source } = await ask<{ source: { capabilities: string[] } }>(world.url, query);
    expect(source.capabilities.toSorted()).toEqual(["CANCEL", "FIND_BY_PHONE_NUMBER", "GET", "LIST"]);
    const { userErrors } = await reschedule(world.url, {
      id: callbackId("northbell", id),
      window: { start: iso(world.time.now + 7_200_000) },
    });
    expect(userErrors).toMatchObject([{ code: "UNSUPPORTED", field: ["id"] }]);
  });

  it("cancels a callback once, also if the response is lost, and reports why it cannot", async () => {
    const fake = world.fakes["northbell"];
    const own = fake?.add({ phoneNumber: "+14155550177", start: world.time.now + 3_600_000 }) ?? "";
    const command = { id: callbackId("northbell", own), idempotencyKey: "withdraw-1" };
    if (fake !== undefined) fake.fault = { kind: "lost", match: ({ method }) => method === "DELETE" };
    world.time.now += 1000;
    const { callback, userErrors } = await cancel(world.url, command);
    expect([callback?.status, userErrors]).toEqual(["CANCELED", []]);
    expect((await cancel(world.url, command)).callback?.status).toBe("CANCELED");
    expect(fake?.log.filter(({ method }) => method === "DELETE")).toHaveLength(1);
    if (fake !== undefined) fake.fault = null;
    expect((await cancel(world.url, { id: command.id })).userErrors).toMatchObject([{ code: "ALREADY_OVER" }]);
    const [ringing, gone] = ["+14155550178", "+14155550179"].map((phoneNumber) =>
      fake?.add({ phoneNumber, start: world.time.now + 3_600_000 }),
    );
    await ask<List>(world.url, LIST, { filter: { vendors: ["NORTHBELL"] } });
    fake?.setVendorStatus(ringing ?? "", "RINGING");
    fake?.records.delete(gone ?? "");
    for (const [vendorId = "", code] of [
      [ringing, "ALREADY_OVER"],
      [gone, "NOT_FOUND"],
    ] as const) {
      const told = await cancel(world.url, { id: callbackId("northbell", vendorId) });
      expect(told.userErrors).toMatchObject([{ code, field: ["id"] }]);
    }
  });

  it("parses its documented records", () => {
    const shown = readFileSync(new URL("fixtures/northbell/fixtures/callbacks.json", import.meta.url), "utf8");
    const { callbacks } = JSON.parse(shown) as { callbacks: [JsonObject] };
    const settings = northbell.settings.parse({ baseUrl: "http://127.0.0.1:1", apiKey: "none" });
    const context = {
      source: "north",
      vendor: northbell.vendor,
      clock: () => START,
      stampRequest: countRequests(() => START),
    };
    const { observations, coerced } = northbell
      .create(settings, context)
      .reread(callbacks[0], { requestNumber: 1, requestedAt: START });
    expect(coerced).toEqual([]);
    expect(observations[0]?.callback).toMatchObject({
      vendorId: "nb-1",
      status: "SCHEDULED",
      customer: { phoneNumber: "+14155550123" },
      window: { start: Date.UTC(2026, 5, 1, 13), timeZone: "America/New_York" },
    });
  });

  it("has the files that every vendor's folder has", () => {
    const own = readdirSync(new URL("fixtures/northbell/", import.meta.url));
    expect(own).toEqual(
      expect.arrayContaining(["README.md", "adapter.ts", "client.ts", "fake.ts", "index.ts", "mapping.ts", "wire.ts"]),
    );
  });
});

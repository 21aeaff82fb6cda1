import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ADAPTERS } from "../../src/adapters/registry.js";
import type { Fault } from "../../src/adapters/fake/fake.js";
import { encodeId } from "../../src/domain/id.js";
import { ask } from "../support/ask.js";
import { folderOf } from "../support/folder-of.js";
import { startWorld, type World } from "../support/world.js";

const LIST = `query ($maxStaleness: Duration) {
  callbacks(first: 100, maxStaleness: $maxStaleness) {
    totalCount nodes { source { name } vendorId status isPresentAtVendor }
    sources { source { name } freshness asOf error { code message } }
  }
}`;

interface Listed {
  readonly callbacks: {
    readonly totalCount: number;
    readonly nodes: readonly {
      source: { name: string };
      vendorId: string;
      status: string;
      isPresentAtVendor: boolean;
    }[];
    readonly sources: readonly {
      source: { name: string };
      freshness: string;
      asOf: string | null;
      error: { code: string; message: string } | null;
    }[];
  };
}

const AGENT = "123e4567-e89b-12d3-a456-426614174001";
const SECRET_NUMBER = "+14155550177";
const faults: readonly [string, Fault, string][] = [
  ["is down", { kind: "status", status: 503 }, "VENDOR_UNAVAILABLE"],
  ["refuses the credentials", { kind: "status", status: 403 }, "VENDOR_UNAUTHORIZED"],
  ["hangs", { kind: "hang" }, "DEADLINE_EXCEEDED"],
  ["breaks off", { kind: "cut" }, "VENDOR_UNAVAILABLE"],
  ["breaks off in the middle", { kind: "half" }, "VENDOR_UNAVAILABLE"],
  ["answers with a web page", { kind: "not-json" }, "VENDOR_MALFORMED"],
  ["answers with nonsense", { kind: "wrong-types" }, "VENDOR_MALFORMED"],
];

const vendors = ADAPTERS.map(({ vendor }) => folderOf(vendor));

describe.each(vendors)("when %s fails", (faulty) => {
  let world: World;
  const ids = new Map<string, string>();

  beforeEach(async () => {
    world = await startWorld({
      settings: { sync: { polling: false }, freshness: { waitMs: 6000, maxStalenessMs: 10_000 } },
      // Longer than a busy machine needs for the response of a fake that is well.
      ofSources: { timeoutMs: 2500, retries: 0, breakAfter: 1000 },
    });
    for (const [name, fake] of Object.entries(world.fakes)) {
      const start = world.time.now + 3_600_000;
      ids.set(name, fake.add({ phoneNumber: SECRET_NUMBER, start, customerId: "customer-1", agentId: AGENT }));
    }
    // Who cannot list is asked by number first: then everybody's callback is known.
    await ask(world.url, `{ callbacks(filter: { phoneNumbers: ["${SECRET_NUMBER}"] }) { totalCount } }`);
    await ask(world.url, LIST);
    world.time.now += 60_000;
  });
  afterEach(() => world.close());

  it.each(faults)("because it %s, the others are fresh and its stored records are served", async (_, fault, code) => {
    const before = await ask<Listed>(world.url, LIST, { maxStaleness: "PT24H" });
    const fake = world.fakes[faulty];
    if (fake === undefined) throw new Error("there is no such fake");
    fake.fault = fault;
    const { callbacks } = await ask<Listed>(world.url, LIST, { maxStaleness: "PT0S" });
    expect(callbacks.totalCount).toBe(before.callbacks.totalCount);
    expect(callbacks.nodes).toEqual(before.callbacks.nodes);
    for (const { source, freshness, error } of callbacks.sources) {
      if (source.name !== faulty) {
        expect([source.name, freshness]).toEqual([source.name, freshness === "UNSUPPORTED" ? "UNSUPPORTED" : "FRESH"]);
        continue;
      }
      expect(["STALE", "UNAVAILABLE", "UNSUPPORTED"]).toContain(freshness);
      if (freshness === "UNSUPPORTED") continue;
      expect(error?.code).toBe(code);
      expect(error?.message).not.toContain("5550177");
    }
    const { callback } = await ask<{ callback: { id: string } | null }>(
      world.url,
      "query ($id: ID!) { callback(id: $id) { id isPresentAtVendor } }",
      { id: encodeId("Callback", faulty, ids.get(faulty) ?? "") },
    );
    const isKnown = before.callbacks.nodes.some(({ source }) => source.name === faulty);
    expect(callback === null).toBe(!isKnown);
    fake.fault = null;
  });

  it("and well again, is fresh again", async () => {
    const fake = world.fakes[faulty];
    if (fake === undefined) throw new Error("there is no such fake");
    fake.fault = { kind: "status", status: 500 };
    await ask<Listed>(world.url, LIST);
    fake.fault = null;
    world.time.now += 5000;
    const { callbacks } = await ask<Listed>(world.url, LIST);
    const report = callbacks.sources.find(({ source }) => source.name === faulty);
    expect(["FRESH", "UNSUPPORTED"]).toContain(report?.freshness);
    expect(report?.error).toBeNull();
  });
});

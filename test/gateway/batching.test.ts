import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { encodeId } from "../../src/domain/id.js";
import type { FakeVendor } from "../../src/adapters/fake/fake.js";
import { ask } from "../support/ask.js";
import { isFirstRead, startWorld, type World } from "../support/world.js";

const AGENT = "123e4567-e89b-12d3-a456-426614174001";
const NUMBERS = Array.from({ length: 10 }, (_, index) => `+1415555010${index}`);

let world: World;
beforeEach(async () => {
  world = await startWorld({
    settings: { sync: { polling: false }, freshness: { waitMs: 30_000, maxStalenessMs: 10_000 } },
  });
});
afterEach(() => world.close());

const fakes = (): [string, FakeVendor][] => Object.entries(world.fakes);

/** One callback a vendor and number, an hour from now. */
function addEverywhere(count = NUMBERS.length): Map<string, string[]> {
  const start = world.time.now + 3_600_000;
  return new Map(
    fakes().map(([name, fake]) => [
      name,
      NUMBERS.slice(0, count).map((phoneNumber, index) =>
        fake.add({ phoneNumber, start, customerId: `customer-${index}`, agentId: AGENT }),
      ),
    ]),
  );
}

describe("the vendor calls of a request", () => {
  it("are at most one per source and number for 50 callbacks with their customers' callbacks", async () => {
    const start = world.time.now + 3_600_000;
    for (const [, fake] of fakes()) {
      for (let index = 0; index < 50; index += 1) {
        const customer = index % NUMBERS.length;
        fake.add({
          phoneNumber: NUMBERS[customer] ?? "",
          start: start + index,
          customerId: `customer-${customer}`,
          agentId: AGENT,
        });
      }
    }
    const first = "{ callbacks(first: 50) { nodes { id } } }";
    const nested = `{ callbacks(first: 50) { nodes { id customer { callbacks(first: 5) { totalCount nodes { id } } } } } }`;
    await ask(world.url, nested);
    world.time.now += 11_000;
    // The list itself is fresh again: what follows is asked for the customers alone.
    await ask(world.url, first);
    world.forgetCalls();
    await ask(world.url, nested);
    for (const [name, fake] of fakes()) {
      const bodies = fake.log.map(({ method, path, body }) => `${method} ${path} ${body}`);
      expect(new Set(bodies).size, `${name} was asked the same thing twice`).toBe(bodies.length);
      // Twice a number where the vendor holds it in two spellings.
      expect(bodies.length, name).toBeLessThanOrEqual(2 * NUMBERS.length);
    }
  });

  it("are none for duplicates and counts, which are one query each to the store", async () => {
    addEverywhere();
    await ask(world.url, "{ callbacks(first: 100) { totalCount } }");
    world.forgetCalls();
    const { callbacks } = await ask<{ callbacks: { nodes: { duplicates: unknown[] }[] } }>(
      world.url,
      "{ callbacks(first: 50) { nodes { duplicates { id } customer { openCallbackCount } } } }",
    );
    expect(callbacks.nodes.some(({ duplicates }) => duplicates.length > 0)).toBe(true);
    expect(world.callCount()).toBe(0);
    const metrics = await (await fetch(`${world.url}/metrics`)).text();
    for (const operation of ["listOfCustomers", "countOpenOfCustomers"]) {
      expect(metrics).toMatch(
        new RegExp(`ringback_store_operation_duration_seconds_count\\{operation="${operation}"\\} 1$`, "mu"),
      );
    }
  });

  it("reads nodes of all vendors in one operation with one call an id or fewer", async () => {
    const added = addEverywhere(5);
    await ask(world.url, "{ callbacks(first: 100) { totalCount } }");
    world.time.now += 11_000;
    world.forgetCalls();
    const ids = [...added].flatMap(([name, vendorIds]) =>
      vendorIds.map((vendorId) => encodeId("Callback", name, vendorId)),
    );
    const { nodes } = await ask<{ nodes: { id: string }[] }>(
      world.url,
      "query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Callback { id } } }",
      { ids },
    );
    expect(nodes.map((node) => node?.id)).toEqual(
      ids.map((id) => (nodes.some((node) => node?.id === id) ? id : undefined)),
    );
    for (const [name, fake] of fakes()) expect(fake.log.filter(isFirstRead).length, name).toBeLessThanOrEqual(5);
  });

  it("are one for an id that is requested five times in one operation", async () => {
    const added = addEverywhere(1);
    // Who cannot list is asked by number and by customer first: then everybody's callback is known.
    await ask(world.url, `{ callbacks(filter: { phoneNumbers: ["${NUMBERS[0]}"] }) { totalCount } }`);
    await ask(world.url, `{ callbacks(filter: { contactId: "customer-0" }) { totalCount } }`);
    for (const [name, fake] of fakes()) {
      const id = encodeId("Callback", name, added.get(name)?.[0] ?? "");
      world.time.now += 11_000;
      world.forgetCalls();
      const five = [1, 2, 3, 4, 5].map((alias) => `c${alias}: callback(id: $id) { id status }`).join(" ");
      await ask(world.url, `query ($id: ID!) { ${five} }`, { id });
      expect(fake.log.filter(isFirstRead).length, name).toBe(1);
    }
  });

  it("go only to sources of the filter", async () => {
    addEverywhere(2);
    const [first] = Object.keys(world.fakes);
    await ask(world.url, `{ callbacks(filter: { sources: ["${first}"] }) { totalCount } }`);
    for (const [name, fake] of fakes()) {
      if (name !== first) expect(fake.log, name).toEqual([]);
    }
  });

  it("are one for 100 concurrent clients with the same query", async () => {
    addEverywhere(1);
    await Promise.all(Array.from({ length: 100 }, () => ask(world.url, "{ callbacks(first: 10) { totalCount } }")));
    for (const [name, fake] of fakes()) {
      const calls = fake.log.map(({ path, body }) => path + body);
      expect(new Set(calls).size, name).toBe(calls.length);
    }
  });
});

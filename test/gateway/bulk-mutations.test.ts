import { afterEach, describe, expect, it } from "vitest";
import type { FakeVendor } from "../../src/adapters/fake/fake.js";
import { authOf } from "../support/access.js";
import { askAll } from "../support/ask.js";
import { addCallbacks, codesOf, fakeOf, NEW_AGENT, slowDown, SOURCES } from "../support/bulk.js";
import { agentId, callbackId, cancelAll, isWrite, reassignAll, writesAt } from "../support/commands.js";
import { START, startWorld, type World, type WorldOptions } from "../support/world.js";

const [SLOW, DOWN, REFUSING] = SOURCES;
const idempotencyKey = "bulk-1";

let world: World;
afterEach(() => world.close());

const open = async (options: WorldOptions = {}): Promise<void> => {
  world = await startWorld({ lagMs: 0, ...options });
};
const fake = (source: string): FakeVendor => fakeOf(world, source);
const add = (count: number, sources?: readonly string[]): Promise<string[]> => addCallbacks(world, count, sources);
const slow = (source: string, ms: number): ReturnType<typeof slowDown> => slowDown(world, source, ms);

const cancelThem = (ids: readonly string[]): ReturnType<typeof cancelAll> =>
  cancelAll(world.url, { ids: [...ids], idempotencyKey });

describe("a hundred callbacks at three vendors, of which one is slow, one is down and one refuses", () => {
  it("are canceled where that is possible, each with its own outcome, and nothing twice", async () => {
    await open();
    const ids = await add(100);
    const requests = slow(SLOW, 10);
    fake(DOWN).fault = { kind: "status", status: 503 };
    fake(REFUSING).fault = { kind: "status", status: 400, match: isWrite };

    const { results, userErrors } = await cancelThem(ids);
    expect(userErrors).toEqual([]);
    expect(results.map(({ id }) => id)).toEqual(ids);
    results.forEach((result, index) => {
      const source = SOURCES[index % 3];
      if (source === SLOW) {
        expect({ codes: codesOf(result), status: result.callback?.status }).toEqual({ codes: [], status: "CANCELED" });
        expect(result.receipt).not.toBeNull();
      } else if (source === DOWN) {
        expect(["AMBIGUOUS", "VENDOR_UNAVAILABLE"]).toContain(codesOf(result)[0]);
      } else {
        expect(codesOf(result)).toEqual(["VENDOR_REJECTED"]);
        expect(result.callback?.status).toBe("SCHEDULED");
      }
    });
    expect(writesAt(world, SLOW)).toHaveLength(34);
    expect(requests.most).toBeLessThanOrEqual(5);
    expect([...fake(DOWN).records]).toHaveLength(33);

    // The vendors recover, and the mutation is repeated with its key.
    fake(DOWN).fault = null;
    fake(REFUSING).fault = null;
    world.time.now += 10 * 60_000;
    world.forgetCalls();
    const again = await cancelThem(ids);
    again.results.forEach((result, index) => {
      const isRefused = SOURCES[index % 3] === REFUSING;
      // A refusal is an outcome: the key returns it again.
      expect(codesOf(result)).toEqual(isRefused ? ["VENDOR_REJECTED"] : []);
      expect(result.callback?.status).toBe(isRefused ? "SCHEDULED" : "CANCELED");
    });
    expect(writesAt(world, SLOW)).toEqual([]);
    expect(writesAt(world, REFUSING)).toEqual([]);
    expect(writesAt(world, DOWN)).toHaveLength(33);
    expect([...fake(DOWN).records]).toEqual([]);
  });

  it("are reassigned where that is possible, each with its own outcome, and nothing twice", async () => {
    await open();
    const ids = await add(100);
    slow(DOWN, 10);
    fake(SLOW).fault = { kind: "status", status: 503 };
    fake(REFUSING).fault = { kind: "status", status: 400, match: isWrite };
    // An agent belongs to one source.
    const input = { ids, agentId: agentId(DOWN, NEW_AGENT), idempotencyKey };
    const { results } = await reassignAll(world.url, input);
    results.forEach((result, index) => {
      const isOfSource = SOURCES[index % 3] === DOWN;
      expect(codesOf(result)).toEqual(isOfSource ? [] : ["INVALID_INPUT"]);
      if (!isOfSource) expect(result.userErrors[0]?.field).toEqual(["agentId"]);
    });
    const agents = [...fake(DOWN).records.values()].map(({ assigneeAgent }) => assigneeAgent);
    expect(agents).toEqual(Array.from({ length: 33 }, () => NEW_AGENT));
    expect(writesAt(world, DOWN)).toHaveLength(33);
    expect([...writesAt(world, SLOW), ...writesAt(world, REFUSING)]).toEqual([]);
    world.forgetCalls();
    expect((await reassignAll(world.url, input)).results).toEqual(results);
    expect(writesAt(world, DOWN)).toEqual([]);
  });

  it("do not hold up each other: the outcomes of the others are returned when one never responds", async () => {
    await open({ settings: { server: { operations: { timeoutMs: 1500 } } } });
    const ids = await add(20);
    fake(DOWN).fault = { kind: "hang" };
    const { results } = await cancelThem(ids);
    results.forEach((result, index) => {
      expect(codesOf(result)).toEqual(SOURCES[index % 3] === DOWN ? ["AMBIGUOUS"] : []);
    });
    expect(writesAt(world, SLOW)).toHaveLength(7);
    fake(DOWN).fault = null;
  });
});

describe("a mutation on several callbacks", () => {
  it("goes on when its client disconnects, and its key returns the outcomes", async () => {
    await open();
    const ids = await add(12, [SLOW]);
    slow(SLOW, 20);
    const client = new AbortController();
    const sent = fetch(`${world.url}/graphql`, {
      method: "POST",
      signal: client.signal,
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        query: "mutation ($input: CancelCallbacksInput!) { cancelCallbacks(input: $input) { results { id } } }",
        variables: { input: { ids, idempotencyKey } },
      }),
    });
    await expect.poll(() => writesAt(world, SLOW).length).toBeGreaterThan(0);
    client.abort();
    await expect(sent).rejects.toThrow();
    await expect.poll(() => writesAt(world, SLOW).length, { timeout: 90_000 }).toBe(12);
    const { results } = await cancelThem(ids);
    expect(results.map(codesOf)).toEqual(ids.map(() => []));
    expect(writesAt(world, SLOW)).toHaveLength(12);
  });

  it("reports an id that is none, of another type, named twice or unknown at its place, and executes the others", async () => {
    await open();
    const [first = "", second = ""] = await add(2, [SLOW]);
    const unknown = callbackId("nowhere", "1");
    const ids = [first, "x", agentId(SLOW), first, unknown, second];
    const { results, userErrors } = await cancelAll(world.url, { ids, idempotencyKey });
    expect(userErrors).toEqual([]);
    expect(results.map(({ id }) => id)).toEqual(ids);
    expect(results.map(codesOf)).toEqual([
      [],
      ["INVALID_INPUT"],
      ["INVALID_INPUT"],
      ["INVALID_INPUT"],
      ["NOT_FOUND"],
      [],
    ]);
    const fields = results.map((result) => result.userErrors.map(({ field }) => field?.join(".")));
    expect(fields).toEqual([[], ["ids.1"], ["ids.2"], ["ids.3"], ["ids.4"], []]);
    expect(results[3]?.userErrors[0]?.message).toContain("ids[0]");
    expect(writesAt(world, SLOW)).toHaveLength(2);
  });

  it.each([
    ["no ids", [], idempotencyKey, ["ids"]],
    ["101 ids", Array.from({ length: 101 }, (_, index) => callbackId(SLOW, `v${index}`)), idempotencyKey, ["ids"]],
    ["an empty key", [callbackId(SLOW, "v")], "", ["idempotencyKey"]],
    ["a key of 256 characters", [callbackId(SLOW, "v")], "k".repeat(256), ["idempotencyKey"]],
  ])("with %s is rejected as a whole, and calls no vendor", async (_, ids, key, field) => {
    await open();
    const { results, userErrors } = await cancelAll(world.url, { ids: [...ids], idempotencyKey: key });
    expect(results).toEqual([]);
    expect(userErrors).toMatchObject([{ code: "INVALID_INPUT", field }]);
    expect(world.callCount()).toBe(0);
  });

  it("has a key for each callback: repeated with other ids it executes the new ones only", async () => {
    await open();
    const ids = await add(3, [SLOW]);
    await cancelAll(world.url, { ids: ids.slice(0, 2), idempotencyKey });
    expect(writesAt(world, SLOW)).toHaveLength(2);
    const { results } = await cancelAll(world.url, { ids: ids.toReversed(), idempotencyKey });
    expect(results.map(codesOf)).toEqual([[], [], []]);
    expect(writesAt(world, SLOW)).toHaveLength(3);
  });

  it("rejects the key of another mutation at each callback that it was used for", async () => {
    await open();
    const ids = await add(2, [SLOW]);
    await reassignAll(world.url, { ids: ids.slice(0, 1), agentId: agentId(SLOW, NEW_AGENT), idempotencyKey });
    const { results } = await cancelAll(world.url, { ids, idempotencyKey });
    expect(results.map(codesOf)).toEqual([["IDEMPOTENCY_CONFLICT"], []]);
  });

  it("has NOT_FOUND for the callbacks of a source outside the grant, also while that source is slow", async () => {
    const auth = authOf(
      { id: "owner", key: "key of the owner", scopes: ["callbacks:read", "callbacks:write"], sources: [SLOW] },
      { id: "stranger", key: "key of another", scopes: ["callbacks:read", "callbacks:write"], sources: [DOWN] },
    );
    await open({ settings: { auth, server: { operations: { timeoutMs: 1500 } } } });
    const ids = Array.from({ length: 6 }, (_, index) => {
      const phoneNumber = `+1415555${1000 + index}`;
      return callbackId(SLOW, fake(SLOW).add({ phoneNumber, start: START + 7_200_000 }));
    });
    const as = async (key: string, query: string, variables = {}): Promise<string> => {
      const headers = { "content-type": "application/json", "x-api-key": key };
      const body = JSON.stringify({ query, variables });
      return (await fetch(`${world.url}/graphql`, { method: "POST", headers, body })).text();
    };
    const mutation =
      "mutation ($input: CancelCallbacksInput!) { cancelCallbacks(input: $input) { results { userErrors { code } } } }";
    const input = { ids, idempotencyKey };
    await as("key of the owner", "{ callbacks { totalCount } }");
    fake(SLOW).fault = { kind: "hang" };
    const [owned, strange] = await Promise.all([
      as("key of the owner", mutation, { input }),
      as("key of another", mutation, { input }),
    ]);
    fake(SLOW).fault = null;
    expect(owned.match(/[A-Z_]{4,}/gu)).toEqual(ids.map(() => "AMBIGUOUS"));
    expect(strange.match(/[A-Z_]{4,}/gu)).toEqual(ids.map(() => "NOT_FOUND"));
  });

  it("costs as much as its ids", async () => {
    await open();
    const query = "mutation ($input: CancelCallbacksInput!) { cancelCallbacks(input: $input) { results { id } } }";
    const costOf = async (count: number): Promise<number> => {
      const ids = Array.from({ length: count }, (_, index) => callbackId("nowhere", `v${index}`));
      const answer = (await askAll(world.url, query, { input: { ids, idempotencyKey } })) as {
        readonly extensions?: { readonly cost?: { readonly requested: number } };
      };
      return answer.extensions?.cost?.requested ?? 0;
    };
    expect(await costOf(1)).toBeGreaterThan(100);
    expect(await costOf(50)).toBe(50 * (await costOf(1)));
  });
});

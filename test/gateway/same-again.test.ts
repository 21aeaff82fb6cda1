import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { JsonObject } from "../../src/lib/json.js";
import { authOf, type TestKey } from "../support/access.js";
import { startWorld, type World } from "../support/world.js";

const ALL: TestKey = { id: "all", key: "key-of-all", scopes: ["callbacks:read"], sources: "*" };
const ONE: TestKey = { id: "one", key: "key-of-one", scopes: ["callbacks:read"], sources: ["webex"] };
const NOTHING: TestKey = { id: "nothing", key: "key-of-nothing", scopes: ["pii:read"], sources: "*" };
const LIST = JSON.stringify({ query: "{ x: callbacks { totalCount } sources { name } }" });
const TIMES = [1, 2, 3, 4];

let world: World;
beforeEach(async () => {
  world = await startWorld({ settings: { auth: authOf(ALL, ONE, NOTHING) }, count: 2 });
});
afterEach(() => world.close());

interface VendorPage {
  readonly status: number;
  readonly body: {
    readonly data?: { readonly x: unknown; readonly sources: readonly unknown[] };
    readonly errors?: unknown;
  };
}

async function post(body: string, key = ALL.key): Promise<VendorPage> {
  const headers = { "content-type": "application/json", "x-api-key": key };
  const answer = await fetch(`${world.url}/graphql`, { method: "POST", headers, body });
  return { status: answer.status, body: (await answer.json()) as VendorPage["body"] };
}

describe("a byte-identical request", () => {
  it("gets a response by the rights of its caller", async () => {
    for (const _ of TIMES) {
      const [all, one, nothing] = [await post(LIST), await post(LIST, ONE.key), await post(LIST, NOTHING.key)];
      expect([all.status, one.status, nothing.status]).toEqual([200, 200, 403]);
      expect(all.body.data?.sources.length).toBeGreaterThan(1);
      expect(one.body.data?.sources).toEqual([{ name: "webex" }]);
      expect((await post(LIST, "an unknown key")).status).toBe(401);
    }
  });

  it("is under the limits of now", async () => {
    for (const _ of TIMES) expect((await post(LIST)).status).toBe(200);
    const limited = (operations: JsonObject): JsonObject => ({ auth: authOf(ALL), server: { port: 0, operations } });
    await world.reload(limited({ maxAliases: 0 }));
    for (const _ of TIMES) expect((await post(LIST)).status).toBe(400);
    await world.reload(limited({}));
    for (const _ of TIMES) expect((await post(LIST)).status).toBe(200);
    await world.reload(limited({ rate: { requests: 2, perMs: 3_600_000 } }));
    const statuses = await Promise.all(TIMES.map(async () => (await post(LIST)).status));
    expect(statuses.filter((status) => status === 429)).toHaveLength(2);
  });

  it.each([
    ["no JSON", "{"],
    ["a prototype", '{"query":"{ __typename }","__proto__":{"a":1}}'],
    ["no query", '{"query":" "}'],
    ["an unknown field", '{"query":"{ nothing }"}'],
    ["variables that are none", '{"query":"{ __typename }","variables":[]}'],
    ["a number", "7"],
    ["a batch", '[{"query":"{ __typename }"}]'],
    ["a hash that nobody knows", `{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"${"0".repeat(64)}"}}}`],
  ])("is refused in the same words where it is %s", async (_, body) => {
    const first = await post(body);
    expect(first.body.errors).toBeDefined();
    for (const __ of TIMES) expect(await post(body)).toEqual(first);
  });

  it("is distinguished from one with equal JSON output: an infinite number is not null", async () => {
    const query = "query ($n: Int) { callbacks(first: $n) { totalCount } }";
    const bodyOf = (n: string): string => `{"query":${JSON.stringify(query)},"variables":{"n":${n}}}`;
    for (const _ of TIMES) {
      expect((await post(bodyOf("null"))).status).toBe(200);
      expect(await post(bodyOf("1e400"))).toMatchObject({
        status: 400,
        body: { errors: [{ extensions: { code: "BAD_USER_INPUT" } }] },
      });
    }
  });

  it("is a command each time", async () => {
    const query = 'mutation { cancelCallback(input: { id: "nothing" }) { __typename } }';
    for (const _ of TIMES) expect((await post(JSON.stringify({ query }))).status).toBe(403);
  });

  it("is known by its hash once it was sent with its text", async () => {
    const hash = "ecf4edb46db40b5132295c0291d62fb65d6759a9eedfa4d5d612dd5ec54a6b38";
    const extensions = { persistedQuery: { version: 1, sha256Hash: hash } };
    const [short, long] = [JSON.stringify({ extensions }), JSON.stringify({ query: "{__typename}", extensions })];
    for (const _ of TIMES)
      expect((await post(short)).body.errors).toMatchObject([{ message: "PersistedQueryNotFound" }]);
    for (const _ of TIMES) expect((await post(long)).body.data).toEqual({ __typename: "Query" });
    for (const _ of TIMES) expect((await post(short)).body.data).toEqual({ __typename: "Query" });
  });
});

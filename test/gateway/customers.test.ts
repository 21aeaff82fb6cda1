import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createClient } from "graphql-ws";
import { WebSocket } from "ws";
import { decodeId, encodeId } from "../../src/domain/id.js";
import { codesOf, KEYS, NUMBER, OTHER, OWN, startTenantWorld, type TenantWorld } from "../support/tenants.js";

const HOUR = 3_600_000;
const SECOND = "+14155550155";

let world: TenantWorld;
beforeAll(async () => {
  world = await startTenantWorld();
  const start = world.time.now + HOUR;
  world.fakes[OWN]?.add({ phoneNumber: NUMBER, start: start + HOUR, name: "Zoë Müller" });
  world.fakes[OTHER]?.add({ phoneNumber: NUMBER, start: start + 2 * HOUR });
  world.fakes[OWN]?.add({ phoneNumber: SECOND, start });
  world.time.now += 60_000;
  // Sources that cannot list are queried by number.
  const numbers = `filter: { phoneNumbers: ["${NUMBER}", "${SECOND}"] }`;
  await world.as("everywhere", `{ callbacks(${numbers}, maxStaleness: "PT0S") { totalCount } }`);
});
afterAll(() => world.close());

interface CustomerNode {
  readonly id: string;
  readonly name: string | null;
  readonly phoneNumber: string | null;
  readonly openCallbackCount: number;
}
const CUSTOMERS = `query ($filter: CustomerFilter, $after: String, $first: Int) {
  customers(filter: $filter, after: $after, first: $first) {
    totalCount nodes { id name phoneNumber openCallbackCount }
    edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage endCursor }
  }
}`;
interface CustomerList {
  readonly totalCount: number;
  readonly nodes: readonly CustomerNode[];
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean; readonly endCursor: string };
}

async function customers(who: keyof typeof KEYS, variables: object = {}): Promise<CustomerList> {
  const { data, errors } = await world.as(who, CUSTOMERS, variables);
  expect(errors).toBeUndefined();
  return data["customers"] as CustomerList;
}

const twice = { minOpenCallbacks: 2 };

describe("customers", () => {
  it("are counted over the sources that the caller sees", async () => {
    const all = await customers("everywhere");
    expect(all.nodes.map(({ openCallbackCount }) => openCallbackCount)).toEqual([3, 1]);
    expect([all.totalCount, all.pageInfo.hasNextPage, all.pageInfo.hasPreviousPage]).toEqual([2, false, false]);
    expect((await customers("owner", { filter: twice })).nodes).toMatchObject([{ openCallbackCount: 2 }]);
    expect((await customers("stranger")).nodes).toMatchObject([{ openCallbackCount: 1 }]);
    expect((await customers("nobody")).totalCount).toBe(0);
  });

  it("wait at several sources, as far as the caller sees them", async () => {
    const filter = { acrossSources: true };
    expect((await customers("everywhere", { filter })).nodes).toMatchObject([{ phoneNumber: NUMBER }]);
    expect((await customers("owner", { filter })).totalCount).toBe(0);
    expect((await customers("everywhere", { filter: { sources: [OTHER] } })).nodes).toMatchObject([
      { openCallbackCount: 1 },
    ]);
  });

  it("are paged by cursors", async () => {
    const first = await customers("everywhere", { first: 1 });
    expect(first.pageInfo.hasNextPage).toBe(true);
    const rest = await customers("everywhere", { first: 1, after: first.pageInfo.endCursor });
    expect([rest.pageInfo.hasNextPage, rest.pageInfo.hasPreviousPage, rest.totalCount]).toEqual([false, true, 2]);
    expect(rest.nodes.map(({ id }) => id)).not.toContain(first.nodes[0]?.id);
  });

  it("are masked without pii:read, but not hidden", async () => {
    const { nodes } = await customers("masked", { filter: twice });
    expect(nodes).toMatchObject([{ openCallbackCount: 3, phoneNumber: null }]);
    expect(nodes[0]?.id).toBe((await customers("everywhere", { filter: twice })).nodes[0]?.id);
  });

  it.each([
    ["filter: { minOpenCallbacks: 0 }", "filter.minOpenCallbacks must be 1 or more"],
    ['filter: { sources: ["nowhere"] }', 'unknown source "nowhere"'],
    ["first: 0", "first must be from 1 to 100"],
    ['after: "bm9uZQ"', "after is not a cursor of a list of customers"],
  ])("reject %s", async (argument, message) => {
    const answer = await world.as("everywhere", `{ customers(${argument}) { totalCount } }`);
    expect(codesOf(answer)).toEqual(["BAD_USER_INPUT"]);
    expect(answer.errors?.[0]?.message).toContain(message);
  });
});

const NODE = `query ($id: ID!) { node(id: $id) { __typename id ... on Customer {
  name phoneNumber openCallbackCount callbacks { totalCount nodes { source { name } customer { id } } } } } }`;

describe("a customer as a node", () => {
  it("has all callbacks that the caller sees", async () => {
    const [id] = (await customers("everywhere", { filter: twice })).nodes.map((node) => node.id);
    const { data } = await world.as("everywhere", NODE, { id });
    expect(data["node"]).toMatchObject({
      __typename: "Customer",
      id,
      openCallbackCount: 3,
      callbacks: { totalCount: 3, nodes: Array.from({ length: 3 }, () => ({ customer: { id } })) },
    });
    expect((await world.as("owner", NODE, { id })).data["node"]).toMatchObject({
      openCallbackCount: 2,
      callbacks: { totalCount: 2, nodes: [{ source: { name: OWN } }, { source: { name: OWN } }] },
    });
    expect((await world.as("nobody", NODE, { id })).data["node"]).toBeNull();
    const { data: masked } = await world.as("masked", NODE, { id });
    expect(masked["node"]).toMatchObject({ phoneNumber: null, openCallbackCount: 3, callbacks: { totalCount: 3 } });
  });

  it("is null where no callback of a visible source is of the customer", async () => {
    const [mine] = (await customers("owner", { filter: { sources: [OWN] } })).nodes.filter(
      ({ phoneNumber }) => phoneNumber === SECOND,
    );
    expect((await world.as("stranger", NODE, { id: mine?.id })).data["node"]).toBeNull();
    const unknown = Buffer.from(`Customer:${"0".repeat(32)}`).toString("base64url");
    expect((await world.as("everywhere", NODE, { id: unknown })).data["node"]).toBeNull();
  });

  it("is no callback and no agent", async () => {
    const [id] = (await customers("everywhere")).nodes.map((node) => node.id);
    for (const field of ["callback", "agent"]) {
      const answer = await world.as("everywhere", `query ($id: ID!) { ${field}(id: $id) { id } }`, { id });
      expect(answer.errors?.[0]?.message).toContain("id is an id of the type Customer");
    }
  });
});

describe("duplicates", () => {
  const DUPLICATES = `query ($id: ID!) { callback(id: $id) { id duplicates { id source { name } customer { phoneNumber } } } }`;

  it("are the customer's other open callbacks, soonest first, of the sources that the caller sees", async () => {
    const sourcesOf = async (who: keyof typeof KEYS) => {
      const { data } = await world.as(who, DUPLICATES, { id: world.id });
      const { id, duplicates } = data["callback"] as {
        id: string;
        duplicates: { id: string; source: { name: string } }[];
      };
      expect(duplicates.map((one) => one.id)).not.toContain(id);
      return duplicates.map(({ source }) => source.name);
    };
    expect(await sourcesOf("everywhere")).toEqual([OWN, OTHER]);
    expect(await sourcesOf("owner")).toEqual([OWN]);
    expect(await sourcesOf("masked")).toEqual([OWN, OTHER]);
  });

  it("are those of each callback of a page", async () => {
    const { data } = await world.as(
      "everywhere",
      "{ callbacks(first: 50) { nodes { duplicates { id } customer { openCallbackCount } } } }",
    );
    const { nodes } = data["callbacks"] as { nodes: { duplicates: unknown[]; customer: object }[] };
    expect(nodes.map(({ duplicates }) => duplicates.length).toSorted((left, right) => left - right)).toEqual([
      0, 2, 2, 2,
    ]);
  });
});

describe("a search", () => {
  const find = (who: keyof typeof KEYS, search: string) =>
    world.as(who, "query ($search: String) { callbacks(filter: { search: $search }) { totalCount } }", { search });

  it.each([
    ["zoe mull", 1],
    ["415 555-0123", 3],
    ["nobody", 0],
  ])("for %j finds callbacks of what is stored", async (text, totalCount) => {
    expect(await find("everywhere", text)).toMatchObject({ data: { callbacks: { totalCount } } });
    expect(await find("nobody", text)).toMatchObject({ data: { callbacks: { totalCount: 0 } } });
  });

  it("never queries a vendor by what is searched for", async () => {
    world.forgetCalls();
    await find("everywhere", "4155550123");
    expect(world.callCount()).toBe(0);
  });

  it("needs pii:read, also for statistics and subscriptions", async () => {
    expect(codesOf(await find("masked", "zoe"))).toEqual(["FORBIDDEN"]);
    const statistics = '{ callbackStatistics(groupBy: [STATUS], filter: { search: "zoe" }) { totalCount } }';
    expect(codesOf(await world.as("masked", statistics))).toEqual(["FORBIDDEN"]);
  });

  it.each(["", "zo", "+1", "(-)", "a b c d e f g h i j klm"])("for %j is BAD_USER_INPUT", async (text) => {
    const answer = await find("everywhere", text);
    expect(codesOf(answer)).toEqual(["BAD_USER_INPUT"]);
    expect(answer.errors?.[0]?.message).toMatch(/^filter\.search/u);
  });

  it("filters a subscription and its snapshot in the same way", async () => {
    const client = createClient({
      url: `${world.url.replace("http", "ws")}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { "x-api-key": KEYS.everywhere.key },
      retryAttempts: 0,
    });
    const query = `subscription { callbackChanged(snapshot: true, filter: { search: "ZOE" }) {
      kind callback { customer { name } } } }`;
    const events = client.iterate<{ callbackChanged: unknown }>({ query });
    const next = async () => ((await events.next()) as { value: { data: object } }).value.data;
    expect(await next()).toMatchObject({ callbackChanged: { kind: "SNAPSHOT" } });
    world.fakes[OWN]?.add({ phoneNumber: "+14155550166", start: world.time.now + HOUR, name: "Adam" });
    world.fakes[OWN]?.add({ phoneNumber: "+14155550167", start: world.time.now + HOUR, name: "Zoé" });
    world.time.now += 60_000;
    await world.as("everywhere", `{ callbacks(maxStaleness: "PT0S") { totalCount } }`);
    expect(await next()).toMatchObject({
      callbackChanged: { kind: "CREATED", callback: { customer: { name: "Zoé" } } },
    });
    await events.return?.();
    await client.dispose();
  });
});

describe("a list by numbers", () => {
  it("has the callbacks of each of them", async () => {
    const query = `{ callbacks(filter: { phoneNumbers: ["${NUMBER}", "${SECOND}", "tel:+1 415-555-0155"] }) { totalCount } }`;
    expect(await world.as("everywhere", query)).toMatchObject({ data: { callbacks: { totalCount: 4 } } });
  });

  it("names the number that is none by its place", async () => {
    const query = `query ($numbers: [PhoneNumber!]) { callbacks(filter: { phoneNumbers: $numbers }) { totalCount } }`;
    const messageOf = async (numbers: readonly string[]) => {
      const answer = await world.as("everywhere", query, { numbers });
      expect(codesOf(answer)).toEqual(["BAD_USER_INPUT"]);
      return answer.errors?.[0]?.message;
    };
    expect(await messageOf([NUMBER, "+1 415 555 0100 ext. 22"])).toMatch(/^filter\.phoneNumbers\[1\]: /u);
    expect(await messageOf([NUMBER, "12"])).toContain("filter.phoneNumbers[1]: expected a phone number");
    expect(await messageOf([])).toContain("must contain 1 to 100 numbers");
    expect(await messageOf(Array.from({ length: 101 }, () => NUMBER))).toContain("but contains 101");
  });
});

describe("ids and cursors of customers", () => {
  it("contain no number, in any form", async () => {
    const { nodes, edges } = await customers("everywhere");
    const texts = [...nodes.map(({ id }) => id), ...edges.map(({ cursor }) => cursor)];
    expect(texts.length).toBeGreaterThanOrEqual(4);
    for (const text of texts) {
      const decoded = Buffer.from(text, "base64url").toString("utf8");
      expect(decoded).toMatch(/^(?:Customer|customer:1:\d+):[\da-f]{32}$/u);
      for (const number of [NUMBER, SECOND]) {
        expect(decoded).not.toContain(number.slice(2));
      }
    }
    expect(new Set(nodes.map(({ id }) => JSON.stringify(decodeId(id)))).size).toBe(nodes.length);
    expect(decodeId(encodeId("Callback", OWN, "1"))?.kind).toBe("Callback");
  });
});

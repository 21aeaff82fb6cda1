import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { encodeId } from "../../src/domain/id.js";
import type { Answered } from "../support/ask.js";
import { codesOf, KEYS, NUMBER, OWN, startTenantWorld, type TenantWorld, type Who } from "../support/tenants.js";

let world: TenantWorld;
let id: string;
let vendorId: string;
beforeAll(async () => {
  world = await startTenantWorld();
  ({ id, vendorId } = world);
});
afterAll(() => world.close());

const post: TenantWorld["post"] = (...asked) => world.post(...asked);
const as: TenantWorld["as"] = (...asked) => world.as(...asked);

describe("an unauthenticated client", () => {
  it.each([
    ["nothing", {}],
    ["an unknown key", { "x-api-key": "no such key" }],
    ["no token", { authorization: "Bearer abc" }],
  ])("gets 401 from %s, also for the schema and from an event stream", async (_, headers) => {
    for (const query of ["{ __typename }", "{ __schema { queryType { name } } }", "subscription { nothing }"]) {
      for (const accept of ["application/json", "text/event-stream"]) {
        const answer = await post({ ...headers, accept }, query);
        expect([answer.status, answer.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
        expect(codesOf((await answer.json()) as Answered<unknown>)).toEqual(["UNAUTHENTICATED"]);
      }
    }
  });

  it("is closed with 4403 over a WebSocket", async () => {
    const socket = new WebSocket(`${world.url.replace("http", "ws")}/graphql`, "graphql-transport-ws");
    const closed = new Promise<number>((resolve) => socket.once("close", resolve));
    socket.once("open", () => socket.send(JSON.stringify({ type: "connection_init", payload: {} })));
    expect(await closed).toBe(4403);
  });
});

/** Every path to a callback, with what is there for who sees it and for who does not. */
const PATHS: Readonly<Record<string, { query: string; there: unknown; gone: unknown }>> = {
  callback: { query: "query($id: ID!) { x: callback(id: $id) { id } }", there: { id: "$id" }, gone: null },
  node: { query: "query($id: ID!) { x: node(id: $id) { id } }", there: { id: "$id" }, gone: null },
  nodes: { query: "query($id: ID!) { x: nodes(ids: [$id]) { id } }", there: [{ id: "$id" }], gone: [null] },
  "the list and its count": {
    query: "{ x: callbacks { totalCount nodes { id } edges { node { id } } } }",
    there: { totalCount: 1, nodes: [{ id: "$id" }], edges: [{ node: { id: "$id" } }] },
    gone: { totalCount: 0, nodes: [], edges: [] },
  },
  "the list from its end": {
    query: "{ x: callbacks(last: 5) { totalCount pageInfo { hasPreviousPage startCursor } } }",
    there: { totalCount: 1, pageInfo: { hasPreviousPage: false, startCursor: expect.any(String) } },
    gone: { totalCount: 0, pageInfo: { hasPreviousPage: false, startCursor: null } },
  },
  "the list by number": {
    query: `{ x: callbacks(filter: { phoneNumbers: ["${NUMBER}"] }) { totalCount } }`,
    there: { totalCount: 1 },
    gone: { totalCount: 0 },
  },
  statistics: {
    query: "{ x: callbackStatistics(groupBy: [SOURCE]) { totalCount groups { source { name } count } } }",
    there: { totalCount: 1, groups: [{ source: { name: OWN }, count: 1 }] },
    gone: { totalCount: 0, groups: [] },
  },
  source: { query: `{ x: source(name: "${OWN}") { name } }`, there: { name: OWN }, gone: null },
  "the source as a node": {
    query: `{ x: node(id: "${encodeId("CallbackSource", OWN, null)}") { id } }`,
    there: { id: encodeId("CallbackSource", OWN, null) },
    gone: null,
  },
  "the reports of sources": {
    query: "{ x: callbacks { sources { source { name } } } }",
    there: { sources: expect.arrayContaining([{ source: { name: OWN } }]) },
    gone: { sources: expect.not.arrayContaining([{ source: { name: OWN } }]) },
  },
  sources: {
    query: "{ x: sources { name } }",
    there: expect.arrayContaining([{ name: OWN }]),
    gone: expect.not.arrayContaining([{ name: OWN }]),
  },
};

describe.each(Object.entries(PATHS))("%s", (_, { query, there, gone }) => {
  it.each<Who>(["owner", "everywhere", "stranger", "nobody"])(
    "shows %s what is theirs, and nothing else",
    async (who) => {
      const { data, errors } = await as(who, query, query.includes("$id") ? { id } : {});
      expect(errors).toBeUndefined();
      expect(data["x"]).toEqual(who === "owner" || who === "everywhere" ? withId(there) : gone);
    },
  );
});

/** What is expected, with the id that is known only later; matchers stay as they are. */
function withId(value: unknown): unknown {
  if (value === "$id") return id;
  if (Array.isArray(value)) return value.map(withId);
  if (typeof value !== "object" || value === null || "asymmetricMatch" in value) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withId(inner)]));
}

describe("a stranger", () => {
  it("never gets cached responses of other callers", async () => {
    const query = "{ callbacks(first: 3) { totalCount } }";
    for (let time = 0; time < 3; time += 1) await as("owner", query);
    expect(await as("owner", query)).toMatchObject({ data: { callbacks: { totalCount: 1 } } });
    expect(await as("stranger", query)).toMatchObject({ data: { callbacks: { totalCount: 0 } } });
  });

  it("gets the same error for a source outside its grant as for one that does not exist", async () => {
    const told = async (source: string): Promise<string> => {
      const answers = await Promise.all([
        as("stranger", `{ callbacks(filter: { sources: ["${source}"] }) { totalCount } }`),
        as("stranger", `{ callback(id: "${encodeId("Callback", source, vendorId)}") { id } }`),
        as("stranger", `{ agent(id: "${encodeId("Agent", source, "a1")}") { id } }`),
        as(
          "stranger",
          `{ callbacks(filter: { agentIds: ["${encodeId("Agent", source, "a1")}"] }) { totalCount sources { source { name } } } }`,
        ),
        as("stranger", `{ node(id: "${encodeId("Queue", source, "QUEUE:q1")}") { id } }`),
        as(
          "stranger",
          `{ callbacks(filter: { queueIds: ["${encodeId("Queue", source, "QUEUE:q1")}"] }) { totalCount sources { source { name } } } }`,
        ),
        as(
          "stranger",
          `mutation { cancelCallback(input: { id: "${encodeId("Callback", source, vendorId)}" }) { callback { id } userErrors { code message field } } }`,
        ),
        as(
          "stranger",
          `mutation { scheduleCallback(input: { source: "${source}", phoneNumber: "${NUMBER}" }) { callback { id } userErrors { code message field } } }`,
        ),
      ]);
      return JSON.stringify(answers).replaceAll(source, "?");
    };
    expect(await told(OWN)).toBe(await told("notthere"));
    expect(await told(OWN)).not.toContain("mindful");
  });

  it("costs the vendors of others no call", async () => {
    world.time.now += 60_000;
    world.forgetCalls();
    await as("stranger", `{ callbacks(filter: { phoneNumbers: ["${NUMBER}"] }, maxStaleness: "PT0S") { totalCount } }`);
    await as("stranger", `{ callback(id: "${id}") { id } }`);
    expect(world.fakes[OWN]?.log).toEqual([]);
  });

  it("cannot send hints", async () => {
    const hint = async (who: Who, source: string): Promise<number> =>
      (
        await fetch(`${world.url}/webhooks/${source}/hint`, {
          method: "POST",
          headers: { "x-api-key": KEYS[who].key, "content-type": "application/json" },
          body: JSON.stringify({ id: vendorId }),
        })
      ).status;
    expect(await Promise.all([hint("owner", OWN), hint("stranger", OWN), hint("stranger", "notthere")])).toEqual([
      202, 404, 404,
    ]);
    expect(await hint("masked", OWN)).toBe(403);
  });
});

describe("a scope", () => {
  it("is required for queries, and another for mutations", async () => {
    const cancel = `mutation { cancelCallback(input: { id: "${id}" }) { userErrors { code } } }`;
    expect(codesOf(await as("writer", "{ sources { name } }"))).toEqual(["FORBIDDEN"]);
    expect(codesOf(await as("writer", cancel))).toEqual(["FORBIDDEN"]);
    expect(codesOf(await as("masked", cancel))).toEqual(["FORBIDDEN"]);
    expect((await post({ "x-api-key": KEYS.masked.key }, cancel)).status).toBe(403);
  });
});

describe("without pii:read", () => {
  const PEOPLE = `customer { name firstName lastName contactId phoneNumber phoneNumberRaw emailAddress callbacks { totalCount nodes { customer { phoneNumberRaw } } } }
    reason routing { callerId dn } vendorRecord { __typename ... on TalkdeskCallback { additionalFields } } history { nodes { callback { customer { name phoneNumberRaw phoneNumber } } } }`;

  it("PII is masked everywhere, and customers stay distinguishable", async () => {
    const query = `{ callbacks(filter: { sources: ["${OWN}"] }) { nodes { id ${PEOPLE} } } }`;
    const open = JSON.stringify(await as("everywhere", query));
    const { data } = await as("masked", query);
    const masked = JSON.stringify(data);
    expect(open).toContain(NUMBER);
    expect(masked).not.toContain("4155550123");
    expect(data["callbacks"]).toMatchObject({
      nodes: [
        {
          id,
          customer: { phoneNumber: null, phoneNumberRaw: "***23", emailAddress: null, callbacks: { totalCount: 1 } },
          vendorRecord: { additionalFields: {} },
          history: { nodes: [{ callback: { customer: { phoneNumberRaw: "***23" } } }] },
        },
      ],
    });
  });

  it("finds no customer by number or id, so that none can be guessed", async () => {
    for (const filter of [`phoneNumbers: ["${NUMBER}"]`, `contactId: "1"`]) {
      const asked = `(filter: { ${filter} })`;
      expect(codesOf(await as("masked", `{ callbacks${asked} { totalCount } }`))).toEqual(["FORBIDDEN"]);
      const statistics = `{ callbackStatistics(groupBy: [STATUS], filter: { ${filter} }) { totalCount } }`;
      expect(codesOf(await as("masked", statistics))).toEqual(["FORBIDDEN"]);
    }
  });
});

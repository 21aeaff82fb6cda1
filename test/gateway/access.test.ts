import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createClient } from "graphql-ws";
import { WebSocket } from "ws";
import { encodeId } from "../../src/callback/id.js";
import { authOf, tokenUntil, type TestKey } from "../support/access.js";
import type { Answered } from "../support/ask.js";
import { startWorld, type World } from "../support/world.js";

const OWN = "talkdesk";
const OTHER = "webex";
const NUMBER = "+14155550123";
const ALL = ["callbacks:read", "callbacks:write", "pii:read"];
const KEYS = {
  owner: { id: "owner", key: "key of the owner", scopes: ALL, sources: [OWN] },
  stranger: { id: "stranger", key: "key of another tenant", scopes: ALL, sources: [OTHER] },
  everywhere: { id: "everywhere", key: "key of the operator", scopes: ALL, sources: "*" },
  masked: { id: "masked", key: "key without people", scopes: ["callbacks:read"], sources: "*" },
  writer: { id: "writer", key: "key without reading", scopes: ["callbacks:write"], sources: "*" },
  nobody: { id: "nobody", key: "key of no source", scopes: ALL, sources: [] },
} satisfies Record<string, TestKey>;
type Who = keyof typeof KEYS;

let world: World;
let id: string;
let vendorId: string;

beforeAll(async () => {
  world = await startWorld({ settings: { auth: authOf(...Object.values(KEYS)), answers: { shareMs: 60_000 } } });
  vendorId = world.fakes[OWN]?.add({ phoneNumber: NUMBER, start: world.time.now + 3_600_000 }) ?? "";
  id = encodeId("Callback", OWN, vendorId);
  // Whatever a stranger is answered below, the gateway knows the callback by now.
  const { data } = await as("owner", "{ callbacks { totalCount } }");
  expect(data).toEqual({ callbacks: { totalCount: 1 } });
});
afterAll(() => world.close());

async function post(headers: Record<string, string>, query: string, variables = {}): Promise<Response> {
  return fetch(`${world.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ query, variables }),
  });
}

async function as(who: Who, query: string, variables = {}): Promise<Answered<Record<string, unknown>>> {
  return (await (await post({ "x-api-key": KEYS[who].key }, query, variables)).json()) as Answered<
    Record<string, unknown>
  >;
}

const codesOf = ({ errors = [] }: Answered<unknown>): unknown[] => errors.map(({ extensions }) => extensions?.code);

describe("who is not known", () => {
  it.each([
    ["nothing", {}],
    ["an unknown key", { "x-api-key": "no such key" }],
    ["no token", { authorization: "Bearer abc" }],
  ])("is told 401 by %s, also for the schema and by an event stream", async (_, headers) => {
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
    query: `{ x: callbacks(filter: { phoneNumber: "${NUMBER}" }) { totalCount } }`,
    there: { totalCount: 1 },
    gone: { totalCount: 0 },
  },
  statistics: {
    query: "{ x: callbackStatistics(groupBy: [SOURCE]) { totalCount groups { sourceName count } } }",
    there: { totalCount: 1, groups: [{ sourceName: OWN, count: 1 }] },
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
  it("is told the same of a source that is another's as of one that is not there", async () => {
    const told = async (source: string): Promise<string> => {
      const answers = await Promise.all([
        as("stranger", `{ callbacks(filter: { sources: ["${source}"] }) { totalCount } }`),
        as("stranger", `{ callback(id: "${encodeId("Callback", source, vendorId)}") { id } }`),
        as("stranger", `{ agent(id: "${encodeId("Agent", source, "a1")}") { id } }`),
        as(
          "stranger",
          `{ callbacks(filter: { agentId: "${encodeId("Agent", source, "a1")}" }) { totalCount sources { source { name } } } }`,
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
    await as("stranger", `{ callbacks(filter: { phoneNumber: "${NUMBER}" }, maxStaleness: "PT0S") { totalCount } }`);
    await as("stranger", `{ callback(id: "${id}") { id } }`);
    expect(world.fakes[OWN]?.log).toEqual([]);
  });

  it("may not tell the gateway that something has changed elsewhere", async () => {
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
  it("is needed to ask, and another to act", async () => {
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

  it("people are masked wherever they show, and stay who they are", async () => {
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
          customer: { phoneNumber: null, phoneNumberRaw: "***23", emailAddress: null, callbacks: { totalCount: 0 } },
          vendorRecord: { additionalFields: {} },
          history: { nodes: [{ callback: { customer: { phoneNumberRaw: "***23" } } }] },
        },
      ],
    });
  });

  it("nobody is found by number or id, so that none can be guessed", async () => {
    for (const filter of [`phoneNumber: "${NUMBER}"`, `contactId: "1"`]) {
      const asked = `(filter: { ${filter} })`;
      expect(codesOf(await as("masked", `{ callbacks${asked} { totalCount } }`))).toEqual(["FORBIDDEN"]);
      const statistics = `{ callbackStatistics(groupBy: [STATUS], filter: { ${filter} }) { totalCount } }`;
      expect(codesOf(await as("masked", statistics))).toEqual(["FORBIDDEN"]);
    }
  });
});

interface Event {
  readonly data?: {
    readonly callbackChanged: {
      readonly cursor: string;
      readonly callback: { readonly id: string; readonly customer: object };
    };
  };
}

describe("a subscription", () => {
  const QUERY = `subscription { callbackChanged(snapshot: true) { cursor callback { id customer { phoneNumberRaw } } } }`;

  const follow = (
    payload: Record<string, string>,
  ): { events: AsyncIterableIterator<Event>; closed: Promise<unknown> } => {
    let close: (event: unknown) => void = () => undefined;
    const closed = new Promise<unknown>((resolve) => (close = resolve));
    const client = createClient({
      url: `${world.url.replace("http", "ws")}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: payload,
      retryAttempts: 0,
      // Else the client itself would leave first.
      lazyCloseTimeout: 10_000,
      on: { closed: (event) => close((event as { code?: number }).code) },
    });
    return { events: client.iterate({ query: QUERY }) as unknown as AsyncIterableIterator<Event>, closed };
  };

  it("tells each caller of their own sources alone, masked where they may not see people", async () => {
    const owner = follow({ "x-api-key": KEYS.owner.key });
    const masked = follow({ Authorization: `Bearer ${KEYS.masked.key}` });
    const stranger = follow({ "x-api-key": KEYS.stranger.key });
    const customerOf = async ({ events }: typeof owner): Promise<unknown> => {
      const { value } = (await events.next()) as { value: Event };
      return value.data?.callbackChanged.callback.customer;
    };
    expect(await customerOf(owner)).toMatchObject({ phoneNumberRaw: expect.stringContaining("5550123") });
    expect(await customerOf(masked)).toEqual({ phoneNumberRaw: "***23" });
    const first = stranger.events.next();
    world.fakes[OWN]?.add({ phoneNumber: "+14155550124", start: world.time.now + 3_600_000 });
    world.time.now += 60_000;
    await as("everywhere", `{ callbacks(maxStaleness: "PT0S") { totalCount } }`);
    expect(await customerOf(owner)).toMatchObject({ phoneNumberRaw: expect.stringContaining("5550124") });
    // What the stranger is told first is the stranger's own, though it came last.
    const other = world.fakes[OTHER]?.add({ phoneNumber: NUMBER, start: world.time.now + 3_600_000 }) ?? "";
    await as("everywhere", `{ callbacks(filter: { phoneNumber: "${NUMBER}" }, maxStaleness: "PT0S") { totalCount } }`);
    const { value } = (await first) as { value: Event };
    expect(value.data?.callbackChanged.callback.id).toBe(encodeId("Callback", OTHER, other));
    for (const { events } of [owner, masked, stranger]) await events.return?.();
  });

  it("over a WebSocket ends with its token: UNAUTHENTICATED with the last cursor, then 4403", async () => {
    const token = await tokenUntil(world.time.now + 1000);
    const { events, closed } = follow({ authorization: `Bearer ${token}` });
    let last = "";
    const ended = (async () => {
      for await (const { data } of events) last = data?.callbackChanged.cursor ?? "";
    })();
    await expect(ended).rejects.toMatchObject([
      { extensions: { code: "UNAUTHENTICATED", cursor: expect.any(String) } },
    ]);
    const [error] = (await ended.catch((thrown: unknown) => thrown)) as { extensions: { cursor: string } }[];
    expect(error?.extensions.cursor).toBe(last);
    expect(await closed).toBe(4403);
  });

  it("over an event stream ends with its token, with the last cursor", async () => {
    const token = await tokenUntil(world.time.now + 1000);
    const response = await post({ authorization: `Bearer ${token}`, accept: "text/event-stream" }, QUERY);
    const text = await response.text();
    const cursors = [...text.matchAll(/"cursor":"([^"]+)"/gu)].map(([, cursor]) => cursor);
    expect(text).toContain("UNAUTHENTICATED");
    expect(text.trim().endsWith("event: complete\ndata:")).toBe(true);
    expect(new Set(cursors.slice(-2)).size).toBe(1);
  });
});

import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { authOf, type TestKey } from "../support/access.js";
import { startWorld, type World } from "../support/world.js";

const KEY: TestKey = {
  id: "tester",
  key: "key of the tests",
  scopes: ["callbacks:read", "callbacks:write"],
  sources: "*",
};
const LISTED = "query Listed { sources { name } }";
const digest = createHash("sha256").update(LISTED).digest("hex");

let world: World;
beforeAll(async () => {
  const server = { port: 0, introspection: false, operations: { rate: { requests: 100_000 }, timeoutMs: 20_000 } };
  world = await startWorld({ settings: { auth: authOf(KEY), server } });
});
afterAll(() => world.close());

interface Asked {
  readonly query?: string;
  readonly variables?: unknown;
  readonly extensions?: unknown;
}

interface Told {
  readonly message: string;
  readonly extensions: { readonly code: string; readonly limit?: { readonly name: string } };
}

type Transport = (asked: Asked) => Promise<readonly Told[]>;

const headers = { "content-type": "application/json", "x-api-key": KEY.key };

const TRANSPORTS: Readonly<Record<string, Transport>> = {
  HTTP: async (asked) => {
    const answer = await fetch(`${world.url}/graphql`, { method: "POST", headers, body: JSON.stringify(asked) });
    expect(answer.status).toBeLessThan(500);
    return ((await answer.json()) as { errors?: Told[] }).errors ?? [];
  },
  "an event stream": async (asked) => {
    const streamed = { ...headers, accept: "text/event-stream" };
    const answer = await fetch(`${world.url}/graphql`, {
      method: "POST",
      headers: streamed,
      body: JSON.stringify(asked),
    });
    const [, event = "{}"] = /^data: (.+)$/mu.exec(await answer.text()) ?? [];
    return (JSON.parse(event) as { errors?: Told[] }).errors ?? [];
  },
  "a WebSocket": async (asked) => {
    const socket = new WebSocket(`${world.url.replace("http", "ws")}/graphql`, "graphql-transport-ws");
    try {
      return await new Promise((resolve, reject) => {
        socket.once("close", (code) => reject(new Error(`closed with ${code}`)));
        socket.once("open", () =>
          socket.send(JSON.stringify({ type: "connection_init", payload: { "x-api-key": KEY.key } })),
        );
        socket.on("message", (bytes: Buffer) => {
          const { type, payload } = JSON.parse(bytes.toString()) as {
            type: string;
            payload: Told[] & { errors?: Told[] };
          };
          if (type === "connection_ack") socket.send(JSON.stringify({ id: "1", type: "subscribe", payload: asked }));
          if (type === "error") resolve(payload);
          if (type === "next") resolve(payload.errors ?? []);
        });
      });
    } finally {
      socket.removeAllListeners("close").terminate();
    }
  },
};

const many = (count: number, write: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => write(index)).join(" ");
const page = "callbacks(first: $n) { nodes { customer {";

/** What is asked, and the limit that the refusal has to name, or the code of the rule. */
const ATTACKS: Readonly<Record<string, readonly [Asked, string]>> = {
  "an alias bomb": [{ query: `{ ${many(100, (index) => `a${index}: __typename`)} }` }, "aliases"],
  "an alias bomb in fragments": [
    { query: `{ ${many(20, () => "...F")} } fragment F on Query { ${many(10, (index) => `a${index}: __typename`)} }` },
    "aliases",
  ],
  "many fields at the root": [{ query: `{ ${many(30, () => "__typename")} }` }, "rootFields"],
  "one field over and over": [{ query: `{ callbacks { nodes { ${many(1500, () => "id")} } } }` }, "fields"],
  "a deep query": [
    { query: `{ callbacks { nodes { ${"customer { callbacks { nodes { ".repeat(8)} id ${"}}}".repeat(8)} }}}` },
    "depth",
  ],
  "a tower of brackets": [{ query: `{ nodes(ids: ${"[".repeat(900)}` }, "nesting"],
  "too many words": [{ query: `{ ${many(3000, () => "a")} }` }, "tokens"],
  "too many words in a comment's company": [
    { query: `#${"x".repeat(100_000)}\n{ ${many(3000, () => "a")} }` },
    "tokens",
  ],
  "fragments that double and double": [
    {
      query: `{ ...F0 } ${many(60, (index) => `fragment F${index} on Query { ...F${index + 1} ...F${index + 1} }`)} fragment F60 on Query { __typename }`,
    },
    "rootFields or fields",
  ],
  "fragments in a circle": [
    { query: "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }" },
    "GRAPHQL_VALIDATION_FAILED",
  ],
  "directives over and over": [{ query: `{ __typename ${many(200, () => "@include(if: true)")} }` }, "directives"],
  "unknown directives over and over": [{ query: `query Q ${many(200, () => "@no")} { __typename }` }, "directives"],
  "long lists through variables": [
    {
      query: `query ($n: Int) { ${page} ${page} ${page} name }}} }}} }}} }`,
      variables: { n: 100 },
    },
    "cost",
  ],
  "long lists through the variables' defaults": [
    { query: `query ($n: Int = 100) { ${page} ${page} ${page} name }}} }}} }}} }` },
    "cost",
  ],
  "a huge list as a variable": [
    { query: "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", variables: { ids: many(5000, String).split(" ") } },
    "variables",
  ],
  "a deep variable": [
    {
      query: "query ($f: CallbackFilter) { callbacks(filter: $f) { totalCount } }",
      variables: { f: JSON.parse("[".repeat(2500) + "]".repeat(2500)) as unknown },
    },
    "variables",
  ],
  "a query for the schema": [{ query: "{ __schema { types { name } } }" }, "GRAPHQL_VALIDATION_FAILED"],
  "a query for a type": [{ query: `{ __type(name: "Query") { name } }` }, "GRAPHQL_VALIDATION_FAILED"],
  "a name that is nearly one": [{ query: "{ callback { totalCoun } calbacks { x } }" }, "GRAPHQL_VALIDATION_FAILED"],
  "an enum's value that is nearly one": [
    {
      query: "query ($s: [CallbackStatus!]) { callbacks(filter: { statuses: $s }) { totalCount } }",
      variables: { s: ["QUEUE"] },
    },
    "BAD_USER_INPUT",
  ],
  "a hash that nobody knows": [
    { query: "", extensions: { persistedQuery: { version: 1, sha256Hash: "0".repeat(64) } } },
    "PERSISTED_QUERY_NOT_FOUND",
  ],
  "a hash of another document": [
    { query: "{ __typename }", extensions: { persistedQuery: { version: 1, sha256Hash: digest } } },
    "BAD_USER_INPUT",
  ],
};

describe.each(Object.entries(TRANSPORTS))("over %s", (_, send) => {
  it.each(Object.entries(ATTACKS))("%s is refused by name", async (_name, [asked, limit]) => {
    const errors = await send(asked);
    const names = errors.map(({ extensions }) => extensions.limit?.name ?? extensions.code);
    expect(limit.split(" or ")).toContain(names[0]);
    expect(JSON.stringify(errors)).not.toContain("Did you mean");
  });

  it("serves similar operations within the limits", async () => {
    expect(await send({ query: LISTED, extensions: { persistedQuery: { version: 1, sha256Hash: digest } } })).toEqual(
      [],
    );
    expect(await send({ query: "", extensions: { persistedQuery: { version: 1, sha256Hash: digest } } })).toEqual([]);
  });
});

describe("over HTTP", () => {
  const get = (search: string, more: Record<string, string> = {}): Promise<Response> =>
    fetch(`${world.url}/graphql?${search}`, { headers: { "x-api-key": KEY.key, ...more } });

  it("a batch is rejected", async () => {
    const body = JSON.stringify(Array.from({ length: 10 }, () => ({ query: LISTED })));
    const answer = await fetch(`${world.url}/graphql`, { method: "POST", headers, body });
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining("BAD_REQUEST")]);
  });

  it("a mutation by GET is rejected, also as a stream", async () => {
    const query = `query=${encodeURIComponent('mutation { cancelCallback(input: { id: "x" }) { userErrors { code } } }')}`;
    const answer = await get(query, { "apollo-require-preflight": "1" });
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "POST"]);
    expect(await (await get(query, { accept: "text/event-stream" })).text()).toContain("a mutation requires POST");
  });

  it("rejects requests that a page of another origin can send without a preflight", async () => {
    expect((await get(`query=${encodeURIComponent(LISTED)}`)).status).toBe(400);
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]) {
      const answer = await fetch(`${world.url}/graphql`, {
        method: "POST",
        headers: { "content-type": type, "x-api-key": KEY.key },
        body: JSON.stringify({ query: LISTED }),
      });
      expect(answer.status).toBe(415);
    }
    const stream = await get(`query=${encodeURIComponent(LISTED)}`, {
      accept: "text/event-stream",
      origin: "https://evil.example",
    });
    expect(stream.status).toBe(403);
  });

  it("a page of another origin opens no socket", async () => {
    const open = (origin: string): Promise<string> =>
      new Promise((resolve) => {
        const socket = new WebSocket(`${world.url.replace("http", "ws")}/graphql`, "graphql-transport-ws", { origin });
        socket.once("open", () => resolve("open")).once("error", (error) => resolve(error.message));
        socket.once("open", () => socket.terminate());
      });
    expect(await open("https://evil.example")).toContain("403");
    expect(await open(world.url)).toBe("open");
  });
});

import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeListCursor } from "../../src/domain/change/cursor.js";
import { encodeId } from "../../src/domain/id.js";
import { serveStub, type ServedStub } from "../support/serve-stub.js";

interface Reply {
  readonly status: number;
  readonly type: string | null;
  readonly data: unknown;
  readonly errors: readonly { readonly message: string; readonly code: string; readonly path?: readonly unknown[] }[];
}

const MESSAGES_OF_NOBODY = /stack|node_modules|\.ts:|undefined|\[object/u;

describe("bad input over HTTP", () => {
  let server: ServedStub;
  beforeAll(async () => {
    server = await serveStub();
  });
  afterAll(async () => {
    expect(server.unexpected).toEqual([]);
    await server.close();
  });

  async function send(path: string, init: RequestInit): Promise<Reply> {
    const response = await fetch(`${server.url}${path}`, init);
    const body = (await response.json()) as {
      data?: unknown;
      errors?: { message: string; path?: unknown[]; extensions: { code: string } }[];
    };
    const errors = (body.errors ?? []).map(({ message, path: at, extensions }) => ({
      message,
      code: extensions.code,
      ...(at !== undefined && { path: at }),
    }));
    for (const { message } of errors) expect(message).not.toMatch(MESSAGES_OF_NOBODY);
    return { status: response.status, type: response.headers.get("content-type"), data: body.data, errors };
  }

  const post = (body: string, type = "application/json"): Promise<Reply> =>
    send("/graphql", { method: "POST", headers: { "content-type": type }, body });
  const ask = (query: string, variables: unknown = {}): Promise<Reply> => post(JSON.stringify({ query, variables }));

  const list = (args: string): string => `{ callbacks(${args}) { totalCount } }`;
  const statistics = (args: string): string => `{ callbackStatistics(${args}) { totalCount } }`;
  const callbackId = encodeId("Callback", "north", "1");
  const agentId = encodeId("Agent", "north", "1");
  const cursorOfOtherOrder = encodeListCursor({ value: 1, rowId: 1 }, { field: "CREATED_AT", direction: "ASC" });

  const WRONG_VALUES: Readonly<Record<string, readonly [query: string, message: RegExp]>> = {
    "an id that is none": [`{ callback(id: "nonsense") { id } }`, /^id is not an id/u],
    "an id of an agent where a callback is due": [
      `{ callback(id: "${agentId}") { id } }`,
      /^id is an id of the type Agent/u,
    ],
    "an id of a callback where an agent is due": [
      `{ agent(id: "${callbackId}") { id } }`,
      /^id is an id of the type Callback/u,
    ],
    "a node id that is none": [`{ node(id: "x") { id } }`, /^id is not an id/u],
    "more than 100 ids": [
      `{ nodes(ids: [${`"${callbackId}",`.repeat(101)}]) { id } }`,
      /^ids must contain at most 100/u,
    ],
    "a cursor from elsewhere": [list(`after: "b3RoZXI"`), /^after is not a cursor/u],
    "a cursor of another order": [
      list(`after: "${cursorOfOtherOrder}"`),
      /^after is a cursor of a list with an order other than/u,
    ],
    "a before from elsewhere": [list(`last: 1, before: "x"`), /^before is not a cursor/u],
    "first: 0": [list("first: 0"), /^first must be from 1 to 100, but is 0/u],
    "first: -1": [list("first: -1"), /^first must be from 1 to 100, but is -1/u],
    "first: 101": [list("first: 101"), /^first must be from 1 to 100, but is 101/u],
    "last: 0": [list("last: 0"), /^last must be from 1 to 100/u],
    "both first and last": [list("first: 1, last: 1"), /^first and last are mutually exclusive/u],
    "after with last": [list(`last: 1, after: "x"`), /^after requires first/u],
    "before without last": [list(`before: "x"`), /^before requires last/u],
    "an unknown source": [
      list(`filter: { sources: ["north", "west"] }`),
      /^filter.sources names the unknown source "west"; .*north, south/u,
    ],
    "from after until": [
      list(`filter: { window: { from: "2026-01-02T00:00:00Z", until: "2026-01-01T00:00:00Z" } }`),
      /^filter.window: from must not be after until/u,
    ],
    "the id of a callback among agentIds": [
      list(`filter: { agentIds: ["${agentId}", "${callbackId}"] }`),
      /^filter.agentIds\[1\] is an id of the type Callback/u,
    ],
    "the id of an agent among queueIds": [
      list(`filter: { queueIds: ["${agentId}"] }`),
      /^filter.queueIds\[0\] is an id of the type Agent, but must be one of the type Queue/u,
    ],
    "a queue id that is none": [list(`filter: { queueIds: ["q1"] }`), /^filter.queueIds\[0\] is not an id/u],
    "a queue id of an unknown kind": [
      list(`filter: { queueIds: ["${Buffer.from("Queue:north:LINE:1").toString("base64url")}"] }`),
      /^filter.queueIds\[0\] is not an id/u,
    ],
    "more than 100 campaigns": [
      list(`filter: { campaignIds: [${'"c",'.repeat(101)}] }`),
      /^filter.campaignIds must contain at most 100 ids, but contains 101/u,
    ],
    "a staleness below nothing": [list(`maxStaleness: "-PT1S"`), /^maxStaleness must not be negative/u],
    "statistics by nothing": [statistics("groupBy: []"), /^groupBy must name at least one/u],
    "statistics by the same twice": [
      statistics("groupBy: [VENDOR, VENDOR]"),
      /^groupBy must not name a dimension twice/u,
    ],
    "statistics by hour and day": [statistics("groupBy: [HOUR, DAY]"), /^groupBy must not name both HOUR and DAY/u],
  };

  for (const [name, [query, message]] of Object.entries(WRONG_VALUES)) {
    it(`${name} is BAD_USER_INPUT, and the message names the argument`, async () => {
      const { errors } = await ask(query);
      expect(errors).toEqual([
        { message: expect.stringMatching(message), code: "BAD_USER_INPUT", path: [expect.any(String)] },
      ]);
    });
  }

  const WRONG_VARIABLES: Readonly<Record<string, readonly [type: string, argument: string, value: unknown]>> = {
    "a phone number that is a JSON number": ["PhoneNumber!", "filter: { phoneNumbers: [$value] }", 15551234567],
    "a duration that is none": ["Duration", "maxStaleness: $value", "10 s"],
    "a bare P as duration": ["Duration", "maxStaleness: $value", "P"],
    "an instant that is none": ["DateTime", "filter: { createdAt: { from: $value } }", "yesterday"],
    "an unknown status": ["[CallbackStatus!]", "filter: { statuses: $value }", ["ALIVE"]],
    "a filter with an unknown field": ["CallbackFilter", "filter: $value", { colour: "red" }],
    "text where a number is due": ["Int", "first: $value", "10"],
    "a number beyond 32 bits": ["Int", "first: $value", 3_000_000_000],
  };

  for (const [name, [type, argument, value]] of Object.entries(WRONG_VARIABLES)) {
    it(`${name} as a variable is BAD_USER_INPUT, and nothing is executed`, async () => {
      const { status, errors, data } = await ask(`query ($value: ${type}) ${list(argument)}`, { value });
      expect(status).toBe(400);
      expect(errors[0]).toMatchObject({ message: expect.stringContaining("$value"), code: "BAD_USER_INPUT" });
      expect(data).toBeUndefined();
    });
  }

  it("an offset as a time zone is BAD_USER_INPUT", async () => {
    const query = `query ($zone: TimeZone) ${statistics("groupBy: [DAY], timeZone: $zone")}`;
    expect((await ask(query, { zone: "+02:00" })).errors[0]?.code).toBe("BAD_USER_INPUT");
  });

  it.each(["12", "abc", "555 010 0001", `+${"1".repeat(200_000)}x`])(
    "a malformed phone number is BAD_USER_INPUT with the path of the filter: %#",
    async (value) => {
      const { errors } = await ask(`query ($value: PhoneNumber!) ${list("filter: { phoneNumbers: [$value] }")}`, {
        value,
      });
      expect(errors).toEqual([
        {
          message: expect.stringMatching(/^filter\.phoneNumbers\[0\]: expected a phone number/u),
          code: "BAD_USER_INPUT",
          path: ["callbacks"],
        },
      ]);
    },
  );

  it("a malformed literal fails validation before anything is executed", async () => {
    const { status, errors } = await ask(list(`maxStaleness: "abc"`));
    expect({ status, code: errors[0]?.code }).toEqual({ status: 400, code: "GRAPHQL_VALIDATION_FAILED" });
  });

  it("well-formed ids of unknown nodes are null, without an error", async () => {
    const unknown = encodeId("Callback", "nowhere", "0");
    const query = `query ($id: ID!, $agent: ID!) { callback(id: $id) { id } node(id: $id) { id } agent(id: $agent) { id } source(name: "x") { id } }`;
    const { data, errors } = await ask(query, { id: unknown, agent: agentId });
    expect(errors).toEqual([]);
    expect(data).toEqual({ callback: null, node: null, agent: null, source: null });
  });

  const PROTOCOL: Readonly<Record<string, readonly [body: string, type: string, status: number, code: string]>> = {
    "a syntax error": [JSON.stringify({ query: "{ callbacks(" }), "application/json", 400, "GRAPHQL_PARSE_FAILED"],
    "an unknown field": [JSON.stringify({ query: "{ colour }" }), "application/json", 400, "GRAPHQL_VALIDATION_FAILED"],
    "an unknown operation": [
      JSON.stringify({ query: "query A { sources { id } }", operationName: "B" }),
      "application/json",
      400,
      "OPERATION_RESOLUTION_FAILURE",
    ],
    "a subscription without a stream to answer on": [
      JSON.stringify({ query: "subscription { callbackStatusChanged { status } }" }),
      "application/json",
      400,
      "BAD_REQUEST",
    ],
    "a document of too many tokens": [
      JSON.stringify({ query: `{ ${"a ".repeat(20_000)} }` }),
      "application/json",
      400,
      "QUERY_TOO_COMPLEX",
    ],
    "a list nested 50,000 deep": [
      JSON.stringify({ query: `{ nodes(ids: ${"[".repeat(50_000)}` }),
      "application/json",
      400,
      "QUERY_TOO_COMPLEX",
    ],
    "a list nested as deep as tokens go": [
      JSON.stringify({ query: `{ nodes(ids: ${"[".repeat(4990)}` }),
      "application/json",
      400,
      "QUERY_TOO_COMPLEX",
    ],
    "a JSON array, which would be a batch": [
      JSON.stringify([{ query: "{ __typename }" }, { query: "{ __typename }" }]),
      "application/json",
      400,
      "BAD_REQUEST",
    ],
    "a body that is not JSON": ["{ query: ", "application/json", 400, "BAD_REQUEST"],
    "an empty body": ["", "application/json", 400, "BAD_REQUEST"],
    "a body that is JSON and no object": ["null", "application/json", 400, "BAD_REQUEST"],
    "a body that reaches for a prototype": [
      `{"__proto__": {}, "query": "{ __typename }"}`,
      "application/json",
      400,
      "BAD_REQUEST",
    ],
    "variables that are no object": [
      JSON.stringify({ query: "{ __typename }", variables: "x" }),
      "application/json",
      400,
      "BAD_REQUEST",
    ],
    "a body of 5 MB": [
      JSON.stringify({ query: "{ __typename }", variables: { x: "x".repeat(5_000_000) } }),
      "application/json",
      413,
      "PAYLOAD_TOO_LARGE",
    ],
    "plain text": ["{ __typename }", "text/plain", 415, "UNSUPPORTED_MEDIA_TYPE"],
    "a form": ["query=x", "application/x-www-form-urlencoded", 415, "UNSUPPORTED_MEDIA_TYPE"],
    XML: ["<query/>", "application/xml", 415, "UNSUPPORTED_MEDIA_TYPE"],
  };

  for (const [name, [body, type, status, code]] of Object.entries(PROTOCOL)) {
    it(`${name} is rejected with ${status} ${code}, in the shape of a GraphQL response`, async () => {
      const reply = await post(body, type);
      expect(reply).toMatchObject({ status, type: expect.stringMatching(/^application\/(graphql-response\+)?json/u) });
      expect(reply.errors[0]).toMatchObject({ code, message: expect.stringMatching(/\w{3,}/u) });
      expect(reply.data).toBeUndefined();
    });
  }

  it("an address that does not exist is 404, and a method that GraphQL does not know 405, both in shape", async () => {
    expect(await send("/nowhere", {})).toMatchObject({ status: 404, errors: [{ code: "NOT_FOUND" }] });
    expect(await send("/%ff", {})).toMatchObject({ status: 400, errors: [{ code: "BAD_REQUEST" }] });
    const put = await send("/graphql", { method: "PUT", headers: { "content-type": "application/json" }, body: "{}" });
    expect(put).toMatchObject({ status: 405, errors: [{ code: "METHOD_NOT_ALLOWED" }] });
  });

  const raw = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(Number(new URL(server.url).port), "127.0.0.1", () => socket.end(text));
      let answer = "";
      socket.on("data", (part) => (answer += part.toString())).on("close", () => resolve(answer));
      socket.on("error", reject);
    });

  it("rejects requests that are not HTTP with a well-formed response", async () => {
    const answer = await raw("this is not HTTP\r\n\r\n");
    expect(answer).toMatch(/^HTTP\/1.1 400 /u);
    expect(JSON.parse(answer.split("\r\n\r\n")[1] ?? "")).toMatchObject({
      errors: [{ extensions: { code: "BAD_REQUEST" } }],
    });
  });

  it("a host header that is no host is 400", async () => {
    const answer = await raw(
      "GET /graphql?query={__typename} HTTP/1.1\r\nhost: [\r\napollo-require-preflight: 1\r\nconnection: close\r\n\r\n",
    );
    expect(answer).toMatch(/^HTTP\/1.1 400 /u);
    expect(answer).toContain("the header host");
  });

  it("one bad id among others costs only its own place", async () => {
    const source = encodeId("CallbackSource", "north", null);
    const { data, errors } = await ask("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", {
      ids: [source, "bad", source],
    });
    expect(data).toEqual({ nodes: [{ id: source }, null, { id: source }] });
    expect(errors).toEqual([
      { message: expect.stringMatching(/^ids\[1\] is not an id/u), code: "BAD_USER_INPUT", path: ["nodes", 1] },
    ]);
  });
});

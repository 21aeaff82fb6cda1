import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aCommand, writesAt } from "../support/commands.js";
import { startWorld, type World } from "../support/world.js";

const JSON_ = "application/json; charset=utf-8";
const GRAPHQL = "application/graphql-response+json; charset=utf-8";
const EVENTS = "text/event-stream; charset=utf-8";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const post = (accept: string, asked: object): Promise<Response> =>
  fetch(`${world.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", accept },
    body: JSON.stringify(asked),
    signal: AbortSignal.timeout(10_000),
  });

/** The same query by every way that answers one, and requests that fail on the way. */
const ASKED: Readonly<Record<string, object>> = {
  "a query": { query: "{ sources { name } }" },
  "a query that Apollo's pipeline runs": { query: "query A { sources { name } }", operationName: "A", variables: {} },
  "a query beyond a limit": { query: `{ ${"__typename ".repeat(100)} }` },
  "a query that is none": { query: "{" },
};

describe.each(Object.entries(ASKED))("%s", (_, asked) => {
  it.each([
    ["*/*", JSON_],
    ["application/json", JSON_],
    ["application/json; indent=2", JSON_],
    ["application/graphql-response+json", GRAPHQL],
    ["application/json;q=0.5, application/graphql-response+json", GRAPHQL],
    ["application/graphql-response+json;q=0, application/json", JSON_],
    ["application/graphql-response+json, application/json, text/event-stream", GRAPHQL],
    ["text/event-stream", EVENTS],
  ])("accepted as %s has the type %s, the second time as well", async (accept, type) => {
    for (let time = 0; time < 2; time += 1) {
      const response = await post(accept, asked);
      await response.text();
      expect(response.headers.get("content-type")).toBe(type);
    }
  });

  it.each(["application/jsonx", "text/html", "application/json;q=0", "text/event-streams", "x"])(
    "accepted as %s is rejected with 406",
    async (accept) => {
      const response = await post(accept, asked);
      expect([response.status, await response.text()]).toEqual([406, expect.stringContaining("NOT_ACCEPTABLE")]);
    },
  );
});

it("does not execute a mutation whose response type the client does not accept", async () => {
  const query = "mutation($input: ScheduleCallbackInput!) { scheduleCallback(input: $input) { userErrors { code } } }";
  const variables = { input: aCommand("mindful", world.time.now) };
  expect((await post("application/jsonx", { query, variables })).status).toBe(406);
  expect(writesAt(world, "mindful")).toEqual([]);
  expect((await post("application/json", { query, variables })).status).toBe(200);
  expect(writesAt(world, "mindful")).toHaveLength(1);
});

it("a subscription is a stream for clients that accept one, in any order of the header", async () => {
  const query = "subscription { callbackChanged { cursor } }";
  for (const accept of [
    "text/event-stream",
    "application/json, text/event-stream",
    "text/event-stream, multipart/mixed",
  ]) {
    const response = await post(accept, { query });
    expect([response.status, response.headers.get("content-type")]).toEqual([200, EVENTS]);
    await response.body?.cancel();
  }
  const refused = await post("application/json", { query });
  expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining("text/event-stream")]);
});

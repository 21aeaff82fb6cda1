import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { turnCaches } from "../lib/cache.js";
import { follow } from "../../test/support/follow.js";
import { aContext, serveStub } from "../../test/support/serve-stub.js";
import { aChange, stubLoaders } from "../../test/support/stub-loaders.js";

const BODY = JSON.stringify({ query: "{ callbacks { totalCount nodes { id } } }" });

describe.each([
  ["on", 1],
  ["off", 6],
] as const)("a server with caches %s", (caches, expected) => {
  beforeAll(() => turnCaches(caches));
  afterAll(() => turnCaches("on"));

  it(`executes the same request ${expected} times of 6`, async () => {
    let executed = 0;
    const createContext = () => {
      executed += 1;
      return aContext(stubLoaders({ rows: [{ fields: { source: "north", vendor: "ACME" } }] }));
    };
    const server = await serveStub({ shareMs: 60_000, createContext });
    const answers = new Set<string>();
    for (let time = 1; time <= 6; time += 1) {
      const headers = { "content-type": "application/json" };
      const response = await fetch(`${server.url}/graphql`, { method: "POST", headers, body: BODY });
      answers.add(await response.text());
    }
    await server.close();
    expect(executed).toBe(expected);
    expect(answers.size).toBe(1);
  });

  it("sends two subscribers the same events", async () => {
    const change = aChange(1, { fields: { source: "north", vendor: "ACME" } });
    let contexts = 0;
    const createContext = () => {
      contexts += 1;
      return aContext(stubLoaders(), [change]);
    };
    const server = await serveStub({ createContext });
    const text = "subscription { callbackChanged { cursor kind status callback { id vendorId } } }";
    const told = [];
    for (const transport of ["ws", "sse"] as const) {
      const following = follow(server.url, transport, text);
      told.push(await following.next(1));
      await following.stop();
    }
    await server.close();
    expect(told[0]).toEqual(told[1]);
    // One for each subscription, and one for each execution of the event.
    expect(contexts).toBe(caches === "on" ? 3 : 4);
  });
});

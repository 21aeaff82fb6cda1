import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ask } from "../support/ask.js";
import { AGENT, agentId, callbackId, NUMBER, seen } from "../support/commands.js";
import { startWorld, type World } from "../support/world.js";

/** Ways to request when callbacks were last observed. */
const WAYS: readonly (readonly [string, string])[] = [
  ["nodes", "{ callbacks { nodes { observedAt } } }"],
  [
    "nodes of which more is asked than their rows hold",
    "{ callbacks { nodes { observedAt history { __typename } } } }",
  ],
  ["edges", "{ callbacks { edges { node { id observedAt } } } }"],
  ["a fragment", "{ callbacks { nodes { ...F } } } fragment F on Callback { at: observedAt }"],
  [
    "a fragment in a fragment",
    "{ callbacks { ...P } } fragment P on CallbackConnection { nodes { ... on Callback { ...F } } } fragment F on Callback { observedAt }",
  ],
  ["customers' callbacks", `{ callbacks { nodes { customer { callbacks { nodes { observedAt } } } } } }`],
  [
    "agents' callbacks",
    `{ node(id: "${agentId("talkdesk")}") { ... on Agent { callbacks { nodes { observedAt } } } } }`,
  ],
];
const WITHOUT = "{ callbacks { nodes { id status customer { callbacks { nodes { id } } } } } }";

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

describe("when callbacks were last observed", () => {
  it.each(WAYS)("is that of the requested fields, by %s, whatever was requested before", async (_, text) => {
    for (const customerId of ["customer-1", "customer-2"]) {
      world.fakes["talkdesk"]?.add({ phoneNumber: NUMBER, start: world.time.now, agentId: AGENT, customerId });
    }
    // Rows are written, and their JSON kept, from the second time on.
    for (let time = 1; time <= 5; time += 1) {
      world.time.now += 60_000;
      await ask(world.url, WITHOUT);
      const answer = JSON.stringify(await ask(world.url, text));
      const moment = new Date(world.time.now).toISOString();
      const found = answer.match(/\d{4}-\d\d-\d\dT[^"]+/gu) ?? [];
      expect(new Set(found)).toEqual(new Set([moment]));
      expect(found.length).toBeGreaterThanOrEqual(2);
    }
  });

  it("is returned for one by its id as well", async () => {
    const id = callbackId("talkdesk", await seen(world, "talkdesk"));
    for (let time = 1; time <= 4; time += 1) {
      world.time.now += 60_000;
      await ask(world.url, WITHOUT);
      const { callback } = await ask<{ callback: unknown }>(world.url, `{ callback(id: "${id}") { observedAt } }`);
      expect(callback).toEqual({ observedAt: new Date(world.time.now).toISOString() });
    }
  });
});

import { describe, expect, it } from "vitest";
import { execute } from "../../test/support/execute.js";
import { stubLoaders } from "../../test/support/stub-loaders.js";
import type { Assignment, Callback } from "../domain/callback.js";
import { GatewayError } from "../domain/errors.js";
import { encodeId } from "../domain/id.js";
import { reportedStatus } from "../domain/status.js";

const assignment: Assignment = { agentId: "a1", type: "SPECIFIC_AGENT", exclusive: true, assignedAt: null };
const fields: Partial<Callback> = { vendorId: "1", assignment, ...reportedStatus("QUEUED", "waits") };
const loaders = stubLoaders({
  rows: [{ fields }, { fields: { ...fields, vendorId: "2", ...reportedStatus("CANCELED", "x") } }],
});

const callback = encodeId("Callback", "north", "1");
const agent = encodeId("Agent", "north", "a1");
const source = encodeId("CallbackSource", "north", null);

describe("node and nodes", () => {
  const NODES = "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }";

  it("give back whatever has an id, under that very id", async () => {
    for (const [id, type] of [
      [callback, "Callback"],
      [agent, "Agent"],
      [source, "CallbackSource"],
    ] as const) {
      const { data } = await execute("query ($id: ID!) { node(id: $id) { __typename id } }", loaders, { id });
      expect(data).toEqual({ node: { __typename: type, id } });
    }
  });

  it("keep the order of the ids, and return repeated ones repeatedly", async () => {
    const { data } = await execute(NODES, loaders, { ids: [source, callback, source] });
    expect(data).toEqual({
      nodes: [
        { __typename: "CallbackSource", id: source },
        { __typename: "Callback", id: callback },
        { __typename: "CallbackSource", id: source },
      ],
    });
  });

  it("return null for an unknown id, and for a type without nodes", async () => {
    const ids = [
      encodeId("Callback", "north", "9"),
      encodeId("Callback", "nowhere", "1"),
      encodeId("Agent", "north", "a9"),
      encodeId("Agent", "nowhere", "a1"),
      encodeId("CallbackSource", "nowhere", null),
      encodeId("AgentAction", "north", "1"),
    ];
    expect(await execute(NODES, loaders, { ids })).toEqual({ data: { nodes: ids.map(() => null) }, errors: [] });
  });

  it("give null and an error for an id whose source fails, and the others all the same", async () => {
    const failing = {
      ...loaders,
      callback: () => Promise.reject(new GatewayError("STORE_UNAVAILABLE", "the store is away")),
    };
    expect(await execute(NODES, failing, { ids: [callback, source] })).toEqual({
      data: { nodes: [null, { __typename: "CallbackSource", id: source }] },
      errors: [{ message: "the store is away", path: ["nodes", 0], code: "STORE_UNAVAILABLE" }],
    });
  });

  it("accept 100 ids, and an empty list", async () => {
    const { data } = await execute<{ nodes: unknown[] }>(NODES, loaders, { ids: Array(100).fill(callback) });
    expect(data.nodes).toHaveLength(100);
    expect((await execute(NODES, loaders, { ids: [] })).data).toEqual({ nodes: [] });
  });
});

describe("an agent", () => {
  it("is found by id, with its assigned callbacks, by status if requested", async () => {
    const query = `query ($id: ID!) { agent(id: $id) { id vendorId source { name }
      all: callbacks { totalCount } waiting: callbacks(statuses: [QUEUED]) { nodes { vendorId } } none: callbacks(statuses: []) { totalCount } } }`;
    expect((await execute(query, loaders, { id: agent })).data).toEqual({
      agent: {
        id: agent,
        vendorId: "a1",
        source: { name: "north" },
        all: { totalCount: 2 },
        waiting: { nodes: [{ vendorId: "1" }] },
        none: { totalCount: 0 },
      },
    });
  });

  it("of a callback equals the one by id", async () => {
    const query = "query ($id: ID!) { callback(id: $id) { assignment { type exclusive agent { id } } } }";
    expect((await execute(query, loaders, { id: callback })).data).toEqual({
      callback: { assignment: { type: "SPECIFIC_AGENT", exclusive: true, agent: { id: agent } } },
    });
  });
});

describe("sources and statistics", () => {
  it("returns sources in the order of the settings, and one by its name", async () => {
    const query = `{ sources { name } source(name: "south") { id vendor health { state latencyP99 } sync { coverage lag } } }`;
    expect((await execute(query, loaders)).data).toEqual({
      sources: [{ name: "north" }, { name: "south" }],
      source: {
        id: encodeId("CallbackSource", "south", null),
        vendor: "UMBRELLA",
        health: { state: "UP", latencyP99: "PT0.25S" },
        sync: { coverage: "COMPLETE", lag: "PT5S" },
      },
    });
  });

  it("groups name agents by their global ids, and use UTC by default", async () => {
    const zones: string[] = [];
    const listening = {
      ...loaders,
      statistics: (query: Parameters<typeof loaders.statistics>[0]) => {
        zones.push(query.timeZone);
        return loaders.statistics(query);
      },
    };
    const query = `{ callbackStatistics(groupBy: [AGENT]) { totalCount groups { agent { id } count vendor } sources { freshness } }
      other: callbackStatistics(groupBy: [DAY], timeZone: null) { totalCount } }`;
    expect((await execute(query, listening)).data).toMatchObject({
      callbackStatistics: { totalCount: 2, groups: [{ agent: { id: agent }, count: 2, vendor: null }] },
      other: { totalCount: 2 },
    });
    expect(zones).toEqual(["UTC", "UTC"]);
  });
});

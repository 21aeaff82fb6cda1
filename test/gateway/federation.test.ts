import { composeServices } from "@apollo/composition";
import { graphql, parse } from "graphql";
import { afterEach, describe, expect, it } from "vitest";
import { encodeId } from "../../src/domain/id.js";
import type { JsonObject } from "../../src/lib/json.js";
import { authOf, type TestKey } from "../support/access.js";
import { ask, askAll } from "../support/ask.js";
import { createCrm, CRM_SDL } from "../support/crm.js";
import { isFirstRead, startWorld, type World } from "../support/world.js";

const MASKED: TestKey = { id: "masked", key: "masked-key", scopes: ["callbacks:read"], sources: "*" };
const NOWHERE: TestKey = { id: "nowhere", key: "nowhere-key", scopes: ["callbacks:read", "pii:read"], sources: [] };
const OPERATOR: TestKey = { id: "op", key: "op-key", scopes: ["callbacks:read", "pii:read", "admin"], sources: "*" };

const ENTITIES = `query ($references: [_Any!]!) {
  _entities(representations: $references) {
    __typename
    ... on Callback { id status customer { name phoneNumber phoneNumberRaw } vendorRecord { __typename } }
    ... on Agent { id source { name } callbacks(first: 3) { totalCount } }
    ... on CallbackSource { id name vendor }
  }
}`;

let world: World;
afterEach(() => world.close());

async function start({ federation = true, ...settings }: Record<string, unknown> = {}, server = {}): Promise<void> {
  world = await startWorld({ settings: { server: { port: 0, federation, ...server }, ...settings } as JsonObject });
}

/** So many callbacks at each vendor; the references to those that the gateway knows by then. */
async function seed(count: number): Promise<{ __typename: string; id: string }[]> {
  for (const fake of Object.values(world.fakes)) {
    for (let index = 0; index < count; index += 1) {
      fake.add({
        phoneNumber: "+14155550100",
        start: world.time.now + 3_600_000 + index,
        customerId: "c1",
        agentId: "a1",
      });
    }
  }
  await world.gateway.createLoaders(new AbortController()).callbacks({
    filter: {},
    orderBy: { field: "WINDOW_START", direction: "ASC" },
    slice: { size: 1, from: "start", after: null, before: null },
    maxStalenessMs: null,
  });
  const { rows } = await world.store.list({
    filter: {},
    orderBy: { field: "WINDOW_START", direction: "ASC" },
    slice: { size: count, from: "start", after: null, before: null },
    now: world.time.now,
  });
  expect(rows.length).toBe(count);
  return rows.map(({ callback }) => ({
    __typename: "Callback",
    id: encodeId("Callback", callback.source, callback.vendorId),
  }));
}

async function entitiesAs(key: TestKey, references: readonly unknown[], query = ENTITIES): Promise<VendorPage> {
  const response = await fetch(`${world.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-api-key": key.key },
    body: JSON.stringify({ query, variables: { references } }),
  });
  return (await response.json()) as VendorPage;
}

/** How often the store was asked for callbacks by their keys so far. */
async function looks(): Promise<number> {
  const metrics = await (await fetch(`${world.url}/metrics`)).text();
  const [, count] = /^ringback_store_operation_duration_seconds_count\{operation="find"\} (\d+)$/mu.exec(metrics) ?? [];
  return Number(count ?? 0);
}

interface VendorPage {
  readonly data: { readonly _entities: readonly Record<string, unknown>[]; readonly _service: { sdl: string } | null };
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}

describe("the gateway as a subgraph", () => {
  it.each([false, true])(
    "composes with another subgraph, which extends its entities, with its costs and lists; with scopes: %s",
    async (federationScopes) => {
      await start({}, { federationScopes });
      const { _service } = await ask<{ _service: { sdl: string } }>(world.url, "{ _service { sdl } }");
      const { errors, supergraphSdl } = composeServices([
        { name: "ringback", url: `${world.url}/graphql`, typeDefs: parse(_service.sdl) },
        { name: "crm", url: "http://127.0.0.1:1/graphql", typeDefs: parse(CRM_SDL) },
      ]);
      expect(errors ?? []).toEqual([]);
      expect(supergraphSdl).toContain('@join__type(graph: RINGBACK, key: "id")');
      expect(_service.sdl).toContain("duplicates: [Callback!]! @cost(weight: 2) @listSize(assumedSize: 20)");
      expect(_service.sdl).toMatch(
        /\): CallbackConnection! .*@cost\(weight: 10\) @listSize\(assumedSize: 50, slicingArg/u,
      );
      expect(_service.sdl).toMatch(/: ScheduleCallbackPayload! .*@cost\(weight: 100\)/u);
      const scopes = [
        /^type Callback .*@requiresScopes\(scopes: \[\["callbacks:read"\]\]\)/mu,
        /: ScheduleCallbackPayload! @requiresScopes\(scopes: \[\["callbacks:read", "callbacks:write"\]\]\)/u,
        /^  viewer: Viewer! @authenticated$/mu,
      ];
      for (const scope of scopes) expect(scope.test(_service.sdl)).toBe(federationScopes);
    },
  );

  it("resolves references in both directions, 50 of them with one store query", async () => {
    await start();
    const ids = (await seed(50)).map(({ id }) => id);
    const crm = createCrm(ids);
    const source = "{ accounts(first: 1) { nodes { owner waitsFor { __typename id } } } }";
    const { data } = await graphql({ schema: crm, source });
    const [account] = (data as { accounts: { nodes: { waitsFor: unknown[] }[] } }).accounts.nodes;
    // Objects without prototype are what the reference executor makes: over the wire they are plain.
    const references = JSON.parse(JSON.stringify(account?.waitsFor)) as unknown[];
    world.forgetCalls();
    const before = await looks();
    const { _entities } = await ask<VendorPage["data"]>(world.url, ENTITIES, { references });
    expect(_entities.map(({ __typename, id }) => ({ __typename, id }))).toEqual(references);
    expect((await looks()) - before).toBe(1);
    expect(world.callCount()).toBe(0);

    const back = await graphql({
      schema: crm,
      source: `query ($references: [_Any!]!) { _entities(representations: $references) { ... on Callback { account { owner } } } }`,
      variableValues: { references },
    });
    expect(back.data?.["_entities"]).toHaveLength(50);
    expect(back.errors).toBeUndefined();
  });

  it("refreshes stale data once per source, not once per reference", async () => {
    await start();
    const references = await seed(20);
    world.time.now += 60_000;
    world.forgetCalls();
    await ask(world.url, ENTITIES, { references });
    const calls = Object.values(world.fakes).flatMap(({ log }) =>
      log.filter(isFirstRead).map(({ method, path, body }) => method + path + body),
    );
    expect(calls.length).toBeGreaterThan(0);
    expect(new Set(calls).size).toBe(calls.length);
    expect(calls.length).toBeLessThan(references.length);
  });

  it("resolves references: null for unknown ones, null and an error for invalid ones", async () => {
    await start();
    const [callback] = await seed(1);
    const [source = ""] = Object.keys(world.fakes);
    const sourceId = encodeId("CallbackSource", source, null);
    const references = [
      { __typename: "CallbackSource", id: sourceId },
      { __typename: "Agent", id: encodeId("Agent", source, "nobody") },
      { __typename: "Callback", id: encodeId("Callback", source, "nothing") },
      { __typename: "Callback", id: encodeId("Callback", "elsewhere", "x") },
      { __typename: "Agent", id: callback?.id },
      { __typename: "Callback" },
      { __typename: "Query", id: sourceId },
      "text",
      { __typename: "Callback", id: "?" },
      callback,
    ];
    // Rows are written, and their JSON kept, from the second time on.
    for (let time = 1; time <= 4; time += 1) {
      const { data, errors = [] } = await askAll<VendorPage["data"]>(world.url, ENTITIES, { references });
      const shown = data._entities.map((entity) => entity?.["__typename"] ?? null);
      expect(shown).toEqual(["CallbackSource", ...Array.from({ length: 8 }, () => null), "Callback"]);
      expect(data._entities[0]).toMatchObject({ id: sourceId, name: source });
      expect(new Set(errors.map(({ path }) => path?.[1]))).toEqual(new Set([4, 5, 6, 7, 8]));
      expect(errors.every(({ extensions }) => extensions?.code === "BAD_USER_INPUT")).toBe(true);
    }
  });

  it("finds agents, with their callbacks", async () => {
    await start();
    await seed(2);
    const { rows } = await world.store.list({
      filter: {},
      orderBy: { field: "WINDOW_START", direction: "ASC" },
      slice: { size: 10, from: "start", after: null, before: null },
      now: world.time.now,
    });
    const assigned = rows.find(({ callback }) => callback.assignment?.agentId === "a1");
    const id = encodeId("Agent", assigned?.callback.source ?? "", "a1");
    const { _entities } = await ask<VendorPage["data"]>(world.url, ENTITIES, {
      references: [{ __typename: "Agent", id }],
    });
    expect(_entities).toEqual([
      { __typename: "Agent", id, source: { name: assigned?.callback.source }, callbacks: { totalCount: 2 } },
    ]);
  });

  it("limits callers to their rights: masked PII, and no sources outside the grant", async () => {
    await start({ auth: authOf(MASKED, NOWHERE, OPERATOR) });
    const references = await seed(3);
    const seen = await entitiesAs(OPERATOR, references);
    expect(seen.data._entities[0]).toMatchObject({ customer: { phoneNumber: "+14155550100" } });
    const masked = await entitiesAs(MASKED, references);
    expect(masked.data._entities).toHaveLength(3);
    expect(JSON.stringify(masked.data)).not.toContain("4155550100");
    const nowhere = await entitiesAs(NOWHERE, references);
    expect(nowhere.data._entities).toEqual([null, null, null]);
  });

  it("rejects too many references, and references that cost too much", async () => {
    await start({}, { operations: { maxVariableValues: 10_000 } });
    const many = (count: number): { __typename: string; id: string }[] =>
      Array.from({ length: count }, (_, index) => ({
        __typename: "Callback",
        id: encodeId("Callback", "webex", `${index}`),
      }));
    const ids = "query ($references: [_Any!]!) { _entities(representations: $references) { __typename } }";
    const tooMany = await askAll(world.url, ids, { references: many(501) });
    expect(tooMany.errors?.[0]).toMatchObject({ extensions: { code: "BAD_USER_INPUT" } });
    const costly = `query ($references: [_Any!]!) { _entities(representations: $references) {
      ... on Callback { customer { callbacks(first: 100) { nodes { id } } } } } }`;
    const tooMuch = await askAll(world.url, costly, { references: many(500) });
    expect(tooMuch.errors?.[0]).toMatchObject({ extensions: { code: "QUERY_TOO_COMPLEX", limit: { name: "cost" } } });
  });

  it("returns the schema to operators only if introspection is off", async () => {
    await start({ auth: authOf(MASKED, OPERATOR) }, { introspection: false });
    const query = "{ _service { sdl } }";
    expect((await entitiesAs(MASKED, [], query)).errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
    expect((await entitiesAs(OPERATOR, [], query)).data._service?.sdl).toContain("type Callback implements Node @key");
  });

  it("is off by default", async () => {
    await start({ federation: false });
    const { errors } = await askAll(world.url, "{ _service { sdl } }");
    expect(errors).toMatchObject([{ extensions: { code: "GRAPHQL_VALIDATION_FAILED" } }]);
  });
});

import { Writable } from "node:stream";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { createWebexFake } from "../../src/adapters/webex/fake.js";
import { encodeChangeCursor } from "../../src/domain/change/cursor.js";
import { queueId } from "../../src/domain/id.js";
import type { JsonObject } from "../../src/lib/json.js";
import { createLogger } from "../../src/telemetry/logger.js";
import { authOf } from "../support/access.js";
import { ask } from "../support/ask.js";
import { NUMBER } from "../support/commands.js";
import { follow } from "../support/follow.js";
import { START, startWorld, type World, type WorldOptions } from "../support/world.js";

const HOUR = 3_600_000;
const AGENT = "5e11a9e7-1111-4222-a333-000000000010";
const READING = { sync: { polling: true, directoryMs: HOUR } };
const ROWS = `{ callbacks(filter: { vendors: [GENESYS_CLOUD] }) {
  nodes { queue { id kind vendorId name } assignment { agent { vendorId name } } source { displayName } } } }`;

interface Row {
  readonly queue: {
    readonly id: string;
    readonly kind: string;
    readonly vendorId: string;
    readonly name: string | null;
  };
  readonly assignment: { readonly agent: { readonly vendorId: string; readonly name: string | null } } | null;
  readonly source: { readonly displayName: string | null };
}

const closing: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function start(options: WorldOptions): Promise<World> {
  const world = await startWorld(options);
  closing.push(() => world.close());
  return world;
}

/** A callback in a queue, and an agent's own, at Genesys Cloud. */
function addCallback(world: World): void {
  world.fakes["genesys-cloud"]?.add({ phoneNumber: NUMBER, start: START + HOUR, agentId: AGENT });
}

async function rowOf(world: World, key?: string): Promise<Row | undefined> {
  const response = await fetch(`${world.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...(key === undefined ? {} : { "x-api-key": key }) },
    body: JSON.stringify({ query: ROWS }),
  });
  const { data } = (await response.json()) as { readonly data: { readonly callbacks: { readonly nodes: Row[] } } };
  return data.callbacks.nodes[0];
}

const nameOfAgent = async (world: World, key?: string): Promise<string | null | undefined> =>
  (await rowOf(world, key))?.assignment?.agent.name;
const nameOfQueue = async (world: World, key?: string): Promise<string | null | undefined> =>
  (await rowOf(world, key))?.queue.name;

describe("names of the vendor's directory", () => {
  it("are shown, and survive an outage of the vendor with a restart", async () => {
    const dataDirectory = mkdtempSync(join(tmpdir(), "ringback-names-"));
    closing.push(() => rmSync(dataDirectory, { recursive: true, force: true }));
    const world = await start({ settings: READING, dataDirectory });
    addCallback(world);
    await expect.poll(() => nameOfAgent(world), { timeout: 90_000 }).toBe("Aisha Almeida");
    const queue = await nameOfQueue(world);
    expect(["Billing", "Support", "Sales", "Premium"]).toContain(queue);
    const fake = world.fakes["genesys-cloud"];
    if (fake !== undefined) fake.fault = { kind: "status", status: 503 };
    await world.restart();
    expect(await rowOf(world)).toMatchObject({
      queue: { name: queue },
      assignment: { agent: { name: "Aisha Almeida" } },
    });
  });

  it("are replaced by those of the settings; a source has a name for people", async () => {
    const world = await start({
      settings: READING,
      ofVendors: { "genesys-cloud": { displayName: "Front office", names: { agents: { [AGENT]: "A. Almeida" } } } },
    });
    addCallback(world);
    await expect.poll(() => nameOfQueue(world), { timeout: 90_000 }).toEqual(expect.any(String));
    expect(await rowOf(world)).toMatchObject({
      assignment: { agent: { vendorId: AGENT, name: "A. Almeida" } },
      source: { displayName: "Front office" },
    });
  });

  it("that the credentials may not read are null; callbacks are read, and the log names the permission once", async () => {
    const lines: string[] = [];
    const stream = new Writable({
      write(chunk: Buffer, _, done) {
        lines.push(...chunk.toString().trim().split("\n"));
        done();
      },
    });
    const isDirectory = ({ path }: { readonly path: string }): boolean => /routing\/queues|api\/v2\/users/u.test(path);
    const world = await start({
      settings: READING,
      logger: createLogger("warn", stream),
      beforeStart(fakes) {
        const fake = fakes["genesys-cloud"];
        if (fake !== undefined) fake.fault = { kind: "status", status: 403, match: isDirectory };
      },
    });
    addCallback(world);
    await expect.poll(() => rowOf(world), { timeout: 90_000 }).toMatchObject({ queue: { name: null } });
    const warnings = lines.filter((line) => line.includes("directory of queues"));
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain("it needs the permission routing:queue:view");
  });
});

describe("agents' names", () => {
  const KEYS = {
    all: { id: "all", key: "key-of-all", scopes: ["callbacks:read", "pii:read"], sources: "*" },
    masked: { id: "masked", key: "key-of-masked", scopes: ["callbacks:read"], sources: "*" },
  } as const;
  const names = {
    queues: {
      "9a51c0de-2222-4333-a444-000000000010": "One",
      "9a51c0de-2222-4333-a444-000000000011": "One",
      "9a51c0de-2222-4333-a444-000000000012": "One",
      "9a51c0de-2222-4333-a444-000000000013": "One",
    },
    agents: { [AGENT]: "Aisha Almeida" },
  };

  it.each([
    [false, "***"],
    [true, "Aisha Almeida"],
  ])("are masked without pii:read, unless agentsArePublic: %s shows %s", async (agentsArePublic, shown) => {
    const world = await start({
      settings: { auth: authOf(KEYS.all, KEYS.masked) },
      ofVendors: { "genesys-cloud": { names: { ...names, agentsArePublic } } },
    });
    addCallback(world);
    expect([await nameOfAgent(world, "key-of-all"), await nameOfQueue(world, "key-of-all")]).toEqual([
      "Aisha Almeida",
      "One",
    ]);
    expect([await nameOfAgent(world, "key-of-masked"), await nameOfQueue(world, "key-of-masked")]).toEqual([
      shown,
      "One",
    ]);
  });
});

describe("names in records", () => {
  const ROWS_OF_TASKS = `{ callbacks(filter: { vendors: [WEBEX] }, maxStaleness: "PT0S") { nodes { vendorId queue { name } } } }`;
  const GROUPS = `{ callbackStatistics(groupBy: [QUEUE, SOURCE, AGENT], filter: { vendors: [WEBEX] }) {
    groups { count source { name } queue { id kind name } agent { id } } } }`;

  it("are the latest, and a renamed queue changes no callback but that of the record", async () => {
    const world = await start({ hasWebexSearch: true });
    const fake = world.fakes["webex"] as ReturnType<typeof createWebexFake>;
    const changes = `subscription ($after: String) { callbackChanged(filter: { vendors: [WEBEX] }, after: $after) {
      cursor kind status previousStatus changedFields callback { id vendorId } } }`;
    const following = follow(world.url, "ws", changes, { after: encodeChangeCursor(0) });
    closing.push(() => following.stop());
    const put = (id: string, createdTime: number, name: string): void => {
      const data = { callbackNumber: NUMBER, callbackRequestTime: createdTime };
      const task: JsonObject = {
        id,
        isCallback: true,
        isActive: true,
        status: "parked",
        createdTime,
        callbackData: data,
      };
      fake.tasks.set(id, { ...task, lastQueue: { id: "q-1", name } });
    };
    const named = async (): Promise<unknown> => {
      const { callbacks } = await ask<{ callbacks: { nodes: { vendorId: string; queue: { name: string } }[] } }>(
        world.url,
        ROWS_OF_TASKS,
      );
      return callbacks.nodes.map(({ vendorId, queue }) => `${vendorId} ${queue.name}`).toSorted();
    };
    put("t-1", START - HOUR, "Billing");
    expect(await named()).toEqual(["t-1 Billing"]);
    world.time.now += 60_000;
    put("t-2", START - HOUR / 2, "Invoices");
    expect(await named()).toEqual(["t-1 Invoices", "t-2 Invoices"]);
    world.time.now += 60_000;
    put("t-0", START - 2 * HOUR, "Bills");
    expect(await named()).toEqual(["t-0 Invoices", "t-1 Invoices", "t-2 Invoices"]);
    const told = await following.next(3);
    expect(told.map(({ kind, callback }) => `${kind} ${callback.vendorId}`)).toEqual([
      "CREATED t-1",
      "CREATED t-2",
      "CREATED t-0",
    ]);
    const id = queueId({ source: "webex", kind: "QUEUE", vendorId: "q-1" });
    const { callbackStatistics } = await ask<{ callbackStatistics: { groups: unknown[] } }>(world.url, GROUPS);
    expect(callbackStatistics.groups).toEqual([
      { count: 3, source: { name: "webex" }, queue: { id, kind: "QUEUE", name: "Invoices" }, agent: null },
    ]);
    const node = await ask(
      world.url,
      `query ($id: ID!) { node(id: $id) { ... on Queue { name vendorId kind source { name } callbacks(first: 2) { totalCount pageInfo { hasNextPage } } } } }`,
      { id },
    );
    expect(node).toEqual({
      node: {
        name: "Invoices",
        vendorId: "q-1",
        kind: "QUEUE",
        source: { name: "webex" },
        callbacks: { totalCount: 3, pageInfo: { hasNextPage: true } },
      },
    });
    const filtered = await ask(
      world.url,
      `query ($ids: [ID!]) { callbacks(filter: { queueIds: $ids }) { totalCount sources { source { name } } } }`,
      { ids: [id] },
    );
    expect(filtered).toEqual({ callbacks: { totalCount: 3, sources: [{ source: { name: "webex" } }] } });
  });
});

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { encodeChangeCursor } from "../../src/domain/change/cursor.js";
import { encodeId } from "../../src/domain/id.js";
import { authOf, type TestKey } from "../support/access.js";
import { CRM_SDL } from "../support/crm.js";
import { LOG, record } from "../support/raw-socket.js";
import { serveCrm, type ServedCrm } from "../support/serve-crm.js";
import { freePort } from "../support/free-port.js";
import { startWorld, type World } from "../support/world.js";
import { startApollo, startHive, type HiveProtocol, type RunningRouter, type Subgraph } from "./start-router.js";

const OPERATOR: TestKey = { id: "op", key: "op-key", scopes: ["callbacks:read", "pii:read", "admin"], sources: "*" };
const MASKED: TestKey = { id: "masked", key: "masked-key", scopes: ["callbacks:read"], sources: "*" };
const NOWHERE: TestKey = { id: "nowhere", key: "nowhere-key", scopes: ["callbacks:read"], sources: [] };
const COUNT = 20;
const IDS = Array.from({ length: COUNT }, (_, index) => encodeId("Callback", "talkdesk", String(index)));

let world: World;
let crm: ServedCrm;
let router: RunningRouter | null = null;
let callbackPort: number;
beforeEach(async () => {
  callbackPort = await freePort();
  const subscriptions = { routers: [`http://127.0.0.1:${callbackPort}/callback`] };
  const server = { port: 0, federation: true, subscriptions };
  world = await startWorld({ settings: { server, auth: authOf(OPERATOR, MASKED, NOWHERE) } });
  crm = await serveCrm(IDS);
});
afterEach(async () => {
  await router?.close();
  router = null;
  await world.close();
  await crm.close();
});

async function subgraphs(): Promise<readonly Subgraph[]> {
  const { data } = await askAs<{ _service: { sdl: string } }>(world.url, OPERATOR, "{ _service { sdl } }");
  return [
    { name: "ringback", url: `${world.url}/graphql`, sdl: data._service.sdl },
    { name: "crm", url: crm.url, sdl: CRM_SDL },
  ];
}

async function askAs<Data>(url: string, { key }: TestKey, query: string): Promise<{ data: Data; errors?: unknown }> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-api-key": key },
    body: JSON.stringify({ query }),
  });
  return (await response.json()) as { data: Data; errors?: unknown };
}

async function metrics(): Promise<string> {
  return (await fetch(`${world.url}/metrics`, { headers: { "x-api-key": OPERATOR.key } })).text();
}

/** The number of queries that the gateway has executed. */
async function queries(): Promise<number> {
  const [, count] =
    /^ringback_operations_total\{transport="http",type="query",outcome="ok"\} (\d+)$/mu.exec(await metrics()) ?? [];
  return Number(count);
}

interface Account {
  readonly owner: string;
  readonly waitsFor: readonly unknown[];
}

describe.each(["Apollo Gateway", "Hive Gateway"])("%s as the router", (name) => {
  const open = async (): Promise<string> => {
    router =
      name === "Apollo Gateway" ? await startApollo(await subgraphs()) : await startHive(await subgraphs(), "sse");
    return router.url;
  };

  it("enters callbacks by another subgraph's references, all by one query, and goes back from them", async () => {
    await record(world, COUNT);
    const url = await open();
    const query = `{ accounts(first: 1) { nodes { owner waitsFor { vendorId status account { owner } } } } }`;
    const before = await queries();
    const { data, errors } = await askAs<{ accounts: { nodes: Account[] } }>(url, OPERATOR, query);
    expect(errors).toBeUndefined();
    const waitsFor = IDS.map((_, index) => ({
      vendorId: String(index),
      status: "SCHEDULED",
      account: { owner: "Olga" },
    }));
    expect(data.accounts.nodes).toEqual([{ owner: "Olga", waitsFor }]);
    expect((await queries()) - before).toBe(1);
  });

  it("extends the callbacks of a list by another subgraph's fields", async () => {
    await record(world, 3);
    const url = await open();
    const query = "{ callbacks(first: 10) { totalCount nodes { id vendorId account { owner } } } }";
    const { data, errors } = await askAs<{ callbacks: { nodes: unknown[] } }>(url, OPERATOR, query);
    expect(errors).toBeUndefined();
    const nodes = IDS.slice(0, 3).map((id, index) => ({ id, vendorId: String(index), account: { owner: "Olga" } }));
    expect(data.callbacks).toMatchObject({ totalCount: 3, nodes: expect.arrayContaining(nodes) as unknown });
  });

  it("forwards the client's key, whose rights apply", async () => {
    world.fakes["talkdesk"]?.add({ phoneNumber: "+14155550100", start: world.time.now + 3_600_000 });
    const url = await open();
    const query = "{ viewer { id } callbacks(first: 5) { nodes { customer { phoneNumber } account { owner } } } }";
    const nodesAs = async (key: TestKey): Promise<unknown> => {
      const { data } = await askAs<{ viewer: { id: string }; callbacks: { nodes: unknown } }>(url, key, query);
      expect(data.viewer.id).toBe(`key:${key.id}`);
      return data.callbacks.nodes;
    };
    expect(await nodesAs(OPERATOR)).toEqual([{ customer: { phoneNumber: "+14155550100" }, account: null }]);
    expect(await nodesAs(MASKED)).toEqual([{ customer: { phoneNumber: null }, account: null }]);
    expect(await nodesAs(NOWHERE)).toEqual([]);
  });
});

interface Received {
  readonly cursor: string;
  readonly callback: { readonly vendorId: string; readonly account: { readonly owner: string } };
}

/** Follows all changes through a router, as server-sent events. */
function followChanges(
  url: string,
  signal: AbortSignal,
): { readonly received: Received[]; readonly ended: Promise<unknown> } {
  const query = `subscription ($after: String) {
    callbackChanged(after: $after) { cursor callback { vendorId account { owner } } }
  }`;
  const received: Received[] = [];
  const follow = async (): Promise<void> => {
    const response = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "text/event-stream", "x-api-key": OPERATOR.key },
      body: JSON.stringify({ query, variables: { after: LOG } }),
      signal,
    });
    const decoder = new TextDecoder();
    let text = "";
    for await (const bytes of response.body!) {
      text += decoder.decode(bytes as Uint8Array, { stream: true });
      const events = text.split("\n\n");
      text = events.pop() ?? "";
      for (const event of events) {
        const [, json] = /^data: (\{.*)$/mu.exec(event) ?? [];
        if (json === undefined) continue;
        const { data, errors } = JSON.parse(json) as { data?: { callbackChanged: Received }; errors?: unknown };
        if (data === undefined || errors !== undefined) throw new Error(json);
        received.push(data.callbackChanged);
      }
    }
  };
  return { received, ended: follow().catch((error: unknown) => error) };
}

const TRANSPORTS = { ws: "websocket", sse: "sse", "http-callback": "http-callback" } as const;

it.each(["ws", "sse", "http-callback"] satisfies HiveProtocol[])(
  "Hive Gateway sends its clients each change with another subgraph's fields, by a subscription over %s",
  async (protocol) => {
    const subscribers = `ringback_operations_under_way{transport="${TRANSPORTS[protocol]}",type="subscription"}`;
    await record(world, 2);
    router = await startHive(await subgraphs(), protocol, callbackPort);
    const leave = new AbortController();
    const { received, ended } = followChanges(router.url, leave.signal);

    const receive = (count: number): Promise<unknown> => {
      const all = expect.poll(() => received.length).toBe(count);
      return Promise.race([all, ended.then((error) => Promise.reject(error as Error))]);
    };
    await receive(2);
    await record(world, 5);
    await receive(7);
    expect(received.map(({ cursor }) => cursor)).toEqual([1, 2, 3, 4, 5, 6, 7].map(encodeChangeCursor));
    expect(received.every(({ callback }) => callback.account.owner === "Olga")).toBe(true);
    expect(await metrics()).toContain(`${subscribers} 1`);
    leave.abort();
    await ended;
    await expect.poll(metrics).toContain(`${subscribers} 0`);
  },
);

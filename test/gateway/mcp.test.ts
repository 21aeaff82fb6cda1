import { request } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { authOf, type TestKey } from "../support/access.js";
import { ask } from "../support/ask.js";
import { aCommand, agentId, writesAt } from "../support/commands.js";
import { SOURCE, store } from "../support/export.js";
import { connectAgent, type McpAgent } from "../support/mcp.js";
import { startTrusting } from "../support/trusting.js";
import { startWorld, type World } from "../support/world.js";

let world: World;
afterEach(() => world.close());

const key = (id: string, scopes: readonly string[], sources: "*" | string[] = "*"): TestKey => ({
  id,
  key: `key-of-${id}`,
  scopes,
  sources,
});
const ANA = key("ana", ["callbacks:read", "callbacks:write", "pii:read"]);
const BEN = key("ben", ["callbacks:read"], [SOURCE]);
const DOT = key("dot", ["callbacks:read"], ["mindful"]);
const OPS = key("ops", ["admin"]);
/** A response and its envelope, in bytes. */
const MOST_BYTES = 25_000;

interface Row {
  readonly id: string;
  readonly customer: { readonly name?: string; readonly phoneNumber?: string; readonly phoneNumberRaw?: string };
}
interface Page {
  readonly totalCount: number;
  readonly returned: number;
  readonly nextCursor?: string;
  readonly callbacks: readonly Row[];
}

/** Reads all pages of a tool. */
async function pagesOf<Result extends { readonly nextCursor?: string }>(
  agent: McpAgent,
  name: string,
  given: Record<string, unknown>,
): Promise<Result[]> {
  const pages: Result[] = [];
  for (let after: string | undefined; pages.length === 0 || after !== undefined;) {
    const page = await agent.ask<Result>(name, { ...given, ...(after !== undefined && { after }) });
    pages.push(page);
    after = page.nextCursor;
  }
  return pages;
}

describe("the tools of agents", () => {
  it.each(["legacy", "auto"] as const)(
    "list the overdue callbacks of a vendor and the customers who wait twice, by two calls (%s protocol)",
    async (mode) => {
      world = await startWorld();
      await store(world, 30);
      await store(world, 3, "mindful", "MINDFUL");
      const agent = await connectAgent(world.url, undefined, mode);
      const overdue = await agent.ask<Page>("list_callbacks", { vendors: ["TALKDESK"], isOverdue: true });
      const twice = await agent.ask<{ customers: object[] }>("list_repeat_customers");
      const { callbacks, customers } = await ask<{
        callbacks: { totalCount: number; nodes: { id: string }[] };
        customers: { nodes: object[] };
      }>(
        world.url,
        `{ callbacks(filter: { vendors: [TALKDESK], isOverdue: true }, orderBy: { field: URGENCY }, first: 20) { totalCount nodes { id } }
           customers(filter: { minOpenCallbacks: 2 }) { nodes { id openCallbackCount } } }`,
      );
      expect(overdue.callbacks.map(({ id }) => ({ id }))).toEqual(callbacks.nodes);
      expect(overdue.totalCount).toBe(callbacks.totalCount);
      expect(callbacks.totalCount).toBeGreaterThan(3);
      expect(twice.customers).toMatchObject(customers.nodes);
      expect(customers.nodes).toHaveLength(3);
    },
  );

  it("are few, described, and marked as read-only or destructive", async () => {
    world = await startWorld();
    const agent = await connectAgent(world.url);
    const { tools } = await agent.client.listTools();
    expect(tools.length).toBeLessThanOrEqual(10);
    expect(Math.max(...agent.sizes)).toBeLessThan(MOST_BYTES);
    for (const { annotations, description, inputSchema } of tools) {
      expect(annotations?.readOnlyHint).toBe(annotations?.destructiveHint === false);
      expect(description?.length).toBeGreaterThan(40);
      const descriptions = Object.values(inputSchema.properties ?? {}).map(
        (own) => (own as { description?: string }).description,
      );
      expect(descriptions).not.toContain(undefined);
    }
    const readOnly = tools.filter(({ annotations }) => annotations?.readOnlyHint === true).map(({ name }) => name);
    expect(tools.map(({ name }) => name).filter((name) => !readOnly.includes(name))).toEqual([
      "schedule_callback",
      "reschedule_callback",
      "cancel_callback",
    ]);
  });

  it("give one callback, one customer, counts, figures and sources", async () => {
    world = await startWorld();
    await store(world, 3);
    await store(world, 1, "mindful", "MINDFUL");
    const agent = await connectAgent(world.url);
    const { callbacks } = await agent.ask<Page>("list_callbacks", { sources: [SOURCE] });
    const { callback } = await agent.ask<{ callback: object }>("get_callback", { id: callbacks[0]?.id });
    expect(callback).toMatchObject({
      id: callbacks[0]?.id,
      status: "SCHEDULED",
      history: { nodes: [{ kind: "CREATED" }] },
    });
    const { customers } = await agent.ask<{ customers: { id: string }[] }>("list_repeat_customers");
    const customer = await agent.ask<Page>("get_customer", { id: customers[0]?.id });
    expect(customer).toMatchObject({ totalCount: 2, customer: { openCallbackCount: 2 }, callbacks: [{}, {}] });
    const counts = await agent.ask("count_callbacks", { groupBy: ["SOURCE"], vendors: ["TALKDESK"] });
    expect(counts).toMatchObject({ totalCount: 3, groups: [{ source: { name: SOURCE }, count: 3 }] });
    const range = { from: "2026-06-01T00:00:00Z", until: "2026-06-02T00:00:00Z" };
    const figures = await agent.ask("get_performance", { range, groupBy: ["VENDOR"], vendors: ["TALKDESK"] });
    expect(figures).toMatchObject({ rows: [{ vendor: "TALKDESK", total: { opened: 3 } }, { figures: { opened: 3 } }] });
    const { sources } = await agent.ask<{ sources: object[] }>("list_sources");
    expect(sources).toContainEqual(expect.objectContaining({ name: SOURCE, vendor: "TALKDESK" }));
  });

  it("stay below 25 KB on every page, and lose no row", async () => {
    world = await startWorld();
    await store(world, 120);
    const long = `"Ü\\" ${"wörd ".repeat(3000)}`;
    const fake = world.fakes["mindful"];
    const numbers = Array.from({ length: 20 }, (_, index) => `+1415555${1000 + index}`);
    for (const phoneNumber of numbers) fake?.add({ phoneNumber, start: world.time.now + 3_600_000, name: long });
    const agent = await connectAgent(world.url, undefined);
    await ask(world.url, `{ callbacks(filter: { phoneNumbers: ${JSON.stringify(numbers)} }) { totalCount } }`);
    const pages = await pagesOf<Page>(agent, "list_callbacks", { first: 100 });
    const ids = pages.flatMap(({ callbacks }) => callbacks.map(({ id }) => id));
    expect(pages.length).toBeGreaterThan(2);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBe(pages[0]?.totalCount);
    expect(ids.length).toBe(140);
    const range = { from: "2026-05-25T00:00:00Z", until: "2026-06-08T00:00:00Z" };
    const figures = await pagesOf<{ rows: object[]; nextCursor?: string }>(agent, "get_performance", {
      range,
      groupBy: ["AGENT", "QUEUE"],
      interval: "HOUR",
    });
    expect(figures.length).toBeGreaterThan(1);
    expect(Math.max(...agent.sizes)).toBeGreaterThan(20_000);
    expect(Math.max(...agent.sizes)).toBeLessThan(MOST_BYTES);
  });
});

describe("the rights of a tool", () => {
  it("are those of its caller: authentication, sources and scopes", async () => {
    world = await startWorld({ settings: { auth: authOf(ANA, BEN, DOT) } });
    await store(world, 2);
    await expect(connectAgent(world.url)).rejects.toMatchObject({ status: 401 });
    await expect(connectAgent(world.url, "unknown")).rejects.toMatchObject({ status: 401 });
    const stranger = await connectAgent(world.url, DOT.key);
    expect(await stranger.ask("list_callbacks")).toMatchObject({ totalCount: 0 });
    const reader = await connectAgent(world.url, BEN.key);
    const { tools } = await reader.client.listTools();
    expect(tools.filter(({ annotations }) => annotations?.destructiveHint === true)).toEqual([]);
    await expect(reader.call("cancel_callback", { id: "x", idempotencyKey: "1" })).rejects.toThrow(/unknown tool/u);
  });

  it("mask PII, also for callers that may read it", async () => {
    world = await startWorld({ settings: { auth: authOf(ANA, BEN) } });
    await store(world, 2);
    for (const { key: token } of [ANA, BEN]) {
      const agent = await connectAgent(world.url, token);
      const { text } = await agent.call("list_callbacks");
      expect(text).not.toMatch(/Anna|1234|invoice/u);
      expect(JSON.parse(text)).toMatchObject({ callbacks: [{ customer: { phoneNumberRaw: "***00" } }, {}] });
      const asked = await agent.call("list_callbacks", { includePersonalData: true });
      expect(asked).toMatchObject({ isError: true, text: expect.stringContaining("unknown argument") as string });
    }
    // To find a customer by number reveals nothing to a caller that may read numbers.
    const phoneNumbers = ["+493012341001"];
    const found = await (await connectAgent(world.url, ANA.key)).call("list_callbacks", { phoneNumbers });
    expect(JSON.parse(found.text)).toMatchObject({ totalCount: 1, callbacks: [{ customer: { name: "***" } }] });
    const refused = await (await connectAgent(world.url, BEN.key)).call("list_callbacks", { phoneNumbers });
    expect(refused).toEqual({ isError: true, text: "FORBIDDEN: missing scope pii:read" });
  });

  it("include PII on request, where the settings allow it and the caller may read it", async () => {
    const server = { mcp: { personalData: "onRequest" } };
    world = await startWorld({ settings: { auth: authOf(ANA, BEN), server } });
    await store(world, 1);
    const agent = await connectAgent(world.url, ANA.key);
    const named = { callbacks: [{ customer: { name: "Anna Müller 0", phoneNumber: "+493012341000" } }] };
    expect(await agent.ask("list_callbacks", { includePersonalData: true })).toMatchObject(named);
    expect(await agent.ask("list_callbacks")).toMatchObject({ callbacks: [{ customer: { name: "***" } }] });
    const other = await connectAgent(world.url, BEN.key);
    const refused = await other.call("list_callbacks", { includePersonalData: true });
    expect(refused).toEqual({ isError: true, text: "FORBIDDEN: missing scope pii:read" });
  });

  it("write to the vendor once a key, and are in the audit with the caller's name", async () => {
    world = await startWorld({ settings: { auth: authOf(ANA) } });
    const agent = await connectAgent(world.url, ANA.key);
    const given = { ...aCommand("genesys-cloud", world.time.now), idempotencyKey: "k1" };
    const first = await agent.call("schedule_callback", given);
    expect(await agent.call("schedule_callback", given)).toEqual(first);
    const { callback } = JSON.parse(first.text) as { callback: Row };
    expect([first.isError, callback.customer.phoneNumber]).toEqual([false, undefined]);
    const window = { start: new Date(world.time.now + 10_800_000).toISOString() };
    const moved = await agent.call("reschedule_callback", {
      id: callback.id,
      window,
      agentId: agentId("genesys-cloud"),
      idempotencyKey: "k2",
    });
    expect([moved.isError, moved.text]).toEqual([false, expect.stringContaining(window.start)]);
    const gone = await agent.ask("cancel_callback", { id: callback.id, idempotencyKey: "k3" });
    expect(gone).toMatchObject({ callback: { id: callback.id, status: "CANCELED" } });
    const twice = await agent.call("cancel_callback", { id: callback.id, idempotencyKey: "k4" });
    expect(twice).toMatchObject({ isError: true, text: expect.stringContaining("ALREADY_OVER") as string });
    const commands = await world.store.listCommands(10, null);
    expect(commands.map(({ actor, kind }) => [actor, kind])).toEqual([
      ["key:ana", "CANCEL"],
      ["key:ana", "CANCEL"],
      ["key:ana", "RESCHEDULE"],
      ["key:ana", "SCHEDULE"],
    ]);
    expect(writesAt(world, "genesys-cloud")).toHaveLength(3);
  });

  it("count for the rate of the caller", async () => {
    const server = { operations: { rate: { requests: 1, perMs: 60_000 } } };
    world = await startWorld({ settings: { auth: authOf(BEN, OPS), server } });
    const agent = await connectAgent(world.url, BEN.key);
    expect((await agent.call("list_sources")).isError).toBe(false);
    const { isError, text } = await agent.call("list_sources");
    expect([isError, text]).toEqual([true, expect.stringMatching(/^RATE_LIMITED: .*try again after 2026-/u)]);
    const metrics = await fetch(`${world.url}/metrics`, { headers: { "x-api-key": OPS.key } });
    expect(await metrics.text()).toMatch(/transport="mcp"/u);
  });
});

describe("requests of tools that are wrong", () => {
  const WRONG: readonly [string, Record<string, unknown>, RegExp][] = [
    ["list_callbacks", { vendors: ["NOBODY"] }, /does not exist in "Vendor" enum/u],
    ["list_callbacks", { overdue: true }, /unknown argument overdue of list_callbacks; expected some of vendors,/u],
    ["list_callbacks", { first: 500 }, /first must be from 1 to 100/u],
    ["list_callbacks", { after: "page 2" }, /after is not a cursor/u],
    ["count_callbacks", {}, /count_callbacks requires the argument groupBy/u],
    ["count_callbacks", { groupBy: ["SOURCE"], after: "2" }, /after must be the nextCursor/u],
    ["get_callback", { id: "4711" }, /id is not an id of this API/u],
  ];

  it("say what is wrong, and what is expected", async () => {
    world = await startWorld();
    const agent = await connectAgent(world.url);
    for (const [name, given, expected] of WRONG) {
      expect(await agent.call(name, given)).toEqual({ isError: true, text: expect.stringMatching(expected) as string });
    }
  });

  it("are rejected from pages of other origins and other hosts, and by other methods", async () => {
    world = await startWorld();
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" });
    const accept = "application/json, text/event-stream";
    const statusOf = (own: Record<string, string>, method = "POST"): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        const headers = { accept, ...(method === "POST" && { "content-type": "application/json" }), ...own };
        const sent = request(`${world.url}/mcp`, { method, headers }, (response) => {
          response.resume();
          resolve(response.statusCode);
        });
        sent.once("error", reject);
        sent.end(method === "POST" ? body : undefined);
      });
    expect(await statusOf({})).toBe(200);
    expect(await statusOf({ origin: "https://elsewhere.example" })).toBe(403);
    expect(await statusOf({ host: "rebound.example" })).toBe(403);
    expect(await statusOf({}, "GET")).toBe(405);
    expect(await statusOf({}, "DELETE")).toBe(405);
  });
});

describe("the settings of the tools", () => {
  it("turn all of them off, or the commands", async () => {
    world = await startWorld({ settings: { server: { mcp: { enabled: false } } } });
    await expect(connectAgent(world.url)).rejects.toMatchObject({ status: 404 });
    await world.close();
    world = await startWorld({ settings: { server: { mcp: { tools: "read" } } } });
    const { tools } = await (await connectAgent(world.url)).client.listTools();
    expect(tools).toHaveLength(7);
  });

  it("need no entries in the trusted documents", async () => {
    world = await startTrusting({});
    await store(world, 1);
    const agent = await connectAgent(world.url);
    expect(await agent.ask("list_callbacks")).toMatchObject({ totalCount: 1 });
  });
});

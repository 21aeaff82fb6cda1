import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createClient } from "graphql-ws";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { parse } from "yaml";
import { MAX_CLIENTS } from "../../src/telemetry/client-metrics.js";
import { authOf, type TestKey } from "../support/access.js";
import { ask, askAll } from "../support/ask.js";
import { CHANGE_FIELDS, follow } from "../support/follow.js";
import { startWorld, type World, type WorldOptions } from "../support/world.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const read = (path: string): string => readFileSync(ROOT + path, "utf8");

const worlds: World[] = [];
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.close()));
});

async function start(options: WorldOptions = {}): Promise<World> {
  const world = await startWorld(options);
  worlds.push(world);
  return world;
}

async function scrape(world: World): Promise<string> {
  const response = await fetch(`${world.url}/metrics`);
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toContain("text/plain");
  return response.text();
}

/** The value of the one sample of this name with these labels, in whatever order; null where there is none. */
function valueOf(text: string, name: string, labels: Readonly<Record<string, string>> = {}): number | null {
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  const line = text
    .split("\n")
    .find(
      (one) =>
        (one.startsWith(`${name}{`) || one.startsWith(`${name} `)) && wanted.every((label) => one.includes(label)),
    );
  return line === undefined ? null : Number(line.slice(line.lastIndexOf(" ") + 1));
}

function namesOf(text: string): string[] {
  return [...text.matchAll(/^# TYPE (\S+) /gmu)].map(([, name = ""]) => name);
}

const LIST = "query Wallboard { callbacks(first: 10) { totalCount nodes { customer { name phoneNumber } } } }";

describe("the metrics", () => {
  it("have failures that have not happened as 0, so that the first burst is an increase", async () => {
    const world = await start();
    const text = await scrape(world);
    for (const source of Object.keys(world.fakes)) {
      for (const outcome of ["VENDOR_UNAUTHORIZED", "VENDOR_RATE_LIMITED", "VENDOR_UNAVAILABLE", "DEADLINE_EXCEEDED"]) {
        expect(valueOf(text, "ringback_vendor_calls_total", { source, outcome })).toBe(0);
      }
      expect(valueOf(text, "ringback_quarantined_records_total", { source })).toBe(0);
    }
    for (const transport of ["http", "websocket", "sse", "export"]) {
      for (const outcome of ["failed", "timeout", "refused", "rejected"]) {
        expect(valueOf(text, "ringback_operations_total", { transport, outcome })).toBe(0);
      }
    }
    for (const operation of ["record", "list", "readChanges", "elapse"]) {
      expect(valueOf(text, "ringback_store_failures_total", { operation })).toBe(0);
    }
  });

  it("have each lease, also if no gateway holds it", async () => {
    const world = await start({ settings: { sync: { polling: true } } });
    const names = [...Object.keys(world.fakes), "(settling)"];
    const held = (text: string) => names.map((lease) => valueOf(text, "ringback_lease_held", { lease }));
    await expect.poll(async () => held(await scrape(world)), { timeout: 90_000 }).toEqual(names.map(() => 1));
    // Another gateway takes its part of them: whoever has none of a lease shows 0, and the sum stays 1.
    const { url } = await world.join();
    const other = async (): Promise<string> => (await fetch(`${url}/metrics`)).text();
    expect(held(await other())).not.toContain(null);
  });

  it("count operations by transport, type and outcome", async () => {
    const world = await start();
    await ask(world.url, LIST);
    await ask(world.url, LIST);
    await askAll(world.url, "{ nothing }");
    await askAll(world.url, '{ callback(id: "nonsense") { id } }');
    const text = await scrape(world);
    const http = { transport: "http", type: "query" };
    expect(valueOf(text, "ringback_operations_total", { ...http, outcome: "ok" })).toBe(2);
    expect(valueOf(text, "ringback_operations_total", { ...http, outcome: "rejected" })).toBe(1);
    expect(valueOf(text, "ringback_operations_total", { transport: "http", outcome: "refused" })).toBe(1);
    expect(valueOf(text, "ringback_operation_duration_seconds_count", http)).toBe(3);
    expect(valueOf(text, "ringback_operations_under_way", http)).toBe(0);
  });

  it("count operations by the client's name and version, of a bounded number of clients", async () => {
    const world = await start();
    const askAs = async (headers: Record<string, string>): Promise<void> => {
      const init = {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: '{"query":"{ sources { name } }"}',
      };
      expect((await fetch(`${world.url}/graphql`, init)).status).toBe(200);
    };
    await askAs({});
    await askAs({ "graphql-client-name": "+14155550177" });
    await askAs({ "apollographql-client-name": "agent-desktop", "apollographql-client-version": "2.14.0" });
    for (let index = 0; index < 2 * MAX_CLIENTS; index += 1) await askAs({ "graphql-client-name": `crm-${index}` });
    await askAs({ "apollographql-client-name": "agent-desktop", "apollographql-client-version": "2.14.0" });
    const text = await scrape(world);
    const counted = (client: string, version = ""): number | null =>
      valueOf(text, "ringback_client_operations_total", { client, version, outcome: "ok" });
    expect(counted("(none)")).toBe(2);
    expect(counted("agent-desktop", "2.14.0")).toBe(2);
    expect(counted("crm-0")).toBe(1);
    expect(counted("(other)")).toBe(MAX_CLIENTS + 1);
    // The named ones, and those without a name and all others.
    expect(text.match(/^ringback_client_operations_total\{/gmu)).toHaveLength(MAX_CLIENTS + 2);
  });

  it("count operations over WebSocket by the names in the upgrade request", async () => {
    const world = await start();
    class NamedSocket extends WebSocket {
      constructor(address: string, protocols: string) {
        super(address, protocols, { headers: { "graphql-client-name": "wall", "graphql-client-version": "v3" } });
      }
    }
    const client = createClient({ url: `${world.url.replace("http", "ws")}/graphql`, webSocketImpl: NamedSocket });
    for await (const { errors } of client.iterate({ query: "{ sources { name } }" })) expect(errors).toBeUndefined();
    await client.dispose();
    const labels = { client: "wall", version: "v3", outcome: "ok" };
    await expect.poll(async () => valueOf(await scrape(world), "ringback_client_operations_total", labels)).toBe(1);
  });

  it.each([
    ["ws", "websocket"],
    ["sse", "sse"],
  ] as const)("count subscribers over %s, until they leave", async (way, transport) => {
    const world = await start({ count: 3 });
    await ask(world.url, LIST);
    const document = `subscription { callbackChanged(snapshot: true) { ${CHANGE_FIELDS} } }`;
    const following = follow(world.url, way, document);
    await following.next(1);
    const labels = { transport, type: "subscription" };
    const open = await scrape(world);
    expect(valueOf(open, "ringback_operations_under_way", labels)).toBe(1);
    expect(valueOf(open, "ringback_connections", { transport })).toBe(1);
    await following.stop();
    await expect
      .poll(async () => valueOf(await scrape(world), "ringback_operations_under_way", labels), { timeout: 90_000 })
      .toBe(0);
  });

  it("have vendors: calls by outcome, state, breaker, quota and lag", async () => {
    const world = await start({ ofSources: { retries: 0, breakAfter: 1, quota: { requests: 100, perMs: 60_000 } } });
    await ask(world.url, LIST);
    world.time.now += 20_000;
    const { talkdesk } = world.fakes;
    if (talkdesk !== undefined) talkdesk.fault = { kind: "status", status: 503 };
    await ask(world.url, LIST);
    const text = await scrape(world);
    const source = "talkdesk";
    expect(valueOf(text, "ringback_vendor_calls_total", { source, outcome: "OK" })).toBeGreaterThan(0);
    expect(valueOf(text, "ringback_vendor_calls_total", { source, outcome: "VENDOR_UNAVAILABLE" })).toBe(1);
    expect(valueOf(text, "ringback_vendor_breaker_open", { source })).toBe(1);
    expect(valueOf(text, "ringback_source_state", { source, state: "DOWN" })).toBe(1);
    expect(valueOf(text, "ringback_source_state", { source, state: "UP" })).toBe(0);
    expect(valueOf(text, "ringback_source_sync_lag_seconds", { source })).toBe(20);
    expect(valueOf(text, "ringback_vendor_quota_remaining", { source })).toBeLessThan(100);
  });

  it("have the store, the change log reader and the process", async () => {
    const world = await start({ count: 3 });
    await ask(world.url, LIST);
    const text = await scrape(world);
    expect(valueOf(text, "ringback_store_operation_duration_seconds_count", { operation: "record" })).toBeGreaterThan(
      0,
    );
    expect(valueOf(text, "ringback_feed_up")).toBe(1);
    expect(valueOf(text, "ringback_feed_lag")).toBe(0);
    expect(valueOf(text, "ringback_feed_position")).toBeGreaterThan(0);
    expect(valueOf(text, "process_resident_memory_bytes")).toBeGreaterThan(0);
  });

  it("report a failing store, and everything else as before", async () => {
    const world = await start();
    await ask(world.url, LIST);
    await world.store.close();
    await askAll(world.url, "{ callbacks(first: 5) { totalCount } }");
    const text = await scrape(world);
    expect(valueOf(text, "ringback_store_failures_total", { operation: "list" })).toBeGreaterThan(0);
    expect(valueOf(text, "ringback_operations_total", { outcome: "failed" })).toBe(1);
    expect(valueOf(text, "ringback_feed_lag")).toBeNull();
    expect(valueOf(text, "ringback_source_state", { source: "webex", state: "UP" })).not.toBeNull();
  });

  it("contain nothing of callbacks and no input of clients", async () => {
    const world = await start({ count: 20 });
    const { callbacks } = await ask<{
      callbacks: { nodes: readonly { customer: { name: string | null; phoneNumber: string | null } }[] };
    }>(world.url, LIST);
    const text = await scrape(world);
    const people = callbacks.nodes.flatMap(({ customer }) => [customer.name, customer.phoneNumber]);
    expect(people.length).toBeGreaterThan(0);
    for (const known of people) if (known !== null) expect(text).not.toContain(known.replace("+", ""));
    expect(text).not.toContain("Wallboard");
  });

  it("require the scope admin and all sources, if callers are authenticated", async () => {
    const operator: TestKey = { id: "operator", key: "key-of-operator", scopes: ["admin"], sources: "*" };
    const tenant: TestKey = { id: "tenant", key: "key-of-tenant", scopes: ["admin"], sources: ["webex"] };
    const reader: TestKey = { id: "reader", key: "key-of-reader", scopes: ["callbacks:read"], sources: "*" };
    const world = await start({ settings: { auth: authOf(operator, tenant, reader) } });
    const statusOf = async (key?: string): Promise<number> =>
      (await fetch(`${world.url}/metrics`, { headers: key === undefined ? {} : { authorization: `Bearer ${key}` } }))
        .status;
    expect(await statusOf()).toBe(401);
    expect(await statusOf("wrong")).toBe(401);
    expect(await statusOf(tenant.key)).toBe(403);
    expect(await statusOf(reader.key)).toBe(403);
    expect(await statusOf(operator.key)).toBe(200);
  });
});

describe("documents and alerts about metrics", () => {
  it("is documented metric by metric, and nothing that is not there", async () => {
    const own = namesOf(await scrape(await start())).filter((name) => name.startsWith("ringback_"));
    const documented = [...read("docs/metrics.md").matchAll(/^\| `(ringback_\w+)`/gmu)].map(([, name]) => name);
    expect(new Set(documented)).toEqual(new Set(own));
    expect(documented).toHaveLength(own.length);
  });

  it.each(["docs/alerts.yaml", "docs/slo.yaml", "docs/grafana-dashboard.json"])(
    "%s uses existing metrics",
    async (file) => {
      const known = new Set(namesOf(await scrape(await start())));
      const parsed = parse(read(file)) as unknown;
      const asked = expressionsOf(parsed).flatMap(
        (expression) => expression.match(/\b(?:ringback|nodejs|process)_\w+/gu) ?? [],
      );
      expect(asked.length).toBeGreaterThan(10);
      const names = asked.map((name) => name.replace(/_(?:bucket|count|sum)$/u, ""));
      expect(names.filter((name) => !known.has(name))).toEqual([]);
    },
  );

  it("has something to do for every alert", () => {
    const page = read("docs/operations.md");
    const alerts = ["docs/alerts.yaml", "docs/slo.yaml"].flatMap((file) => {
      const { groups } = parse(read(file)) as { groups: readonly { rules: readonly { alert?: string }[] }[] };
      return groups.flatMap(({ rules }) => rules.flatMap(({ alert }) => alert ?? []));
    });
    expect(alerts.length).toBeGreaterThan(5);
    expect(alerts.filter((alert) => !page.includes(`| \`${alert}\``))).toEqual([]);
  });
});

/** What stands under `expr`, at any depth. */
function expressionsOf(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    key === "expr" && typeof item === "string" ? [item] : expressionsOf(item),
  );
}

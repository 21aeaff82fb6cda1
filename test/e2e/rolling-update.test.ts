import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "graphql-ws";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { WebSocket } from "ws";
import { parseAllDocuments } from "yaml";
import type { FakeVendor } from "../../src/adapters/fake/fake.js";
import { serveFake, type ServedFake } from "../../src/adapters/fake/serve.js";
import { ADAPTERS } from "../../src/adapters/registry.js";
import { ask } from "../support/ask.js";
import { createDatabase } from "../support/postgres.js";
import { startProcess, type RunningProcess } from "../support/process.js";
import { startReverseProxy, type ReverseProxy } from "../support/reverse-proxy.js";

const GATEWAYS = 3;
const CLIENTS = 8;
const SUBSCRIBERS = 6;
/** Longer than the proxy takes to notice. */
const DRAIN_MS = 1000;
/** How long the vendor takes to answer, so that requests are under way at any moment. */
const VENDOR_MS = 150;
const READY = /at (http:\S+)\/graphql/u;

let directory: string;
let settings: string;
let fake: FakeVendor;
let vendor: ServedFake;
let database: Awaited<ReturnType<typeof createDatabase>>;
let proxy: ReverseProxy;
const running: RunningProcess[] = [];

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "ringback-"));
  settings = join(directory, "ringback.yaml");
  const definition = ADAPTERS.find((one) => one.vendor.toLowerCase() === "mindful") ?? ADAPTERS[0]!;
  fake = definition.createFake(Date.now, { count: 0, quota: null });
  vendor = await serveFake({
    async handle(request) {
      await new Promise((resolve) => setTimeout(resolve, VENDOR_MS));
      return fake.handle(request);
    },
  });
  const source = { vendor: definition.vendor.toLowerCase(), ...fake.settings(vendor.baseUrl), quota: null };
  const server = { drainMs: DRAIN_MS, graphiql: false, wallboard: false };
  // A busy machine is no failed read.
  const freshness = { waitMs: 60_000 };
  writeFileSync(settings, JSON.stringify({ server, freshness, sync: { polling: false }, sources: { north: source } }));
  database = await createDatabase(inject("postgresUrl"));
  proxy = await startReverseProxy();
}, 120_000);
afterEach(async () => {
  for (const started of running.splice(0)) {
    started.child.kill("SIGKILL");
    await started.ended();
  }
  await proxy.close();
  await vendor.close();
  await database.drop();
  rmSync(directory, { recursive: true, force: true });
});

interface StartedGateway {
  readonly process: RunningProcess;
  readonly url: string;
}

async function startGateway(): Promise<StartedGateway> {
  const environment = { RINGBACK_CONFIG: settings, PORT: "0", HOST: "127.0.0.1", DATABASE_URL: database.url };
  const started = startProcess(["serve"], environment);
  running.push(started);
  const [, url = ""] = await started.waitFor(READY);
  proxy.add(url);
  await proxy.ready(url);
  return { process: started, url };
}

/** Has callbacks come up at the vendor, and reads each through the proxy, until told to stop; what went wrong is in the result. */
async function readOnAndOn(isOver: () => boolean, client: number) {
  const failures: string[] = [];
  const added: string[] = [];
  while (!isOver()) {
    // Another number each time, so that the vendor is asked.
    const number = `+1415555${String(client * 1000 + (added.length % 1000)).padStart(4, "0")}`;
    const id = fake.add({ phoneNumber: number, start: Date.now() + 3_600_000 });
    added.push(id);
    const query = `{ callbacks(filter: { phoneNumbers: ["${number}"] }, maxStaleness: "PT0S") { nodes { vendorId } sources { freshness } } }`;
    const init = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ query }) };
    const failure = await fetch(`${proxy.url}/graphql`, init).then(
      async (response) => {
        const text = await response.text();
        const isRead = response.status === 200 && !text.includes('"errors"') && text.includes(`"${id}"`);
        return isRead ? null : `${response.status} ${text}`;
      },
      (error: unknown) => String(error),
    );
    if (failure !== null) failures.push(failure);
  }
  return { added, failures };
}

interface Closing {
  readonly code: number;
  readonly reason: string;
}

interface Subscriber {
  /** The vendor ids of the changes, in the order in which they came. */
  readonly received: readonly string[];
  stop(): Promise<void>;
}

/** Subscribes through the proxy, and again after its last cursor when the socket is closed; notes how each was closed. */
function subscribe(cursor: string, closings: Closing[], onConnected: () => void): Subscriber {
  const received: string[] = [];
  let isStopped = false;
  const client = createClient({
    url: `${proxy.url.replace("http", "ws")}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    on: {
      connected: onConnected,
      closed: (event) => void closings.push(event as Closing),
    },
  });
  const query = "subscription ($after: String) { callbackChanged(after: $after) { cursor callback { vendorId } } }";
  const run = async (): Promise<void> => {
    let after = cursor;
    while (!isStopped) {
      try {
        const events = client.iterate<{ callbackChanged: { cursor: string; callback: { vendorId: string } } }>({
          query,
          variables: { after },
        });
        for await (const { data } of events) {
          if (data === null || data === undefined) continue;
          after = data.callbackChanged.cursor;
          received.push(data.callbackChanged.callback.vendorId);
        }
      } catch {
        // The socket was closed, as `closings` says: it goes on after the last cursor.
      }
    }
  };
  const running = run();
  return {
    received,
    async stop() {
      isStopped = true;
      await client.dispose();
      await running;
    },
  };
}

describe("a rolling update of three gateways behind a proxy", () => {
  it("fails no read, and loses and doubles no change for any subscriber", { timeout: 240_000 }, async () => {
    let gateways: StartedGateway[] = [];
    for (let index = 0; index < GATEWAYS; index += 1) gateways.push(await startGateway());
    const { callbacks } = await ask<{ callbacks: { changeCursor: string } }>(
      proxy.url,
      "{ callbacks { changeCursor } }",
    );
    const closings: Closing[] = [];
    let connected = 0;
    const subscribers = Array.from({ length: SUBSCRIBERS }, () =>
      subscribe(callbacks.changeCursor, closings, () => (connected += 1)),
    );
    await expect.poll(() => connected, { timeout: 90_000 }).toBe(SUBSCRIBERS);
    let isOver = false;
    const clients = Array.from({ length: CLIENTS }, (_, client) => readOnAndOn(() => isOver, client));

    for (const old of gateways) {
      const fresh = await startGateway();
      old.process.child.kill("SIGTERM");
      await old.process.waitFor(/draining/u);
      expect(await old.process.ended()).toBe(0);
      proxy.remove(old.url);
      gateways = [...gateways.filter((one) => one !== old), fresh];
    }
    // Everybody is back, at gateways that were started by the update.
    await expect.poll(() => connected, { timeout: 90_000 }).toBe(SUBSCRIBERS + closings.length);
    isOver = true;
    const results = await Promise.all(clients);
    const added = results.flatMap((result) => result.added);
    for (const { received } of subscribers) {
      await expect.poll(() => new Set(received).size, { timeout: 90_000 }).toBe(added.length);
    }
    const noted = [...closings];
    await Promise.all(subscribers.map((subscriber) => subscriber.stop()));

    expect(results.flatMap(({ failures }) => failures)).toEqual([]);
    expect(added.length).toBeGreaterThan(50);
    for (const { received } of subscribers) expect(received.toSorted()).toEqual(added.toSorted());
    // Each subscriber was at a gateway that is gone.
    expect(noted.length).toBeGreaterThanOrEqual(SUBSCRIBERS);
    for (const { code, reason } of noted)
      expect([code, reason]).toEqual([1001, expect.stringMatching(/^reconnect after ./u)]);
  });

  it("returns 503 to the load balancer first, and serves until the drain is over", { timeout: 240_000 }, async () => {
    const { process: gateway, url } = await startGateway();
    gateway.child.kill("SIGTERM");
    await gateway.waitFor(/draining/u);
    const ready = await fetch(`${url}/health/ready`);
    expect([ready.status, await ready.json()]).toEqual([503, { status: "draining", checks: {} }]);
    const response = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"query":"{ __typename }"}',
    });
    expect([response.status, response.headers.get("connection")]).toEqual([200, "close"]);
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    expect(await gateway.ended()).toBe(0);
  });

  it.each([
    { signal: "SIGINT", does: "does not drain" },
    { signal: "SIGTERM", does: "ends at once where it comes twice" },
  ] as const)("$signal $does", { timeout: 240_000 }, async ({ signal }) => {
    writeFileSync(settings, readFileSync(settings, "utf8").replace(String(DRAIN_MS), "600000"));
    const { process: gateway } = await startGateway();
    gateway.child.kill(signal);
    if (signal === "SIGTERM") {
      await gateway.waitFor(/draining/u);
      gateway.child.kill(signal);
    }
    expect(await gateway.ended()).toBe(signal === "SIGINT" ? 0 : 130);
  });
});

/** What is read of the example; a part that is missing fails the test. */
interface KubernetesObject {
  readonly kind: string;
  readonly spec: unknown;
}
interface DeploymentSpec {
  readonly strategy: { readonly rollingUpdate: unknown };
  readonly template: {
    readonly spec: {
      readonly terminationGracePeriodSeconds: number;
      readonly topologySpreadConstraints: readonly unknown[];
      readonly containers: readonly {
        readonly lifecycle: { readonly preStop: { readonly exec: { readonly command: readonly string[] } } };
        readonly readinessProbe: { readonly periodSeconds: number; readonly failureThreshold: number };
        readonly startupProbe: { readonly httpGet: { readonly path: string } };
      }[];
    };
  };
}

describe("the Kubernetes example", () => {
  const text = readFileSync(new URL("../../docs/kubernetes.yaml", import.meta.url), "utf8");
  const objects = parseAllDocuments(text).map((document) => document.toJS() as KubernetesObject);
  const specOf = (kind: string): unknown => objects.find((one) => one.kind === kind)?.spec;

  it("gives a gateway the time that its end takes, and never ends two at a time", () => {
    const { strategy, template } = specOf("Deployment") as DeploymentSpec;
    const { containers, terminationGracePeriodSeconds, topologySpreadConstraints } = template.spec;
    const [container] = containers;
    if (container === undefined) throw new Error("the example has no container");
    const { lifecycle, readinessProbe, startupProbe } = container;
    const waitSeconds = Number(lifecycle.preStop.exec.command[1]);
    const [drainSeconds, closeSeconds] = [5, 10];
    expect(terminationGracePeriodSeconds).toBeGreaterThan(waitSeconds + drainSeconds + closeSeconds);
    expect(readinessProbe.periodSeconds * readinessProbe.failureThreshold).toBeLessThan(drainSeconds);
    expect(startupProbe.httpGet.path).toBe("/health/live");
    expect(strategy.rollingUpdate).toEqual({ maxSurge: 1, maxUnavailable: 0 });
    expect(topologySpreadConstraints).toHaveLength(2);
    expect(specOf("PodDisruptionBudget")).toEqual({
      maxUnavailable: 1,
      selector: { matchLabels: { app: "ringback" } },
    });
  });
});

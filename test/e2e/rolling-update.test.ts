import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "graphql-ws";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { WebSocket } from "ws";
import { parseAllDocuments } from "yaml";
import { serveFake, type ServedFake } from "../../src/adapters/fake/serve.js";
import { ADAPTERS } from "../../src/adapters/registry.js";
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
let vendor: ServedFake;
let database: Awaited<ReturnType<typeof createDatabase>>;
let proxy: ReverseProxy;
const running: RunningProcess[] = [];

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "ringback-"));
  settings = join(directory, "ringback.yaml");
  const definition = ADAPTERS.find((one) => one.vendor.toLowerCase() === "mindful") ?? ADAPTERS[0]!;
  const fake = definition.createFake(Date.now, { count: 0, quota: null });
  vendor = await serveFake({
    async handle(request) {
      await new Promise((resolve) => setTimeout(resolve, VENDOR_MS));
      return fake.handle(request);
    },
  });
  const source = { vendor: definition.vendor.toLowerCase(), ...fake.settings(vendor.baseUrl), quota: null };
  const server = { drainMs: DRAIN_MS, graphiql: false, wallboard: false };
  writeFileSync(settings, JSON.stringify({ server, sync: { polling: false }, sources: { north: source } }));
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

/** Asks through the proxy, again and again, until told to stop; what went wrong is in the result. */
async function askOnAndOn(isOver: () => boolean, client: number) {
  const failures: string[] = [];
  let requests = 0;
  for (; !isOver(); requests += 1) {
    // Another number each time, so that the vendor is asked.
    const number = `+1415555${String(client * 1000 + (requests % 1000)).padStart(4, "0")}`;
    const query = `{ callbacks(filter: { phoneNumbers: ["${number}"] }, maxStaleness: "PT0S") { sources { freshness } } }`;
    const init = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ query }) };
    const failure = await fetch(`${proxy.url}/graphql`, init).then(
      async (response) => {
        const text = await response.text();
        return response.status === 200 && !text.includes('"errors"') ? null : `${response.status} ${text}`;
      },
      (error: unknown) => String(error),
    );
    if (failure !== null) failures.push(failure);
  }
  return { requests, failures };
}

interface Closing {
  readonly code: number;
  readonly reason: string;
}

/** Subscribes through the proxy, and again whenever it is told to; notes how each socket was closed. */
function subscribe(closings: Closing[], onConnected: () => void): () => Promise<void> {
  const client = createClient({
    url: `${proxy.url.replace("http", "ws")}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 100,
    retryWait: () => Promise.resolve(),
    shouldRetry: () => true,
    lazy: false,
    on: {
      connected: onConnected,
      closed: (event) => void closings.push(event as Closing),
    },
  });
  const stop = client.subscribe(
    { query: "subscription { callbackChanged { cursor } }" },
    { next: () => undefined, error: () => undefined, complete: () => undefined },
  );
  return async () => {
    stop();
    await client.dispose();
  };
}

describe("a rolling update of three gateways behind a proxy", () => {
  it("fails no request, and makes each subscriber reconnect", { timeout: 180_000 }, async () => {
    let gateways: StartedGateway[] = [];
    for (let index = 0; index < GATEWAYS; index += 1) gateways.push(await startGateway());
    let isOver = false;
    const clients = Array.from({ length: CLIENTS }, (_, client) => askOnAndOn(() => isOver, client));
    const closings: Closing[] = [];
    let connected = 0;
    const stops = Array.from({ length: SUBSCRIBERS }, () => subscribe(closings, () => (connected += 1)));
    await expect.poll(() => connected, { timeout: 90_000 }).toBe(SUBSCRIBERS);

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
    const told = [...closings];
    await Promise.all(stops.map((stop) => stop()));

    expect(results.flatMap(({ failures }) => failures)).toEqual([]);
    expect(results.reduce((total, { requests }) => total + requests, 0)).toBeGreaterThan(50);
    // Each subscriber was at a gateway that is gone.
    expect(told.length).toBeGreaterThanOrEqual(SUBSCRIBERS);
    for (const { code, reason } of told)
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

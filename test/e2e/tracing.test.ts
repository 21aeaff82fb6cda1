import { createServer, type Server } from "node:http";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createTcpServer, type AddressInfo, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { serveFake, type ServedFake } from "../../src/adapters/fake/serve.js";
import type { FakeVendor } from "../../src/adapters/fake/fake.js";
import { ADAPTERS } from "../../src/adapters/registry.js";
import { startProcess, type RunningProcess } from "../support/process.js";

interface Span {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue?: string } }[];
}

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const PARENT = "b7ad6b7169203331";
const NUMBER = "+14155550123";

let directory: string;
let receiver: Server;
let received: string[];
let served: ServedFake;
let fake: FakeVendor;
let gateway: RunningProcess | null = null;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "ringback-"));
  received = [];
  receiver = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => (body += text));
    request.on("end", () => {
      received.push(body);
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
  });
  await new Promise<void>((resolve) => {
    receiver.listen(0, "127.0.0.1", resolve);
  });
  const definition = ADAPTERS.find(({ vendor }) => vendor === "MINDFUL");
  if (definition === undefined) throw new Error("there is no such vendor");
  fake = definition.createFake(Date.now, { count: 0 });
  served = await serveFake(fake);
  writeFileSync(
    join(directory, "ringback.yaml"),
    JSON.stringify({
      dataDirectory: join(directory, "data"),
      sync: { polling: false },
      sources: { north: { vendor: "mindful", ...fake.settings(served.baseUrl) } },
    }),
  );
});
afterEach(async () => {
  gateway?.child.kill("SIGKILL");
  await gateway?.ended();
  await served.close();
  await new Promise((resolve) => receiver.close(resolve));
  rmSync(directory, { recursive: true, force: true });
});

async function start(environment: Readonly<Record<string, string>>): Promise<string> {
  const RINGBACK_CONFIG = join(directory, "ringback.yaml");
  gateway = startProcess(["serve"], { PORT: "0", RINGBACK_CONFIG, ...environment });
  const [, url = ""] = await gateway.waitFor(/at (http:\S+)\/graphql/u);
  return url;
}

/** What may become of a collector, and what it then does with a connection. */
const AWAY: Readonly<Record<string, (socket: Socket) => void>> = {
  "takes connections and says nothing": () => undefined,
  "breaks connections off": (socket) => socket.destroy(),
  "asks to come back later": (socket) =>
    void socket.end("HTTP/1.1 503 Service Unavailable\r\nretry-after: 300\r\ncontent-length: 0\r\n\r\n"),
  "never ends its answer": (socket) => void socket.write("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n"),
};

describe("a collector that", () => {
  it.each(Object.entries(AWAY))(
    "%s does not keep the process, however long exports may take",
    async (_, answer) => {
      const sockets = new Set<Socket>();
      const collector = createTcpServer((socket) => {
        sockets.add(socket);
        socket.on("error", () => socket.destroy());
        answer(socket);
      });
      await new Promise<void>((resolve) => collector.listen(0, "127.0.0.1", resolve));
      try {
        const url = await start({
          OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
          OTEL_EXPORTER_OTLP_TIMEOUT: "600000",
          OTEL_BSP_EXPORT_TIMEOUT: "600000",
        });
        await ask(url);
        gateway?.child.kill("SIGTERM");
        expect(await gateway?.ended()).toBe(0);
        expect(gateway?.output()).toContain("failed to export the last traces");
      } finally {
        for (const socket of sockets) socket.destroy();
        await new Promise((resolve) => collector.close(resolve));
      }
    },
    30_000,
  );
});

/** The variables that send a signal, or without one all of them, to the receiver. */
function exportTo(signal?: "TRACES" | "METRICS"): Readonly<Record<string, string>> {
  const endpoint = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  const OTEL_EXPORTER_OTLP_PROTOCOL = "http/json";
  if (signal === undefined) return { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_PROTOCOL };
  const path = signal.toLowerCase();
  return { [`OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`]: `${endpoint}/v1/${path}`, OTEL_EXPORTER_OTLP_PROTOCOL };
}

async function ask(url: string): Promise<void> {
  const query = "query Caller($number: PhoneNumber!) { callbacks(filter: { phoneNumbers: [$number] }) { totalCount } }";
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      traceparent: `00-${TRACE}-${PARENT}-01`,
      baggage: `number=${encodeURIComponent(NUMBER)}`,
    },
    body: JSON.stringify({ query, variables: { number: NUMBER } }),
  });
  expect(await response.json()).not.toHaveProperty("errors");
}

function spans(): Span[] {
  type Exported = {
    readonly resourceSpans?: readonly { readonly scopeSpans: readonly { readonly spans: Span[] }[] }[];
  };
  return received
    .flatMap((body) => (JSON.parse(body) as Exported).resourceSpans ?? [])
    .flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
}

function attributesOf({ attributes }: Pick<Span, "attributes">): Record<string, string | undefined> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue]));
}

interface DataPoint {
  readonly attributes: Span["attributes"];
  /** 64-bit integers are texts in this format. */
  readonly asInt?: number | string;
  readonly asDouble?: number;
  readonly count?: number | string;
  readonly explicitBounds?: readonly number[];
}

/** Data points of the last export of a metric, by its name. */
function pointsOf(name: string): readonly DataPoint[] {
  type Data = { readonly dataPoints: readonly DataPoint[] };
  type Metric = { readonly name: string; readonly sum?: Data; readonly gauge?: Data; readonly histogram?: Data };
  type Exported = {
    readonly resourceMetrics?: readonly { readonly scopeMetrics: readonly { readonly metrics: Metric[] }[] }[];
  };
  const metrics = received
    .flatMap((body) => (JSON.parse(body) as Exported).resourceMetrics ?? [])
    .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
  const found = metrics.findLast((metric) => metric.name === name);
  return (found?.sum ?? found?.gauge ?? found?.histogram)?.dataPoints ?? [];
}

describe("metrics", { timeout: 240_000 }, () => {
  it("are exported under the names of /metrics, without traces, if only they are enabled", async () => {
    const url = await start(exportTo("METRICS"));
    await ask(url);
    gateway?.child.kill("SIGTERM");
    expect(await gateway?.ended()).toBe(0);

    const operations = pointsOf("ringback_operations_total").map((point) => [attributesOf(point), point] as const);
    const [, queries] = operations.find(
      ([{ transport, type, outcome }]) => `${transport} ${type} ${outcome}` === "http query ok",
    )!;
    expect(Number(queries.asInt ?? queries.asDouble)).toBe(1);
    const [duration] = pointsOf("ringback_operation_duration_seconds");
    expect([Number(duration?.count), duration?.explicitBounds?.slice(0, 2)]).toEqual([1, [0.001, 0.005]]);
    expect(pointsOf("process_resident_memory_bytes")).toHaveLength(1);
    expect(pointsOf("ringback_vendor_calls_total").map(attributesOf)).toContainEqual({
      source: "north",
      outcome: "OK",
    });
    expect(spans()).toEqual([]);
    expect(received.join("\n")).not.toContain(NUMBER.slice(1));
  });

  it.each([
    ["none", 0],
    ["otlp", 1],
  ])(
    "with OTEL_METRICS_EXPORTER=%s beside an endpoint are exported %i times at the end; traces are",
    async (exporter, count) => {
      const url = await start({ ...exportTo(), OTEL_METRICS_EXPORTER: exporter });
      await ask(url);
      gateway?.child.kill("SIGTERM");
      await gateway?.ended();
      expect(received.filter((body) => body.includes("resourceMetrics"))).toHaveLength(count);
      expect(spans().length).toBeGreaterThan(0);
    },
  );

  it("lead to a trace in the format of OpenMetrics: exemplars", async () => {
    const url = await start(exportTo("TRACES"));
    await ask(url);
    const scrape = async (accept: string): Promise<readonly [type: string | null, text: string]> => {
      const response = await fetch(`${url}/metrics`, { headers: { accept } });
      return [response.headers.get("content-type"), await response.text()];
    };
    const namesIn = (text: string): ReadonlySet<string> =>
      new Set([...text.matchAll(/^([a-z_0-9]+)[ {]/gmu)].map(([, name = ""]) => name));
    const [plainType, plain] = await scrape("text/plain;version=0.0.4;q=0.5,*/*;q=0.1");
    const [openType, open] = await scrape("application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5");
    const [, plainAgain] = await scrape("*/*");
    expect([plainType, openType]).toEqual([
      expect.stringContaining("text/plain"),
      expect.stringContaining("application/openmetrics-text"),
    ]);
    expect(open).toContain(`# {trace_id="${TRACE}",span_id="`);
    expect(open.endsWith("# EOF\n")).toBe(true);
    expect(plain).not.toContain(TRACE);
    expect(plainAgain).not.toContain("# EOF");
    // Collections of garbage have samples from the first one on, which may be between two scrapes.
    const namesOf = async (accept: string): Promise<ReadonlySet<string>> => namesIn((await scrape(accept))[1]);
    await expect
      .poll(async () => [await namesOf("*/*"), await namesOf("application/openmetrics-text"), await namesOf("*/*")])
      .toSatisfy(([before, shown, after]: readonly ReadonlySet<string>[]) => {
        const texts = [before, shown, after].map((names) => [...(names ?? [])].toSorted().join());
        return texts[0] !== "" && texts.every((text) => text === texts[0]);
      });
  });
});

describe("traces", { timeout: 240_000 }, () => {
  it("continue from the client to the vendor, and contain no number", async () => {
    const url = await start(exportTo());
    await ask(url);
    // What is left is sent at the end.
    gateway?.child.kill("SIGTERM");
    expect(await gateway?.ended()).toBe(0);

    const operation = spans().find(({ name }) => name === "query");
    expect(operation).toMatchObject({ traceId: TRACE, parentSpanId: PARENT });
    if (operation === undefined) throw new Error("there is no span");
    expect(attributesOf(operation)).toMatchObject({ "graphql.operation.name": "Caller", "ringback.transport": "http" });
    const call = spans().find(({ parentSpanId }) => parentSpanId === operation.spanId);
    if (call === undefined) throw new Error("there is no span of the vendor");
    expect(attributesOf(call)).toMatchObject({ "ringback.source": "north", "ringback.asks": "phoneNumber" });
    expect(fake.log.map(({ headers }) => headers["traceparent"])).toContain(`00-${TRACE}-${call.spanId}-01`);
    expect(fake.log.some(({ headers }) => "baggage" in headers)).toBe(false);
    expect(received.join("\n")).not.toContain(NUMBER.slice(1));
    expect(received.join("\n")).toContain('"ringback"');
  });

  it("are not created, and vendors get no trace header, unless a variable enables them", async () => {
    const url = await start({});
    await ask(url);
    gateway?.child.kill("SIGTERM");
    await gateway?.ended();
    expect(received).toEqual([]);
    expect(fake.log.length).toBeGreaterThan(0);
    expect(fake.log.some(({ headers }) => "traceparent" in headers)).toBe(false);
  });
});

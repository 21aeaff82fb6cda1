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
  type Exported = { readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: Span[] }[] }[] };
  return received
    .flatMap((body) => (JSON.parse(body) as Exported).resourceSpans)
    .flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
}

function attributesOf({ attributes }: Span): Record<string, string | undefined> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue]));
}

describe("traces", { timeout: 240_000 }, () => {
  it("continue from the client to the vendor, and contain no number", async () => {
    const { port } = receiver.address() as AddressInfo;
    const url = await start({
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
    });
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

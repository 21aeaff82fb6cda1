import { once } from "node:events";
import { Agent, createServer, request as send, type IncomingMessage, type ServerResponse } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import type { Duplex } from "node:stream";

/** A load balancer as they are: connections kept alive, health checks now and then, and nothing sent twice. */
export interface ReverseProxy {
  readonly url: string;
  add(url: string): void;
  remove(url: string): void;
  /** Resolves once the health checks say that a gateway is ready. */
  ready(url: string): Promise<void>;
  close(): Promise<void>;
}

const CHECK_MS = 100;

interface Backend {
  readonly url: string;
  readonly agent: Agent;
  isReady: boolean;
}

export async function startReverseProxy(): Promise<ReverseProxy> {
  const backends = new Map<string, Backend>();
  const sockets = new Set<Duplex>();
  let turn = 0;
  let waiting: (() => void)[] = [];

  const next = (): Backend | undefined => {
    const ready = [...backends.values()].filter(({ isReady }) => isReady);
    turn += 1;
    return ready[turn % Math.max(1, ready.length)];
  };
  const check = async (backend: Backend): Promise<void> => {
    backend.isReady = await fetch(`${backend.url}/health/ready`).then(
      async (response) => (await response.text()) !== "" && response.ok,
      () => false,
    );
    for (const look of waiting) look();
  };
  const timer = setInterval(() => {
    for (const backend of backends.values()) void check(backend);
  }, CHECK_MS);

  const server = createServer((request, response) => forward(request, response, next()));
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    sockets.add(socket);
    const backend = next();
    if (backend === undefined) return void socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
    sockets.add(tunnel(request, socket, head, backend));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    add: (url) => void backends.set(url, { url, agent: new Agent({ keepAlive: true }), isReady: false }),
    remove(url) {
      backends.get(url)?.agent.destroy();
      backends.delete(url);
    },
    ready: (url) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (backends.get(url)?.isReady !== true) return;
          waiting = waiting.filter((one) => one !== look);
          resolve();
        };
        waiting.push(look);
      }),
    async close() {
      clearInterval(timer);
      for (const { agent } of backends.values()) agent.destroy();
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function forward(request: IncomingMessage, response: ServerResponse, backend: Backend | undefined): void {
  const refuse = (why: string): void => {
    if (!response.headersSent) response.writeHead(502);
    response.end(why);
  };
  if (backend === undefined) return refuse("no gateway is ready");
  const { host: _, connection: __, ...headers } = request.headers;
  const options = { method: request.method, headers, agent: backend.agent };
  const upstream = send(new URL(request.url ?? "/", backend.url), options, (received) => {
    const { connection: ___, "keep-alive": ____, ...own } = received.headers;
    response.writeHead(received.statusCode ?? 502, own);
    received.on("error", (error) => refuse(String(error))).pipe(response);
  });
  upstream.on("error", (error) => refuse(String(error)));
  request.pipe(upstream);
}

function tunnel(request: IncomingMessage, socket: Duplex, head: Buffer, { url }: Backend): Socket {
  const { hostname, port } = new URL(url);
  const upstream = connect(Number(port), hostname);
  const lines = request.rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? `${name}: ${request.rawHeaders[index + 1]}` : [],
  );
  upstream.write(`GET ${request.url} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
  upstream.write(head);
  upstream.on("error", () => socket.destroy());
  socket.on("error", () => upstream.destroy());
  socket.pipe(upstream).pipe(socket);
  return upstream;
}

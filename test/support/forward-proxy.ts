import { createServer, request, type IncomingHttpHeaders } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";

/** A forward proxy on this machine, which notes what it was asked to reach. */
export interface ForwardProxy {
  /** `host:port`, without a scheme. */
  readonly host: string;
  /** `host:port` of each request or tunnel, in order. */
  readonly reached: string[];
  readonly headers: IncomingHttpHeaders[];
  /** The status that everything is refused with; null: nothing is. */
  refusal: number | null;
  close(): Promise<void>;
}

export async function startForwardProxy(): Promise<ForwardProxy> {
  const sockets = new Set<Socket>();
  const server = createServer((received, response) => {
    const url = new URL(received.url ?? "");
    proxy.reached.push(url.host);
    proxy.headers.push(received.headers);
    if (proxy.refusal !== null) return void response.writeHead(proxy.refusal).end();
    const { method, headers } = received;
    const sent = request(url, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    sent.once("error", () => response.writeHead(502).end());
    received.pipe(sent);
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.once("close", () => sockets.delete(socket));
  });
  server.on("connect", ({ url = "", headers }, socket: Socket) => {
    proxy.reached.push(url);
    proxy.headers.push(headers);
    if (proxy.refusal !== null)
      return void socket.end(`HTTP/1.1 ${proxy.refusal} Refused\r\ncontent-length: 0\r\n\r\n`);
    const { hostname, port } = new URL(`http://${url}`);
    const upstream = connect(Number(port), hostname, () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on("error", () => socket.destroy());
    socket.once("close", () => upstream.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const proxy: ForwardProxy = {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    reached: [],
    headers: [],
    refusal: null,
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return proxy;
}

import { createServer, request, type IncomingMessage } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";

/** A reverse proxy on this machine that serves a gateway below a path, as an ingress does. */
export interface PrefixProxy {
  /** With the path, and no slash at its end. */
  readonly url: string;
  close(): Promise<void>;
}

/** Passes on what is below the path, HTTP and sockets, without the path; everything else is 404. */
export async function startPrefixProxy(target: string, prefix: string): Promise<PrefixProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const pathOf = ({ url = "" }: IncomingMessage): string | null =>
    url.startsWith(`${prefix}/`) ? url.slice(prefix.length) : null;
  const server = createServer((received, response) => {
    const path = pathOf(received);
    if (path === null) return void response.writeHead(404).end();
    const sent = request({ hostname, port, path, method: received.method, headers: received.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    sent.once("error", () => response.destroy());
    received.pipe(sent);
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.on("upgrade", (received, socket: Socket, head: Buffer) => {
    const path = pathOf(received);
    if (path === null) return void socket.destroy();
    const upstream = connect(Number(port), hostname, () => {
      const { rawHeaders } = received;
      const lines = rawHeaders.flatMap((name, index) => (index % 2 === 0 ? `${name}: ${rawHeaders[index + 1]}` : []));
      upstream.write(`GET ${path} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
      upstream.write(head);
      upstream.pipe(socket).pipe(upstream);
    });
    for (const end of [socket, upstream]) end.on("error", () => (socket.destroy(), upstream.destroy()));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}`,
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

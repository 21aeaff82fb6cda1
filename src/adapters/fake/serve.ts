import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { FakeVendor } from "./fake.js";
import { CUT_HEADER } from "./fault-injection.js";

/** A fake behind real HTTP on 127.0.0.1. */
export interface ServedFake {
  readonly baseUrl: string;
  /** Connections that clients have opened so far. */
  readonly connectionCount: () => number;
  close(): Promise<void>;
}

/** Serves a fake on a port of the system's choosing, or on `port`. */
export async function serveFake(fake: Pick<FakeVendor, "handle">, port = 0): Promise<ServedFake> {
  let connections = 0;
  const server = createServer((incoming, outgoing) => {
    answer(fake, incoming, outgoing).catch((error: unknown) => {
      outgoing.statusCode = 500;
      outgoing.end(String(error));
    });
  });
  server.on("connection", () => {
    connections += 1;
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, "127.0.0.1", resolve);
  });
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connectionCount: () => connections,
    async close() {
      server.closeAllConnections();
      if (!server.listening) return;
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(
  fake: Pick<FakeVendor, "handle">,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const left = new AbortController();
  outgoing.on("close", () => left.abort());
  const hasBody = incoming.method !== "GET" && incoming.method !== "HEAD" && chunks.length > 0;
  const response = await fake.handle(
    new Request(new URL(incoming.url ?? "/", `http://${incoming.headers.host}`), {
      method: incoming.method ?? "GET",
      headers: Object.entries(incoming.headers).map(([name, value]): [string, string] => [name, String(value)]),
      ...(hasBody ? { body: Buffer.concat(chunks) } : {}),
      signal: left.signal,
    }),
  );
  const body = Buffer.from(await response.arrayBuffer());
  const cut = response.headers.get(CUT_HEADER);
  if (cut === "before") {
    outgoing.destroy();
    return;
  }
  outgoing.writeHead(response.status, {
    ...Object.fromEntries([...response.headers].filter(([name]) => name !== CUT_HEADER)),
    "content-length": body.length,
  });
  if (cut === "middle") {
    outgoing.write(body.subarray(0, Math.ceil(body.length / 2)), () => outgoing.destroy());
    return;
  }
  outgoing.end(body);
}

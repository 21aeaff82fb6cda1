import { once } from "node:events";
import { rmSync } from "node:fs";
import { createServer } from "node:http";
import { relative, resolve } from "node:path";
import { Client } from "undici";
import { z } from "zod";

const statusSchema = z.object({
  pid: z.int(),
  /** Null while it starts. */
  url: z.string().nullable(),
});

/** The gateway that serves a data directory, as it describes itself. */
export type GatewayStatus = z.infer<typeof statusSchema>;

export interface Control {
  close(): Promise<void>;
}

/** The socket through which commands reach the gateway that serves a data directory. */
const SOCKET_NAME = "ringback.sock";
/** The length that every system allows; Node would cut a longer path, and use another one. */
const MOST_PATH_BYTES = 103;
const ONLY_OWNER = 0o177;
const TIMEOUT_MS = 5000;

/**
 * Serves the commands of this machine's operator over HTTP on a Unix socket in the data directory, which only its owner
 * may use. Only the holder of the directory's lock may call it: an existing socket was left behind by a killed process,
 * and is replaced. Rejects where the socket cannot be created, such as where its path is longer than 103 bytes, both
 * from the root and from the working directory.
 */
export async function serveControl(directory: string, status: () => GatewayStatus): Promise<Control> {
  const path = socketPath(directory);
  rmSync(path, { force: true });
  const server = createServer({ requestTimeout: TIMEOUT_MS }, ({ method, url }, response) => {
    const isStatus = method === "GET" && url === "/status";
    response.writeHead(isStatus ? 200 : 404, { "content-type": "application/json", connection: "close" });
    response.end(JSON.stringify(isStatus ? status() : { error: "unknown command" }));
  });
  const before = process.umask(ONLY_OWNER);
  try {
    // Bound before this returns, and so under this mask.
    server.listen(path);
  } finally {
    process.umask(before);
  }
  await once(server, "listening");
  // It never keeps a process alive that has nothing else to do.
  server.unref();
  return {
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

/** The gateway that serves a data directory; null where none responds. Never rejects. */
export async function findGateway(directory: string): Promise<GatewayStatus | null> {
  let client: Client | null = null;
  try {
    client = new Client("http://localhost", { socketPath: socketPath(directory), connectTimeout: TIMEOUT_MS });
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const { body } = await client.request({ method: "GET", path: "/status", signal });
    return statusSchema.parse(await body.json());
  } catch {
    return null;
  } finally {
    await client?.destroy();
  }
}

function socketPath(directory: string): string {
  const path = resolve(directory, SOCKET_NAME);
  const shortest = [path, relative("", path)].sort((a, b) => a.length - b.length)[0] ?? path;
  if (Buffer.byteLength(shortest) > MOST_PATH_BYTES) throw new Error(`${path} is too long for a socket`);
  return shortest;
}

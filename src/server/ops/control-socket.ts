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

const namesSchema = z.array(z.string()).readonly();
const failuresSchema = z.array(z.object({ source: z.string(), reason: z.string() }).readonly()).readonly();

const appliedSchema = z.object({
  added: namesSchema,
  changed: namesSchema,
  removed: namesSchema,
  failed: failuresSchema,
  unverified: failuresSchema,
  restart: namesSchema,
});
const reloadSchema = z.union([z.object({ error: z.string() }), appliedSchema]);

/** How the sources changed, and which settings require a restart. */
export type ReloadApplied = z.infer<typeof appliedSchema>;
/** The result of a reload, or why nothing changed. */
export type ReloadOutcome = z.infer<typeof reloadSchema>;

/** The commands of this machine's operator. */
export interface ControlCommands {
  status(): GatewayStatus;
  /** Reads the settings again and applies them. Never rejects. */
  reload(): Promise<ReloadOutcome>;
}

export interface Control {
  close(): Promise<void>;
}

/** The socket through which commands reach the gateway that serves a data directory. */
const SOCKET_NAME = "ringback.sock";
/** The length that every system allows; Node would cut a longer path, and use another one. */
const MOST_PATH_BYTES = 103;
const ONLY_OWNER = 0o177;
const TIMEOUT_MS = 5000;
/** A reload opens sources and checks them. */
const RELOAD_TIMEOUT_MS = 300_000;

/**
 * Serves the commands of this machine's operator over HTTP on a Unix socket in the data directory, which only its owner
 * may use. Only the holder of the directory's lock may call it: an existing socket was left behind by a killed process,
 * and is replaced. Rejects where the socket cannot be created, such as where its path is longer than 103 bytes, both
 * from the root and from the working directory.
 */
export async function serveControl(directory: string, commands: ControlCommands): Promise<Control> {
  const path = socketPath(directory);
  rmSync(path, { force: true });
  const server = createServer({ requestTimeout: TIMEOUT_MS }, ({ method, url }, response) => {
    const respond = (code: number, body: unknown): void => {
      response.writeHead(code, { "content-type": "application/json", connection: "close" });
      response.end(JSON.stringify(body));
    };
    const command = `${method} ${url}`;
    if (command === "GET /status") respond(200, commands.status());
    else if (command === "POST /reload") void commands.reload().then((outcome) => respond(200, outcome));
    else respond(404, { error: "unknown command" });
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
  try {
    return statusSchema.parse(await request(directory, "GET", "/status", TIMEOUT_MS));
  } catch {
    return null;
  }
}

/** Has the gateway that serves a data directory reload its settings. Rejects where none responds within 5 minutes. */
export async function reloadGatewayOf(directory: string): Promise<ReloadOutcome> {
  return reloadSchema.parse(await request(directory, "POST", "/reload", RELOAD_TIMEOUT_MS));
}

async function request(directory: string, method: "GET" | "POST", path: string, timeoutMs: number): Promise<unknown> {
  const client = new Client("http://localhost", { socketPath: socketPath(directory), connectTimeout: TIMEOUT_MS });
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const { body } = await client.request({ method, path, signal, headersTimeout: timeoutMs });
    return await body.json();
  } finally {
    await client.destroy();
  }
}

function socketPath(directory: string): string {
  const path = resolve(directory, SOCKET_NAME);
  const shortest = [path, relative("", path)].sort((a, b) => a.length - b.length)[0] ?? path;
  if (Buffer.byteLength(shortest) > MOST_PATH_BYTES) throw new Error(`${path} is too long for a socket`);
  return shortest;
}

import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** Below the ports that a system gives to connections: one of those could take the port while the server restarts. */
const PORTS = { first: 10_000, last: 30_000 };

/** Finds a port for a server that is restarted on it. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const port = randomInt(PORTS.first, PORTS.last);
    if (await isFree(port)) return port;
  }
  throw new Error("there is no free port");
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

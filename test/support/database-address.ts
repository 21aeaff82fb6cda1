import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** The address under which a failover puts one server after the other, as a virtual IP or a DNS name does. */
export interface DatabaseAddress {
  /** A server's URL with this address. */
  urlOf(serverUrl: string): string;
  /** Leads to another server from now on, and cuts the connections to the one before. */
  moveTo(serverUrl: string): void;
  close(): Promise<void>;
}

export async function openDatabaseAddress(serverUrl: string): Promise<DatabaseAddress> {
  let target = new URL(serverUrl);
  const sockets = new Set<Socket>();
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const server = createServer((client) => {
    const database = connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [client, database],
      [database, client],
    ] as const) {
      sockets.add(from);
      from.pipe(to);
      from.on("error", () => to.destroy());
      from.on("close", () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  return {
    urlOf(original) {
      const url = new URL(original);
      url.hostname = "127.0.0.1";
      url.port = String(port);
      return url.href;
    },
    moveTo(next) {
      target = new URL(next);
      cut();
    },
    async close() {
      cut();
      server.close();
      await once(server, "close");
    },
  };
}

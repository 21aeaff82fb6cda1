import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createHandler } from "graphql-http/lib/use/http";
import { createCrm } from "./crm.js";

/** Another subgraph, behind real HTTP. */
export interface ServedCrm {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the subgraph over one account that waits for these callbacks. */
export async function serveCrm(callbackIds: readonly string[]): Promise<ServedCrm> {
  const handle = createHandler({ schema: createCrm(callbackIds) });
  const server = createServer((request, response) => void handle(request, response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

import {
  createMcpHandler,
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type McpHttpHandler,
  type Tool,
} from "@modelcontextprotocol/server";
import { isJsonObject } from "../../lib/json.js";
import type { ClientDisconnect } from "../http/client-disconnect.js";
import type { Client } from "../limits/operation-gate.js";
import type { ToolRunner } from "./tool-runner.js";

/** The client of a request, and the report of its disconnect. */
export interface McpClient {
  readonly client: Client;
  readonly disconnect: ClientDisconnect;
}

const INSTRUCTIONS =
  "Callbacks of contact centres: customers who were promised a call. Times are UTC unless a time zone is named. Names and " +
  "numbers may be masked. Results are pages: pass nextCursor as the argument after to read on. Before a command, confirm it with the user.";

/** Serves the protocol without sessions: each request is served by itself, so that any gateway of a cluster can serve it. */
export function openMcpHandler(
  tools: ToolRunner,
  clientOf: (request: Request) => McpClient,
  onError: (error: Error) => void,
): McpHttpHandler {
  return createMcpHandler(({ requestInfo }) => serverOf(tools, clientOf(requestInfo as Request)), {
    // Nothing changes that a client could subscribe to.
    maxSubscriptions: 0,
    onerror: onError,
  });
}

function serverOf(tools: ToolRunner, { client, disconnect }: McpClient): Server {
  const server = new Server(
    { name: "ringback", title: "Ringback: callbacks of contact centres", version: "1" },
    { capabilities: { tools: {} }, instructions: INSTRUCTIONS },
  );
  const offered = tools.offered(client.caller);
  server.setRequestHandler("tools/list", () => ({
    tools: offered.map(({ tool: { name, title, description, isReadOnly }, inputSchema }) => ({
      name,
      title,
      description,
      inputSchema: inputSchema as unknown as Tool["inputSchema"],
      // A command changes a real appointment: clients have their users confirm such tools.
      annotations: {
        title,
        readOnlyHint: isReadOnly,
        destructiveHint: !isReadOnly,
        idempotentHint: true,
        openWorldHint: true,
      },
    })),
  }));
  server.setRequestHandler("tools/call", async ({ params: { name, arguments: given = {} } }) => {
    const found = offered.find(({ tool }) => tool.name === name);
    if (found === undefined) {
      const names = offered.map(({ tool }) => tool.name).join(", ");
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, `unknown tool ${name}; expected one of ${names}`);
    }
    const { text, isError } = await tools.call(found, isJsonObject(given) ? given : {}, client, disconnect);
    return { content: [{ type: "text", text }], isError };
  });
  return server;
}

import { Client, SdkHttpError, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { Server } from "@modelcontextprotocol/server";
import { StdioServerTransport } from "@modelcontextprotocol/server/stdio";
import { ArgumentError } from "./command.js";
import { readVersion } from "./version.js";

/**
 * Forwards the tools of a gateway to the program at the other end of standard input and output, until that program ends.
 * Rejects at the start with what to do where the gateway cannot be reached, or rejects the token.
 */
export async function bridge(endpoint: URL, token: string | null): Promise<void> {
  const version = readVersion();
  const client = new Client({ name: "ringback-mcp", version });
  const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
  try {
    await client.connect(new StreamableHTTPClientTransport(endpoint, { requestInit: { headers } }));
  } catch (error) {
    throw new ArgumentError(adviceOf(error, endpoint, token));
  }
  const instructions = client.getInstructions();
  const server = new Server(
    { name: "ringback", title: "Ringback: callbacks of contact centres", version },
    { capabilities: { tools: {} }, ...(instructions !== undefined && { instructions }) },
  );
  server.setRequestHandler("tools/list", () => client.listTools());
  server.setRequestHandler("tools/call", async ({ params: { name, arguments: given = {} } }) => {
    try {
      return await client.callTool({ name, arguments: given });
    } catch (error) {
      if (!isOfConnection(error)) throw error;
      return { content: [{ type: "text", text: adviceOf(error, endpoint, token) }], isError: true };
    }
  });
  const ended = new Promise<void>((resolve) => {
    server.onclose = resolve;
  });
  await server.connect(new StdioServerTransport());
  await ended;
  await client.close();
}

function isOfConnection(error: unknown): boolean {
  return error instanceof SdkHttpError || (error instanceof TypeError && "cause" in error);
}

/** Says what to do about a gateway that cannot be used. */
function adviceOf(error: unknown, endpoint: URL, token: string | null): string {
  const status = error instanceof SdkHttpError ? error.status : undefined;
  const at = endpoint.href;
  if (status === 401) {
    return token === null
      ? `the gateway at ${at} requires authentication: set RINGBACK_TOKEN to a token or an API key of auth.apiKeys`
      : `the gateway at ${at} rejects the token in RINGBACK_TOKEN: it is unknown, expired or revoked`;
  }
  if (status === 404) {
    return `the gateway at ${at} has no tools: set server.mcp.enabled to true in its settings, or update it`;
  }
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
  if (status !== undefined) return `the gateway at ${at} rejects requests with status ${status}: ${cause}`;
  return `no gateway can be reached at ${at}: start it, or name its URL with --url (${cause})`;
}

import type { McpHttpHandler } from "@modelcontextprotocol/server";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Logger } from "pino";
import { clientOf, type RequestAuthenticator } from "../auth/request-authenticator.js";
import { disconnectOf } from "../http/client-disconnect.js";
import { reject } from "../http/rejection.js";
import type { McpClient } from "./mcp-handler.js";
import { createToolRunner, type ToolRunnerOptions } from "./tool-runner.js";

export const MCP_PATH = "/mcp";

export interface McpOptions extends ToolRunnerOptions {
  readonly requestAuthenticator: RequestAuthenticator;
  readonly logger: Logger;
}

/** Serves the tools of agents: the Model Context Protocol over streamable HTTP. */
export function serveMcp(app: FastifyInstance, options: McpOptions): void {
  const { requestAuthenticator, logger } = options;
  // No cache: the SDK passes the request on to its tools, and nothing else of it.
  const clients = new WeakMap<Request, McpClient>();
  let handler: Promise<McpHttpHandler> | null = null;
  // Loaded for the first request: most gateways start without an agent.
  const load = async (): Promise<McpHttpHandler> => {
    const { openMcpHandler } = await import("./mcp-handler.js");
    const clientOfRequest = (request: Request): McpClient => {
      const client = clients.get(request);
      if (client === undefined) throw new Error("an MCP request has no client");
      return client;
    };
    return openMcpHandler(createToolRunner(options), clientOfRequest, (error) =>
      logger.debug({ err: error }, "MCP request failed"),
    );
  };

  const serve = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const refusal = requestAuthenticator.refusalOfPage(request.raw);
    if (refusal !== null) return reject(reply, 403, refusal);
    const { fetch } = await (handler ??= load());
    const disconnect = disconnectOf(reply);
    const web = webRequestOf(request, disconnect.signal);
    clients.set(web, { client: clientOf(request, "mcp"), disconnect });
    const response = await fetch(web, { parsedBody: request.body });
    reply.code(response.status).header("cache-control", "no-store");
    for (const name of ["content-type", "allow"]) {
      const value = response.headers.get(name);
      if (value !== null) reply.header(name, value);
    }
    return reply.send(await response.text());
  };
  app.post(MCP_PATH, serve);
  app.route({
    method: ["GET", "PUT", "PATCH", "DELETE", "OPTIONS"],
    url: MCP_PATH,
    handler: ({ method }, reply) =>
      reject(reply.header("allow", "POST"), 405, `${method} is not supported for MCP: it has no sessions, use POST`),
  });
  app.addHook("onClose", async () => (await handler)?.close());
}

/** The request as the web standard has it. Its body was parsed already. */
function webRequestOf({ method, url, headers }: FastifyRequest, signal: AbortSignal): Request {
  const entries = Object.entries(headers).flatMap(([name, value]) => {
    if (value === undefined || name.startsWith(":")) return [];
    return [[name, Array.isArray(value) ? value.join(", ") : value] as [string, string]];
  });
  return new Request(new URL(url, "http://gateway.invalid"), { method, headers: entries, signal });
}

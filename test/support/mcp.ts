import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";

/** A client of the tools of a gateway, as an agent uses it. */
export interface McpAgent {
  readonly client: Client;
  /** Calls a tool, and returns its text. */
  call(name: string, given?: Record<string, unknown>): Promise<{ readonly text: string; readonly isError: boolean }>;
  /** Calls a tool that succeeds, and returns its result. */
  ask<Result = Record<string, unknown>>(name: string, given?: Record<string, unknown>): Promise<Result>;
  /** The sizes of all responses so far, in bytes. */
  readonly sizes: readonly number[];
}

/** Connects over streamable HTTP; `mode` is the generation of the protocol. */
export async function connectAgent(url: string, key?: string, mode: "legacy" | "auto" = "legacy"): Promise<McpAgent> {
  const sizes: number[] = [];
  const transport = new StreamableHTTPClientTransport(new URL(`${url}/mcp`), {
    requestInit: { headers: key === undefined ? {} : { authorization: `Bearer ${key}` } },
    async fetch(input, init) {
      const response = await fetch(input, init);
      const body = await response.clone().arrayBuffer();
      sizes.push(body.byteLength);
      return response;
    },
  });
  const client = new Client({ name: "test", version: "1" }, { versionNegotiation: { mode } });
  await client.connect(transport);
  return { ...agentOf(client), sizes };
}

/** The calls of a connected client. */
export function agentOf(client: Client): Omit<McpAgent, "sizes"> {
  const call: McpAgent["call"] = async (name, given = {}) => {
    const { content, isError = false } = await client.callTool({ name, arguments: given });
    const [first] = content;
    if (content.length !== 1 || first?.type !== "text") throw new Error(`${name} did not return one text`);
    return { text: first.text, isError };
  };
  return {
    client,
    call,
    async ask<Result>(name: string, given: Record<string, unknown> = {}) {
      const { text, isError } = await call(name, given);
      if (isError) throw new Error(text);
      return JSON.parse(text) as Result;
    },
  };
}

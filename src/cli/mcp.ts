import { ArgumentError, type Command } from "./command.js";

const DEFAULT_URL = "http://localhost:4000";

export const mcpCommand: Command = {
  options: { url: { value: "<URL of the gateway>" } },
  does: [
    "serve the tools of a running gateway to a desktop assistant (MCP over standard input and output);",
    `--url: default ${DEFAULT_URL}; the token or API key comes from RINGBACK_TOKEN in the environment`,
  ],
  async run({ environment, options }) {
    const { url = DEFAULT_URL } = options;
    const { RINGBACK_TOKEN: token = "" } = environment;
    // No other command needs it.
    const { bridge } = await import("./mcp-bridge.js");
    await bridge(toEndpoint(String(url)), token.trim() === "" ? null : token.trim());
  },
};

/** The URL of the tools, from that of the gateway, of its `/graphql` or of its `/mcp`. Throws an ArgumentError. */
export function toEndpoint(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !["http:", "https:"].includes(url.protocol)) {
    throw new ArgumentError(`--url ${text}: expected the URL of a gateway, such as ${DEFAULT_URL}`);
  }
  url.pathname = `${url.pathname.replace(/\/(?:graphql|mcp)?\/?$/u, "")}/mcp`;
  url.search = "";
  url.hash = "";
  return url;
}

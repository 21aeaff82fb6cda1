import type { Command } from "./command.js";
import { DEFAULT_GATEWAY_URL, readToken, toGatewayUrl } from "./gateway-url.js";

export const mcpCommand: Command = {
  options: { url: { value: "<URL of the gateway>" } },
  does: [
    "serve the tools of a running gateway to a desktop assistant (MCP over standard input and output);",
    `--url: default ${DEFAULT_GATEWAY_URL}; the token or API key comes from RINGBACK_TOKEN in the environment`,
  ],
  async run({ environment, options }) {
    const { url = DEFAULT_GATEWAY_URL } = options;
    // No other command needs it.
    const { bridge } = await import("./mcp-bridge.js");
    await bridge(toGatewayUrl(String(url), "mcp"), readToken(environment));
  },
};

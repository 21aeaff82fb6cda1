import { ArgumentError } from "./command.js";

export const DEFAULT_GATEWAY_URL = "http://localhost:4000";

/** The URL of one of a gateway's paths, from the gateway's own URL or that of any of its paths. Throws an ArgumentError. */
export function toGatewayUrl(text: string, path: "graphql" | "mcp"): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !["http:", "https:"].includes(url.protocol)) {
    throw new ArgumentError(`--url ${text}: expected the URL of a gateway, such as ${DEFAULT_GATEWAY_URL}`);
  }
  url.pathname = `${url.pathname.replace(/\/(?:graphql|mcp)?\/?$/u, "")}/${path}`;
  url.search = "";
  url.hash = "";
  return url;
}

/** The token or API key from RINGBACK_TOKEN; null if it is not set. */
export function readToken({ RINGBACK_TOKEN: token = "" }: Readonly<Record<string, string | undefined>>): string | null {
  return token.trim() === "" ? null : token.trim();
}

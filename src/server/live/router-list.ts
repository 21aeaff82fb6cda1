import { isIP } from "node:net";
import proxyAddr from "@fastify/proxy-addr";
import { isNetwork } from "../auth/address.js";

/** Whether a text can be an entry of `server.subscriptions.routers`: an http or https URL, an address or a network. */
export function isRouterEntry(text: string): boolean {
  return baseOf(text) !== null || isNetwork(text);
}

/**
 * Returns whether results may be sent to a URL. It has to be below a listed URL (equal scheme, host and port, and its path
 * or one below it), or its host has to be an IP address in a listed network: names are never looked up for that.
 */
export function createRouterCheck(entries: readonly string[]): (url: URL) => boolean {
  const bases = entries.map(baseOf).filter((base) => base !== null);
  const isInNetwork = proxyAddr.compile(entries.filter((entry) => baseOf(entry) === null));
  return (url) => {
    const host = url.hostname.replace(/^\[(.*)\]$/u, "$1");
    return bases.some((base) => isBelow(base, url)) || (isIP(host) !== 0 && isInNetwork(host, 0));
  };
}

/** The URL of an entry; null for an address or a network. */
function baseOf(entry: string): URL | null {
  if (!URL.canParse(entry)) return null;
  const url = new URL(entry);
  const isPlain = url.username === "" && url.password === "" && url.search === "" && url.hash === "";
  return /^https?:$/u.test(url.protocol) && isPlain ? url : null;
}

function isBelow(base: URL, { origin, pathname }: URL): boolean {
  const folder = base.pathname.endsWith("/") ? base.pathname : `${base.pathname}/`;
  return origin === base.origin && (pathname === base.pathname || pathname.startsWith(folder));
}

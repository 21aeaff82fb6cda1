import type { IncomingMessage } from "node:http";
import proxyAddr from "@fastify/proxy-addr";

/** Where a request comes from. */
export type AddressOf = (request: IncomingMessage) => string;

/** Whether a text is an address, a network, or the name of some: `loopback`, `linklocal`, `uniquelocal`. */
export function isNetwork(text: string): boolean {
  try {
    proxyAddr.compile(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * What a socket was connected from or, behind trusted proxies, what the first of them says in `x-forwarded-for`. Empty
 * where the client is gone already.
 */
export function createAddressOf(trustedProxies: readonly string[]): AddressOf {
  const isTrusted = proxyAddr.compile([...trustedProxies]);
  return (request) => (request.socket.remoteAddress === undefined ? "" : proxyAddr(request, isTrusted));
}

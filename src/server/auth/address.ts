import type { IncomingMessage } from "node:http";
import { isIP, SocketAddress } from "node:net";
import proxyAddr from "@fastify/proxy-addr";
import type { FastifyInstance, FastifyRequest } from "fastify";

/** The parts of a request that its address is read from. */
export type ClientRequest = Pick<IncomingMessage, "headers" | "socket">;

/** Returns the address of the client of a request. */
export type AddressOf = (request: ClientRequest) => string;

/** Whether a request was sent by a trusted proxy. */
export type TrustsPeer = (request: ClientRequest) => boolean;

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
 * Returns the address of the client: that of the socket or, behind trusted proxies, the last entry of `x-forwarded-for`
 * that is not a trusted proxy. An entry that is no address, such as `unknown`, ends the search: the address before it
 * counts. Empty where the client is gone already.
 */
export function createAddressOf(trustedProxies: readonly string[]): AddressOf {
  const isTrusted = proxyAddr.compile([...trustedProxies]);
  const isBehindProxy = trustedProxies.length > 0;
  return ({ headers, socket }) => {
    const remote = socket.remoteAddress;
    let client = remote === undefined ? null : parseAddress(remote);
    if (client === null) return "";
    const forwarded = isBehindProxy ? headers["x-forwarded-for"] : undefined;
    if (forwarded === undefined) return client;
    // Each proxy appends the address that it was connected from.
    const entries = String(forwarded)
      .split(",")
      .filter((entry) => entry.trim() !== "");
    for (const [distance, entry] of entries.toReversed().entries()) {
      if (!isTrusted(client, distance)) return client;
      const address = parseAddress(entry);
      if (address === null) return client;
      client = address;
    }
    return client;
  };
}

/** Whether the headers `x-forwarded-…` of a request are trusted. */
export function createTrustsPeer(trustedProxies: readonly string[]): TrustsPeer {
  const isTrusted = proxyAddr.compile([...trustedProxies]);
  return ({ socket }) => {
    const peer = parseAddress(socket.remoteAddress ?? "");
    return peer !== null && isTrusted(peer, 0);
  };
}

const ADDRESS = "clientAddress";

/** Has every request of the app know the address of its client. Fastify's own `ip` takes each entry as it stands. */
export function decorateWithAddress(app: FastifyInstance, addressOf: AddressOf): void {
  app.decorateRequest<string>(ADDRESS, {
    getter(this: FastifyRequest) {
      return addressOf(this.raw);
    },
  });
}

/** Returns the address of the client of a request. */
export function addressOfRequest(request: FastifyRequest): string {
  return request.getDecorator<string>(ADDRESS);
}

/** Returns the part of an address that one client cannot choose: of IPv6 the first 64 bits, its network. */
export function networkOf(address: string): string {
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.split("::");
  const groups = head === "" ? [] : head.split(":");
  const ending = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - groups.length - ending.length);
  return [...groups, ...Array.from({ length: zeros }, () => "0"), ...ending].slice(0, 4).join(":");
}

const PORT = /:\d{1,5}$/u;
const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/u;
const BRACKETED = /^\[(.*)\](?::\d{1,5})?$/u;

/**
 * Reads `address`, `address:port`, `[address]` or `[address]:port`, also in quotes. Returns the address in its
 * canonical form: IPv6 in lower case, shortened and without zone, an IPv4-mapped one as IPv4. Null for any other text.
 */
function parseAddress(text: string): string | null {
  const bare = text.trim().replace(/^"(.*)"$/u, "$1");
  const [, bracketed] = BRACKETED.exec(bare) ?? [];
  const address = bracketed ?? (isIP(bare) === 0 ? bare.replace(PORT, "") : bare);
  const version = isIP(address);
  if (version === 4 && bracketed === undefined) return address;
  if (version !== 6) return null;
  const canonical = new SocketAddress({ address, family: "ipv6" }).address;
  const [, mapped] = MAPPED.exec(canonical) ?? [];
  return mapped ?? canonical;
}

import { lookup, type LookupAddress, type LookupOptions } from "node:dns";
import { BlockList, isIP } from "node:net";
import { buildConnector } from "undici";

/** Networks of IPv4 that are no public host: private, shared, loopback, link-local, documentation, multicast, reserved. */
const IPV4: readonly (readonly [network: string, prefix: number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  // Metadata of cloud machines: 169.254.169.254; and of Azure beside it, on a public address.
  ["169.254.0.0", 16],
  ["168.63.129.16", 32],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
];

/** The same of IPv6, with the prefixes of tunnels, which lead to any address of IPv4. */
const IPV6: readonly (readonly [network: string, prefix: number])[] = [
  ["::", 96],
  ["64:ff9b:1::", 48],
  ["100::", 64],
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
  ["5f00::", 16],
  ["fc00::", 7],
  ["fe80::", 9],
  ["ff00::", 8],
];

const NOT_PUBLIC = new BlockList();
for (const [network, prefix] of IPV4) {
  NOT_PUBLIC.addSubnet(network, prefix, "ipv4");
  // The same address, written as one of IPv6, and behind a translator of a network without IPv4.
  NOT_PUBLIC.addSubnet(`::ffff:${network}`, 96 + prefix, "ipv6");
  NOT_PUBLIC.addSubnet(`64:ff9b::${network}`, 96 + prefix, "ipv6");
}
for (const [network, prefix] of IPV6) NOT_PUBLIC.addSubnet(network, prefix, "ipv6");

/** True for an IP address of a host on the internet; false for any other address, and for text that is no address. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && !NOT_PUBLIC.check(address, family === 4 ? "ipv4" : "ipv6");
}

/** False for a URL whose host is an address, in any notation, that is not public. Names are checked when they are resolved. */
export function mayBePublic({ hostname }: URL): boolean {
  const host = withoutBrackets(hostname);
  return isIP(host) === 0 || isPublicAddress(host);
}

/** Thrown for a connection to an address that is not public. */
export class PrivateAddressError extends Error {
  readonly code = "PRIVATE_ADDRESS";

  constructor(host: string, address: string) {
    super(`${host} is, or resolves to, ${address}, which is not a public address`);
  }
}

/**
 * Opens connections of undici to public addresses alone. Each address is checked as it is connected to, so that a name which
 * resolves to another address the next time is refused as well. The connection fails with a PrivateAddressError.
 */
export function publicConnector(options: buildConnector.BuildOptions): buildConnector.connector {
  const connect = buildConnector({ ...options, lookup: lookupPublic });
  return (target, callback) => {
    const host = withoutBrackets(target.hostname);
    // Node resolves names only.
    if (isIP(host) !== 0 && !isPublicAddress(host)) callback(new PrivateAddressError(host, host), null);
    else connect(target, callback);
  };
}

type LookupCallback = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;

/** Resolves a name as `dns.lookup` does. Fails if any of its addresses is not public. */
export function lookupPublic(hostname: string, options: LookupOptions, callback: LookupCallback): void {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? [];
    if (error !== null || first === undefined) return callback(error, []);
    const refused = addresses.find(({ address }) => !isPublicAddress(address));
    if (refused !== undefined) return callback(new PrivateAddressError(hostname, refused.address), []);
    return options.all === true ? callback(null, addresses) : callback(null, first.address, first.family);
  });
}

function withoutBrackets(host: string): string {
  return host.startsWith("[") ? host.slice(1, -1) : host;
}

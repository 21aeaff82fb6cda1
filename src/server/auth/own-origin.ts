import type { IncomingHttpHeaders } from "node:http";
import type { ClientRequest, TrustsPeer } from "./address.js";

/** Whether a page of this origin was served from the address that the request was sent to. */
export type IsOwnOrigin = (origin: string, request: ClientRequest) => boolean;

/** The URLs that a request may have been sent to. */
interface Target {
  readonly hosts: readonly string[];
  /** `http:` or `https:`; empty where it is not known. */
  readonly schemes: readonly string[];
}

/**
 * Compares as URLs: `https://name` is the origin of `name:443`. Trusted proxies send the original target in
 * `x-forwarded-host` and `x-forwarded-proto`; where several passed the request on, each of their entries counts.
 */
export function createIsOwnOrigin(trustsPeer: TrustsPeer): IsOwnOrigin {
  return (origin, request) => {
    if (!URL.canParse(origin)) return false;
    const { protocol, host } = new URL(origin);
    const { hosts, schemes } = targetOf(request.headers, trustsPeer(request));
    if (schemes.length > 0 && !schemes.includes(protocol)) return false;
    return hosts.some((sent) => hostOf(protocol, sent) === host);
  };
}

function targetOf({ host = "", ...headers }: IncomingHttpHeaders, isForwarded: boolean): Target {
  const hosts = isForwarded ? entriesOf(headers["x-forwarded-host"]) : [];
  const schemes = isForwarded ? entriesOf(headers["x-forwarded-proto"]) : [];
  return {
    hosts: hosts.length > 0 ? hosts : [host],
    // Some proxies name the scheme of the socket.
    schemes: schemes.map((scheme) => `${scheme.toLowerCase().replace(/^ws/u, "http")}:`),
  };
}

function entriesOf(header: string | string[] | undefined): string[] {
  return String(header ?? "")
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
}

/** The host as a URL of this scheme has it: in lower case, without the scheme's own port. Null for any other text. */
function hostOf(protocol: string, sent: string): string | null {
  const url = `${protocol}//${sent}`;
  return /[/?#@\\\s]/u.test(sent) || !URL.canParse(url) ? null : new URL(url).host;
}

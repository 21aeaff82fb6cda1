import { EnvHttpProxyAgent, Pool } from "undici";
import type { Connect } from "../lib/connect.js";
import type { Mistake } from "./environment.js";

/** By which proxies vendors, token endpoints and key sets are reached. Empty texts stand for none. */
export interface Proxies {
  readonly httpProxy: string;
  readonly httpsProxy: string;
  readonly noProxy: string;
}

/** HTTP_PROXY, HTTPS_PROXY and NO_PROXY, also in lower case, which goes first; null where no proxy is set. */
export function readProxies(
  environment: Readonly<Record<string, string | undefined>>,
  mistakes: Mistake[],
): Proxies | null {
  const find = (name: string): readonly [name: string, value: string] => {
    const lower = name.toLowerCase();
    const found = environment[lower] ?? "";
    return found === "" ? [name, environment[name] ?? ""] : [lower, found];
  };
  const urlOf = (name: string): string => {
    const [found, value] = find(name);
    if (value === "") return "";
    const url = value.includes("://") ? value : `http://${value}`;
    if (URL.canParse(url) && /^https?:$/u.test(new URL(url).protocol)) return url;
    // The URL may contain a password, so the message does not quote it.
    mistakes.push({ path: [found], message: "expected the URL of a proxy such as http://proxy.example:3128" });
    return "";
  };
  const [httpProxy, httpsProxy] = [urlOf("HTTP_PROXY"), urlOf("HTTPS_PROXY")];
  return httpProxy === "" && httpsProxy === "" ? null : { httpProxy, httpsProxy, noProxy: find("NO_PROXY")[1] };
}

/** Connects by these proxies; without any, directly. */
export function connectBy(proxies: Proxies | null): Connect {
  if (proxies === null) return (origin, options) => new Pool(origin, options);
  return (_, { connect, ...options }) => {
    const requestTls = typeof connect === "object" ? connect : {};
    // Hosts that are reached directly in spite of proxies have the same rules for their addresses.
    const direct = typeof connect === "function" ? { connect } : {};
    return new EnvHttpProxyAgent({ ...options, ...direct, requestTls, ...proxies });
  };
}

/** The proxies as operators may read them: without passwords. */
export function describeProxies({ httpProxy, httpsProxy, noProxy }: Proxies): string {
  const by = (url: string): string => (url === "" ? "directly" : `by ${new URL(url).host}`);
  const ways = [`http ${by(httpProxy)}`, `https ${by(httpsProxy === "" ? httpProxy : httpsProxy)}`];
  return [...ways, ...(noProxy === "" ? [] : [`${noProxy} directly`])].join(", ");
}

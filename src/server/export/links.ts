import type { IncomingHttpHeaders } from "node:http";

/** Sites that a browser reports for a request of a page of another origin. */
const FOREIGN: readonly unknown[] = ["cross-site", "same-site"];

/**
 * Why a link, an image or a frame of another origin's page may not start an export; null for all other requests. Such a
 * page cannot read the file, but could keep the gateway busy, or have a file saved. A request by a script has the header
 * `origin`, which is checked elsewhere.
 */
export function refusalOfLink({ origin, ...headers }: IncomingHttpHeaders): string | null {
  if (origin !== undefined || !FOREIGN.includes(headers["sec-fetch-site"])) return null;
  return "a page of another origin cannot link to an export: open the address itself, or request it with fetch";
}

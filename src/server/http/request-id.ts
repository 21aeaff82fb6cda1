import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** What an id of somebody else may look like. Without a letter it could be anybody's number, and ids are logged. */
const ACCEPTED = /^(?=.*[A-Za-z])[\w.:-]{1,128}$/u;

/** The id by which a request is found in the log: the header `x-request-id` of who sent it, or one of our own. */
export function requestIdOf(headers: IncomingHttpHeaders | undefined): string {
  const given = headers?.["x-request-id"];
  return typeof given === "string" && ACCEPTED.test(given) ? given : randomUUID();
}

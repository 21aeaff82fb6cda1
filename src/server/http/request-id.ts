import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/**
 * The format of request ids from clients. They are logged, so an id needs a letter: without one it could be a phone
 * number.
 */
const ACCEPTED = /^(?=.*[A-Za-z])[\w.:-]{1,128}$/u;

/** The id of a request in the log: its header `x-request-id`, or a new one. */
export function requestIdOf(headers: IncomingHttpHeaders | undefined): string {
  const given = headers?.["x-request-id"];
  return typeof given === "string" && ACCEPTED.test(given) ? given : randomUUID();
}

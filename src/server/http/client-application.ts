import type { IncomingHttpHeaders } from "node:http";
import type { ClientApplication } from "../operation-observer.js";

/** A letter is required: without one, it could be a phone number. */
const NAME = /^(?=.*[A-Za-z])[\w.:@/ -]{1,64}$/u;
const VERSION = /^v?\d{1,5}(?:\.\d{1,5}){0,3}(?:[-+][\w.+-]{1,32})?$/u;

/**
 * The application that sent a request, by the headers that GraphQL clients and routers send; null without an acceptable name.
 * A malformed version is left out.
 */
export function clientApplicationOf(headers: IncomingHttpHeaders): ClientApplication | null {
  const name = headers["apollographql-client-name"] ?? headers["graphql-client-name"];
  if (typeof name !== "string" || !NAME.test(name)) return null;
  const version = headers["apollographql-client-version"] ?? headers["graphql-client-version"];
  return { name, version: typeof version === "string" && VERSION.test(version) ? version : null };
}

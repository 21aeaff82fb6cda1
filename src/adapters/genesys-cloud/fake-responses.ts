import type { JsonObject } from "../../lib/json.js";

/** The header under which the vendor's support finds a call. */
const HEADERS = { "inin-correlation-id": "c0221e1a-0000-4000-8000-000000000001" };

export function respond(body: JsonObject): Response {
  return Response.json(body, { headers: HEADERS });
}

/** An error body of the vendor, whose message may quote the request. */
export function failure(status: number, code: string): Response {
  const body = {
    message: "The request could not be completed.",
    code,
    status,
    contextId: "c-1",
    details: [],
    errors: [],
  };
  return Response.json(body, { status, headers: HEADERS });
}

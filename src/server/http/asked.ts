import type { FastifyRequest } from "fastify";
import type { Asked } from "../limits/operation-gate.js";

/** What a request asks, by GET or POST; null for what is no request of one operation. */
export function askedOf({ method, query, body }: FastifyRequest): Asked | null {
  const asked = method === "GET" ? query : body;
  if (typeof asked !== "object" || asked === null || Array.isArray(asked)) return null;
  if (method !== "GET") return asked;
  const { variables, extensions, ...rest } = asked as Asked;
  return { ...rest, variables: parse(variables), extensions: parse(extensions) };
}

/** Whether the client wants to know what the operation has cost indeed: by `ringback-cost: actual`. */
export function isCostWanted({ headers }: FastifyRequest): boolean {
  return headers["ringback-cost"] === "actual";
}

/** What an address holds as JSON; what is none stays text, and is refused as such. */
function parse(text: unknown): unknown {
  if (typeof text !== "string") return text;
  if (text.trim() === "") return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

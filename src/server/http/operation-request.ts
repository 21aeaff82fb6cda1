import type { FastifyRequest } from "fastify";
import type { OperationRequest } from "../limits/operation-gate.js";

/** The operation that a GET or POST requests; null where it is no object, such as a batch. */
export function operationRequestOf({ method, query, body }: FastifyRequest): OperationRequest | null {
  const requested = method === "GET" ? query : body;
  if (typeof requested !== "object" || requested === null || Array.isArray(requested)) return null;
  if (method !== "GET") return requested;
  const { variables, extensions, ...rest } = requested as OperationRequest;
  return { ...rest, variables: parse(variables), extensions: parse(extensions) };
}

/** Whether the response is to report the actual cost, by the header `ringback-cost: actual`. */
export function wantsActualCost({ headers }: FastifyRequest): boolean {
  return headers["ringback-cost"] === "actual";
}

/** Parses a parameter of the URL as JSON. Text that is no JSON is returned as it is, and rejected later. */
function parse(text: unknown): unknown {
  if (typeof text !== "string") return text;
  if (text.trim() === "") return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

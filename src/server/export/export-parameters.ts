import { GraphQLError } from "graphql";
import { GatewayError, badUserInput } from "../../domain/errors.js";
import { EXPORT_DOCUMENT } from "../../graphql/export/exported-list.js";
import type { OperationRequest } from "../limits/operation-gate.js";

/** The parameters of an export's URL. */
export interface ExportParameters {
  /** The operation whose list is exported: a stored one, or the export's own with a filter and an order. */
  readonly operation: OperationRequest;
  readonly fields: string | null;
  readonly after: string | null;
  readonly hasBom: boolean;
}

const NAMES = ["filter", "orderBy", "documentId", "operationName", "variables", "fields", "after", "bom"] as const;
type Name = (typeof NAMES)[number];

/** Reads the parameters. Throws BAD_USER_INPUT, with the parameter's name: a misspelt filter must not export everything. */
export function readParameters(query: unknown): ExportParameters {
  const given = textsOf(query);
  const { documentId, operationName, filter, orderBy, variables, fields, after, bom } = given;
  if (bom !== undefined && bom !== "true" && bom !== "false") throw badUserInput("bom must be true or false");
  const others = { fields: fields ?? null, after: after ?? null, hasBom: bom === "true" };
  if (documentId === undefined) {
    const stray = given.variables === undefined ? "operationName" : "variables";
    if (given[stray] !== undefined) throw badUserInput(`${stray} requires documentId: give filter and orderBy instead`);
    const free = { filter: jsonOf("filter", filter), orderBy: jsonOf("orderBy", orderBy) };
    return { operation: { query: EXPORT_DOCUMENT, variables: free }, ...others };
  }
  const stray = filter === undefined ? "orderBy" : "filter";
  if (given[stray] !== undefined) throw badUserInput(`${stray} contradicts documentId: give variables instead`);
  return { operation: { documentId, operationName, variables: jsonOf("variables", variables) }, ...others };
}

/** Says what to do about a filter of one's own where only stored operations are executed. Other errors stay the same. */
export function explainUntrusted(error: GraphQLError): GraphQLError {
  const { originalError } = error;
  if (!(originalError instanceof GatewayError) || originalError.code !== "UNTRUSTED_DOCUMENT") return error;
  const message =
    "only lists of stored operations are exported: give documentId and variables of one in the manifest that has the " +
    "field callbacks";
  return new GraphQLError(message, { originalError: new GatewayError("UNTRUSTED_DOCUMENT", message) });
}

function textsOf(query: unknown): Partial<Record<Name, string>> {
  const entries = Object.entries(typeof query === "object" && query !== null ? query : {});
  for (const [name, value] of entries) {
    if (!NAMES.some((known) => known === name)) {
      throw badUserInput(`unknown parameter ${JSON.stringify(name)}; expected some of ${NAMES.join(", ")}`);
    }
    if (typeof value !== "string") throw badUserInput(`${name} is given twice`);
  }
  return Object.fromEntries(entries);
}

function jsonOf(name: Name, text: string | undefined): unknown {
  if (text === undefined || text.trim() === "") return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw badUserInput(`${name} must be JSON, written as a part of a URL`);
  }
}

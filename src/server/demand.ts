import { GraphQLError, OperationTypeNode, type GraphQLSchema } from "graphql";
import { demandCurrent, demandScope } from "../callback/caller.js";
import { GatewayError } from "../callback/errors.js";
import type { Clock } from "../callback/instant.js";
import { createAdmission, type Asker } from "./admission.js";
import { createCostReckoner, type Cost, type Variables } from "./cost.js";
import { createDocuments, type TrustedDocuments } from "./documents.js";
import { exceeded } from "./limits.js";
import { createDocumentReader, type ValidDocument } from "./operation.js";
import type { OperationSettings } from "./operation-settings.js";

/** What a client sent, as its transport read it. */
export interface Asked {
  readonly query?: unknown;
  readonly operationName?: unknown;
  readonly variables?: unknown;
  readonly extensions?: unknown;
}

/** An operation that may run. */
export interface Admitted extends ValidDocument {
  readonly text: string;
  readonly operationName: string | null;
  readonly variables: Variables | null;
  readonly cost: Cost;
  /** To be called when it is over, however it ended. May be called twice. */
  end(): void;
}

/** THE GATE: every operation of every transport goes through here before it runs. */
export interface Demand {
  /** Errors are returned, never thrown: they concern one operation, not its socket. */
  admit(asker: Asker, asked: Asked): Admitted | readonly GraphQLError[];
}

export interface DemandOptions {
  readonly schema: GraphQLSchema;
  readonly limits: OperationSettings;
  readonly trusted: TrustedDocuments | null;
  readonly introspection: boolean;
  readonly isLocalOnly: boolean;
  readonly clock: Clock;
}

/** By these settings. */
export function createDemand({ schema, limits, trusted, introspection, isLocalOnly, clock }: DemandOptions): Demand {
  const documents = createDocuments(trusted);
  const reader = createDocumentReader(schema, limits, introspection);
  const costs = createCostReckoner(schema, limits.maxCost);
  const admission = createAdmission(limits, isLocalOnly, clock);

  const admit = (asker: Asker, asked: Asked): Admitted | readonly GraphQLError[] => {
    const { caller } = asker;
    demandCurrent(caller, clock());
    const text = documents.find(asked.query, objectOf("extensions", asked.extensions));
    const read = reader.read(text, asked.operationName);
    if (!("document" in read)) {
      // What cannot be read counts all the same.
      admission.begin(asker, false)();
      return read;
    }
    const variables = readVariables(asked.variables, limits.maxVariableValues);
    const end = admission.begin(asker, read.type === OperationTypeNode.SUBSCRIPTION);
    try {
      demandScope(caller, "callbacks:read");
      if (read.type === OperationTypeNode.MUTATION) demandScope(caller, "callbacks:write");
      const operationName = typeof asked.operationName === "string" ? asked.operationName : null;
      const cost = costs.reckon(read.document, operationName, variables);
      documents.remember(text as string, asked.extensions);
      return { ...read, text: text as string, operationName, variables, cost, end };
    } catch (error) {
      end();
      throw error;
    }
  };

  return {
    admit(asker, asked) {
      try {
        return admit(asker, asked);
      } catch (error) {
        if (error instanceof GatewayError) return [new GraphQLError(error.message, { originalError: error })];
        if (error instanceof GraphQLError) return [error];
        throw error;
      }
    },
  };
}

/** Throws BAD_REQUEST for what is no object, and QUERY_TOO_COMPLEX where they hold too much. */
function readVariables(given: unknown, most: number): Variables | null {
  const variables = objectOf("variables", given);
  const waiting: unknown[] = [variables];
  for (let count = 0; waiting.length > 0; count += 1) {
    if (count + waiting.length > most + 1) throw exceeded("variables", most);
    const value = waiting.pop();
    if (typeof value !== "object" || value === null) continue;
    const inner = Object.values(value);
    // Spread into a call, very many would not fit on the stack.
    if (count + inner.length > most) throw exceeded("variables", most);
    waiting.push(...inner);
  }
  return variables;
}

function objectOf(name: string, given: unknown): Variables | null {
  if (given === undefined || given === null) return null;
  if (typeof given === "object" && !Array.isArray(given)) return given as Variables;
  throw new GraphQLError(`${name} must be an object`, { extensions: { code: "BAD_REQUEST" } });
}

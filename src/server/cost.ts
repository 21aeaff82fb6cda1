import { GraphQLError, Kind, visit, type DocumentNode, type GraphQLSchema } from "graphql";
// Its other build brings a second copy of graphql.
import { getComplexity, type ComplexityEstimator } from "graphql-query-complexity/cjs";
import { exceeded } from "./limits.js";

/** What an operation was reckoned to cost, and what it may. */
export interface Cost {
  readonly requested: number;
  /** What it has cost by what it was answered, where the client wants to know. */
  readonly actual?: number;
  readonly limit: number;
}

/** Reckons what an operation may cost at most. */
export interface CostReckoner {
  /** Throws QUERY_TOO_COMPLEX beyond the limit. Variables that do not fit are left to the execution to tell. */
  reckon(document: DocumentNode, operationName: string | null, variables: Variables | null): Cost;
}

export type Variables = Readonly<Record<string, unknown>>;

/** The longest page, whatever is asked for: longer ones are refused. */
const LONGEST_PAGE = 100;
const DEFAULT_PAGE = 50;
const KEPT_PER_DOCUMENT = 100;

/** What a field costs by itself where that is not 1: it may call vendors, read much, or write. */
const OWN_COSTS: Readonly<Record<string, number>> = {
  "Query.node": 10,
  "Query.nodes": 10,
  "Query._entities": 10,
  "Query.callback": 10,
  "Query.callbacks": 10,
  "Query.callbackStatistics": 50,
  "Query.agent": 10,
  "Agent.callbacks": 10,
  "Customer.callbacks": 10,
  "Callback.vendorRecord": 5,
  "Callback.history": 5,
  "Callback.agentActions": 2,
};
const MUTATION_COST = 100;
/** The fields whose own cost arises for each thing that they are asked for. */
const LOOKED_UP: ReadonlySet<string> = new Set(["nodes", "_entities"]);
/** The arguments that say how long a list may be. */
const LENGTHS: ReadonlySet<string> = new Set(["first", "last", "ids", "representations"]);

const estimate: ComplexityEstimator = ({ type, field, args, childComplexity }) => {
  if (type.name.startsWith("__") || field.name.startsWith("__")) return 0;
  const length = lengthOf(field, args);
  return ownCostOf(type.name, field.name) * (isLookedUp(field.name) ? length : 1) + length * childComplexity;
};

/** What a field costs whatever is below it. */
export function ownCostOf(type: string, field: string): number {
  return type === "Mutation" ? MUTATION_COST : (OWN_COSTS[`${type}.${field}`] ?? 1);
}

/** Whether that arises for each thing that the field is asked for. */
export function isLookedUp(field: string): boolean {
  return LOOKED_UP.has(field);
}

function lengthOf(field: Parameters<ComplexityEstimator>[0]["field"], args: Record<string, unknown>): number {
  const { first, last, ids, representations } = args;
  // As many as a router needs: longer ones are refused.
  if (Array.isArray(representations)) return Math.max(1, representations.length);
  if (Array.isArray(ids)) return clamp(ids.length);
  if (!field.args.some(({ name }) => name === "first")) return 1;
  const asked = typeof first === "number" ? first : typeof last === "number" ? last : DEFAULT_PAGE;
  return clamp(asked);
}

function clamp(length: number): number {
  return Math.max(1, Math.min(LONGEST_PAGE, length));
}

/** Documents are reckoned once for each length of their lists. */
export function createCostReckoner(schema: GraphQLSchema, limit: number): CostReckoner {
  const known = new WeakMap<DocumentNode, { readonly names: readonly string[]; readonly costs: Map<string, number> }>();
  return {
    reckon(document, operationName, variables) {
      const { names, costs } = known.get(document) ?? { names: findDeciding(document), costs: new Map() };
      known.set(document, { names, costs });
      const key = JSON.stringify([operationName, ...names.map((name) => shortOf(variables?.[name]))]);
      let requested = costs.get(key);
      if (requested === undefined) {
        requested = measure(schema, document, operationName, variables);
        if (requested === null) return { requested: 0, limit };
        if (costs.size >= KEPT_PER_DOCUMENT) costs.clear();
        costs.set(key, requested);
      }
      if (requested > limit) throw exceeded("cost", limit);
      return { requested, limit };
    },
  };
}

function measure(
  schema: GraphQLSchema,
  query: DocumentNode,
  operationName: string | null,
  variables: Variables | null,
): number | null {
  try {
    return getComplexity({
      schema,
      query,
      variables: variables ?? {},
      estimators: [estimate],
      ...(operationName === null ? {} : { operationName }),
    });
  } catch (error) {
    if (error instanceof GraphQLError) return null;
    throw error;
  }
}

/** The variables that decide how long a list is, or whether a field is asked for at all. */
function findDeciding(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    [Kind.ARGUMENT]: ({ name, value }) => {
      if (!LENGTHS.has(name.value) && name.value !== "if") return;
      visit(value, { [Kind.VARIABLE]: (variable) => void names.add(variable.name.value) });
    },
  });
  return [...names];
}

function shortOf(value: unknown): unknown {
  return Array.isArray(value) ? ["of", value.length] : typeof value === "object" ? null : value;
}

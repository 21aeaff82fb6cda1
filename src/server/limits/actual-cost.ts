import {
  getNamedType,
  getOperationAST,
  isCompositeType,
  isObjectType,
  isInterfaceType,
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  type SelectionSetNode,
} from "graphql";
import { isLookedUp, longestOf, ownCostOf } from "../../graphql/costs.js";

/** The lists of a page: `requested` can only estimate their length. */
const PAGES: ReadonlySet<string> = new Set(["nodes", "edges", "results"]);

/** A field of a result: under one response key, but perhaps at several places of the document. */
interface ResultField {
  readonly parent: GraphQLNamedType;
  readonly name: string;
  readonly selections: SelectionSetNode[];
}

/**
 * Computes the cost of an operation from its result: as `requested`, but with the actual lengths of lists instead of
 * the requested maxima. Never more than `requested`; 0 without data.
 */
export function actualCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null,
  data: unknown,
): number {
  const operation = getOperationAST(document, operationName);
  const root = operation && schema.getRootType(operation.operation);
  if (!operation || !root) return 0;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }

  const collect = (type: GraphQLNamedType, { selections }: SelectionSetNode, into: Map<string, ResultField>): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        const field = into.get(key) ?? { parent: type, name: selection.name.value, selections: [] };
        if (selection.selectionSet !== undefined) field.selections.push(selection.selectionSet);
        into.set(key, field);
        continue;
      }
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      if (fragment === undefined) continue;
      const condition = fragment.typeCondition && schema.getType(fragment.typeCondition.name.value);
      collect(condition ?? type, fragment.selectionSet, into);
    }
  };

  const costOf = (type: GraphQLNamedType, sets: readonly SelectionSetNode[], value: unknown): number => {
    if (typeof value !== "object" || value === null) return 0;
    const fields = new Map<string, ResultField>();
    for (const set of sets) collect(type, set, fields);
    let cost = 0;
    for (const [key, field] of fields) {
      // Fields that were skipped, or belong to another type, are missing.
      if (key in value) cost += costOfField(field, (value as Readonly<Record<string, unknown>>)[key]);
    }
    return cost;
  };

  const costOfField = ({ parent, name, selections }: ResultField, value: unknown): number => {
    if (name.startsWith("__") || parent.name.startsWith("__")) return 0;
    const type = isObjectType(parent) || isInterfaceType(parent) ? getNamedType(parent.getFields()[name]?.type) : null;
    const own = ownCostOf(parent.name, name);
    const costs = (inner: unknown): number => (isCompositeType(type) ? costOf(type, selections, inner) : 0);
    if (!Array.isArray(value)) return own * (isLookedUp(name) ? resultsOf(value) : 1) + costs(value);
    const all = value.map(costs);
    if (isLookedUp(name) && parent === root) return own * Math.max(1, value.length) + sum(all);
    // A list without a length argument and without a bound counts as one.
    const isCounted = PAGES.has(name) || longestOf(parent.name, name) > 1;
    return own + (isCounted ? sum(all) : Math.max(0, ...all));
  };

  return costOf(root, operation.selectionSet ? [operation.selectionSet] : [], data);
}

/** The number of results of a bulk mutation, under the name that its field has in the schema; 1 for any other value. */
function resultsOf(value: unknown): number {
  if (typeof value !== "object" || value === null || !("results" in value)) return 1;
  return Array.isArray(value.results) ? Math.max(1, value.results.length) : 1;
}

function sum(costs: readonly number[]): number {
  return costs.reduce((total, cost) => total + cost, 0);
}

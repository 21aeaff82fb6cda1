import {
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  getVariableValues,
  GraphQLError,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isAbstractType,
  isCompositeType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";
import { DEFAULT_PAGE, isLookedUp, LENGTHS, LONGEST_PAGE, longestOf, ownCostOf } from "../../graphql/costs.js";
import { exceeded } from "./limits.js";

/** The cost of an operation, and its limit. */
export interface Cost {
  readonly requested: number;
  /** The cost computed from the result, for clients that request it. */
  readonly actual?: number;
  readonly limit: number;
}

/** Estimates the maximum cost of operations. */
export interface CostEstimator {
  /** Computes what does not depend on variables. The document is valid. */
  plan(document: DocumentNode): CostPlan;
  /**
   * The cost, or the errors of variables that do not fit their types: nothing can be executed then. Throws
   * QUERY_TOO_COMPLEX beyond the limit. An error never lowers the cost: a field whose arguments cannot be evaluated costs
   * the most that it can cost.
   */
  estimate(plan: CostPlan, operationName: string | null, variables: Variables | null): Cost | readonly GraphQLError[];
}

/** The costs of a document's operations, by their names; null for the one without a name. */
export type CostPlan = ReadonlyMap<string | null, OperationPlan>;

interface OperationPlan {
  readonly operation: OperationDefinitionNode;
  readonly cost: Part;
}

/** The cost of a part of a document, as a function of the variables where it depends on them. */
type Part = number | ((variables: Variables) => number);

export interface CostOptions {
  readonly limit: number;
  /** True to leave suggestions of other names out of errors. */
  readonly hideSuggestions?: boolean;
}

export type Variables = Readonly<Record<string, unknown>>;

/** As many as the reference executor names at once. */
const MOST_VARIABLE_ERRORS = 50;

/** How long a list may be by these arguments; null: they cannot be evaluated. */
function lengthOf(field: GraphQLField<unknown, unknown>, args: Readonly<Record<string, unknown>> | null): number {
  if (args === null) return hasLength(field) ? LONGEST_PAGE : 1;
  const { first, last, representations } = args;
  const ids = args["ids"] ?? idsOf(args["input"]);
  // As many as a router needs: longer ones are refused.
  if (Array.isArray(representations)) return Math.max(1, representations.length);
  if (Array.isArray(ids)) return clamp(ids.length);
  if (!field.args.some(({ name }) => name === "first")) return 1;
  const requested = typeof first === "number" ? first : typeof last === "number" ? last : DEFAULT_PAGE;
  return clamp(requested);
}

/** Whether an argument, or a field of the input, says how long a list may be. */
function hasLength({ args }: GraphQLField<unknown, unknown>): boolean {
  return args.some(({ name, type }) => {
    const input = getNamedType(type);
    return LENGTHS.has(name) || (isInputObjectType(input) && input.getFields()["ids"] !== undefined);
  });
}

function idsOf(input: unknown): unknown {
  return typeof input === "object" && input !== null && "ids" in input ? input.ids : undefined;
}

function clamp(length: number): number {
  return Math.max(1, Math.min(LONGEST_PAGE, length));
}

export function createCostEstimator(
  schema: GraphQLSchema,
  { limit, hideSuggestions = false }: CostOptions,
): CostEstimator {
  return {
    plan: (document) => planCosts(schema, document),
    estimate(plan, operationName, variables) {
      const [only] = plan.values();
      const planned = operationName === null ? only : plan.get(operationName);
      if (planned === undefined) throw new Error("the document does not contain the operation");
      const { operation, cost } = planned;
      const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables ?? {}, {
        maxErrors: MOST_VARIABLE_ERRORS,
        hideSuggestions,
      });
      if (errors !== undefined) return errors;
      const requested = valueOf(cost, coerced);
      if (requested > limit) throw exceeded("cost", limit);
      return { requested, limit };
    },
  };
}

function planCosts(schema: GraphQLSchema, document: DocumentNode): CostPlan {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const costsOfFragments = new Map<string, Part>();
  const namesOf = (type: GraphQLCompositeType): readonly string[] =>
    isAbstractType(type) ? schema.getPossibleTypes(type).map(({ name }) => name) : [type.name];

  /** An object has one type: of selections for several types, the most expensive counts. */
  const costOf = (type: GraphQLCompositeType, { selections }: SelectionSetNode): Part => {
    const costs = new Map<string, Part[]>();
    for (const selection of selections) {
      const [on, cost] = costOfSelection(type, selection);
      const part = whereIncluded(selection, cost);
      for (const name of namesOf(on)) costs.set(name, [...(costs.get(name) ?? []), part]);
    }
    return combine([0, ...[...costs.values()].map((parts) => combine(parts, sum))], maximum);
  };

  const costOfSelection = (
    type: GraphQLCompositeType,
    selection: SelectionNode,
  ): readonly [on: GraphQLCompositeType, cost: Part] => {
    if (selection.kind === Kind.FIELD) return [type, costOfField(type, selection)];
    const name = selection.kind === Kind.FRAGMENT_SPREAD ? selection.name.value : null;
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
    const condition = fragment?.typeCondition && schema.getType(fragment.typeCondition.name.value);
    const on = isCompositeType(condition) ? condition : type;
    // Once each, however often they are spread: spreads of spreads multiply.
    const planned = name === null ? undefined : costsOfFragments.get(name);
    const cost = planned ?? (fragment === undefined ? 0 : costOf(on, fragment.selectionSet));
    if (name !== null) costsOfFragments.set(name, cost);
    return [on, cost];
  };

  const costOfField = (type: GraphQLCompositeType, node: FieldNode): Part => {
    const { name, selectionSet } = node;
    if (name.value.startsWith("__") || type.name.startsWith("__")) return 0;
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name.value] : undefined;
    if (field === undefined) return 0;
    const of = getNamedType(field.type);
    const below = isCompositeType(of) && selectionSet !== undefined ? costOf(of, selectionSet) : 0;
    const own = ownCostOf(type.name, field.name);
    const length: Part = hasLength(field)
      ? (variables) =>
          lengthOf(
            field,
            unlessWrong(() => getArgumentValues(field, node, variables)),
          )
      : longestOf(type.name, field.name);
    return combine(
      [length, below],
      ([times = 1, cost = 0]) => own * (isLookedUp(field.name) ? times : 1) + times * cost,
    );
  };

  const operations = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  return new Map(
    operations.map((operation) => {
      const root = schema.getRootType(operation.operation);
      const cost = root ? costOf(root, operation.selectionSet) : 0;
      return [operation.name?.value ?? null, { operation, cost }];
    }),
  );
}

function valueOf(part: Part, variables: Variables): number {
  return typeof part === "number" ? part : part(variables);
}

/** A part that is computed from others: at once where none depends on variables. */
function combine(parts: readonly Part[], compute: (values: readonly number[]) => number): Part {
  const evaluate = (variables: Variables): number => compute(parts.map((part) => valueOf(part, variables)));
  return parts.every((part) => typeof part === "number") ? evaluate({}) : evaluate;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function maximum(values: readonly number[]): number {
  return Math.max(...values);
}

function whereIncluded(selection: SelectionNode, cost: Part): Part {
  if (selection.directives === undefined || selection.directives.length === 0) return cost;
  return (variables) => (isIncluded(selection, variables) ? valueOf(cost, variables) : 0);
}

/** Evaluates @skip and @include as the executor does; a condition that cannot be evaluated counts as true. */
function isIncluded(selection: SelectionNode, variables: Variables): boolean {
  const conditionOf = (directive: typeof GraphQLSkipDirective): unknown =>
    unlessWrong(() => getDirectiveValues(directive, selection, variables))?.["if"];
  return conditionOf(GraphQLSkipDirective) !== true && conditionOf(GraphQLIncludeDirective) !== false;
}

/** Null where evaluating throws a GraphQLError, which the executor will report. */
function unlessWrong<Value>(evaluate: () => Value): Value | null {
  try {
    return evaluate();
  } catch (error) {
    if (error instanceof GraphQLError) return null;
    throw error;
  }
}

import {
  GraphQLError,
  Kind,
  OperationTypeNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
} from "graphql";

const CONDITIONS: ReadonlySet<string> = new Set(["skip", "include"]);

/**
 * Refuses subscriptions whose only root field is left out, or depends on a variable: there is no event to subscribe to, or
 * none before the variables are known. To be checked before validation, which throws for the latter.
 */
export function checkSubscriptionRoots({ definitions }: DocumentNode): readonly GraphQLError[] {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  return definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION) return [];
    if (definition.operation !== OperationTypeNode.SUBSCRIPTION) return [];
    const root = { fields: [] as FieldNode[], undecided: [] as DirectiveNode[] };
    collect(definition.selectionSet, fragments, new Set(), root);
    if (root.undecided.length > 0) {
      const message =
        "a subscription's root field cannot depend on a variable: move @skip or @include to its subfields";
      return [new GraphQLError(message, { nodes: root.undecided })];
    }
    if (root.fields.length > 0) return [];
    return [
      new GraphQLError("a subscription must select one root field: @skip or @include excludes it", {
        nodes: definition,
      }),
    ];
  });
}

interface Root {
  readonly fields: FieldNode[];
  /** The conditions that only variables decide. */
  readonly undecided: DirectiveNode[];
}

function collect(
  { selections }: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  visited: Set<string>,
  into: Root,
): void {
  for (const selection of selections) {
    const conditions = (selection.directives ?? []).filter(({ name }) => CONDITIONS.has(name.value));
    into.undecided.push(...conditions.filter((condition) => valueOf(condition)?.kind === Kind.VARIABLE));
    if (conditions.some(isLeavingOut)) continue;
    if (selection.kind === Kind.FIELD) into.fields.push(selection);
    else if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet, fragments, visited, into);
    else if (!visited.has(selection.name.value)) {
      visited.add(selection.name.value);
      const fragment = fragments.get(selection.name.value);
      // An unknown fragment is for validation to report.
      if (fragment === undefined) into.fields.push({ kind: Kind.FIELD, name: selection.name });
      else collect(fragment.selectionSet, fragments, visited, into);
    }
  }
}

function valueOf(condition: DirectiveNode) {
  return condition.arguments?.find(({ name }) => name.value === "if")?.value;
}

function isLeavingOut(condition: DirectiveNode): boolean {
  const value = valueOf(condition);
  return value?.kind === Kind.BOOLEAN && value.value === (condition.name.value === "skip");
}

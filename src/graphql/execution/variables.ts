import { Kind, visit, type ASTNode, type DocumentNode } from "graphql";
import type { Operation } from "./executor.js";

type OperationVariables = Operation["variables"];

/** Returns the variables that are used anywhere but in arguments of root fields. */
export function belowRoot(document: DocumentNode, variables: OperationVariables): NonNullable<OperationVariables> {
  const names = namesBelowRoot(document);
  return Object.fromEntries(Object.entries(variables ?? {}).filter(([name]) => names.has(name)));
}

function namesBelowRoot({ definitions }: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>();
  const note = (node: ASTNode): unknown => visit(node, { Variable: ({ name }) => void names.add(name.value) });
  for (const definition of definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) {
      note(definition);
      continue;
    }
    for (const selection of definition.selectionSet.selections) {
      note(selection.kind === Kind.FIELD ? { ...selection, arguments: [] } : selection);
    }
  }
  return names;
}

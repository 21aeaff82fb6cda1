import {
  Kind,
  OperationTypeNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
} from "graphql";

/** How an operation reads `viewer`, whose value differs between callers with equal rights. */
export interface ViewerUse {
  readonly isRead: boolean;
  /** True if the operation reads nothing else: then it needs no scope. */
  readonly isReadAlone: boolean;
}

/** The uses of a document's operations, by their names; null for the one without a name. */
export type ViewerUses = ReadonlyMap<string | null, ViewerUse>;

const VIEWER = "viewer";

/** Returns how each operation of a valid document reads `viewer`. A field that @skip leaves out counts as read. */
export function viewerUsesOf(document: DocumentNode): ViewerUses {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  return new Map(
    document.definitions
      .filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
      .map(({ name, operation, selectionSet }) => {
        const roots = new Set<string>();
        if (operation === OperationTypeNode.QUERY) collectRoots(selectionSet, fragments, roots, new Set());
        const isRead = roots.has(VIEWER);
        roots.delete("__typename");
        return [name?.value ?? null, { isRead, isReadAlone: isRead && roots.size === 1 }];
      }),
  );
}

/** Collects the names of root fields; each fragment is followed once. */
function collectRoots(
  { selections }: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  roots: Set<string>,
  followed: Set<string>,
): void {
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) {
      roots.add(selection.name.value);
      continue;
    }
    const name = selection.kind === Kind.FRAGMENT_SPREAD ? selection.name.value : null;
    if (name !== null && followed.has(name)) continue;
    if (name !== null) followed.add(name);
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
    if (fragment !== undefined) collectRoots(fragment.selectionSet, fragments, roots, followed);
  }
}

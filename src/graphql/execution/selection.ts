import { Kind, type FieldNode, type GraphQLResolveInfo, type SelectionNode } from "graphql";
import type { ListNeeds } from "../../domain/query.js";
import type { Fragments } from "./selection-writer.js";

type Parent = Pick<FieldNode, "selectionSet">;

/** Returns which costly parts of a list the operation selects. */
export function needsOf({ fieldNodes, fragments }: Pick<GraphQLResolveInfo, "fieldNodes" | "fragments">): ListNeeds {
  return {
    isCounted: fieldNodes.some((list) => fieldsOf(list, fragments).some(({ name }) => name.value === "totalCount")),
  };
}

/** Whether the operation selects a field of this name, at any depth. */
export function selects(
  { fieldNodes, fragments }: Pick<GraphQLResolveInfo, "fieldNodes" | "fragments">,
  wanted: string,
): boolean {
  const hasField = (parent: Parent): boolean =>
    fieldsOf(parent, fragments).some((field) => field.name.value === wanted || hasField(field));
  return fieldNodes.some(hasField);
}

/** The fields of a selection, including those of its fragments. */
function fieldsOf({ selectionSet }: Parent, fragments: Fragments): FieldNode[] {
  const ofSelection = (selection: SelectionNode): readonly FieldNode[] => {
    if (selection.kind === Kind.FIELD) return [selection];
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments[selection.name.value];
    return fragment?.selectionSet.selections.flatMap(ofSelection) ?? [];
  };
  return selectionSet?.selections.flatMap(ofSelection) ?? [];
}

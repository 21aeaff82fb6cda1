import { Kind, type FieldNode, type GraphQLResolveInfo, type SelectionNode } from "graphql";
import type { ListNeeds } from "../../domain/query.js";

type Fragments = GraphQLResolveInfo["fragments"];

/** What says when callbacks were last seen, and what gives rows of which that is asked. */
const SIGHTINGS: ReadonlySet<string> = new Set(["observedAt", "seenRows", "seenRow"]);
const known = new WeakMap<FieldNode, Required<ListNeeds>>();

/** What is asked of the list that is resolved, and of all below it: what costs and is not asked for is left out. */
export function needsOf({ fieldNodes, fragments }: Pick<GraphQLResolveInfo, "fieldNodes" | "fragments">): ListNeeds {
  const needs = fieldNodes.map((field) => {
    const found = known.get(field) ?? needsOfField(field, fragments);
    known.set(field, found);
    return found;
  });
  return {
    isCounted: needs.some(({ isCounted }) => isCounted),
    withoutSightings: needs.every(({ withoutSightings }) => withoutSightings),
  };
}

/** Whether it is asked below a field when callbacks were last seen. */
export function asksForSightings(field: Pick<FieldNode, "selectionSet">, fragments: Fragments): boolean {
  return fieldsBelow(field, fragments).some(
    (below) => SIGHTINGS.has(below.name.value) || asksForSightings(below, fragments),
  );
}

function needsOfField(field: FieldNode, fragments: Fragments): Required<ListNeeds> {
  return {
    isCounted: fieldsBelow(field, fragments).some(({ name }) => name.value === "totalCount"),
    withoutSightings: !asksForSightings(field, fragments),
  };
}

/** The fields right below one, those of fragments among them. */
function fieldsBelow({ selectionSet }: Pick<FieldNode, "selectionSet">, fragments: Fragments): FieldNode[] {
  const fieldsOf = (selection: SelectionNode): FieldNode[] => {
    if (selection.kind === Kind.FIELD) return [selection];
    const part = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments[selection.name.value];
    return part?.selectionSet.selections.flatMap(fieldsOf) ?? [];
  };
  return selectionSet?.selections.flatMap(fieldsOf) ?? [];
}

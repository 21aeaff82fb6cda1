import {
  extendSchema,
  getNamedType,
  getOperationAST,
  type GraphQLObjectType,
  isLeafType,
  isObjectType,
  isScalarType,
  Kind,
  OperationTypeNode,
  parse,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";
import type { StoredCallback } from "../../domain/query.js";
import { asksForSightings } from "./selection.js";

/** What holds callbacks that are not read yet. */
export interface Unread {
  readonly unread: StoredCallback | readonly StoredCallback[];
  /** Reads one of them. */
  show(row: StoredCallback): object;
}

/** A place in an operation where callbacks are shown, of which nothing is asked but what their rows hold. */
export interface RowList {
  /** The keys of the answer that lead there; the lists among them have no key. */
  readonly path: readonly string[];
  /** What is asked of each callback, as a document of its own: `{ shown { … } }`. */
  readonly document: DocumentNode;
}

/** An operation, and what was taken out of it. */
export interface SplitDocument {
  /** For the schema with rows. */
  readonly document: DocumentNode;
  readonly lists: readonly RowList[];
}

/** Where callbacks are shown, by the type and the field, and the fields that give them unread instead. */
const PLACES: Readonly<Record<string, Readonly<Record<string, CommandContext>>>> = {
  CallbackConnection: { nodes: { unread: "rows", seen: "seenRows" } },
  CallbackEdge: { node: { unread: "row", seen: "seenRow" } },
};
interface CommandContext {
  readonly unread: string;
  /** Where it is asked when they were last seen. */
  readonly seen: string;
}
const EXTENSION = `
  scalar Rows
  extend type CallbackConnection { rows: Rows! seenRows: Rows! }
  extend type CallbackEdge { row: Rows! seenRow: Rows! }
  extend type Query { shown: [Callback!]! }
`;

/** The same schema, able to give callbacks as the objects that hold them, and to show those of its root value. */
export function withRows(schema: GraphQLSchema): GraphQLSchema {
  const extended = extendSchema(schema, parse(EXTENSION), { assumeValid: true });
  const unread = (shown: unknown): unknown => shown;
  const rows = extended.getType("Rows");
  if (isScalarType(rows)) rows.serialize = unread;
  for (const [type, fields] of Object.entries(PLACES)) {
    for (const name of Object.values(fields).flatMap(({ unread, seen }) => [unread, seen])) {
      const field = (extended.getType(type) as GraphQLObjectType).getFields()[name];
      if (field !== undefined) field.resolve = unread;
    }
  }
  return extended;
}

/** Takes the plain lists of callbacks out of a valid query; null where it has none. */
export function splitRowLists(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null,
): SplitDocument | null {
  const operation = getOperationAST(document, operationName);
  const query = schema.getQueryType();
  if (operation?.operation !== OperationTypeNode.QUERY || !query) return null;
  // Introspection would show the types and fields that the schema with rows adds.
  if (operation.selectionSet.selections.some(isIntrospection)) return null;
  const fragments = document.definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION);
  const byName = Object.fromEntries(fragments.map((fragment) => [fragment.name.value, fragment]));
  const lists: RowList[] = [];

  const split = (type: GraphQLObjectType, set: SelectionSetNode, path: readonly string[]): SelectionSetNode => {
    if (!canSplit(set)) return set;
    const selections = (set.selections as readonly FieldNode[]).map((field) => {
      const { selectionSet } = field;
      const of = namedTypeOf(type, field);
      if (!isObjectType(of) || selectionSet === undefined) return field;
      const key = (field.alias ?? field.name).value;
      const place = PLACES[type.name]?.[field.name.value];
      if (place === undefined || field.directives?.length !== 0 || !isPlain(of, selectionSet, byName)) {
        return { ...field, selectionSet: split(of, selectionSet, [...path, key]) };
      }
      lists.push({ path: [...path, key], document: documentOf(selectionSet, fragments) });
      const { selectionSet: _, ...rest } = field;
      const name = asksForSightings(field, byName) ? place.seen : place.unread;
      return { ...rest, alias: nameNode(key), name: nameNode(name) };
    });
    return { ...set, selections };
  };

  const rest = { ...operation, selectionSet: split(query, operation.selectionSet, []) };
  return lists.length === 0 ? null : { document: { ...document, definitions: [rest, ...fragments] }, lists };
}

/** `__schema` and `__type` are fields of the query itself: a query that has them in a fragment is not split anyway. */
function isIntrospection(selection: SelectionNode): boolean {
  return selection.kind === Kind.FIELD && ["__schema", "__type"].includes(selection.name.value);
}

/** What fragments add, or a second field of the same key, is merged when the operation runs: too late to be told apart. */
function canSplit({ selections }: SelectionSetNode): boolean {
  const keys = selections.map((one) => (one.kind === Kind.FIELD ? (one.alias ?? one.name).value : null));
  return !keys.includes(null) && new Set(keys).size === keys.length;
}

/** Whether all that is asked is read from the row itself: nothing is resolved, given arguments, or left out at times. */
function isPlain(
  type: GraphQLObjectType,
  { selections }: SelectionSetNode,
  fragments: Readonly<Record<string, FragmentDefinitionNode>>,
): boolean {
  return selections.every((selection) => {
    if (selection.directives?.length !== 0) return false;
    if (selection.kind === Kind.FIELD) {
      if (selection.name.value === "__typename") return true;
      const field = type.getFields()[selection.name.value];
      const of = namedTypeOf(type, selection);
      if (field === undefined || field.args.length > 0 || field.resolve !== undefined) return false;
      if (isLeafType(of)) return true;
      return isObjectType(of) && selection.selectionSet !== undefined && isPlain(of, selection.selectionSet, fragments);
    }
    const part = selection.kind === Kind.FRAGMENT_SPREAD ? fragments[selection.name.value] : selection;
    const on = part?.typeCondition?.name.value ?? type.name;
    const isMeant = on === type.name || type.getInterfaces().some(({ name }) => name === on);
    return part !== undefined && isMeant && isPlain(type, part.selectionSet, fragments);
  });
}

function namedTypeOf(type: GraphQLObjectType, { name }: FieldNode): GraphQLNamedType | undefined {
  return getNamedType(type.getFields()[name.value]?.type);
}

function documentOf(selectionSet: SelectionSetNode, fragments: readonly FragmentDefinitionNode[]): DocumentNode {
  const shown: FieldNode = { kind: Kind.FIELD, name: nameNode("shown"), selectionSet };
  return {
    kind: Kind.DOCUMENT,
    definitions: [
      {
        kind: Kind.OPERATION_DEFINITION,
        operation: OperationTypeNode.QUERY,
        selectionSet: { kind: Kind.SELECTION_SET, selections: [shown] },
      },
      ...fragments,
    ],
  };
}

function nameNode(value: string): FieldNode["name"] {
  return { kind: Kind.NAME, value };
}

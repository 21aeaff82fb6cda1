import {
  extendSchema,
  getNamedType,
  isObjectType,
  isScalarType,
  Kind,
  OperationTypeNode,
  parse,
  visit,
  type DocumentNode,
  type FieldNode,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLSchema,
  type SelectionSetNode,
} from "graphql";
import type { StoredCallback } from "../../domain/query.js";
import type { GraphQLContext } from "../context.js";
import type { FragmentCache } from "./fragment-cache.js";
import { createSelectionWriter, type Fragments, type SelectionWriter } from "./selection-writer.js";

/** An object with callbacks, which are read when their field is resolved. */
export interface CallbackHolder {
  readonly rows: readonly StoredCallback[];
  toCallback(row: StoredCallback): object;
}

/** Fields that hold callbacks, by type, and the fields of scalar type that hold their JSON instead. */
const JSON_FIELDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  CallbackConnection: { nodes: "nodesAsJson" },
  CallbackEdge: { node: "nodeAsJson" },
};
const EXTENSION = `
  scalar CallbackJson
  extend type CallbackConnection { nodesAsJson: [CallbackJson!]! }
  extend type CallbackEdge { nodeAsJson: CallbackJson! }
`;

/** A field that was replaced, with the writer of its selection. */
interface JsonField extends FieldNode {
  readonly writer: SelectionWriter;
}

/** A document with fields of `JSON_FIELDS`, which the schema of `addJsonFields` has. */
export interface JsonDocument extends DocumentNode {
  readonly hasJsonFields: true;
}

type WriteFragment = () => unknown;

/** The same schema with the fields of `JSON_FIELDS`. */
export function addJsonFields(schema: GraphQLSchema, cache: FragmentCache): GraphQLSchema {
  const extended = extendSchema(schema, parse(EXTENSION), { assumeValid: true });
  const json = extended.getType("CallbackJson");
  // Each item is written when graphql-js completes it, so that an error has its path in the list.
  if (isScalarType(json)) json.serialize = (write) => (write as WriteFragment)();
  const writesOf = (
    holder: CallbackHolder,
    { loaders }: GraphQLContext,
    [field]: readonly FieldNode[],
  ): readonly WriteFragment[] =>
    holder.rows.map((row) => () => cache.get(row, (field as JsonField).writer, loaders, () => holder.toCallback(row)));
  const resolveNodes: GraphQLFieldResolver<CallbackHolder, GraphQLContext> = (holder, _, context, { fieldNodes }) =>
    writesOf(holder, context, fieldNodes);
  const resolveNode: GraphQLFieldResolver<CallbackHolder, GraphQLContext> = (holder, _, context, { fieldNodes }) =>
    writesOf(holder, context, fieldNodes)[0];
  setResolver(extended, "CallbackConnection", "nodesAsJson", resolveNodes);
  setResolver(extended, "CallbackEdge", "nodeAsJson", resolveNode);
  return extended;
}

function setResolver(
  schema: GraphQLSchema,
  type: string,
  name: string,
  resolve: GraphQLFieldResolver<CallbackHolder, GraphQLContext>,
): void {
  const field = (schema.getType(type) as GraphQLObjectType).getFields()[name];
  if (field !== undefined) field.resolve = resolve;
}

/**
 * Returns a valid document in which fields with callbacks are replaced by fields with their JSON, wherever a
 * `SelectionWriter` can write the selection. Null where there is none, or where the document reads the schema, which
 * has more fields then.
 */
export function withJsonFields(schema: GraphQLSchema, document: DocumentNode): JsonDocument | null {
  const query = schema.getQueryType();
  if (!query || readsSchema(document)) return null;
  const definitions = document.definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION);
  const fragments: Fragments = Object.fromEntries(definitions.map((one) => [one.name.value, one]));
  let isReplaced = false;

  const replaceIn = (type: GraphQLObjectType, set: SelectionSetNode): SelectionSetNode => {
    if (!isDistinct(set)) return set;
    const selections = (set.selections as readonly FieldNode[]).map((field) => {
      const { selectionSet } = field;
      const of = getNamedType(type.getFields()[field.name.value]?.type);
      if (!isObjectType(of) || selectionSet === undefined) return field;
      const name = JSON_FIELDS[type.name]?.[field.name.value];
      const writer = name === undefined ? null : createSelectionWriter(of, selectionSet, fragments);
      if (name === undefined || writer === null) return { ...field, selectionSet: replaceIn(of, selectionSet) };
      isReplaced = true;
      const replaced: JsonField = { ...field, alias: field.alias ?? field.name, name: nameNode(name), writer };
      return replaced;
    });
    return { ...set, selections };
  };

  const replaced = document.definitions.map((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION && definition.operation === OperationTypeNode.QUERY
      ? { ...definition, selectionSet: replaceIn(query, definition.selectionSet) }
      : definition,
  );
  return isReplaced ? { ...document, definitions: replaced, hasJsonFields: true } : null;
}

function readsSchema(document: DocumentNode): boolean {
  let isFound = false;
  visit(document, {
    Field: ({ name }) => {
      isFound ||= name.value === "__schema" || name.value === "__type";
    },
  });
  return isFound;
}

/** Returns false where graphql-js may merge fields: fields of fragments, and several with one response key. */
function isDistinct({ selections }: SelectionSetNode): boolean {
  const keys = selections.map((one) => (one.kind === Kind.FIELD ? (one.alias ?? one.name).value : null));
  return !keys.includes(null) && new Set(keys).size === keys.length;
}

function nameNode(value: string): FieldNode["name"] {
  return { kind: Kind.NAME, value };
}

import { createHash } from "node:crypto";
import {
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  print,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type SelectionSetNode,
} from "graphql";

/** Writes the JSON of a selection of a callback, as graphql-js completes it. */
export interface SelectionWriter {
  /** Equal for equal selections, whatever document they are in. */
  readonly id: string;
  /** Whether the selection has `observedAt`, which is no part of a row's revision. */
  readonly readsObservedAt: boolean;
  /** Throws where graphql-js would report an error. */
  write(source: object): string;
}

/** 132 bits. Ids are parts of the keys of cached fragments. */
const ID_LENGTH = 22;

export type Fragments = Readonly<Record<string, FragmentDefinitionNode>>;

/**
 * The writer of a selection, where all of its fields are read from the object itself. Null where one is resolved, takes
 * arguments, has directives or is of an abstract type.
 */
export function createSelectionWriter(
  type: GraphQLObjectType,
  selectionSet: SelectionSetNode,
  fragments: Fragments,
): SelectionWriter | null {
  const write = objectWriter(type, [selectionSet], fragments);
  if (write === null) return null;
  const used = new Set<string>();
  const texts = [print(selectionSet), ...fragmentsOf(selectionSet, fragments, used)];
  const text = texts.join("\n");
  const id = createHash("sha256").update(text).digest("base64url").slice(0, ID_LENGTH);
  return { id, readsObservedAt: /\bobservedAt\b/u.test(text), write };
}

function fragmentsOf(selectionSet: SelectionSetNode, fragments: Fragments, used: Set<string>): string[] {
  return selectionSet.selections.flatMap((selection) => {
    if (selection.kind !== Kind.FRAGMENT_SPREAD) {
      return selection.selectionSet === undefined ? [] : fragmentsOf(selection.selectionSet, fragments, used);
    }
    const fragment = fragments[selection.name.value];
    if (fragment === undefined || used.has(selection.name.value)) return [];
    used.add(selection.name.value);
    return [print(fragment), ...fragmentsOf(fragment.selectionSet, fragments, used)];
  });
}

type WriteValue = (value: unknown) => string;
type WriteObject = (source: object) => string;

function objectWriter(
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
  fragments: Fragments,
): WriteObject | null {
  const fields = new Map<string, SelectedField>();
  const visited = new Set<string>();
  if (!sets.every((set) => collectFields(type, set, fragments, visited, fields))) return null;
  const members: { readonly name: string; readonly start: string; readonly write: WriteValue }[] = [];
  for (const [key, { name, selectionSets }] of fields) {
    const write = name === "__typename" ? () => `"${type.name}"` : fieldWriter(type, name, selectionSets, fragments);
    if (write === null) return null;
    members.push({ name, start: `"${key}":`, write });
  }
  return (source) => {
    const values = source as Readonly<Record<string, unknown>>;
    return `{${members.map(({ name, start, write }) => start + write(values[name])).join(",")}}`;
  };
}

/** A field under one response key, which several places of the selection may select parts of. */
interface SelectedField {
  readonly name: string;
  readonly selectionSets: SelectionSetNode[];
}

/** Adds the selected fields in the order of graphql-js. False where a selection depends on variables or on the type. */
function collectFields(
  type: GraphQLObjectType,
  { selections }: SelectionSetNode,
  fragments: Fragments,
  visited: Set<string>,
  fields: Map<string, SelectedField>,
): boolean {
  return selections.every((selection) => {
    if ((selection.directives?.length ?? 0) > 0) return false;
    if (selection.kind === Kind.FIELD) {
      const key = (selection.alias ?? selection.name).value;
      const field = fields.get(key) ?? { name: selection.name.value, selectionSets: [] };
      if (selection.selectionSet !== undefined) field.selectionSets.push(selection.selectionSet);
      fields.set(key, field);
      return true;
    }
    const isSpread = selection.kind === Kind.FRAGMENT_SPREAD;
    if (isSpread && visited.has(selection.name.value)) return true;
    if (isSpread) visited.add(selection.name.value);
    const fragment = isSpread ? fragments[selection.name.value] : selection;
    const condition = fragment?.typeCondition?.name.value ?? type.name;
    const applies = condition === type.name || type.getInterfaces().some(({ name }) => name === condition);
    return fragment !== undefined && applies && collectFields(type, fragment.selectionSet, fragments, visited, fields);
  });
}

function fieldWriter(
  type: GraphQLObjectType,
  name: string,
  selectionSets: readonly SelectionSetNode[],
  fragments: Fragments,
): WriteValue | null {
  const field = type.getFields()[name] as GraphQLField<unknown, unknown> | undefined;
  if (field === undefined || field.args.length > 0 || field.resolve !== undefined) return null;
  return valueWriter(field.type, selectionSets, fragments);
}

function valueWriter(
  type: GraphQLOutputType,
  selectionSets: readonly SelectionSetNode[],
  fragments: Fragments,
): WriteValue | null {
  if (isNonNullType(type)) {
    const write = valueWriter(type.ofType, selectionSets, fragments);
    return write && ((value) => write(required(value, type)));
  }
  if (isListType(type)) {
    const write = valueWriter(type.ofType as GraphQLOutputType, selectionSets, fragments);
    return write && unlessNull((values) => `[${[...(values as Iterable<unknown>)].map(write).join(",")}]`);
  }
  if (isLeafType(type)) return unlessNull((value) => JSON.stringify(required(type.serialize(value), type)) ?? "null");
  if (!isObjectType(type)) return null;
  const write = objectWriter(type, selectionSets, fragments);
  return write && unlessNull((value) => write(value as object));
}

function unlessNull(write: (value: unknown) => string): WriteValue {
  return (value) => (value === null || value === undefined ? "null" : write(value));
}

function required(value: unknown, type: GraphQLOutputType): unknown {
  if (value === null || value === undefined) throw new Error(`Cannot return null for ${String(type)}`);
  return value;
}

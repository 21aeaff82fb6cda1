import {
  getArgumentValues,
  getOperationAST,
  getVariableValues,
  GraphQLError,
  Kind,
  parse,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type SelectionSetNode,
} from "graphql";
import { badUserInput } from "../../domain/errors.js";
import type { CallbackOrder } from "../../domain/query.js";
import type { CallbackFilterInput } from "../callback/callback-filter.input.js";
import type { CallbacksArgs } from "../callback/callbacks.args.js";
import type { Operation } from "../execution/executor.js";
import { COLUMNS } from "./columns.js";

/** A list that is exported: the arguments of the field `callbacks`, and the fields that it selects. */
export interface ExportedList {
  readonly filter: CallbackFilterInput | null;
  readonly orderBy: CallbackOrder;
  /** Paths of selected fields of a callback: `customer.phoneNumber`. */
  readonly selected: ReadonlySet<string>;
}

/** The default order: creation is the one time that never changes, so that each callback is in the file once. */
const DEFAULT_ORDER: CallbackOrder = { field: "CREATED_AT", direction: "ASC" };
const LIST = "callbacks";

/** The fields of a callback that leave the gateway in files and deliveries, as a selection. */
export const CALLBACK_FIELDS = selectionOf(paths());

/** The operation of an export with a filter and an order of its own. It selects the fields of all columns. */
export const EXPORT_DOCUMENT = `query Export($filter: CallbackFilter, $orderBy: CallbackOrder) {
  callbacks(filter: $filter, orderBy: $orderBy, first: 1) { nodes { ${CALLBACK_FIELDS} } }
}`;

/**
 * Reads the list of a valid operation that is a query with one field `callbacks`; its other fields, and the arguments by
 * which pages are requested, are ignored. Throws BAD_USER_INPUT for any other operation, and for invalid variables.
 */
export function exportedList(
  schema: GraphQLSchema,
  { text, operationName, variables }: Pick<Operation, "text" | "operationName" | "variables">,
): ExportedList {
  // The document that is executed may have been rewritten.
  const document = parse(text);
  const operation = getOperationAST(document, operationName);
  const field = schema.getQueryType()?.getFields()[LIST];
  const nodes =
    operation?.operation === "query" ? fieldsOf(document, [operation.selectionSet]).filter(isNamed(LIST)) : [];
  const [node] = nodes;
  if (!operation || field === undefined || node === undefined || new Set(nodes.map(keyOf)).size > 1) {
    throw badUserInput(`documentId must be that of a query with exactly one field ${LIST}`);
  }
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables ?? {});
  if (errors !== undefined) throw errors[0] ?? new GraphQLError("invalid variables");
  // The schema has checked the arguments of this field.
  const { filter = null, orderBy = null } = getArgumentValues(field, node, coerced) as CallbacksArgs;
  const lists = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
  const items = [...below(document, lists, "nodes"), ...below(document, below(document, lists, "edges"), "node")];
  return { filter, orderBy: orderBy ?? DEFAULT_ORDER, selected: new Set(pathsIn(document, items)) };
}

/** The same for a filter and an order that are given as JSON. Throws BAD_USER_INPUT, or the error of a variable. */
export function freeList(schema: GraphQLSchema, variables: Readonly<Record<string, unknown>>): ExportedList {
  return exportedList(schema, { text: EXPORT_DOCUMENT, operationName: null, variables });
}

const isNamed =
  (name: string) =>
  (node: FieldNode): boolean =>
    node.name.value === name;

function keyOf({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}

/** The fields of selections, those of fragments included. A field that a directive leaves out counts. */
function fieldsOf(document: DocumentNode, sets: readonly SelectionSetNode[]): FieldNode[] {
  return sets.flatMap(({ selections }) =>
    selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [selection];
      if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsOf(document, [selection.selectionSet]);
      const fragment = document.definitions.find(
        (one) => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === selection.name.value,
      );
      return fragment?.kind === Kind.FRAGMENT_DEFINITION ? fieldsOf(document, [fragment.selectionSet]) : [];
    }),
  );
}

function below(document: DocumentNode, sets: readonly SelectionSetNode[], name: string): SelectionSetNode[] {
  return fieldsOf(document, sets)
    .filter(isNamed(name))
    .flatMap(({ selectionSet }) => selectionSet ?? []);
}

function pathsIn(document: DocumentNode, sets: readonly SelectionSetNode[], prefix = ""): string[] {
  return fieldsOf(document, sets).flatMap(({ name, selectionSet }) => {
    const path = prefix + name.value;
    return selectionSet === undefined ? [path] : pathsIn(document, [selectionSet], `${path}.`);
  });
}

function paths(): string[] {
  return COLUMNS.flatMap(({ path }) => path ?? []);
}

/** The selection of paths: each field of objects is selected once for each of its leaves, which GraphQL merges. */
function selectionOf(all: readonly string[]): string {
  return all.map((path) => path.split(".").reduceRight((inner, field) => `${field} { ${inner} }`)).join(" ");
}

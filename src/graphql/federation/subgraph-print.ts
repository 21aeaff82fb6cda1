import {
  isListType,
  isObjectType,
  getNullableType,
  Kind,
  parse,
  print,
  printSchema,
  visit,
  type ConstDirectiveNode,
  type GraphQLField,
  type GraphQLSchema,
} from "graphql";
import { DEFAULT_PAGE, LENGTHS, LONGEST_PAGE, longestOf, ownCostOf } from "../costs.js";

/** Types that other subgraphs may refer to and extend by `id`, the global id. */
export const ENTITIES = ["Callback", "Agent", "Queue", "CallbackSource", "Customer"] as const;

export interface SubgraphPrintOptions {
  /** Whether fields have the scopes that they require, for routers that verify tokens. Others would reject all of them. */
  readonly hasScopes: boolean;
}

/** Types that every subgraph with lists defines in the same way. */
const SHARED = "PageInfo";
/** The first version with `@cost` and `@listSize`. */
const SPEC = "https://specs.apollo.dev/federation/v2.9";
/** The only field that callers without scopes may read. */
const FOR_ALL_CALLERS = "Query.viewer";
const SCOPES: Readonly<Record<string, readonly string[]>> = {
  Query: ["callbacks:read"],
  Subscription: ["callbacks:read"],
  Mutation: ["callbacks:read", "callbacks:write"],
};

/**
 * Prints the schema for the composition of a supergraph: with keys, and with the costs by which the gateway limits
 * operations. Ends with a line break.
 */
export function printSubgraph(schema: GraphQLSchema, { hasScopes }: SubgraphPrintOptions): string {
  const isEntity = (name: string): boolean => ENTITIES.some((entity) => entity === name);
  const ofType = (name: string): string =>
    [
      isEntity(name) && '@key(fields: "id")',
      isEntity(name) && hasScopes && requiresScopes(["callbacks:read"]),
      name === SHARED && "@shareable",
    ]
      .filter(Boolean)
      .join(" ");
  const ofField = (type: string, field: GraphQLField<unknown, unknown>): string =>
    [hasScopes && accessOf(type, field.name), costOf(type, field.name), sizeOf(type, field)].filter(Boolean).join(" ");
  const marked = visit(parse(printSchema(schema)), {
    [Kind.OBJECT_TYPE_DEFINITION]: (node) => {
      const fields = fieldsOf(schema, node.name.value);
      return {
        ...node,
        directives: directivesOf(ofType(node.name.value)),
        fields: node.fields?.map((field) => {
          const defined = fields[field.name.value];
          const own = defined === undefined ? [] : directivesOf(ofField(node.name.value, defined));
          return { ...field, directives: [...(field.directives ?? []), ...own] };
        }),
      };
    },
  });
  const access = hasScopes ? ["@authenticated", "@requiresScopes"] : [];
  const imports = ["@key", "@shareable", "@cost", "@listSize", ...access].map((name) => `"${name}"`).join(", ");
  return `extend schema @link(url: "${SPEC}", import: [${imports}])\n\n${print(marked)}\n`;
}

function fieldsOf(schema: GraphQLSchema, name: string): Readonly<Record<string, GraphQLField<unknown, unknown>>> {
  const type = schema.getType(name);
  return isObjectType(type) ? type.getFields() : {};
}

function accessOf(type: string, field: string): string | null {
  if (`${type}.${field}` === FOR_ALL_CALLERS) return "@authenticated";
  const scopes = SCOPES[type];
  return scopes === undefined ? null : requiresScopes(scopes);
}

function requiresScopes(scopes: readonly string[]): string {
  return `@requiresScopes(scopes: [${JSON.stringify(scopes)}])`;
}

/** Routers count 1 for an object and 0 for a scalar, so only other costs are printed. */
function costOf(type: string, field: string): string | null {
  const cost = ownCostOf(type, field);
  return cost === 1 ? null : `@cost(weight: ${cost})`;
}

function sizeOf(type: string, field: GraphQLField<unknown, unknown>): string | null {
  const arguments_ = field.args.filter(({ name }) => LENGTHS.has(name)).map(({ name }) => name);
  const isList = isListType(getNullableType(field.type));
  if (isList) {
    const longest = longestOf(type, field.name);
    if (arguments_.length > 0) return `@listSize(assumedSize: ${LONGEST_PAGE})`;
    return longest > 1 ? `@listSize(assumedSize: ${longest})` : null;
  }
  if (arguments_.length === 0) return null;
  const names = JSON.stringify(arguments_);
  return (
    `@listSize(assumedSize: ${DEFAULT_PAGE}, slicingArguments: ${names}, sizedFields: ["nodes", "edges"], ` +
    "requireOneSlicingArgument: false)"
  );
}

function directivesOf(text: string): readonly ConstDirectiveNode[] {
  if (text === "") return [];
  const [definition] = parse(`type T ${text} { id: ID }`).definitions;
  return definition?.kind === Kind.OBJECT_TYPE_DEFINITION ? (definition.directives ?? []) : [];
}

import { Kind, parse, print, printSchema, visit, type ConstDirectiveNode, type GraphQLSchema } from "graphql";

/** Types that other subgraphs may refer to and extend by `id`, the global id. */
export const ENTITIES = ["Callback", "Agent", "Queue", "CallbackSource", "Customer"] as const;

/** Types that every subgraph with lists defines in the same way. */
const SHARED = "PageInfo";
const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])\n\n`;

/** Prints the schema for the composition of a supergraph. Ends with a line break. */
export function printSubgraph(schema: GraphQLSchema): string {
  const [key, shareable] = directivesOf(`type T @key(fields: "id") @shareable { id: ID }`);
  const marked = visit(parse(printSchema(schema)), {
    [Kind.OBJECT_TYPE_DEFINITION]: (node) => {
      if (ENTITIES.some((name) => name === node.name.value)) return { ...node, directives: [key] };
      return node.name.value === SHARED ? { ...node, directives: [shareable] } : undefined;
    },
  });
  return `${LINK}${print(marked)}\n`;
}

function directivesOf(text: string): readonly ConstDirectiveNode[] {
  const [definition] = parse(text).definitions;
  return definition?.kind === Kind.OBJECT_TYPE_DEFINITION ? (definition.directives ?? []) : [];
}

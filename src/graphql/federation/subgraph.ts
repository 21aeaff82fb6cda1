import {
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLScalarType,
  GraphQLSchema,
  GraphQLString,
  GraphQLUnionType,
  isObjectType,
} from "graphql";
import { requireScope } from "../../domain/caller.js";
import { badUserInput } from "../../domain/errors.js";
import { AgentType } from "../agent/agent.type.js";
import { CallbackType } from "../callback/callback.type.js";
import type { GraphQLContext } from "../context.js";
import { CustomerType } from "../customer/customer.type.js";
import { parseId } from "../identify.js";
import { findNode, toError } from "../node.resolver.js";
import type { NodeType } from "../node.type.js";
import { QueueType } from "../queue/queue.type.js";
import { CallbackSourceType } from "../source/source.type.js";
import { ENTITIES, printSubgraph, type SubgraphPrintOptions } from "./subgraph-print.js";

/** The number of entities that a router may request at a time. */
const MOST_REPRESENTATIONS = 500;
const CLASSES = {
  Callback: CallbackType,
  Agent: AgentType,
  Queue: QueueType,
  CallbackSource: CallbackSourceType,
  Customer: CustomerType,
};

export interface SubgraphOptions extends SubgraphPrintOptions {
  /** If the schema is secret, `_service` returns it only to callers with the scope admin. */
  readonly isSchemaSecret: boolean;
}

/**
 * The schema as a subgraph of Federation 2: the same types, and beside them `_service` and `_entities`. Nothing is built
 * anew, so that whatever holds for the schema holds here.
 */
export function createSubgraph(schema: GraphQLSchema, { isSchemaSecret, ...print }: SubgraphOptions): GraphQLSchema {
  const { query, ...rest } = schema.toConfig();
  if (!query) throw new Error("a schema without queries cannot be a subgraph");
  const sdl = printSubgraph(schema, print);
  const { fields, ...ofQuery } = query.toConfig();
  const extended = new GraphQLObjectType({
    ...ofQuery,
    fields: {
      ...fields,
      _service: {
        type: new GraphQLNonNull(serviceType),
        description: "This subgraph's schema, for composing a supergraph.",
        resolve: (_, __, { caller }: GraphQLContext) => {
          if (isSchemaSecret) requireScope(caller, "admin");
          return { sdl };
        },
      },
      _entities: {
        type: new GraphQLNonNull(new GraphQLList(entityOf(schema))),
        description: "Objects by the references of other subgraphs, in their order; null and errors as in `nodes`.",
        args: {
          representations: {
            type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(anyScalar))),
            description: `At most ${MOST_REPRESENTATIONS} references: __typename and id.`,
          },
        },
        resolve: (_, { representations }: { representations: readonly unknown[] }, context: GraphQLContext) =>
          findEntities(representations, context),
      },
    },
  });
  const types = rest.types.filter((type) => type !== query);
  return new GraphQLSchema({ ...rest, query: extended, types });
}

const serviceType = new GraphQLObjectType({
  name: "_Service",
  description: "A subgraph, as described to a router.",
  fields: { sdl: { type: GraphQLString, description: "The schema in SDL, with its keys." } },
});

const anyScalar = new GraphQLScalarType({
  name: "_Any",
  description: "A reference to an entity: an object with its __typename and its key.",
});

function entityOf(schema: GraphQLSchema): GraphQLUnionType {
  return new GraphQLUnionType({
    name: "_Entity",
    description: "All entities that other subgraphs can reference.",
    types: ENTITIES.map((name) => schema.getType(name)).filter(isObjectType),
    resolveType: (value) => ENTITIES.find((name) => value instanceof CLASSES[name]),
  });
}

function findEntities(
  representations: readonly unknown[],
  { loaders }: GraphQLContext,
): Promise<readonly (NodeType | null | Error)[]> {
  const { length } = representations;
  if (length > MOST_REPRESENTATIONS) {
    throw badUserInput(
      `representations must contain at most ${MOST_REPRESENTATIONS} references, but contains ${length}`,
    );
  }
  const find = async (representation: unknown, index: number): Promise<NodeType | null> => {
    const argument = `representations[${index}]`;
    return findNode(loaders, `${argument}.id`, readReference(argument, representation));
  };
  return Promise.all(representations.map((representation, index) => find(representation, index).catch(toError)));
}

/** The id of a reference. Throws BAD_USER_INPUT where it is none, or one of something else than it says. */
function readReference(argument: string, representation: unknown): string {
  const { __typename: name, id } = Object(representation) as { readonly __typename?: unknown; readonly id?: unknown };
  if (!ENTITIES.some((entity) => entity === name)) {
    throw badUserInput(`${argument}.__typename must be one of ${ENTITIES.join(", ")}`);
  }
  if (typeof id !== "string") throw badUserInput(`${argument}.id is missing: it is the key`);
  const { kind } = parseId(`${argument}.id`, id);
  if (kind !== name)
    throw badUserInput(`${argument}.id is an id of the type ${kind}, but must be one of the type ${String(name)}`);
  return id;
}

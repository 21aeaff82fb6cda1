import { Arg, Ctx, ID, Query, Resolver } from "type-graphql";
import { badUserInput } from "../domain/errors.js";
import { parseQueue } from "../domain/queue.js";
import type { Loaders } from "../loaders/loaders.js";
import { AgentActionType } from "./agent/agent-action.type.js";
import { findAgent } from "./agent/agent.resolver.js";
import { toCallback } from "./callback/callback-connection.type.js";
import type { GraphQLContext } from "./context.js";
import { toCustomer } from "./customer/customer-connection.type.js";
import { parseId } from "./identify.js";
import { findQueue } from "./queue/queue.resolver.js";
import { findSource } from "./source/request-sources.js";
import { NodeType } from "./node.type.js";

const MOST_IDS = 100;

@Resolver()
export class NodeResolver {
  @Query(() => NodeType, {
    nullable: true,
    description: "One object by global id; null if it does not exist.",
  })
  node(
    @Arg("id", () => ID, { description: "A global id." }) id: string,
    @Ctx() { loaders }: GraphQLContext,
  ): Promise<NodeType | null> {
    return findNode(loaders, "id", id);
  }

  @Query(() => [NodeType], {
    nullable: "items",
    description:
      "Objects by global id, in the order of the ids. Null if an object does not exist; null and an error with " +
      "its path if an id is invalid or its source failed.",
  })
  nodes(
    @Arg("ids", () => [ID], { description: `At most ${MOST_IDS} global ids.` }) ids: string[],
    @Ctx() { loaders }: GraphQLContext,
  ): Promise<readonly (NodeType | null | Error)[]> {
    if (ids.length > MOST_IDS)
      throw badUserInput(`ids must contain at most ${MOST_IDS} ids, but contains ${ids.length}`);
    return Promise.all(ids.map((id, index) => findNode(loaders, `ids[${index}]`, id).catch(toError)));
  }
}

/** Anything by its global id; null where there is no such thing. Rejects with BAD_USER_INPUT where the id is none. */
export async function findNode(loaders: Loaders, argument: string, id: string): Promise<NodeType | null> {
  const parsed = parseId(argument, id);
  if (parsed.kind === "Customer") {
    const row = await loaders.customer(parsed.hash);
    return row === null ? null : toCustomer(row, loaders);
  }
  const { kind, source, vendorId } = parsed;
  if (vendorId === null) return findSource(loaders, source);
  switch (kind) {
    case "Callback": {
      const row = await loaders.callback({ source, vendorId });
      return row === null ? null : toCallback(row, loaders);
    }
    case "Agent":
      return findAgent(loaders, { source, vendorId });
    case "AgentAction": {
      const action = await loaders.agentAction(source, vendorId);
      return action === null ? null : new AgentActionType(action, loaders);
    }
    case "Queue": {
      const queue = parseQueue(vendorId);
      return queue === null ? null : findQueue(loaders, { source, ...queue });
    }
    case "CallbackSource":
      return null;
  }
}

/** The failure of one id is a value, so that the others are served. */
export function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error("not an error", { cause: error });
}

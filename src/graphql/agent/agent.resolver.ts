import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from "type-graphql";
import { decodeActionCursor } from "../../domain/change/cursor.js";
import type { CallbackKey } from "../../domain/change/observation.js";
import type { Loaders } from "../../loaders/loaders.js";
import { AgentActionConnectionType } from "./agent-action.type.js";
import { AgentType } from "./agent.type.js";
import { listNested } from "../callback/nested-callbacks.js";
import { NestedCallbacksArgs } from "../callback/nested-callbacks.args.js";
import { CallbackConnectionType } from "../callback/callback-connection.type.js";
import type { GraphQLContext } from "../context.js";
import { parseKey } from "../identify.js";
import { findSource } from "../source/request-sources.js";
import { NestedPageArgs } from "../page.args.js";
import { toSlice } from "../slice.js";

@Resolver(() => AgentType)
export class AgentResolver {
  @Query(() => AgentType, {
    nullable: true,
    description: "One agent by global id; null if no callback is or was assigned to this agent.",
  })
  agent(
    @Arg("id", () => ID, { description: "The agent's global id." }) id: string,
    @Ctx() { loaders }: GraphQLContext,
  ): Promise<AgentType | null> {
    return findAgent(loaders, parseKey("id", id, "Agent"));
  }

  @FieldResolver(() => CallbackConnectionType, {
    description: "The callbacks assigned to the agent, ordered by window start.",
  })
  callbacks(
    @Root() agent: AgentType,
    @Args(() => NestedCallbacksArgs) args: NestedCallbacksArgs,
    @Ctx() { loaders }: GraphQLContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<CallbackConnectionType> {
    return listNested({ agents: [{ source: agent.source.name, agentId: agent.vendorId }] }, args, loaders, info);
  }

  @FieldResolver(() => AgentActionConnectionType, {
    description: "Actions on the agent's burnout index that this gateway has reported to the vendor, latest first.",
  })
  async actions(
    @Root() agent: AgentType,
    @Args(() => NestedPageArgs) args: NestedPageArgs,
    @Ctx() { loaders }: GraphQLContext,
  ): Promise<AgentActionConnectionType> {
    const slice = toSlice(args, 20, decodeActionCursor);
    const page = await loaders.agentActions(agent.source.name, agent.vendorId, slice);
    return new AgentActionConnectionType(page, loaders);
  }
}

/** The agent of this source, where there is one. */
export async function findAgent(loaders: Loaders, { source, vendorId }: CallbackKey): Promise<AgentType | null> {
  const found = findSource(loaders, source);
  if (found === null || !(await loaders.hasAgent(source, vendorId))) return null;
  return new AgentType(found, vendorId, loaders);
}

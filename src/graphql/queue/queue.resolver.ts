import type { GraphQLResolveInfo } from "graphql";
import { Args, Ctx, FieldResolver, Info, Resolver, Root } from "type-graphql";
import type { QueueKey } from "../../domain/queue.js";
import type { Loaders } from "../../loaders/loaders.js";
import { CallbackConnectionType } from "../callback/callback-connection.type.js";
import { listNested } from "../callback/nested-callbacks.js";
import { NestedCallbacksArgs } from "../callback/nested-callbacks.args.js";
import type { GraphQLContext } from "../context.js";
import { findSource } from "../source/request-sources.js";
import { QueueType } from "./queue.type.js";

@Resolver(() => QueueType)
export class QueueResolver {
  @FieldResolver(() => CallbackConnectionType, { description: "The callbacks in the queue, ordered by window start." })
  callbacks(
    @Root() { source, kind, vendorId }: QueueType,
    @Args(() => NestedCallbacksArgs) args: NestedCallbacksArgs,
    @Ctx() { loaders }: GraphQLContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<CallbackConnectionType> {
    return listNested({ queues: [{ source: source.name, kind, vendorId }] }, args, loaders, info);
  }
}

/** Returns the queue; null if its source has none like this. */
export async function findQueue(loaders: Loaders, key: QueueKey): Promise<QueueType | null> {
  const source = findSource(loaders, key.source);
  return source !== null && (await loaders.hasQueue(key)) ? new QueueType(source, key, loaders) : null;
}

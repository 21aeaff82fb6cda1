import type { GraphQLResolveInfo } from "graphql";
import { Args, Ctx, FieldResolver, Info, Resolver, Root } from "type-graphql";
import { decodeListCursor } from "../../domain/change/cursor.js";
import type { QueueKey } from "../../domain/queue.js";
import type { Loaders } from "../../loaders/loaders.js";
import { CallbackConnectionType } from "../callback/callback-connection.type.js";
import { NestedCallbacksArgs } from "../callback/nested-callbacks.args.js";
import type { GraphQLContext } from "../context.js";
import { needsOf } from "../execution/selection.js";
import { toSlice } from "../slice.js";
import { findSource } from "../source/request-sources.js";
import { QueueType } from "./queue.type.js";

const ORDER = { field: "WINDOW_START", direction: "ASC" } as const;

@Resolver(() => QueueType)
export class QueueResolver {
  @FieldResolver(() => CallbackConnectionType, { description: "The callbacks in the queue, ordered by window start." })
  async callbacks(
    @Root() { source, kind, vendorId }: QueueType,
    @Args(() => NestedCallbacksArgs) args: NestedCallbacksArgs,
    @Ctx() { loaders }: GraphQLContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<CallbackConnectionType> {
    const { statuses } = args;
    const list = await loaders.callbacks({
      filter: {
        queues: [{ source: source.name, kind, vendorId }],
        ...(statuses !== null && statuses !== undefined && { statuses }),
      },
      orderBy: ORDER,
      slice: toSlice(args, 20, (argument, cursor) => decodeListCursor(argument, cursor, ORDER)),
      maxStalenessMs: null,
      ...needsOf(info),
    });
    return new CallbackConnectionType(list, ORDER, loaders);
  }
}

/** Returns the queue; null if its source has none like this. */
export async function findQueue(loaders: Loaders, key: QueueKey): Promise<QueueType | null> {
  const source = findSource(loaders, key.source);
  return source !== null && (await loaders.hasQueue(key)) ? new QueueType(source, key, loaders) : null;
}

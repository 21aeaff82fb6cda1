import { Args, Ctx, Resolver, Root, Subscription } from "type-graphql";
import { CALLBACK_CHANGE_KINDS, type CallbackChangeKind } from "../../domain/change/change.js";
import { decodeResumeCursor } from "../../domain/change/cursor.js";
import type { EventStream } from "../../lib/event-stream.js";
import type { PublishedChange } from "../../subscriptions/published-change.js";
import type { WatchRequest } from "../../subscriptions/watcher.js";
import { CallbackChangeType } from "./callback-change.type.js";
import type { GraphQLContext } from "../context.js";
import { toFilter } from "../callback/filter.js";
import { ChangesArgs, StatusChangesArgs } from "./subscription.args.js";

const RESUMING =
  "Errors: CURSOR_EXPIRED (`after` is older than the change log's retention: read the list again and resume from " +
  "its changeCursor), FEED_OVERFLOW (the client is too slow: resume from the last cursor that it received). Both " +
  "errors contain the cursor to use.";

const ALL_KINDS = Object.keys(CALLBACK_CHANGE_KINDS) as CallbackChangeKind[];

@Resolver()
export class SubscriptionResolver {
  @Subscription(() => CallbackChangeType, {
    description:
      "Every change of status, in order per callback and without gaps, including the first status and the end of a " +
      `removed record. ${RESUMING}`,
    subscribe: ({ args, context }) => watch(args as StatusChangesArgs, "statuses", context as GraphQLContext),
  })
  callbackStatusChanged(
    @Root() change: PublishedChange,
    @Args(() => StatusChangesArgs) _: StatusChangesArgs,
    @Ctx() context: GraphQLContext,
  ): CallbackChangeType {
    return showChange(change, _, context);
  }

  @Subscription(() => CallbackChangeType, {
    description:
      "Every change (created, status changed, rescheduled, reassigned, gone), in order per callback and without " +
      `gaps. ${RESUMING}`,
    subscribe: ({ args, context }) => {
      const { kinds } = args as ChangesArgs;
      return watch(args as ChangesArgs, kinds ?? ALL_KINDS, context as GraphQLContext);
    },
  })
  callbackChanged(
    @Root() change: PublishedChange,
    @Args(() => ChangesArgs) _: ChangesArgs,
    @Ctx() context: GraphQLContext,
  ): CallbackChangeType {
    return showChange(change, _, context);
  }
}

/** A change, as whoever follows it may see it. */
export function showChange(change: PublishedChange, _args: unknown, { loaders }: GraphQLContext): CallbackChangeType {
  return new CallbackChangeType(change, loaders);
}

/** Follows what a client asked for. Throws BAD_USER_INPUT before the first event for what cannot be followed. */
function watch(
  args: StatusChangesArgs,
  kinds: WatchRequest["kinds"],
  { loaders, watcher, resumeAfter }: GraphQLContext,
): EventStream<PublishedChange> {
  // A browser that reconnects by itself sends its last cursor in a header: it is newer than the argument.
  const after = resumeAfter ?? args.after ?? null;
  const resumed = after === null ? null : decodeResumeCursor("after", after);
  return watcher.watch({
    filter: toFilter(args.filter ?? null, loaders),
    kinds,
    after: resumed?.position ?? null,
    snapshot: args.snapshot === true && (resumed?.isPartialSnapshot ?? true),
  });
}

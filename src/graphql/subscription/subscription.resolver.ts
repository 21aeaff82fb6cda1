import { Args, Ctx, Resolver, Root, Subscription } from "type-graphql";
import { CALLBACK_CHANGE_KINDS, type CallbackChangeKind } from "../../domain/change/change.js";
import { decodeResumeCursor } from "../../domain/change/cursor.js";
import type { ChangeStream, PublishedChange, SubscriptionRequest } from "../../subscriptions/published-change.js";
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
    subscribe: ({ args, context }) => subscribe(args as StatusChangesArgs, "statuses", context as GraphQLContext),
  })
  callbackStatusChanged(
    @Root() change: PublishedChange,
    @Args(() => StatusChangesArgs) _: StatusChangesArgs,
    @Ctx() context: GraphQLContext,
  ): CallbackChangeType {
    return toCallbackChange(change, _, context);
  }

  @Subscription(() => CallbackChangeType, {
    description:
      "Every change (created, status changed, rescheduled, reassigned, gone), in order per callback and without " +
      `gaps. ${RESUMING}`,
    subscribe: ({ args, context }) => {
      const { kinds } = args as ChangesArgs;
      return subscribe(args as ChangesArgs, kinds ?? ALL_KINDS, context as GraphQLContext);
    },
  })
  callbackChanged(
    @Root() change: PublishedChange,
    @Args(() => ChangesArgs) _: ChangesArgs,
    @Ctx() context: GraphQLContext,
  ): CallbackChangeType {
    return toCallbackChange(change, _, context);
  }
}

/** Presents a change as its caller may see it. */
export function toCallbackChange(
  change: PublishedChange,
  _args: unknown,
  { loaders }: GraphQLContext,
): CallbackChangeType {
  return new CallbackChangeType(change, loaders);
}

/** Starts the subscription. Throws BAD_USER_INPUT for an invalid filter or cursor. */
function subscribe(
  args: StatusChangesArgs,
  kinds: SubscriptionRequest["kinds"],
  { loaders, subscriptions, resumeAfter }: GraphQLContext,
): ChangeStream {
  // A browser that reconnects by itself sends its last cursor in a header: it is newer than the argument.
  const after = resumeAfter ?? args.after ?? null;
  const resumed = after === null ? null : decodeResumeCursor("after", after);
  return subscriptions.subscribe({
    filter: toFilter(args.filter ?? null, loaders),
    kinds,
    after: resumed?.position ?? null,
    snapshot: args.snapshot === true && (resumed?.isPartialSnapshot ?? true),
  });
}

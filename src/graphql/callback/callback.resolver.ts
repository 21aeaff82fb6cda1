import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from "type-graphql";
import { decodeActionCursor, decodeChangeCursor, decodeListCursor } from "../../domain/change/cursor.js";
import { MOST_DUPLICATES } from "../../domain/customer.js";
import type { CallbackOrder } from "../../domain/query.js";
import { AgentActionConnectionType } from "../agent/agent-action.type.js";
import { CallbackChangeConnectionType } from "../subscription/callback-change.type.js";
import { CallbackConnectionType, toCallback } from "./callback-connection.type.js";
import { CallbackType } from "./callback.type.js";
import { CallbacksArgs } from "./callbacks.args.js";
import type { GraphQLContext } from "../context.js";
import { checkStaleness, toFilter } from "./filter.js";
import { parseKey } from "../identify.js";
import { HistoryArgs, NestedPageArgs } from "../page.args.js";
import { needsOf } from "../execution/selection.js";
import { toSlice } from "../slice.js";
import { toVendorRecord } from "../vendor-record/vendor-record.type.js";

const NO_ACTIONS = { actions: [], hasNextPage: false, hasPreviousPage: false } as const;

@Resolver(() => CallbackType)
export class CallbackResolver {
  @Query(() => CallbackType, {
    nullable: true,
    description: "One callback by global id; null if neither the gateway nor the vendor has it.",
  })
  async callback(
    @Arg("id", () => ID, { description: "The callback's global id." }) id: string,
    @Ctx() { loaders }: GraphQLContext,
  ): Promise<CallbackType | null> {
    const row = await loaders.callback(parseKey("id", id, "Callback"));
    return row === null ? null : toCallback(row, loaders);
  }

  @Query(() => CallbackConnectionType, {
    description:
      "A page of callbacks over all sources, filtered, ordered and counted. Callbacks without a value in the sort " +
      "field come last.",
  })
  async callbacks(
    @Args(() => CallbacksArgs) args: CallbacksArgs,
    @Ctx() { loaders }: GraphQLContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<CallbackConnectionType> {
    const orderBy: CallbackOrder = {
      field: args.orderBy?.field ?? "WINDOW_START",
      direction: args.orderBy?.direction ?? "ASC",
    };
    const list = await loaders.callbacks({
      filter: toFilter(args.filter ?? null, loaders),
      orderBy,
      slice: toSlice(args, 50, (argument, cursor) => decodeListCursor(argument, cursor, orderBy)),
      maxStalenessMs: checkStaleness(args.maxStaleness),
      ...needsOf(info),
    });
    return new CallbackConnectionType(list, orderBy, loaders);
  }

  @FieldResolver()
  vendorRecord(@Root() { vendor, record }: CallbackType): object | null {
    return toVendorRecord(vendor, record);
  }

  @FieldResolver(() => AgentActionConnectionType, {
    description: "Actions on agents in the interaction that the callback came from, latest first.",
  })
  async agentActions(
    @Root() { source, originInteractionId }: CallbackType,
    @Args(() => NestedPageArgs) args: NestedPageArgs,
    @Ctx() { loaders }: GraphQLContext,
  ): Promise<AgentActionConnectionType> {
    const slice = toSlice(args, 20, decodeActionCursor);
    const page =
      originInteractionId === null
        ? NO_ACTIONS
        : await loaders.actionsOfInteraction(source.name, originInteractionId, slice);
    return new AgentActionConnectionType(page, loaders);
  }

  @FieldResolver(() => [CallbackType], {
    description:
      `The customer's other open callbacks in all sources, soonest window first, at most ${MOST_DUPLICATES}; ` +
      "`Customer.openCallbackCount` has their number. From the gateway's store: no vendor is queried.",
  })
  async duplicates(
    @Root() { source, vendorId, customer }: CallbackType,
    @Ctx() { loaders }: GraphQLContext,
  ): Promise<readonly CallbackType[]> {
    const rows = await loaders.duplicates({ source: source.name, vendorId }, customer.ref);
    return rows.map((row) => toCallback(row, loaders));
  }

  @FieldResolver(() => CallbackChangeConnectionType, {
    description: "Changes that the gateway observed, oldest first, within the change log's retention.",
  })
  async history(
    @Root() callback: CallbackType,
    @Args(() => HistoryArgs) args: HistoryArgs,
    @Ctx() { loaders }: GraphQLContext,
  ): Promise<CallbackChangeConnectionType> {
    const key = { source: callback.source.name, vendorId: callback.vendorId };
    const page = await loaders.history(key, toSlice(args, 50, decodeChangeCursor));
    return new CallbackChangeConnectionType(page, loaders);
  }
}

import type { GraphQLResolveInfo } from "graphql";
import { Args, Ctx, FieldResolver, Info, Resolver, Root } from "type-graphql";
import { decodeListCursor } from "../../domain/change/cursor.js";
import type { ListNeeds, ListPosition, Slice } from "../../domain/query.js";
import type { CallbackList, Loaders } from "../../loaders/loaders.js";
import { CallbackConnectionType } from "../callback/callback-connection.type.js";
import type { GraphQLContext } from "../context.js";
import { CustomerType } from "./customer.type.js";
import { NestedPageArgs } from "../page.args.js";
import { needsOf } from "../execution/selection.js";
import { toSlice } from "../slice.js";

/** The loaders list a customer's callbacks in this order alone. */
const ORDER = { field: "WINDOW_START", direction: "ASC" } as const;

@Resolver(() => CustomerType)
export class CustomerResolver {
  @FieldResolver(() => CallbackConnectionType, {
    description:
      "The customer's other callbacks in all sources, ordered by window start. Customers are matched by their " +
      "number in E.164, else by the vendor's id or raw number within the source. Without any of these, or with " +
      "only a withheld number or an extension, the list is empty.",
  })
  async callbacks(
    @Root() customer: CustomerType,
    @Args(() => NestedPageArgs) args: NestedPageArgs,
    @Ctx() { loaders }: GraphQLContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<CallbackConnectionType> {
    const slice = toSlice(args, 20, (argument, cursor) => decodeListCursor(argument, cursor, ORDER));
    const list = await listOthers(customer, slice, loaders, needsOf(info));
    return new CallbackConnectionType(list, ORDER, loaders);
  }
}

function listOthers(
  { key, of }: CustomerType,
  slice: Slice<ListPosition>,
  loaders: Loaders,
  needs: ListNeeds,
): Promise<CallbackList> {
  if (key !== null) return loaders.customerCallbacks(key, of, slice, needs);
  // An empty page with a position of the change log.
  return loaders.callbacks({ filter: { sources: [] }, orderBy: ORDER, slice, maxStalenessMs: null });
}

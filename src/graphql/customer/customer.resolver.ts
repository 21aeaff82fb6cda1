import type { GraphQLResolveInfo } from "graphql";
import { Args, Ctx, FieldResolver, Info, Query, Resolver, Root } from "type-graphql";
import { decodeListCursor } from "../../domain/change/cursor.js";
import { decodeCustomerCursor } from "../../domain/customer-cursor.js";
import { CallbackConnectionType } from "../callback/callback-connection.type.js";
import type { GraphQLContext } from "../context.js";
import { needsOf } from "../execution/selection.js";
import { NestedPageArgs } from "../page.args.js";
import { NonNegativeInt } from "../scalars.js";
import { toSlice } from "../slice.js";
import { CustomerConnectionType } from "./customer-connection.type.js";
import { toCustomerFilter } from "./customer-filter.input.js";
import { CustomerType } from "./customer.type.js";
import { CustomersArgs } from "./customers.args.js";

/** The loaders list a customer's callbacks in this order alone. */
const ORDER = { field: "WINDOW_START", direction: "ASC" } as const;

@Resolver(() => CustomerType)
export class CustomerResolver {
  @Query(() => CustomerConnectionType, {
    description:
      "Customers with open callbacks, most open callbacks first. Read from the gateway's store: no vendor is queried. " +
      "Needs no `pii:read`: ids are opaque, and names and numbers are masked without it.",
  })
  async customers(
    @Args(() => CustomersArgs) { filter, ...page }: CustomersArgs,
    @Ctx() { loaders }: GraphQLContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<CustomerConnectionType> {
    const { size, after } = toSlice(page, 50, decodeCustomerCursor);
    const query = { filter: toCustomerFilter(filter ?? null, loaders), size, after, ...needsOf(info) };
    return new CustomerConnectionType(await loaders.customers(query), after !== null, loaders);
  }

  @FieldResolver(() => CallbackConnectionType, {
    description:
      "All callbacks of the customer in all sources, ordered by window start. `Callback.duplicates` has the other " +
      "open ones only.",
  })
  async callbacks(
    @Root() { ref }: CustomerType,
    @Args(() => NestedPageArgs) args: NestedPageArgs,
    @Ctx() { loaders }: GraphQLContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<CallbackConnectionType> {
    const slice = toSlice(args, 20, (argument, cursor) => decodeListCursor(argument, cursor, ORDER));
    return new CallbackConnectionType(await loaders.customerCallbacks(ref, slice, needsOf(info)), ORDER, loaders);
  }

  @FieldResolver(() => NonNegativeInt, {
    description: "Number of the customer's open callbacks in all sources, from the gateway's store.",
  })
  openCallbackCount(
    @Root() { ref, openCount }: CustomerType,
    @Ctx() { loaders }: GraphQLContext,
  ): number | Promise<number> {
    return openCount ?? loaders.openCallbackCount(ref);
  }
}

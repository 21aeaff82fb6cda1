import type { GraphQLResolveInfo } from "graphql";
import { decodeListCursor } from "../../domain/change/cursor.js";
import type { CallbackFilter } from "../../domain/query.js";
import type { Loaders } from "../../loaders/loaders.js";
import { needsOf } from "../execution/selection.js";
import { toSlice } from "../slice.js";
import { CallbackConnectionType } from "./callback-connection.type.js";
import type { NestedCallbacksArgs } from "./nested-callbacks.args.js";

const ORDER = { field: "WINDOW_START", direction: "ASC" } as const;

/** Lists the callbacks of an object, such as a queue, ordered by window start. Throws BAD_USER_INPUT for bad arguments. */
export async function listNested(
  owner: CallbackFilter,
  args: NestedCallbacksArgs,
  loaders: Loaders,
  info: GraphQLResolveInfo,
): Promise<CallbackConnectionType> {
  const { statuses } = args;
  const list = await loaders.callbacks({
    filter: { ...owner, ...(statuses !== null && statuses !== undefined && { statuses }) },
    orderBy: ORDER,
    slice: toSlice(args, 20, (argument, cursor) => decodeListCursor(argument, cursor, ORDER)),
    maxStalenessMs: null,
    ...needsOf(info),
  });
  return new CallbackConnectionType(list, ORDER, loaders);
}

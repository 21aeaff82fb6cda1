import type { Caller, Waiting } from "../domain/caller.js";
import type { GraphQLContext } from "../graphql/context.js";

/**
 * Makes the context of one request of a caller. `resumeAfter` is the cursor of the last event that the client has had,
 * where its transport says so.
 */
export type ContextFactory = (client: Waiting, caller: Caller, resumeAfter?: string) => GraphQLContext;

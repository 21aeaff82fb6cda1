import type { CommandService } from "../commands/commands.js";
import type { Caller } from "../domain/caller.js";
import type { Subscriptions } from "../subscriptions/published-change.js";
import type { Loaders } from "../loaders/loaders.js";

/** What a resolver is given of its request. */
export interface GraphQLContext {
  /** Who asks. Loaders, subscriptions and commands are limited to what this caller may have. */
  readonly caller: Caller;
  readonly loaders: Loaders;
  readonly subscriptions: Subscriptions;
  readonly commands: CommandService;
  /** Who asks, for the audit of what is done; null where nobody is known by name. */
  readonly actor: string | null;
  /** The cursor of the last event that a client has had, where its transport says so. */
  readonly resumeAfter?: string;
}

import type { ErasureService } from "../commands/erasure.js";
import type { CommandService } from "../commands/commands.js";
import type { Caller } from "../domain/caller.js";
import type { Subscriptions } from "../subscriptions/published-change.js";
import type { WallboardSettings } from "../domain/wallboard.js";
import type { Loaders } from "../loaders/loaders.js";

/** The context that resolvers get for one request. */
export interface GraphQLContext {
  /** Loaders, subscriptions, commands and erasures are limited to the rights of this caller. */
  readonly caller: Caller;
  readonly loaders: Loaders;
  readonly subscriptions: Subscriptions;
  readonly commands: CommandService;
  readonly erasure: ErasureService;
  readonly wallboard: WallboardSettings;
  /** The name of the caller in the audit; null without authentication. */
  readonly actor: string | null;
  /** The cursor of the last event that a client has had, where its transport says so. */
  readonly resumeAfter?: string;
}

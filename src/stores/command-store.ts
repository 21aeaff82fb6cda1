import type { Instant } from "../domain/time/instant.js";
import type { JsonObject } from "../lib/json.js";
import type { Slice } from "../domain/query.js";
import type { UserError } from "../domain/user-error.js";
import type { AgentAction, Receipt, CommandKind } from "../domain/command.js";

/** The key of the query that shows whether the vendor executed a command: a callback, or a number and the requested time. */
export type CommandTarget =
  | { readonly vendorId: string }
  | {
      readonly phoneNumber: string;
      /** Null for as soon as possible. */
      readonly start: Instant | null;
    };

/** A command as it is noted before a vendor is called. */
export interface NewCommandRecord {
  /** Null where the client gave none. */
  readonly key: string | null;
  /** A digest of the whole input: the same key with another one is a conflict. */
  readonly inputHash: string;
  readonly kind: CommandKind;
  readonly source: string;
  /** The caller's identity; null without authentication. */
  readonly actor: string | null;
  /** The subject of the command, for the audit: numbers are masked. */
  readonly subject: JsonObject;
  /** Reconciliation data. Deleted with the outcome: the audit needs no unmasked number. */
  readonly target: CommandTarget | null;
  /** By which reconciliation recognises the callback that the command led to; null where it cannot. */
  readonly fingerprint: string | null;
  /** The callbacks of the number that were known before: none of them is the requested one. */
  readonly knownIds: readonly string[];
  readonly startedAt: Instant;
}

/** PENDING: the command was sent, or was about to be, and its outcome is not known (yet). */
export type CommandState = "PENDING" | "SUCCEEDED" | "FAILED";

/** The outcome of a command. */
export interface CommandRecordOutcome {
  readonly state: Exclude<CommandState, "PENDING">;
  readonly finishedAt: Instant;
  readonly errors: readonly UserError[];
  /** Null if the vendor's response was lost, or there was none. */
  readonly receipt: Receipt | null;
  /** The callback that was written. */
  readonly vendorId: string | null;
  /** The action that was recorded. */
  readonly actionId: string | null;
  /** True where the vendor has not acted for a passing reason: then the key may be used again. */
  readonly isKeyReleased: boolean;
}

export interface CommandRecord
  extends NewCommandRecord, Omit<CommandRecordOutcome, "state" | "finishedAt" | "isKeyReleased"> {
  readonly commandId: number;
  readonly state: CommandState;
  readonly finishedAt: Instant | null;
}

/** A page of actions, newest first. */
export interface AgentActionPage {
  readonly actions: readonly { readonly position: number; readonly action: AgentAction }[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

/** The store's part for commands: their records with outcomes, and the receipts that no vendor can be queried for. */
export interface CommandStore {
  /** Notes an attempt as PENDING; where its key is taken already, gives the one that has it. Atomic. */
  beginCommand(
    commandRecord: NewCommandRecord,
  ): Promise<{ readonly commandRecord: CommandRecord; readonly isNew: boolean }>;
  /**
   * Notes what came of an attempt, once: a later outcome changes nothing. A callback that was scheduled belongs to the
   * first attempt that names it. Gives the attempt as it stands then.
   */
  finishCommand(commandId: number, outcome: CommandRecordOutcome): Promise<CommandRecord>;
  findCommand(key: string): Promise<CommandRecord | null>;
  /** Which of these callbacks were scheduled by some attempt. */
  findClaimed(source: string, vendorIds: readonly string[]): Promise<readonly string[]>;
  /** Command records that are PENDING and have a target, oldest first, at most `limit`. Omitted filter fields do not restrict. */
  findPending(
    filter: { readonly source?: string; readonly fingerprint?: string; readonly startedAfter?: Instant },
    limit: number,
  ): Promise<readonly CommandRecord[]>;
  /** The newest attempts, newest first: of one source, or of all. */
  listCommands(limit: number, source: string | null): Promise<readonly CommandRecord[]>;
  /** How many attempts there are. */
  countCommands(): Promise<number>;
  /** Forgets attempts that were begun before, and their keys with them; at most `limit`. Says how many. */
  trimCommands(startedBefore: Instant, limit: number): Promise<number>;
  /** Deletes the oldest agent actions that were confirmed before; at most `limit`. */
  trimAgentActions(confirmedBefore: Instant, limit: number): Promise<void>;
  saveAgentAction(action: AgentAction): Promise<void>;
  findAgentAction(source: string, actionId: string): Promise<AgentAction | null>;
  /** The actions about one agent, newest first. */
  listAgentActions(source: string, agentId: string, slice: Slice<number>): Promise<AgentActionPage>;
  /** A page of the actions about each of these interactions, newest first, in one statement. Pages only go forward. */
  listActionsOfInteractions(
    source: string,
    interactionIds: readonly string[],
    slice: Slice<number>,
  ): Promise<ReadonlyMap<string, AgentActionPage>>;
}

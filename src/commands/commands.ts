import type { Instant } from "../domain/time/instant.js";
import type { CallbackKey } from "../domain/change/observation.js";
import type { StoredCallback } from "../domain/query.js";
import type { UserError } from "../domain/user-error.js";
import type { AgentAction, Receipt } from "../domain/command.js";

/** A window as a client gives it: by instants, or by local times in a zone. Fields that it left out are null. */
export interface WindowRequest {
  readonly start: Instant | null;
  readonly end: Instant | null;
  readonly localDate: string | null;
  readonly localStart: string | null;
  readonly localEnd: string | null;
  readonly timeZone: string | null;
}

/** The fields that every command has, whatever its kind. */
export interface CommandRequest {
  /** The caller's identity, for the audit; null without authentication. Idempotency keys belong to one identity. */
  readonly actor: string | null;
  /** Null if the client gave none: then each command is executed. */
  readonly idempotencyKey: string | null;
}

export interface ScheduleRequest extends CommandRequest {
  readonly source: string;
  /** As the client gave it: E.164, or a text that is rejected with the field. */
  readonly phoneNumber: string;
  readonly customerName: string | null;
  /** Null for as soon as possible. */
  readonly window: WindowRequest | null;
  readonly reason: string | null;
  readonly queueId: string | null;
  readonly campaignId: string | null;
  readonly agent: CallbackKey | null;
  readonly originInteractionId: string | null;
}

export interface RescheduleRequest extends CommandRequest {
  readonly callback: CallbackKey;
  readonly window: WindowRequest;
  /** Null leaves the agent as is. */
  readonly agent: CallbackKey | null;
}

export interface ReassignRequest extends CommandRequest {
  readonly callback: CallbackKey;
  readonly agent: CallbackKey;
}

export interface CancelRequest extends CommandRequest {
  readonly callback: CallbackKey;
}

export interface AgentActionRequest extends CommandRequest {
  readonly agent: CallbackKey;
  readonly interactionId: string | null;
  readonly clientId: string;
  readonly actionType: string;
  /** Null for now. */
  readonly actionAt: Instant | null;
}

/** The outcome of a command. It was executed if there are no errors. */
export interface CommandOutcome {
  readonly source: string;
  /** Null if the vendor sent none, or the response was lost. */
  readonly receipt: Receipt | null;
  readonly errors: readonly UserError[];
}

export interface CallbackOutcome extends CommandOutcome {
  /** The stored callback that the command is about; null if there is none, or it was not observed yet. */
  readonly callback: StoredCallback | null;
}

export interface AgentActionOutcome extends CommandOutcome {
  readonly action: AgentAction | null;
}

/** A bulk mutation: one command for each of several callbacks. */
export interface BulkRequest {
  readonly idempotencyKey: string;
  /** In the place of a callback: why the client's id names none. */
  readonly callbacks: readonly (CallbackKey | UserError)[];
  /** Executes the command on one callback, under a key of its own. */
  execute(callback: CallbackKey, idempotencyKey: string): Promise<CallbackOutcome>;
}

export interface BulkOutcome {
  /** One for each callback, in their order; empty if nothing was executed. */
  readonly outcomes: readonly CallbackOutcome[];
  /** Why nothing was executed. */
  readonly errors: readonly UserError[];
}

/**
 * Executes commands at the vendors. A command with an idempotency key is executed at most once, and it continues when its
 * client disconnects. Rejects with STORE_UNAVAILABLE alone: every other failure is in the outcome.
 */
export interface CommandService {
  schedule(request: ScheduleRequest): Promise<CallbackOutcome>;
  reschedule(request: RescheduleRequest): Promise<CallbackOutcome>;
  reassign(request: ReassignRequest): Promise<CallbackOutcome>;
  cancel(request: CancelRequest): Promise<CallbackOutcome>;
  recordAgentAction(request: AgentActionRequest): Promise<AgentActionOutcome>;
  /**
   * Executes the commands of a bulk mutation, a few at a time for each source, each callback once under the key. A command
   * without an outcome shortly before the time limit of operations is returned as AMBIGUOUS, and continues.
   */
  executeAll(request: BulkRequest): Promise<BulkOutcome>;
  /** Queries the vendors for the outcomes of commands whose responses were lost. */
  reconcile(signal: AbortSignal): Promise<void>;
  /** Waits for the commands in progress. */
  close(): Promise<void>;
}

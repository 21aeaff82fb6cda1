import type { Callback } from "./callback.js";
import type { Instant } from "./time/instant.js";
import type { CallbackWindow } from "./time/window.js";

/** The command to schedule a callback. Fields that were left out are null. */
export interface ScheduleCommand {
  /** E.164. */
  readonly phoneNumber: string;
  readonly customerName: string | null;
  /** Null for as soon as possible. */
  readonly window: CallbackWindow | null;
  readonly reason: string | null;
  readonly queueId: string | null;
  readonly campaignId: string | null;
  /** The vendor's own id of the agent who is to call. */
  readonly agentId: string | null;
  readonly originInteractionId: string | null;
}

/** Another time for a callback, and perhaps another agent. */
export interface RescheduleCommand {
  /** Without an end it keeps its length, where the vendor's windows have one. */
  readonly window: CallbackWindow;
  /** Null leaves the agent as is. */
  readonly agentId: string | null;
}

/** Another agent for a callback, at the same time. */
export interface ReassignCommand {
  /** The vendor's own id of the agent. */
  readonly agentId: string;
}

/** An action about an agent's wellbeing. */
export interface AgentActionCommand {
  /** The vendor's own id of the agent. */
  readonly agentId: string;
  readonly interactionId: string | null;
  /** The name of the program that acted; the vendor calls it an id. */
  readonly clientId: string;
  readonly actionType: string;
  readonly actionAt: Instant;
}

/** The vendor's confirmation of a write. */
export interface Receipt {
  /** The id under which the vendor's support finds the call; null where the vendor gives none. */
  readonly trackingId: string | null;
  readonly respondedAt: Instant;
}

/** An action about an agent, as the vendor confirmed it. Missing fields are null. */
export interface AgentAction {
  readonly source: string;
  readonly vendor: string;
  /** The id within the source: the vendor's if it has one, else the gateway's. */
  readonly actionId: string;
  readonly vendorId: string | null;
  readonly interactionId: string | null;
  readonly orgId: string | null;
  readonly agentId: string | null;
  readonly clientId: string | null;
  readonly actionType: string | null;
  readonly actionAt: Instant | null;
  readonly createdAt: Instant | null;
  readonly trackingId: string | null;
}

/** The kinds of commands. */
export const COMMAND_KINDS = ["SCHEDULE", "RESCHEDULE", "REASSIGN", "CANCEL", "AGENT_ACTION", "ERASE"] as const;
export type CommandKind = (typeof COMMAND_KINDS)[number];

/** The most callbacks of one bulk mutation. */
export const MOST_CALLBACKS = 100;

/** A callback whose withdrawal the vendor has confirmed, though it does not show it: CANCELED, for the vendor said so. */
export function asWithdrawn(callback: Callback): Callback {
  return {
    ...callback,
    status: "CANCELED",
    statusBasis: "REPORTED",
    vendorStatus: null,
    dueAt: null,
    lapsesAt: null,
    nextAttemptAt: null,
  };
}

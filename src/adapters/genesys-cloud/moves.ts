import type { Callback } from "../../domain/callback.js";
import type { RescheduleCommand } from "../../domain/command.js";
import { GatewayError } from "../../domain/errors.js";
import type { Clock, DurationMs, Instant } from "../../domain/time/instant.js";
import type { CallbackWindow } from "../../domain/time/window.js";
import { CommandRejected, refuseFor, userError, type UserError } from "../../domain/user-error.js";
import type { Adapter, CallOptions, PlannedWrite, Written } from "../adapter.js";
import type { GenesysCloudClient, GenesysCloudWriteResponse } from "./client.js";
import { callbackLegs, type Conversation } from "./conversation.js";
import { readLiveConversation } from "./live.js";
import type { LiveMemory } from "./live-memory.js";
import { dropNulls } from "./parts.js";

type Moves = Required<Pick<Adapter, "reschedule" | "reassign">>;

export interface GenesysCloudMovesOptions {
  readonly client: GenesysCloudClient;
  readonly memory: LiveMemory;
  readonly clock: Clock;
  /** Reads a callback back after a write. */
  readonly toWritten: (
    vendorId: string,
    response: GenesysCloudWriteResponse,
    respondedAt: Instant,
    call: CallOptions,
  ) => Promise<Written>;
}

/** A conversation as the live API shows it before a write. */
interface LiveState {
  readonly conversation: Conversation;
  readonly requestedAt: Instant;
}

const DAY: DurationMs = 86_400_000;
/** By the agents' UI, a callback is scheduled at most 30 days ahead. */
const MOST_DAYS = 30;

/** The changes of a callback: the vendor has one request for its time and its agent. */
export function createGenesysCloudMoves({ client, memory, clock, toWritten }: GenesysCloudMovesOptions): Moves {
  const readLive = async (vendorId: string, call: CallOptions): Promise<LiveState> => {
    const { body, stamp } = await client.live(vendorId, call);
    if (body === null) throw missing();
    return { conversation: readLiveConversation(body), requestedAt: stamp.requestedAt };
  };

  /** Plans a PATCH, which needs an agent. `owner` is the agent that the command names; null if it names none. */
  const planMove = (
    vendorId: string,
    { agentId, scheduledAt }: { readonly agentId: string | null; readonly scheduledAt: Instant | null },
    owner: string | null,
    { conversation, requestedAt }: LiveState,
  ): PlannedWrite => {
    const request = dropNulls({
      conversationId: vendorId,
      agentId,
      callbackScheduledTime: scheduledAt === null ? null : new Date(scheduledAt).toISOString(),
    });
    return {
      async send(call) {
        const response = await orMissing(client.move(request, call));
        const respondedAt = clock();
        if (owner !== null) {
          // The live API shows no owner: until the analytics API does, the confirmed command says who it is.
          memory.note(vendorId, { conversation, requestedAt, owner: { agentId: owner, since: respondedAt } });
        }
        return toWritten(vendorId, response, respondedAt, call);
      },
    };
  };

  return {
    async reschedule(existing, command, call) {
      const { vendorId } = existing.callback;
      const agentId = agentFor(existing.callback, command);
      refuseFor([...checkWindow(command.window, clock()), ...(agentId === null ? [noAgent()] : [])]);
      const live = await readLive(vendorId, call);
      return planMove(vendorId, { agentId, scheduledAt: command.window.start }, command.agentId, live);
    },

    async reassign(existing, { agentId }, call) {
      const { vendorId } = existing.callback;
      const live = await readLive(vendorId, call);
      refuseFor(checkReassign(live.conversation));
      const { scheduledAt: start = null } =
        callbackLegs(live.conversation).findLast((leg) => leg.scheduledAt !== null) ?? {};
      // A time that has come is left out: a callback in the queue has no other time to keep.
      const scheduledAt = start !== null && start > clock() ? start : null;
      return planMove(vendorId, { agentId, scheduledAt }, agentId, live);
    },
  };
}

/** The rules of a time. */
export function checkWindow({ start, end }: CallbackWindow, now: Instant): UserError[] {
  const errors: UserError[] = [];
  if (end !== null) {
    errors.push(userError("INVALID_INPUT", "window.end: the vendor's callbacks have no end, omit it", "window", "end"));
  }
  if (start <= now) errors.push(userError("INVALID_INPUT", "window.start must be in the future", "window", "start"));
  if (start > now + MOST_DAYS * DAY) {
    errors.push(userError("INVALID_INPUT", `the window must start within ${MOST_DAYS} days`, "window", "start"));
  }
  return errors;
}

/** A callback that an agent has is not taken away. */
function checkReassign(conversation: Conversation): UserError[] {
  const open = callbackLegs(conversation).filter((leg) => leg.isOpen);
  if (open.length === 0) return [userError("ALREADY_OVER", "the callback no longer waits at the vendor", "id")];
  if (!open.some((leg) => leg.role === "agent")) return [];
  const message = "the callback is in progress: an agent has it, so it cannot be reassigned now";
  return [userError("INVALID_INPUT", message, "id")];
}

function agentFor({ assignment }: Callback, { agentId }: RescheduleCommand): string | null {
  return agentId ?? assignment?.agentId ?? null;
}

function noAgent(): UserError {
  const message = "agentId is required: the vendor moves a callback for an agent only, and this one has none";
  return userError("INVALID_INPUT", message, "agentId");
}

/** The rejection of a callback that the vendor does not have. */
export function missing(): CommandRejected {
  return new CommandRejected([userError("NOT_FOUND", "the vendor does not have this callback (any more)", "id")]);
}

/** Converts the vendor's 404 into the rejection. */
export async function orMissing<Result>(call: Promise<Result>): Promise<Result> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof GatewayError && error.status === 404) throw missing();
    throw error;
  }
}

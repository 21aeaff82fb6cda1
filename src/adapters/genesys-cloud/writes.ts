import { z } from "zod";
import type { ScheduleCommand } from "../../domain/command.js";
import { GatewayError } from "../../domain/errors.js";
import type { Instant } from "../../domain/time/instant.js";
import { CommandRejected, refuseFor, userError, type UserError } from "../../domain/user-error.js";
import type { JsonValue } from "../../lib/json.js";
import type { Adapter, AdapterContext, CallOptions, VendorPage, Written } from "../adapter.js";
import { readAfterWrite, unplaced, withdrawn } from "../write.js";
import type { GenesysCloudClient, GenesysCloudWriteResponse } from "./client.js";
import type { LiveMemory } from "./live-memory.js";
import { checkWindow, createGenesysCloudMoves, missing, orMissing } from "./moves.js";
import { dropNulls, listOf, text } from "./parts.js";
import type { GenesysCloudSettings } from "./settings.js";
import { readLiveState, roleOf } from "./words.js";

type Writes = Required<Pick<Adapter, "schedule" | "reschedule" | "reassign" | "cancel">>;

export interface GenesysCloudWritesOptions {
  readonly client: GenesysCloudClient;
  readonly memory: LiveMemory;
  readonly settings: GenesysCloudSettings;
  readonly context: AdapterContext;
  readonly get: (vendorId: string, options: CallOptions) => Promise<VendorPage>;
}

/** The writing half of a Genesys Cloud organization. Writes are read back live: the analytics API is behind. */
export function createGenesysCloudWrites(options: GenesysCloudWritesOptions): Writes {
  const { client, memory, settings, context, get } = options;
  const { clock } = context;
  const { reasonAttribute } = settings;

  const toWritten = async (
    vendorId: string | null,
    { trackingId }: GenesysCloudWriteResponse,
    respondedAt: Instant,
    call: CallOptions,
  ): Promise<Written> => {
    const page = vendorId === null ? null : await readAfterWrite(() => get(vendorId, call));
    const nothing = { observations: [], quarantined: [], coerced: [], isComplete: false };
    return { receipt: { trackingId: trackingId ?? null, respondedAt }, vendorId, page: page ?? nothing };
  };

  return {
    ...createGenesysCloudMoves({ client, memory, clock, toWritten }),

    async schedule(command) {
      refuseFor(checkSchedule(command, reasonAttribute, clock()));
      const { queueId, phoneNumber, customerName, window, reason } = command;
      const request = dropNulls({
        queueId,
        callbackNumbers: [phoneNumber],
        callbackUserName: customerName,
        callbackScheduledTime: window === null ? null : new Date(window.start).toISOString(),
        data: reason === null || reasonAttribute === undefined ? null : { [reasonAttribute]: reason },
      });
      return {
        async send(call) {
          const response = await orUnknownQueue(client.create(request, call));
          return toWritten(response.id, response, clock(), call);
        },
      };
    },

    async cancel(existing, call) {
      const { vendorId } = existing.callback;
      const { body } = await client.conversation(vendorId, call);
      if (body === null) throw missing();
      refuseFor(checkCancel(body));
      return {
        async send(callOptions) {
          const { trackingId, stamp } = await orMissing(client.disconnect(vendorId, callOptions));
          memory.forget(vendorId);
          // The response confirms it. The records say later that it ended, but not who ended it.
          return {
            receipt: { trackingId: trackingId ?? null, respondedAt: clock() },
            vendorId,
            page: withdrawn(existing, stamp),
          };
        },
      };
    },
  };
}

/** Every rule of "CreateCallbackCommand" that a command breaks. */
function checkSchedule(command: ScheduleCommand, reasonAttribute: string | undefined, now: Instant): UserError[] {
  const errors = unplaced(command, ["campaignId", "agentId", "originInteractionId"]);
  if (command.queueId === null || command.queueId.trim() === "") {
    errors.push(userError("INVALID_INPUT", "queueId is required: a queue routes the callback", "queueId"));
  }
  if (command.reason !== null && reasonAttribute === undefined) {
    const message = "reason: not supported unless the source's settings name a reasonAttribute; omit it";
    errors.push(userError("INVALID_INPUT", message, "reason"));
  }
  return [...errors, ...(command.window === null ? [] : checkWindow(command.window, now))];
}

const medium = z.object({ state: text.optional() });
const conversation = z.object({
  participants: listOf(z.object({ purpose: text.optional(), calls: listOf(medium), callbacks: listOf(medium) })),
});

/** A disconnect ends everything in the conversation: a call that is in progress is never cut. */
function checkCancel(body: JsonValue): UserError[] {
  const { participants } = conversation.parse(body);
  const isOpen = ({ state }: z.output<typeof medium>): boolean => readLiveState(state ?? null) !== null;
  if (participants.some(({ calls }) => calls.some(isOpen))) {
    const message = "a call of this conversation is in progress, and canceling would cut it; cancel when it has ended";
    return [userError("INVALID_INPUT", message, "id")];
  }
  if (participants.some(({ purpose, callbacks }) => roleOf(purpose ?? null) === "agent" && callbacks.some(isOpen))) {
    const message = "the callback is in progress: an agent has it, so it cannot be canceled now";
    return [userError("INVALID_INPUT", message, "id")];
  }
  if (participants.some(({ callbacks }) => callbacks.some(isOpen))) return [];
  return [userError("ALREADY_OVER", "the callback has ended at the vendor", "id")];
}

async function orUnknownQueue<Result>(call: Promise<Result>): Promise<Result> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof GatewayError) || error.status !== 404) throw error;
    throw new CommandRejected([userError("INVALID_INPUT", "the vendor does not have this queue", "queueId")]);
  }
}

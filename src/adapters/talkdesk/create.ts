import type { Clock } from "../../domain/time/instant.js";
import type { JsonObject } from "../../lib/json.js";
import type { ScheduleCommand } from "../../domain/command.js";
import { refuseFor, userError, type UserError } from "../../domain/user-error.js";
import type { Adapter, CallOptions, MappingContext, PlannedWrite, VendorPage } from "../adapter.js";
import { NOTHING, readRows, type RowReader } from "../wire/vendor-page.js";
import { readAfterWrite, unplaced } from "../write.js";
import type { TalkdeskClient } from "./client.js";
import type { TalkdeskCreateSettings } from "./settings.js";
import { orRefused } from "./writes.js";

export interface TalkdeskCreateOptions {
  readonly settings: TalkdeskCreateSettings;
  readonly client: TalkdeskClient;
  readonly reader: RowReader;
  readonly mapping: MappingContext;
  readonly clock: Clock;
  /** The callbacks of a number, as the list shows them. */
  readonly find: (phoneNumber: string, options: CallOptions) => Promise<VendorPage>;
}

/** Scheduling, by a preview whose path and body are not published, and direct callbacks. */
export function createTalkdeskCreate(options: TalkdeskCreateOptions): Required<Pick<Adapter, "schedule">> {
  const { settings, client, reader, mapping, clock, find } = options;

  /** A callback at a time, which the list shows. */
  const planScheduled = (command: ScheduleCommand, start: number): PlannedWrite => {
    const request = scheduledRequest(command, start, settings);
    return {
      async send(call) {
        const { body, trackingId, stamp } = await orRefused(client.create(request, call));
        const respondedAt = clock();
        const said = readRows(body === null ? [] : [body], reader, mapping, stamp);
        const vendorId = said.observations[0]?.callback.vendorId ?? null;
        // The list names fields differently from the response to the write.
        const page = await readAfterWrite(() => find(command.phoneNumber, call));
        return { receipt: { trackingId: trackingId ?? null, respondedAt }, vendorId, page };
      },
    };
  };

  /** A callback as soon as possible. No document says that a list shows it: its outcome cannot be read back. */
  const planDirect = (request: JsonObject): PlannedWrite => ({
    isListed: false,
    async send(call) {
      const { trackingId } = await orRefused(client.createDirect(request, call));
      const receipt = { trackingId: trackingId ?? null, respondedAt: clock() };
      return { receipt, vendorId: null, page: { ...NOTHING, isComplete: false } };
    },
  });

  return {
    async schedule(command) {
      const { window } = command;
      const { talkdeskNumber } = settings;
      if (window !== null) {
        refuseFor([...checkScheduled(command, settings), ...checkStart(window, clock())]);
        return planScheduled(command, window.start);
      }
      if (talkdeskNumber === undefined) {
        const message = "window: as soon as possible needs the setting create.talkdeskNumber, give a time";
        refuseFor([userError("INVALID_INPUT", message, "window")]);
      }
      refuseFor(unplaced(command, ["queueId", "campaignId", "agentId", "originInteractionId"]));
      return planDirect(directRequest(command, talkdeskNumber ?? ""));
    },
  };
}

function checkStart({ start, end }: NonNullable<ScheduleCommand["window"]>, now: number): UserError[] {
  const errors: UserError[] = [];
  if (end !== null) {
    const message = "window.end: the vendor's callbacks have no end, omit it";
    errors.push(userError("INVALID_INPUT", message, "window", "end"));
  }
  if (start <= now) errors.push(userError("INVALID_INPUT", "window.start must be in the future", "window", "start"));
  return errors;
}

function checkScheduled(command: ScheduleCommand, { ringGroup }: TalkdeskCreateSettings): UserError[] {
  const errors = unplaced(command, ["campaignId", "customerName"]);
  const { agentId, queueId } = command;
  if (agentId !== null && queueId !== null) {
    errors.push(
      userError("INVALID_INPUT", "queueId: the vendor assigns to an agent or a ring group, omit one", "queueId"),
    );
  }
  if (agentId === null && queueId === null && ringGroup === undefined) {
    const message = "queueId: name a ring group or an agent, or set create.ringGroup";
    errors.push(userError("INVALID_INPUT", message, "queueId"));
  }
  return errors;
}

/** The help article lists what is needed; the names are those of the single callback object, which is a guess. */
function scheduledRequest(
  { phoneNumber, window, agentId, queueId, originInteractionId, reason }: ScheduleCommand,
  start: number,
  { callerId, ringGroup }: TalkdeskCreateSettings,
): JsonObject {
  const assignee: JsonObject =
    agentId === null
      ? { assign_type: "SPECIFIC_RING_GROUP", ring_groups: [{ ring_group: queueId ?? ringGroup ?? "" }] }
      : { assign_type: "SPECIFIC_AGENT", agents: [{ agent_id: agentId }] };
  return {
    phone_number: phoneNumber,
    scheduled_time_to_call: new Date(start).toISOString(),
    timezone: window?.timeZone ?? "UTC",
    ...assignee,
    caller_id: callerId,
    dialing_model: "PREVIEW",
    ...(originInteractionId !== null && { interaction_id: originInteractionId }),
    ...(reason !== null && { notes: reason }),
  };
}

/** "New Direct Callback". Its page shows the data type `phone` only: `text` is a guess. */
function directRequest({ phoneNumber, customerName, reason }: ScheduleCommand, talkdeskNumber: string): JsonObject {
  const field = (name: string, label: string, value: string | null): JsonObject[] =>
    value === null ? [] : [{ name, display_name: label, tooltip_text: label, data_type: "text", value }];
  const fields = [...field("customer_name", "Customer", customerName), ...field("reason", "Reason", reason)];
  return {
    talkdesk_phone_number: talkdeskNumber,
    contact_phone_number: phoneNumber,
    ...(fields.length > 0 && { context: { fields } }),
  };
}

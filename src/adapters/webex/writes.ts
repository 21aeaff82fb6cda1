import { GatewayError } from "../../domain/errors.js";
import type { JsonObject, JsonValue } from "../../lib/json.js";
import type { MappedRecord } from "../../domain/change/observation.js";
import { CommandRejected, refuseFor, userError } from "../../domain/user-error.js";
import type { CallbackWindow } from "../../domain/time/window.js";
import type { Adapter, MappingContext, Written } from "../adapter.js";
import { readRows, type RowReader } from "../wire/vendor-page.js";
import { withdrawn } from "../write.js";
import { readWebexAction } from "./action.js";
import type { WebexResponse } from "./client.js";
import { planWebexTask, refuseTaskWrite, type WebexImmediateOptions } from "./immediate.js";
import {
  checkReplaceable,
  checkUuid,
  checkWebexAction,
  checkWebexWindow,
  checkWebexCommand,
  toWebexTimes,
  webexNumberOf,
  type WebexTimes,
} from "./rules.js";

type Writes = Required<Pick<Adapter, "schedule" | "reschedule" | "reassign" | "cancel" | "recordAgentAction">>;

export interface WebexWritesOptions extends WebexImmediateOptions {
  readonly reader: RowReader;
  readonly mapping: MappingContext;
}

/** The fields of "CallbackScheduleUpdateRequest". A change sends all of them, because it replaces the record. */
const SENT_FIELDS = [
  "id",
  "customerName",
  "callbackNumber",
  "timezone",
  "scheduleDate",
  "startTime",
  "endTime",
  "queueId",
  "callbackReason",
  "sourceInteraction",
  "assigneeAgent",
] as const;

/** The writing half of a Webex organization. */
export function createWebexWrites(options: WebexWritesOptions): Writes {
  const { client, reader, mapping, context } = options;
  const { clock, source } = context;

  const toWritten = ({ body, trackingId, stamp }: WebexResponse): Written => {
    const respondedAt = clock();
    const rows = readRows([body], reader, mapping, stamp);
    return {
      receipt: { trackingId: trackingId ?? null, respondedAt },
      vendorId: rows.observations[0]?.callback.vendorId ?? null,
      page: { ...rows, isComplete: false },
    };
  };

  return {
    async schedule(command) {
      const { window } = command;
      if (window === null) return planWebexTask(command, options);
      refuseFor([...checkWebexCommand(command), ...checkWebexWindow(window, clock())]);
      const request = dropNulls({
        customerName: command.customerName,
        callbackNumber: webexNumberOf(command.phoneNumber),
        ...timesOf(window),
        queueId: command.queueId,
        callbackReason: command.reason,
        sourceInteraction: command.originInteractionId,
        assigneeAgent: command.agentId,
      });
      return { send: async (options) => toWritten(await client.create(request, options)) };
    },

    async reschedule(existing, command, reading) {
      const { vendorId, timing } = existing.callback;
      if (timing === "ASAP") throw refuseTaskWrite("rescheduled");
      const { body: record } = await client.get(vendorId, reading);
      if (record === null) throw over();
      const window = fillWindow(command.window, existing);
      refuseFor([...checkWebexWindow(window, clock()), ...checkUuid(command.agentId, "agentId")]);
      // Read, then replaced as a whole: Webex has no version number that would reveal another write in between.
      const request = dropNulls({
        ...pick(record),
        ...timesOf(window),
        ...(command.agentId === null ? {} : { assigneeAgent: command.agentId }),
      });
      return { send: async (call) => toWritten(await orOver(client.replace(vendorId, request, call))) };
    },

    async reassign(existing, { agentId }, reading) {
      const { vendorId, timing } = existing.callback;
      if (timing === "ASAP") throw refuseTaskWrite("reassigned");
      refuseFor(checkUuid(agentId, "agentId"));
      const { body: record, stamp } = await client.get(vendorId, reading);
      if (record === null) throw over();
      const [current] = readRows([record], reader, mapping, stamp).observations;
      refuseFor(checkReplaceable(current?.callback.window ?? null, clock()));
      const request = dropNulls({ ...pick(record), assigneeAgent: agentId });
      return { send: async (call) => toWritten(await orOver(client.replace(vendorId, request, call))) };
    },

    async cancel(existing) {
      const { vendorId, timing } = existing.callback;
      if (timing === "ASAP") throw refuseTaskWrite("canceled");
      return {
        async send(options) {
          const { trackingId, stamp } = await orOver(client.remove(vendorId, options));
          const respondedAt = clock();
          // Webex drops cancelled callbacks: there is nothing to read.
          return {
            receipt: { trackingId: trackingId ?? null, respondedAt },
            vendorId,
            page: withdrawn(existing, stamp),
          };
        },
      };
    },

    async recordAgentAction(command) {
      refuseFor(checkWebexAction(command));
      const request = dropNulls({
        interactionId: command.interactionId,
        agentId: command.agentId,
        clientId: command.clientId,
        actionType: command.actionType,
        // The documented name and type in the request; the response calls it actionDateTime.
        actionDateType: command.actionAt,
      });
      return {
        async send(options) {
          const { body, trackingId } = await client.recordAction(request, options);
          const action = readWebexAction(body, source, command);
          const receipt = { trackingId: action.trackingId ?? trackingId ?? null, respondedAt: clock() };
          return { receipt, action: { ...action, trackingId: receipt.trackingId } };
        },
      };
    },
  };
}

function timesOf(window: CallbackWindow | null): Partial<WebexTimes> {
  return (window === null ? null : toWebexTimes(window)) ?? {};
}

/** A callback that keeps its zone and its length, where the command does not say. */
function fillWindow(window: CallbackWindow, { callback }: MappedRecord): CallbackWindow {
  const old = callback.window;
  const length = old === null || old.end === null ? null : old.end - old.start;
  return {
    ...window,
    end: window.end ?? (length === null ? null : window.start + length),
    timeZone: window.timeZone ?? old?.timeZone ?? null,
  };
}

function over(): CommandRejected {
  const message = "the vendor no longer has this callback: its time has passed, or it was canceled";
  return new CommandRejected([userError("ALREADY_OVER", message, "id")]);
}

/** "Those whose scheduled trigger time has already passed" are rejected as if they did not exist. */
async function orOver<Result>(call: Promise<Result>): Promise<Result> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof GatewayError && error.status === 404) throw over();
    throw error;
  }
}

function pick(record: JsonValue): Record<string, JsonValue> {
  const fields = record as JsonObject;
  return Object.fromEntries(SENT_FIELDS.map((name) => [name, fields[name] ?? null]));
}

function dropNulls(fields: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, JsonValue] => entry[1] !== null && entry[1] !== undefined),
  );
}

import type { MappedRecord } from "../../domain/change/observation.js";
import type { ScheduleCommand } from "../../domain/command.js";
import { GatewayError } from "../../domain/errors.js";
import type { Instant } from "../../domain/time/instant.js";
import type { CallbackWindow } from "../../domain/time/window.js";
import { CommandRejected, refuseFor, userError, type UserError } from "../../domain/user-error.js";
import type { JsonObject, JsonValue } from "../../lib/json.js";
import type { Adapter, AdapterContext, CallOptions, VendorPage, Written } from "../adapter.js";
import { readAfterWrite, unplaced, withdrawn } from "../write.js";
import type { NiceCxoneClient, NiceCxoneReply } from "./client.js";
import { checkWrittenTime, type RequestedTime } from "./confirm.js";
import type { NiceCxoneSettings } from "./settings.js";

type Writes = Required<Pick<Adapter, "schedule" | "reschedule" | "cancel">>;

export interface NiceCxoneWritesOptions {
  readonly client: NiceCxoneClient;
  readonly settings: Pick<NiceCxoneSettings, "skills" | "timeZone">;
  readonly context: AdapterContext;
  /** Returns the callbacks of a skill as the vendor has them now. */
  readonly findInSkill: (skillId: string, options: CallOptions) => Promise<VendorPage>;
}

/** A callback as the vendor has it now, and the skill whose list contains it. */
interface Current extends MappedRecord {
  readonly skillId: string;
}

/** The vendor stores this with a removal. */
const REMOVAL: JsonObject = { description: "Canceled through Ringback" };

/** The writing half of a business unit. Times are sent in UTC, and read back from the list of the skill. */
export function createNiceCxoneWrites({ client, settings, context, findInSkill }: NiceCxoneWritesOptions): Writes {
  const { clock } = context;
  const { skills, timeZone } = settings;

  /** Reads a callback before a change, from the list of its skill, then of the others: it may have been moved. */
  const readCurrent = async ({ callback }: MappedRecord, options: CallOptions): Promise<Current> => {
    const { vendorId, routing } = callback;
    const own = skills.filter((skillId) => skillId === routing.queueId);
    for (const skillId of [...own, ...skills.filter((one) => !own.includes(one))]) {
      const { observations } = await findInSkill(skillId, options);
      const current = observations.find((one) => one.callback.vendorId === vendorId);
      if (current !== undefined) return { ...current, skillId };
    }
    throw missing();
  };

  /** Reads a callback after a write, and compares its time with the requested one. */
  const confirm = async (
    vendorId: string,
    skillId: string,
    reply: NiceCxoneReply,
    requested: Omit<RequestedTime, "timeZone">,
    call: CallOptions,
  ): Promise<Written> => {
    const respondedAt = clock();
    const { observations, ...page } = await readAfterWrite(() => findInSkill(skillId, call));
    const own = observations.filter(({ callback }) => callback.vendorId === vendorId);
    return {
      receipt: { trackingId: reply.trackingId ?? null, respondedAt },
      vendorId,
      page: { ...page, quarantined: [], coerced: [], observations: own },
      errors: own.flatMap(({ callback }) => checkWrittenTime(callback, { ...requested, timeZone })),
    };
  };

  return {
    async schedule(command) {
      const { window } = command;
      refuseFor(checkSchedule(command, skills, clock()));
      const skillId = command.queueId ?? skills[0] ?? "";
      const start = window?.start ?? 0;
      const request = dropNulls({
        ...namesOf(command.customerName),
        phoneNumber: command.phoneNumber,
        skillId: Number(skillId),
        targetAgentId: command.agentId === null ? null : Number(command.agentId),
        scheduleDate: iso(start),
        notes: command.reason,
      });
      return {
        async send(call) {
          const reply = await client.create(request, call);
          return confirm(reply.callbackId, skillId, reply, { start, previousStart: null }, call);
        },
      };
    },

    async reschedule(existing, command, options) {
      const { vendorId } = existing.callback;
      const { start } = command.window;
      refuseFor([...checkWindow(command.window, clock()), ...checkAgent(command.agentId)]);
      const current = await readCurrent(existing, options);
      const { callback, skillId } = current;
      const request = { ...requestOf(current), scheduleDate: iso(start) };
      const agent = command.agentId === null ? {} : { targetAgentId: Number(command.agentId) };
      return {
        async send(call) {
          const reply = await orMissing(client.update(vendorId, { ...request, ...agent }, call));
          return confirm(vendorId, skillId, reply, { start, previousStart: callback.window?.start ?? null }, call);
        },
      };
    },

    async cancel(existing) {
      const { vendorId } = existing.callback;
      return {
        async send(call) {
          const { trackingId, stamp } = await orMissing(client.remove(vendorId, REMOVAL, call));
          // The vendor forgets it: there is nothing to read.
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

/**
 * Returns all fields of a record as a request: the documents call each of them optional, and do not say whether one that
 * is left out keeps its value.
 */
function requestOf({ callback, vendorRecord }: MappedRecord): JsonObject {
  const { firstName, lastName, dialNumber, skillId, agentId, notes } = vendorRecord;
  return dropNulls({
    firstName,
    lastName,
    phoneNumber: dialNumber,
    skillId,
    targetAgentId: callback.assignment === null ? null : agentId,
    notes,
  });
}

/** Every rule that a command breaks. */
function checkSchedule(command: ScheduleCommand, skills: readonly string[], now: Instant): UserError[] {
  const { window, queueId, agentId } = command;
  const errors = unplaced(command, ["campaignId", "originInteractionId"]);
  if (queueId === null ? skills.length > 1 : !skills.includes(queueId)) {
    const message = `queueId: expected a skill of the source: ${skills.join(", ")}`;
    errors.push(userError("INVALID_INPUT", message, "queueId"));
  }
  if (window === null) {
    errors.push(userError("INVALID_INPUT", "window is required: the vendor's callbacks have a time", "window"));
  }
  return [...errors, ...checkAgent(agentId), ...(window === null ? [] : checkWindow(window, now))];
}

function checkAgent(agentId: string | null): UserError[] {
  if (agentId === null || /^[1-9]\d{0,14}$/u.test(agentId)) return [];
  return [userError("INVALID_INPUT", "agentId: the vendor's agents have whole numbers, such as 812", "agentId")];
}

function checkWindow({ start, end }: CallbackWindow, now: Instant): UserError[] {
  const errors: UserError[] = [];
  if (end !== null) {
    errors.push(userError("INVALID_INPUT", "window.end: the vendor's callbacks have no end, omit it", "window", "end"));
  }
  if (start <= now) errors.push(userError("INVALID_INPUT", "window.start must be in the future", "window", "start"));
  return errors;
}

/** The vendor has a first and a last name: the last word is the last name. */
function namesOf(name: string | null): { readonly firstName: string; readonly lastName: string } {
  const words = (name ?? "").trim().split(/\s+/u);
  const lastName = words.length > 1 ? (words.pop() ?? "") : "";
  return { firstName: words.join(" "), lastName };
}

function missing(): CommandRejected {
  const message = "the vendor does not have this callback (any more) in a skill of the source";
  return new CommandRejected([userError("NOT_FOUND", message, "id")]);
}

async function orMissing<Result>(call: Promise<Result>): Promise<Result> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof GatewayError && error.status === 404) throw missing();
    throw error;
  }
}

function iso(at: Instant): string {
  return new Date(at).toISOString();
}

function dropNulls(fields: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, JsonValue] => entry[1] !== null && entry[1] !== undefined),
  );
}

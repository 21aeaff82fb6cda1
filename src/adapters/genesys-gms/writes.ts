import { GatewayError } from "../../domain/errors.js";
import type { MappedRecord } from "../../domain/change/observation.js";
import type { ScheduleCommand } from "../../domain/command.js";
import { isOpenStatus } from "../../domain/status.js";
import type { Instant } from "../../domain/time/instant.js";
import { CommandRejected, refuseFor, userError, type UserError } from "../../domain/user-error.js";
import type { Adapter, AdapterContext, CallOptions, VendorPage, Written } from "../adapter.js";
import { readAfterWrite, unplaced, withdrawn } from "../write.js";
import type { GmsClient } from "./client.js";
import { findGmsService } from "./mapping.js";
import type { GmsReply } from "./replies.js";
import type { GenesysGmsSettings } from "./settings.js";
import { checkRefusal, checkSlot, slotPeriod } from "./slots.js";
import { CREATED_AT_KEY } from "./wire.js";

type Writes = Required<Pick<Adapter, "schedule" | "reschedule" | "cancel">>;

export interface GmsWritesOptions {
  readonly client: GmsClient;
  readonly settings: Pick<GenesysGmsSettings, "services" | "desiredTimeSlotMinutes">;
  readonly context: AdapterContext;
  /** Returns the callback of an id as the vendor has it now. */
  readonly get: (vendorId: string, options: CallOptions) => Promise<VendorPage>;
}

/** The writing half of an installation: to the callback services that the settings name. */
export function createGmsWrites({ client, settings, context, get }: GmsWritesOptions): Writes {
  const { clock } = context;
  const { services, desiredTimeSlotMinutes } = settings;
  const slotMs = desiredTimeSlotMinutes * 60_000;

  /** Throws a CommandRejected where the service does not offer this time. A service without time slots offers any. */
  const refuseForSlot = async (service: string, start: Instant, options: CallOptions): Promise<void> => {
    const slots = await client.slots(service, slotPeriod(start, slotMs), options);
    if (slots !== null) refuseFor(checkSlot(slots, start, slotMs));
  };

  /** Reads a callback before a write: its service, and that it has neither ended nor reached a live call. */
  const readOpen = async (existing: MappedRecord, options: CallOptions): Promise<MappedRecord> => {
    const { observations } = await get(existing.callback.vendorId, options);
    const current = observations.find(({ callback }) => callback.vendorId === existing.callback.vendorId);
    if (current === undefined) throw notFound();
    const { status, vendorStatus } = current.callback;
    if (!isOpenStatus(status)) throw new CommandRejected([userError("ALREADY_OVER", "the callback has ended", "id")]);
    if (status === "IN_PROGRESS") {
      const message = `the callback is in progress (${vendorStatus ?? status}): a live call is never cut`;
      throw new CommandRejected([userError("INVALID_INPUT", message, "id")]);
    }
    return current;
  };

  const serviceOf = ({ vendorRecord }: MappedRecord): string => {
    const service = findGmsService(vendorRecord) ?? (services.length === 1 ? services[0] : undefined);
    if (service !== undefined && services.includes(service)) return service;
    const named = service === undefined ? "no service" : `the service ${service}`;
    const message = `the record names ${named}: callbacks are written to ${services.join(", ")} only, by the settings`;
    throw new CommandRejected([userError("INVALID_INPUT", message, "id")]);
  };

  return {
    async schedule(command, options) {
      const { window, phoneNumber } = command;
      refuseFor([...checkCommand(command, clock()), ...checkService(command.queueId, services)]);
      const service = command.queueId ?? services[0] ?? "";
      if (window !== null) await refuseForSlot(service, window.start, options);
      return {
        async send(call) {
          const request = {
            _customer_number: phoneNumber,
            ...(window === null ? {} : { _desired_time: toIso(window.start) }),
            ...(command.customerName === null ? {} : { customer_name: command.customerName }),
            ...(command.reason === null ? {} : { reason: command.reason }),
            [CREATED_AT_KEY]: toIso(clock()),
          };
          const created = await orBlamed(client.create(service, request, call), ["queueId"], service);
          const respondedAt = clock();
          refuseFor(checkRefusal(created.refusal));
          const { id } = created;
          const page = id === null ? null : await readAfterWrite(() => get(id, call));
          return { receipt: { trackingId: null, respondedAt }, vendorId: id, page: page ?? EMPTY };
        },
      };
    },

    async reschedule(existing, { window, agentId }, options) {
      const agent = agentId === null ? [] : [userError("INVALID_INPUT", "agentId: not supported, omit it", "agentId")];
      refuseFor([...agent, ...checkTime(window, clock())]);
      const service = serviceOf(await readOpen(existing, options));
      await refuseForSlot(service, window.start, options);
      const { vendorId } = existing.callback;
      return {
        send: (call) =>
          write(client.update(service, vendorId, { _new_desired_time: toIso(window.start) }, call), async () => {
            const page = await readAfterWrite(() => get(vendorId, call));
            return { vendorId, page };
          }),
      };
    },

    async cancel(existing, options) {
      const service = serviceOf(await readOpen(existing, options));
      const { vendorId } = existing.callback;
      return {
        send: (call) =>
          write(client.cancel(service, vendorId, call), async ({ stamp }) => {
            const page = await readAfterWrite(() => get(vendorId, call));
            const isConfirmed = page.observations.some(({ callback }) => callback.status === "CANCELED");
            // The vendor confirms at once, and ends the callback a moment later.
            return { vendorId, page: isConfirmed ? page : withdrawn(existing, stamp) };
          }),
      };
    },
  };

  async function write(
    call: Promise<GmsReply>,
    read: (reply: GmsReply) => Promise<Omit<Written, "receipt">>,
  ): Promise<Written> {
    const reply = await orBlamed(call, ["id"], null);
    const respondedAt = clock();
    refuseFor(checkRefusal(reply.refusal));
    return { ...(await read(reply)), receipt: { trackingId: null, respondedAt } };
  }
}

const EMPTY: VendorPage = { observations: [], quarantined: [], coerced: [], isComplete: false };
const toIso = (at: Instant): string => new Date(at).toISOString();

/** Returns an error for each field of a command that the vendor's request does not have, and for a wrong time. */
function checkCommand(command: ScheduleCommand, now: Instant): UserError[] {
  const errors = unplaced(command, ["campaignId", "agentId", "originInteractionId"]);
  return [...errors, ...(command.window === null ? [] : checkTime(command.window, now))];
}

function checkTime({ start, end }: { start: Instant; end: Instant | null }, now: Instant): UserError[] {
  const errors: UserError[] = [];
  if (end !== null) {
    errors.push(userError("INVALID_INPUT", "window.end: the vendor's callbacks have no end, omit it", "window", "end"));
  }
  if (start <= now) errors.push(userError("INVALID_INPUT", "window.start must be in the future", "window", "start"));
  return errors;
}

/** A callback is requested from a service, which `queueId` names; with one service in the settings it may be omitted. */
function checkService(queueId: string | null, services: readonly string[]): UserError[] {
  if (queueId === null ? services.length === 1 : services.includes(queueId)) return [];
  return [userError("INVALID_INPUT", `queueId: expected a callback service: ${services.join(", ")}`, "queueId")];
}

function notFound(): CommandRejected {
  return new CommandRejected([userError("NOT_FOUND", "the vendor does not have this callback (any more)", "id")]);
}

/** Converts a 404, which means an unknown service or callback, into a userError of the input. */
async function orBlamed<Result>(
  call: Promise<Result>,
  field: readonly string[],
  service: string | null,
): Promise<Result> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof GatewayError) || error.status !== 404) throw error;
    if (service === null) throw notFound();
    throw new CommandRejected([
      userError("VENDOR_REJECTED", `the vendor has no callback service ${service}`, ...field),
    ]);
  }
}

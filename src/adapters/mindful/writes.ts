import { GatewayError } from "../../domain/errors.js";
import type { Instant } from "../../domain/time/instant.js";
import { findLookupNumber } from "../../domain/phone/phone-number.js";
import { isOpenStatus } from "../../domain/status.js";
import { CommandRejected, refuseFor, userError, type UserError } from "../../domain/user-error.js";
import type { ScheduleCommand } from "../../domain/command.js";
import type { Adapter, AdapterContext, VendorPage, CallOptions } from "../adapter.js";
import { readAfterWrite, unplaced, withdrawn } from "../write.js";
import type { MindfulClient } from "./client.js";
import type { MindfulOffer } from "./replies.js";

type Writes = Pick<Adapter, "schedule"> & Required<Pick<Adapter, "cancel">>;

export interface MindfulWritesOptions {
  readonly client: MindfulClient;
  /** The widget through which callbacks are requested; null if none is configured. */
  readonly widgetId: string | null;
  readonly context: AdapterContext;
  /** The callbacks of a number, spelled exactly so. */
  readonly find: (contactNumber: string, options: CallOptions) => Promise<VendorPage>;
}

/** The input field of each rejection status of "Register a Callback". */
const BLAMED: Readonly<Record<string, readonly string[]>> = {
  ContactRequired: ["phoneNumber"],
  InvalidContact: ["phoneNumber"],
  DuplicateRequest: ["phoneNumber"],
  AppointmentTimeInThePast: ["window", "start"],
  InvalidTimeZone: ["window", "timeZone"],
};

/**
 * The writes of a Scheduler. It cannot reschedule: cancelling a callback and requesting another would not be atomic.
 */
export function createMindfulWrites({ client, widgetId, context, find }: MindfulWritesOptions): Writes {
  const { clock, source } = context;

  const scheduleBy = (widget: string): Required<Pick<Adapter, "schedule">> => ({
    async schedule(command, options) {
      refuseFor(checkMindfulCommand(command));
      refuseFor(checkMindfulOffer(command, await client.offer(widget, options)));
      const request = {
        contact_number: command.phoneNumber,
        ...(command.window === null ? {} : { appointment_time: command.window.start / 1000 }),
        ...userData(command),
      };
      return {
        async send(call) {
          const { requestId } = await orBlamed(client.request(widget, request, call));
          const respondedAt = clock();
          const page = await readAfterWrite(() => find(command.phoneNumber, call));
          const isConfirmed = page.observations.some(({ callback }) => callback.vendorId === requestId);
          return { receipt: { trackingId: null, respondedAt }, vendorId: isConfirmed ? requestId : null, page };
        },
      };
    },
  });

  return {
    ...(widgetId === null ? {} : scheduleBy(widgetId)),

    async cancel(existing, options) {
      const { vendorId, customer, lookupNumber = customer.phoneNumberRaw } = existing.callback;
      const number = findLookupNumber(lookupNumber);
      if (number === null)
        throw new CommandRejected([userError("NOT_FOUND", "the callback has no number to query by", "id")]);
      // The vendor withdraws by number: before it does, the number has to mean this callback and no other.
      const { observations } = await find(number, options);
      const open = observations.filter(({ callback }) => isOpenStatus(callback.status));
      if (!observations.some(({ callback }) => callback.vendorId === vendorId)) throw notFound();
      if (!open.some(({ callback }) => callback.vendorId === vendorId)) {
        throw new CommandRejected([userError("ALREADY_OVER", "the callback has ended", "id")]);
      }
      if (open.length > 1) throw tooMany();
      return {
        async send(call) {
          const { status, stamp } = await client.cancel(number, call);
          const respondedAt = clock();
          refuseForOutcome(status, source);
          const readPage = await readAfterWrite(() => find(number, call));
          const isConfirmed = readPage.observations.some(
            ({ callback }) => callback.vendorId === vendorId && callback.status === "CANCELED",
          );
          const page = isConfirmed ? readPage : withdrawn(existing, stamp);
          return { receipt: { trackingId: null, respondedAt }, vendorId, page };
        },
      };
    },
  };
}

/** Returns an error for each field of a command that the vendor's request does not have. */
export function checkMindfulCommand(command: ScheduleCommand): UserError[] {
  const errors = unplaced(command, ["queueId", "campaignId", "agentId", "originInteractionId"]);
  if (command.window !== null && command.window.end !== null) {
    const message = "window.end: the vendor's appointments have no end, omit it";
    errors.push(userError("INVALID_INPUT", message, "window", "end"));
  }
  return errors;
}

const SLOTS_NAMED = 3;

/** Whether the widget offers the time: one of its slots, or as soon as possible. */
export function checkMindfulOffer({ window }: ScheduleCommand, { isAsapOffered, slots }: MindfulOffer): UserError[] {
  if (window === null) {
    if (isAsapOffered) return [];
    return [userError("SLOT_NOT_OFFERED", `as soon as possible is not offered now; ${nextSlots(slots, 0)}`, "window")];
  }
  if (slots.includes(window.start)) return [];
  return [
    userError("SLOT_NOT_OFFERED", `this time is not offered; ${nextSlots(slots, window.start)}`, "window", "start"),
  ];
}

function nextSlots(slots: readonly Instant[], from: Instant): string {
  const next = slots.filter((slot) => slot >= from).slice(0, SLOTS_NAMED);
  if (next.length === 0) return "no later time is offered";
  return `the next are ${next.map((slot) => new Date(slot).toISOString()).join(", ")}`;
}

/** Free data goes along with a request; that an agent sees it under these names is up to the tenant. */
function userData({ customerName, reason }: ScheduleCommand): { user_data?: Record<string, string> } {
  const said = {
    ...(customerName === null ? {} : { customer_name: customerName }),
    ...(reason === null ? {} : { reason }),
  };
  return Object.keys(said).length === 0 ? {} : { user_data: said };
}

async function orBlamed<Result>(call: Promise<Result>): Promise<Result> {
  try {
    return await call;
  } catch (error) {
    const vendorCode = error instanceof GatewayError && error.code === "VENDOR_REJECTED" ? error.vendorCode : null;
    const field = vendorCode === null ? undefined : BLAMED[vendorCode];
    if (field === undefined) throw error;
    throw new CommandRejected([
      userError("VENDOR_REJECTED", `the vendor rejected the request: ${vendorCode}`, ...field),
    ]);
  }
}

/** Checks the status of "Cancel a Callback", whose 200 contains the result. Throws for any other than Canceled. */
function refuseForOutcome(vendorCode: string, source: string): void {
  switch (vendorCode.toLowerCase().replaceAll(/[^a-z]/gu, "")) {
    case "canceled":
    case "cancelled":
      return;
    case "interactionnotfound":
      throw notFound();
    case "toomanyinteractions":
      throw tooMany();
    case "failed":
      throw new CommandRejected([userError("VENDOR_REJECTED", "the vendor could not cancel the callback", "id")]);
    default:
      throw new GatewayError("VENDOR_MALFORMED", `${source} responded with an unknown value`, { source });
  }
}

function notFound(): CommandRejected {
  return new CommandRejected([userError("NOT_FOUND", "the vendor has no pending callback of this number", "id")]);
}

function tooMany(): CommandRejected {
  const message = "the vendor cancels by number, and this number has several open callbacks: none was canceled";
  return new CommandRejected([userError("TOO_MANY_CALLBACKS", message, "id")]);
}

import { observationOf, type MappedRecord } from "../domain/change/observation.js";
import type { RequestStamp } from "../domain/change/request-stamp.js";
import { userError, type UserError } from "../domain/user-error.js";
import { asWithdrawn, type ScheduleCommand } from "../domain/command.js";
import type { VendorPage } from "./adapter.js";
import { NOTHING } from "./wire/vendor-page.js";

/**
 * Returns a callback whose cancellation the vendor has confirmed without returning it: as last observed, with the
 * status CANCELED.
 */
export function withdrawn({ callback, vendorRecord }: MappedRecord, stamp: RequestStamp): VendorPage {
  const canceled = observationOf({ callback: asWithdrawn(callback), vendorRecord }, stamp);
  return { ...NOTHING, observations: [canceled], isComplete: false };
}

/** Reads a callback after a write; nothing if the read fails, because the write has succeeded already. */
export async function readAfterWrite(read: () => Promise<VendorPage>): Promise<VendorPage> {
  try {
    return { ...(await read()), isComplete: false };
  } catch {
    return { ...NOTHING, isComplete: false };
  }
}

/** Returns an error for each of these fields of a command that is set: the vendor's API lacks it, and would drop it. */
export function unplaced(
  command: ScheduleCommand,
  parts: readonly Exclude<keyof ScheduleCommand, "phoneNumber" | "window">[],
): UserError[] {
  return parts
    .filter((part) => command[part] !== null)
    .map((part) => userError("INVALID_INPUT", `${part}: not supported by the vendor, omit it`, part));
}

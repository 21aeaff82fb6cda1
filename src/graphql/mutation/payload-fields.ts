import type { CommandOutcome } from "../../commands/commands.js";
import type { Loaders } from "../../loaders/loaders.js";
import { findSource, sourceOf } from "../source/request-sources.js";
import { VendorReceiptType } from "./vendor-receipt.type.js";

/** The descriptions of the fields that all payloads have. */
export const RECEIPT =
  "The vendor's receipt; null if there was no response, or if it was lost and the outcome was found later by " +
  "reconciliation.";
export const ERRORS = "Why the command was not executed, or not as requested. Empty if it was.";

/** Returns the receipt of a command; also where its key is repeated after its source was taken out of the settings. */
export function toReceipt(
  { source, receipt }: CommandOutcome,
  vendor: string | null,
  loaders: Loaders,
): VendorReceiptType | null {
  if (receipt === null) return null;
  const found = vendor === null ? findSource(loaders, source) : sourceOf(loaders, { source, vendor });
  return found === null ? null : new VendorReceiptType(found, receipt);
}

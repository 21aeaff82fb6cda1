import type { Callback } from "../domain/callback.js";
import type { Caller } from "../domain/caller.js";
import type { RememberedCallback } from "../domain/change/observation.js";
import { maskPhoneNumber } from "../domain/phone/phone-number.js";

/** Replaces a text that is masked. A missing text is null for every caller. */
const MASK = "***";

/** Whether the caller may read PII. */
export function canReadPii({ scopes }: Caller): boolean {
  return scopes.has("pii:read");
}

/**
 * Returns a callback as callers without `pii:read` may read it: texts as stars, raw numbers by their last two digits,
 * and null for values that cannot be masked. The vendor's record is empty.
 */
export function maskPii({ callback, ...stored }: RememberedCallback): RememberedCallback {
  const { customer, routing } = callback;
  const masked: Callback = {
    ...callback,
    customer: {
      name: mask(customer.name),
      firstName: mask(customer.firstName),
      lastName: mask(customer.lastName),
      contactId: mask(customer.contactId),
      phoneNumber: null,
      phoneNumberRaw: maskNumber(customer.phoneNumberRaw),
      emailAddress: null,
    },
    routing: { ...routing, callerId: maskNumber(routing.callerId), dn: maskNumber(routing.dn) },
    reason: mask(callback.reason),
  };
  return { ...stored, callback: masked, vendorRecord: {} };
}

/** Masks a text; null stays null. */
export function mask(text: string | null): string | null {
  return text === null ? null : MASK;
}

function maskNumber(text: string | null): string | null {
  return text === null ? null : maskPhoneNumber(text);
}

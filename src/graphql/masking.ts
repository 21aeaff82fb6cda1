import type { Callback } from "../domain/callback.js";
import type { Caller } from "../domain/caller.js";
import type { RememberedCallback } from "../domain/change/observation.js";
import { maskPhoneNumber } from "../domain/phone/phone-number.js";

/** What stands for a text that is there and is not shown. What is not there is null for everybody. */
const MASK = "***";

/** Whether the caller may see who a customer is. */
export function canReadPii({ scopes }: Caller): boolean {
  return scopes.has("pii:read");
}

/**
 * What is shown of a callback to those who may not see people: texts as stars, raw numbers by their last two digits, and
 * nothing of what a type cannot hold masked, the vendor's own record among it.
 */
export function maskPii({ callback, ...seen }: RememberedCallback): RememberedCallback {
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
  return { ...seen, callback: masked, vendorRecord: {} };
}

function mask(text: string | null): string | null {
  return text === null ? null : MASK;
}

function maskNumber(text: string | null): string | null {
  return text === null ? null : maskPhoneNumber(text);
}

import { createHmac } from "node:crypto";
import type { Callback } from "./callback.js";
import { isIdentifyingNumber } from "./phone/phone-number.js";

/**
 * Identifies a customer: by the number over all sources if it parses, else by the vendor's id or the raw number within
 * one source. Without any of these the customer has one callback, and is identified by that.
 */
export type CustomerKey =
  | { readonly phoneNumber: string }
  | { readonly source: string; readonly contactId: string }
  | { readonly source: string; readonly phoneNumberRaw: string }
  | { readonly source: string; readonly vendorId: string };

/** A customer: its key, and the keyed hash of that, which can be published. */
export interface CustomerRef {
  /** 32 hexadecimal digits. */
  readonly hash: string;
  readonly key: CustomerKey;
}

/** Returns the customer of a callback. Equal customers have equal hashes. */
export type CustomerOf = (callback: Callback) => CustomerRef;

/** The most callbacks that `Callback.duplicates` returns. */
export const MOST_DUPLICATES = 20;

/** 128 bits. */
const HASH_CHARACTERS = 32;

/** Creates the function that identifies the customers of one store. `secret` is the key of the hashes. */
export function createCustomerOf(secret: string): CustomerOf {
  const refs = new WeakMap<Callback, CustomerRef>();
  return (callback) => {
    const cached = refs.get(callback);
    if (cached !== undefined) return cached;
    const key = customerKeyOf(callback);
    const ref = { key, hash: hashOf(key, secret) };
    refs.set(callback, ref);
    return ref;
  };
}

function hashOf(key: CustomerKey, secret: string): string {
  // The names of the members are hashed as well, so that equal values of two kinds differ.
  return createHmac("sha256", secret).update(JSON.stringify(key)).digest("hex").slice(0, HASH_CHARACTERS);
}

/** Withheld numbers, placeholders and numbers with an extension are shared by strangers, so they identify nobody. */
export function customerKeyOf({ source, vendorId, customer }: Callback): CustomerKey {
  const { phoneNumber, contactId, phoneNumberRaw } = customer;
  if (phoneNumber !== null) return { phoneNumber };
  if (contactId !== null) return { source, contactId };
  return phoneNumberRaw !== null && isIdentifyingNumber(phoneNumberRaw)
    ? { source, phoneNumberRaw }
    : { source, vendorId };
}

/** True if a callback is of this customer. */
export function isOfCustomer(callback: Callback, { key }: CustomerRef): boolean {
  return JSON.stringify(customerKeyOf(callback)) === JSON.stringify(key);
}

import type { JsonObject } from "../../lib/json.js";
import { readContact, type Contact } from "./contact.js";
import { isCallbackMethod } from "./words.js";

/** The contacts of one callback. */
export interface Chain {
  /** The ids of its contacts in the order of time. The first one is the callback's id. */
  readonly ids: readonly [string, ...string[]];
  /** Summary of the contact in which it was requested; null if the vendor names none. */
  readonly initial: JsonObject | null;
}

/**
 * Finds the callback that a contact belongs to, in the contacts of its tree. The contacts of a callback are linked by
 * PreviousContactId; the call in which it was requested is none of them, and may have led to another callback.
 */
export function chainOf(contact: JsonObject & { readonly Id: string }, tree: readonly JsonObject[]): Chain {
  const own = readContact(contact);
  const byId = new Map<string, Contact>();
  for (const read of [own, ...tree.map(readContact)]) {
    if (read.id !== null && isCallbackMethod(read.method)) byId.set(read.id, byId.get(read.id) ?? read);
  }
  const first = firstOf(contact.Id, byId);
  const members = [...byId.values()].filter(({ id }) => id !== null && firstOf(id, byId) === first);
  const rest = members
    .filter(({ id }) => id !== first)
    .toSorted((a, b) => (a.initiatedAt ?? 0) - (b.initiatedAt ?? 0))
    .flatMap(({ id }) => id ?? []);
  const initialId = contact["InitialContactId"];
  const initial = tree.find(({ ContactId: id }) => id === initialId && id !== first) ?? null;
  return { ids: [first, ...rest], initial };
}

/** Follows the previous contacts as long as they are callbacks. A loop of contacts ends where it began. */
function firstOf(id: string, byId: ReadonlyMap<string, Contact>): string {
  const passed = new Set<string>();
  let current = id;
  for (;;) {
    passed.add(current);
    const previous = byId.get(current)?.previousId ?? null;
    if (previous === null || !byId.has(previous) || passed.has(previous)) return current;
    current = previous;
  }
}

import { GatewayError } from "./errors.js";
import type { Instant } from "./time/instant.js";

/** What a caller may be allowed to do, as a closed set. None implies another. */
export const SCOPES = {
  "callbacks:read": "Read callbacks and subscribe to their changes.",
  "callbacks:write":
    "Schedule, reschedule and cancel callbacks, and record agent actions. Reading the payload needs callbacks:read.",
  "pii:read": "Read PII of customers (numbers, names, e-mail addresses, ids and free text), and filter by it.",
  admin: "Use the operator endpoints, and send change hints.",
} as const;
export type Scope = keyof typeof SCOPES;

/** Who asks, and what of. Made by authentication, once for each request or socket. */
export interface Caller {
  /** The identity that rates, idempotency keys and the audit go by; says how it was proven. No secret. */
  readonly id: string;
  readonly scopes: ReadonlySet<Scope>;
  /** Whether callbacks may be looked for by a customer's number or id, also without pii:read. */
  readonly maySearchPeople: boolean;
  /** The sources, and so the tenants, that exist for this caller; null: all of them. */
  readonly sources: ReadonlySet<string> | null;
  /** When the proof of who it is ends; null: never. */
  readonly expiresAt: Instant | null;
  /** Aborted when the settings withdraw what the caller was let in by; missing where that cannot be. */
  readonly withdrawn?: AbortSignal;
}

/** Everybody, where the settings ask nobody who they are. */
export const ANYBODY: Caller = {
  id: "anybody",
  scopes: new Set(Object.keys(SCOPES) as Scope[]),
  maySearchPeople: true,
  sources: null,
  expiresAt: null,
};

/** Whether a source exists for the caller. One that does not has to look like one that is not there. */
export function sees(caller: Caller, source: string): boolean {
  return caller.sources === null || caller.sources.has(source);
}

/** Throws FORBIDDEN, with the name of the scope, where the caller lacks it. */
export function requireScope(caller: Caller, scope: Scope): void {
  if (!caller.scopes.has(scope)) throw new GatewayError("FORBIDDEN", `missing scope ${scope}`);
}

/** Throws UNAUTHENTICATED where the proof of who the caller is has ended. */
export function requireUnexpired(caller: Caller, now: Instant): void {
  if (!isCurrent(caller, now)) throw expired();
}

/** Whether the proof of who the caller is still holds. */
export function isCurrent({ expiresAt, withdrawn }: Caller, now: Instant): boolean {
  return (expiresAt === null || expiresAt > now) && withdrawn?.aborted !== true;
}

/** What those are told whose token has ended. `position` is the place in the change log that they resume behind. */
export function expired(position?: number): GatewayError {
  const message = "the token has expired or was revoked: send a new one";
  return new GatewayError("UNAUTHENTICATED", message, position === undefined ? {} : { position });
}

/** Everything about a caller that an answer depends on, as text: callers of equal rights may share answers. */
export function rightsOf(caller: Caller): string {
  const { scopes, sources, maySearchPeople } = caller;
  const known = rights.get(caller);
  if (known !== undefined) return known;
  const text = JSON.stringify([[...scopes].sort(), sources === null ? null : [...sources].sort(), maySearchPeople]);
  rights.set(caller, text);
  return text;
}

/** A caller's rights never change: who has others is another object. */
const rights = new WeakMap<Caller, string>();

/** Who waits for an answer. The signal aborts when they leave; it is taken only where something is waited for: it is not cheap. */
export type Waiting = Pick<AbortController, "signal">;

import { GatewayError } from "./errors.js";
import type { Instant } from "./time/instant.js";

/** The scopes of a caller. None implies another. */
export const SCOPES = {
  "callbacks:read": "Read callbacks and subscribe to their changes.",
  "callbacks:write":
    "Schedule, reschedule and cancel callbacks, and record agent actions. Reading the payload needs callbacks:read.",
  "pii:read": "Read PII of customers (numbers, names, e-mail addresses, ids and free text), and filter by it.",
  admin: "Use the operator endpoints, and send change hints.",
} as const;
export type Scope = keyof typeof SCOPES;

/** An authenticated caller and its grants, created once for each request or socket. */
export interface Caller {
  /** The identity that rates, idempotency keys and the audit go by; says how it was proven. No secret. */
  readonly id: string;
  readonly scopes: ReadonlySet<Scope>;
  /** True if the caller may filter by a customer's number or id without pii:read. */
  readonly maySearchPeople: boolean;
  /** The sources, and so the tenants, that exist for this caller; null: all of them. */
  readonly sources: ReadonlySet<string> | null;
  /** When the proof of who it is ends; null: never. */
  readonly expiresAt: Instant | null;
  /** Aborts when a reload of the settings removes the caller's credentials; missing if that cannot happen. */
  readonly withdrawn?: AbortSignal;
}

/** The caller of every request if the settings require no authentication. */
export const ANYBODY: Caller = {
  id: "anybody",
  scopes: new Set(Object.keys(SCOPES) as Scope[]),
  maySearchPeople: true,
  sources: null,
  expiresAt: null,
};

/** The name of the caller in the audit; null where a request was not authenticated, because the settings require none. */
export function actorOf({ id }: Caller): string | null {
  return id === ANYBODY.id ? null : id;
}

/**
 * The same caller without the right to read PII: all that it reads is masked. A caller that could read numbers and
 * customer ids may still filter by them.
 */
export function withoutPii(caller: Caller): Caller {
  const { scopes, maySearchPeople } = caller;
  const others = [...scopes].filter((scope) => scope !== "pii:read");
  return { ...caller, scopes: new Set(others), maySearchPeople: maySearchPeople || scopes.has("pii:read") };
}

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

/** True while the caller's credentials are valid. */
export function isCurrent({ expiresAt, withdrawn }: Caller, now: Instant): boolean {
  return (expiresAt === null || expiresAt > now) && withdrawn?.aborted !== true;
}

/** The error after a token has expired. `position` is the position in the change log to resume after. */
export function expired(position?: number): GatewayError {
  const message = "the token has expired or was revoked: send a new one";
  return new GatewayError("UNAUTHENTICATED", message, position === undefined ? {} : { position });
}

/** Returns the rights on which a result depends, as text: callers with equal rights may share cached results. */
export function rightsOf(caller: Caller): string {
  const { scopes, sources, maySearchPeople } = caller;
  const cached = rights.get(caller);
  if (cached !== undefined) return cached;
  const text = JSON.stringify([[...scopes].sort(), sources === null ? null : [...sources].sort(), maySearchPeople]);
  rights.set(caller, text);
  return text;
}

/** A caller's rights never change: who has others is another object. */
const rights = new WeakMap<Caller, string>();

/**
 * A client that waits for a result. The signal aborts when it disconnects; it is created on first use, because it is
 * expensive.
 */
export type Waiting = Pick<AbortController, "signal">;

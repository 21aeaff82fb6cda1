import type { Instant } from "../../domain/time/instant.js";
import type { Role } from "./words.js";

/** One part of a session: while the same happened to it. */
export interface Segment {
  /** The segment type, or the live state that means the same. */
  readonly type: string | null;
  readonly startedAt: Instant | null;
  /** Null while it lasts. */
  readonly endedAt: Instant | null;
  readonly disconnectType: string | null;
  readonly errorCode: string | null;
  readonly queueId: string | null;
}

/** One session of one participant. */
export interface Leg {
  readonly sessionId: string | null;
  readonly participantId: string | null;
  /** The participant's purpose, as sent. */
  readonly purpose: string;
  readonly role: Role;
  readonly medium: "callback" | "voice" | "other";
  readonly direction: string | null;
  readonly userId: string | null;
  /** The agent of whom the vendor says that the callback is theirs alone; null for a callback of the whole queue. */
  readonly ownerId: string | null;
  readonly isOwned: boolean;
  readonly isOpen: boolean;
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly numbers: readonly (string | number)[];
  readonly userName: string | null;
  readonly scheduledAt: Instant | null;
  readonly campaignId: string | null;
  readonly contactId: string | null;
  /** In the order of time. */
  readonly segments: readonly Segment[];
}

/** A conversation, in the terms that both APIs of the vendor have in common. */
export interface Conversation {
  readonly id: string | null;
  /** Null while it is open, and always for the live API, which does not say. */
  readonly endedAt: Instant | null;
  readonly originatingDirection: string | null;
  /** In the order of time. */
  readonly legs: readonly Leg[];
  readonly attributes: Readonly<Record<string, string>>;
  /** The API that showed it. */
  readonly model: "analytics" | "live";
  /** Names of fields whose value was invalid. */
  readonly coerced: readonly string[];
}

/** Compares by time, then by text, so that the order in which a response lists its parts means nothing. */
export function byTime<Item extends { readonly startedAt: Instant | null }>(
  keyOf: (item: Item) => string,
): (a: Item, b: Item) => number {
  return (a, b) => {
    const difference = (a.startedAt ?? 0) - (b.startedAt ?? 0);
    if (difference !== 0) return difference;
    const [left, right] = [keyOf(a), keyOf(b)];
    return left < right ? -1 : left > right ? 1 : 0;
  };
}

/** Returns the segments in the order of time. */
export function inOrder(segments: readonly Segment[]): readonly Segment[] {
  return segments.toSorted(byTime(({ endedAt, type }) => `${endedAt ?? "open"} ${type ?? ""}`));
}

/** Returns the legs in the order of time. */
export function legsInOrder(legs: readonly Leg[]): readonly Leg[] {
  return legs.toSorted(byTime(({ sessionId, participantId }) => `${sessionId ?? ""} ${participantId ?? ""}`));
}

/** The legs of the callback itself, without its calls. */
export function callbackLegs({ legs }: Conversation): readonly Leg[] {
  return legs.filter(({ medium }) => medium === "callback");
}

/** Returns when the callback was requested: the start of its first session. */
export function callbackStart(conversation: Conversation): Instant | null {
  return callbackLegs(conversation).find(({ startedAt }) => startedAt !== null)?.startedAt ?? null;
}

/** The calls that began after the callback did: not the one in which it was requested. */
export function callsOf(conversation: Conversation): readonly Leg[] {
  const start = callbackStart(conversation);
  return conversation.legs.filter(
    ({ medium, startedAt }) => medium === "voice" && (start === null || (startedAt !== null && startedAt >= start)),
  );
}

/** The calls to the customer. */
export function dialsOf(conversation: Conversation): readonly Leg[] {
  return callsOf(conversation).filter(
    ({ role, direction }) => role === "customer" && direction?.toLowerCase() !== "inbound",
  );
}

/** The attempts: every time that the customer's number was dialed. */
export function attemptsOf(conversation: Conversation): readonly Segment[] {
  return dialsOf(conversation).flatMap(({ segments }) => segments.filter(({ type }) => type === "dialing"));
}

/** Returns the segment that a leg is in, or was in last. */
export function lastSegment({ segments }: Leg): Segment | null {
  return segments.findLast(({ endedAt }) => endedAt === null) ?? segments.at(-1) ?? null;
}

/** Returns how a leg ended; null if it has not, or if the vendor does not say. */
export function disconnectOf({ segments }: Leg): string | null {
  return segments.findLast(({ disconnectType }) => disconnectType !== null)?.disconnectType ?? null;
}

/** True for a leg in which only the agent's work after the call is left. */
export function isWrapUp(leg: Leg): boolean {
  return lastSegment(leg)?.type === "wrapup";
}

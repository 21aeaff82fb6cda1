import type { Instant } from "../../domain/time/instant.js";
import { callbackLegs, legsInOrder, type Conversation, type Leg } from "./conversation.js";

/** A live conversation, and when it was requested. */
export interface LiveReading {
  readonly conversation: Conversation;
  readonly requestedAt: Instant;
  /** The agent to whom a write of this gateway gave the callback, and when: the live API does not show it. */
  readonly owner: { readonly agentId: string; readonly since: Instant } | null;
}

/**
 * Returns an analytics conversation with the state of its callback legs as the live API shows it: the analytics API is
 * behind it. A conversation that has ended, and a leg that ended since the live read, are newer, and stay.
 */
export function withLiveState(analytics: Conversation, live: LiveReading): Conversation {
  if (analytics.endedAt !== null) return analytics;
  const legs = [...analytics.legs];
  for (const current of live.conversation.legs) {
    const index = legs.findLastIndex((leg) => leg.medium === "callback" && leg.participantId === current.participantId);
    const known = legs[index];
    if (known === undefined) legs.push(current);
    else legs[index] = merged(known, current, live.requestedAt);
  }
  const { owner } = live;
  const owned = owner === null ? legs : legs.map((leg) => ownedBy(leg, owner.agentId));
  return {
    ...analytics,
    legs: legsInOrder(owned),
    attributes: live.conversation.attributes,
    coerced: [...new Set([...analytics.coerced, ...live.conversation.coerced])],
  };
}

/** True if the live API shows an end that the analytics API does not have yet. */
export function isBehind(analytics: Conversation, live: Conversation): boolean {
  const isOver = callbackLegs(live).every(({ isOpen }) => !isOpen);
  return isOver && analytics.endedAt === null && callbackLegs(analytics).some(({ isOpen }) => isOpen);
}

/** The segment types before a participant is connected; all others are one live state, `connected`. */
const EARLIER_TYPES: ReadonlySet<string> = new Set(["scheduled", "alert", "offering", "contacting", "dialing"]);

function merged(known: Leg, current: Leg, requestedAt: Instant): Leg {
  if (known.endedAt !== null && known.endedAt > requestedAt) return known;
  const own = {
    numbers: current.numbers.length === 0 ? known.numbers : current.numbers,
    userName: current.userName ?? known.userName,
    scheduledAt: current.scheduledAt ?? known.scheduledAt,
    contactId: current.contactId ?? known.contactId,
  };
  if (current.isOpen) {
    const before = known.segments.filter(({ endedAt }) => endedAt !== null);
    const [state] = current.segments;
    const open = known.segments.find(({ endedAt }) => endedAt === null);
    const isSame = state?.type === "interact" && open !== undefined && !EARLIER_TYPES.has(open.type ?? "");
    if (isSame) return { ...known, ...own };
    const segment = state === undefined ? [] : [{ ...state, startedAt: open?.startedAt ?? state.startedAt }];
    return { ...known, ...own, isOpen: true, endedAt: null, segments: [...before, ...segment] };
  }
  const [state] = current.segments;
  const segments = known.segments.map((segment) => ({
    ...segment,
    endedAt: segment.endedAt ?? current.endedAt ?? requestedAt,
    disconnectType: segment.endedAt === null ? (state?.disconnectType ?? null) : segment.disconnectType,
  }));
  return { ...known, ...own, isOpen: false, endedAt: current.endedAt ?? known.endedAt, segments };
}

function ownedBy(leg: Leg, ownerId: string): Leg {
  return leg.medium === "callback" && leg.role !== "agent" ? { ...leg, isOwned: true, ownerId } : leg;
}

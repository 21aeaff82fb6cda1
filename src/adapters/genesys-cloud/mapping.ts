import {
  NO_CUSTOMER,
  NO_ROUTING,
  type Assignment,
  type Callback,
  type CallbackOriginCategory,
  type Customer,
} from "../../domain/callback.js";
import { findE164, findE164OfDigits, type Region } from "../../domain/phone/phone-number.js";
import { queueOf } from "../../domain/queue.js";
import { derivedStatus, isOpenStatus, reportedStatus } from "../../domain/status.js";
import { instantWindow } from "../../domain/time/window.js";
import type { Instant } from "../../domain/time/instant.js";
import type { MappingContext } from "../adapter.js";
import { requireId, type ReadRow } from "../wire/vendor-page.js";
import { readAnalyticsConversation } from "./analytics.js";
import {
  attemptsOf,
  callbackLegs,
  callbackStart,
  callsOf,
  isWrapUp,
  lastSegment,
  type Conversation,
  type Leg,
} from "./conversation.js";
import { decide } from "./decision.js";
import { readLiveConversation } from "./live.js";
import { namesInConversation } from "./names.js";
import type { GenesysCloudRecord } from "./wire.js";

/** The settings that a mapping depends on. */
export interface GenesysCloudMapping {
  /** The participant attribute that holds the reason; null for none. */
  readonly reasonAttribute: string | null;
}

/** Reads the legs of a record of either API. */
export function conversationOf({ values, raw }: GenesysCloudRecord): Conversation {
  return values.conversationId === null ? readLiveConversation(raw) : readAnalyticsConversation(raw);
}

/**
 * A conversation as a callback. `conversation` may hold more than the record itself: a newer state of the live API.
 * Throws an UnreadableRow where the record has no id.
 */
export function mapGenesysCloudCallback(
  { values, raw, coerced, comparable }: GenesysCloudRecord,
  conversation: Conversation,
  context: MappingContext,
  { reasonAttribute }: GenesysCloudMapping,
): ReadRow {
  const decision = decide(conversation);
  const reading = decision === null ? derivedStatus("UNKNOWN") : reportedStatus(decision.status, decision.word);
  const scheduledAt = lastOf(callbackLegs(conversation), (leg) => leg.scheduledAt);
  const isOpen = isOpenStatus(reading.status);
  const isScheduled = callbackLegs(conversation).some(
    (leg) => leg.isOpen && lastSegment(leg)?.type === "scheduled" && leg.role !== "agent",
  );
  const isLive = conversation.model === "live";
  const queueId = lastOf(callbackLegs(conversation), legQueueOf);
  const campaignId = lastOf(conversation.legs, (leg) => leg.campaignId);
  const reason = reasonAttribute === null ? null : (conversation.attributes[reasonAttribute] ?? null);
  const firstAttemptAt = isLive ? null : (attemptsOf(conversation)[0]?.startedAt ?? null);
  const callback: Callback = {
    source: context.source,
    vendor: context.vendor,
    vendorId: requireId(values.conversationId ?? values.id, "conversationId"),
    ...reading,
    timing: decision === null ? "UNKNOWN" : scheduledAt === null ? "ASAP" : "SCHEDULED",
    channel: "VOICE",
    customer: customerOf(conversation, context.defaultRegion),
    window: scheduledAt === null ? null : instantWindow(scheduledAt, null, null),
    nextAttemptAt: isOpen && isScheduled ? scheduledAt : null,
    // The live API has no calls: it cannot say that there was none.
    attemptCount: isLive || decision === null ? null : attemptsOf(conversation).length,
    ...(firstAttemptAt !== null && { firstAttemptAt }),
    outcome:
      decision === null || decision.outcome === null
        ? null
        : { category: decision.outcome, code: null, label: decision.word },
    assignment: assignmentOf(conversation, isOpen),
    routing: { ...NO_ROUTING, queueId, campaignId },
    queue: queueOf("QUEUE", queueId) ?? queueOf("CAMPAIGN", campaignId),
    reason,
    origin: { category: originOf(conversation), vendorOrigin: null },
    originInteractionId: null,
    estimate: null,
    createdAt: callbackStart(conversation),
    updatedAt: isLive ? null : updatedAtOf(conversation),
  };
  return {
    callback,
    raw,
    comparable,
    coerced: [...new Set([...coerced, ...conversation.coerced])],
    lacks: isLive ? LIVE_LACKS : reasonAttribute !== null && reason === null ? REASON : [],
    keepsWithdrawal: true,
    names: namesInConversation(raw),
  };
}

/** The fields that the live API cannot show. */
const LIVE_LACKS: readonly (keyof Callback)[] = ["attemptCount", "firstAttemptAt", "origin", "updatedAt"];
/** The analytics API has no participant attributes. */
const REASON: readonly (keyof Callback)[] = ["reason"];

/** The customer's number: the first of several that parses. */
function customerOf(conversation: Conversation, defaultRegion: Region | null): Customer {
  const legs = callbackLegs(conversation);
  const numbers = legs.findLast((leg) => leg.numbers.length > 0)?.numbers ?? [];
  const read = numbers.map((number) => ({
    raw: String(number),
    e164:
      typeof number === "number" ? findE164OfDigits(String(number), defaultRegion) : findE164(number, defaultRegion),
  }));
  const chosen = read.find(({ e164 }) => e164 !== null) ?? read[0];
  return {
    ...NO_CUSTOMER,
    name: lastOf(legs, (leg) => leg.userName),
    contactId: lastOf(conversation.legs, (leg) => (leg.role === "customer" ? leg.contactId : null)),
    phoneNumber: chosen?.e164 ?? null,
    phoneNumberRaw: chosen?.raw ?? null,
  };
}

/** An agent who owns the callback; else the one who handles it, or did when it ended. */
function assignmentOf(conversation: Conversation, isOpen: boolean): Assignment | null {
  const owned = callbackLegs(conversation).findLast((leg) => leg.isOwned);
  const legs = [...callbackLegs(conversation), ...callsOf(conversation)].filter(
    (leg) => leg.role === "agent" && leg.userId !== null,
  );
  const agent = isOpen ? legs.findLast((leg) => leg.isOpen && !isWrapUp(leg)) : legs.at(-1);
  if (owned !== undefined) {
    const agentId = owned.ownerId ?? agent?.userId ?? null;
    return { agentId, type: "SPECIFIC_AGENT", exclusive: true, assignedAt: null };
  }
  if (agent === undefined) return null;
  return { agentId: agent.userId, type: "UNKNOWN", exclusive: null, assignedAt: agent.startedAt };
}

function legQueueOf({ segments }: Leg): string | null {
  return segments.findLast(({ queueId }) => queueId !== null)?.queueId ?? null;
}

/** The vendor has no field for the origin: it follows from the sessions before the callback's. */
function originOf(conversation: Conversation): CallbackOriginCategory {
  const start = callbackStart(conversation);
  if (conversation.model === "live" || start === null) return "UNKNOWN";
  if (conversation.legs.some(({ campaignId }) => campaignId !== null)) return "OUTBOUND_PROACTIVE";
  const earlier = conversation.legs.filter(
    ({ medium, startedAt }) => medium !== "callback" && startedAt !== null && startedAt < start,
  );
  if (earlier.length === 0) return "API";
  const isInbound = earlier.some(
    ({ medium, role, direction }) =>
      medium === "voice" &&
      role === "customer" &&
      (direction ?? conversation.originatingDirection)?.toLowerCase() === "inbound",
  );
  return isInbound ? "LIVE_CALL" : "UNKNOWN";
}

function updatedAtOf(conversation: Conversation): Instant | null {
  const start = callbackStart(conversation) ?? Number.NEGATIVE_INFINITY;
  const times = conversation.legs
    .flatMap(({ segments }) => segments.flatMap(({ startedAt, endedAt }) => [startedAt, endedAt]))
    .filter((at) => at !== null && at >= start);
  return times.length === 0 ? null : Math.max(...times.filter((at) => at !== null));
}

/** Returns the value of the last leg that has one. */
function lastOf<Value>(legs: readonly Leg[], valueOf: (leg: Leg) => Value | null): Value | null {
  for (const leg of legs.toReversed()) {
    const value = valueOf(leg);
    if (value !== null) return value;
  }
  return null;
}

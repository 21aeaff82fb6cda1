import type { Instant } from "../../domain/time/instant.js";
import { groupBy } from "../../lib/group.js";
import type { JsonObject } from "../../lib/json.js";

/** The steps of one participant of a fake conversation, in their order. */
export interface FakeSegment {
  readonly type: string;
  readonly start: Instant;
  readonly end: Instant | null;
  readonly disconnectType?: string;
}

/** One session of a participant. */
export interface FakeLeg {
  readonly participantId: string;
  readonly sessionId: string;
  readonly purpose: "customer" | "acd" | "agent";
  readonly mediaType: "callback" | "voice";
  readonly direction: "inbound" | "outbound";
  readonly userId: string | null;
  readonly segments: readonly FakeSegment[];
}

/** The stage of a callback of the fake in its life. */
export type FakeStage =
  | "waiting"
  | "queued"
  | "alerting"
  | "preview"
  | "dialing"
  | "answered"
  | "talking"
  | "wrapup"
  | "over";

/** A conversation with a callback, in the fake's own terms: both of the vendor's models are made of it. */
export interface FakeConversation {
  readonly id: string;
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  readonly stage: FakeStage;
  readonly isCustomerFirst: boolean;
  readonly numbers: readonly string[];
  readonly name: string | null;
  readonly contactId: string | null;
  readonly queue: { readonly id: string; readonly name: string };
  readonly scheduledAt: Instant | null;
  readonly ownerId: string | null;
  readonly divisionId: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly legs: readonly FakeLeg[];
}

/** Adds a session; its ids follow from its place in the conversation. */
export function openLeg(
  conversation: FakeConversation,
  leg: Pick<FakeLeg, "purpose" | "mediaType" | "direction"> & {
    readonly participant: string;
    readonly userId?: string;
    readonly type: string;
  },
  start: Instant,
): FakeConversation {
  const { purpose, mediaType, direction, userId = null, participant, type } = leg;
  const sessionId = `${conversation.id}-s${String(conversation.legs.length + 1).padStart(2, "0")}`;
  const participantId = `${conversation.id}-${participant}`;
  const added: FakeLeg = {
    participantId,
    sessionId,
    purpose,
    mediaType,
    direction,
    userId,
    segments: [{ type, start, end: null }],
  };
  return { ...conversation, legs: [...conversation.legs, added] };
}

export type LegFilter = Partial<Pick<FakeLeg, "purpose" | "mediaType">>;

/** Begins another segment in every open session that fits. */
export function nextSegment(
  conversation: FakeConversation,
  filter: LegFilter,
  type: string,
  at: Instant,
): FakeConversation {
  return mapOpen(conversation, filter, (leg) => ({
    ...leg,
    segments: [...leg.segments.map((segment) => endedAt(segment, at)), { type, start: at, end: null }],
  }));
}

/** Ends every open session that fits. */
export function endLegs(
  conversation: FakeConversation,
  filter: LegFilter,
  disconnectType: string,
  at: Instant,
): FakeConversation {
  return mapOpen(conversation, filter, (leg) => ({
    ...leg,
    segments: leg.segments.map((segment) =>
      segment.end === null ? { ...endedAt(segment, at), disconnectType } : segment,
    ),
  }));
}

/** Ends what is open, and with it the conversation. */
export function endConversation(conversation: FakeConversation, disconnectType: string, at: Instant): FakeConversation {
  return { ...endLegs(conversation, {}, disconnectType, at), endedAt: at, stage: "over" };
}

/** True for a session that has not ended. */
export function isOpenLeg({ segments }: FakeLeg): boolean {
  return segments.some(({ end }) => end === null);
}

function mapOpen(
  conversation: FakeConversation,
  { purpose, mediaType }: LegFilter,
  change: (leg: FakeLeg) => FakeLeg,
): FakeConversation {
  const fits = (leg: FakeLeg): boolean =>
    isOpenLeg(leg) &&
    (purpose === undefined || leg.purpose === purpose) &&
    (mediaType === undefined || leg.mediaType === mediaType);
  return { ...conversation, legs: conversation.legs.map((leg) => (fits(leg) ? change(leg) : leg)) };
}

function endedAt(segment: FakeSegment, at: Instant): FakeSegment {
  return segment.end === null ? { ...segment, end: at } : segment;
}

/** Returns the conversation as the analytics API shows it. */
export function toAnalyticsRecord(conversation: FakeConversation): JsonObject {
  const participants = [...groupBy(conversation.legs, ({ participantId }) => participantId)];
  return {
    conversationId: conversation.id,
    conversationStart: iso(conversation.startedAt),
    ...(conversation.endedAt === null ? {} : { conversationEnd: iso(conversation.endedAt) }),
    originatingDirection: conversation.legs[0]?.direction ?? "inbound",
    divisionIds: [conversation.divisionId],
    participants: participants.map(([participantId, legs]) => toParticipant(conversation, participantId, legs)),
  };
}

function toParticipant(conversation: FakeConversation, participantId: string, legs: readonly FakeLeg[]): JsonObject {
  const purpose = legs[0]?.purpose ?? "customer";
  const userId = legs[0]?.userId ?? null;
  const { name, queue, contactId } = conversation;
  const participantName = purpose === "acd" ? queue.name : purpose === "customer" ? name : null;
  return {
    participantId,
    purpose,
    ...(participantName === null ? {} : { participantName }),
    ...(userId === null ? {} : { userId }),
    ...(purpose === "customer" && contactId !== null ? { externalContactId: contactId } : {}),
    sessions: legs.map((leg) => toSession(conversation, leg)),
  };
}

function toSession(conversation: FakeConversation, { sessionId, mediaType, direction, ...leg }: FakeLeg): JsonObject {
  const { numbers, name, scheduledAt, ownerId, queue } = conversation;
  const ofCallback: JsonObject = {
    callbackNumbers: numbers,
    ...(name === null ? {} : { callbackUserName: name }),
    ...(scheduledAt === null ? {} : { callbackScheduledTime: iso(scheduledAt) }),
    ...(ownerId === null ? {} : { agentOwned: true, selectedAgentId: ownerId }),
  };
  return {
    sessionId,
    mediaType,
    direction,
    ...(mediaType === "callback" ? ofCallback : {}),
    segments: leg.segments.map(({ type, start, end, disconnectType }) => ({
      segmentType: type,
      segmentStart: iso(start),
      ...(end === null ? {} : { segmentEnd: iso(end) }),
      ...(disconnectType === undefined ? {} : { disconnectType }),
      queueId: queue.id,
    })),
  };
}

export function iso(at: Instant): string {
  return new Date(at).toISOString();
}

import type { CallOutcomeCategory } from "../../domain/outcome.js";
import type { CallbackStatus } from "../../domain/status.js";
import {
  attemptsOf,
  callbackLegs,
  callsOf,
  dialsOf,
  disconnectOf,
  isWrapUp,
  lastSegment,
  type Conversation,
  type Leg,
} from "./conversation.js";
import { isKnownSegmentType, isTransfer } from "./words.js";

/** The status by a conversation, the vendor value or the pair of values that decided, and the outcome of an end. */
export interface Decision {
  readonly status: CallbackStatus;
  readonly word: string;
  readonly outcome: CallOutcomeCategory | null;
}

/** Outcomes of calls that failed for a reason of their own, by the disconnect type. */
const FAILURES: Readonly<Record<string, CallOutcomeCategory>> = {
  uncallable: "INVALID_NUMBER",
  transportFailure: "NETWORK_ERROR",
  error: "SYSTEM_ERROR",
};

/** Decides by the legs of a conversation; null for one without a callback. */
export function decide(conversation: Conversation): Decision | null {
  if (callbackLegs(conversation).length === 0) return null;
  if (conversation.endedAt === null) {
    const decision = decideOpen(conversation);
    if (decision !== null) return decision;
  }
  return decideEnded(conversation);
}

/** Decides for a callback that waits or is handled; null for one that is over. */
function decideOpen(conversation: Conversation): Decision | null {
  const callbacks = callbackLegs(conversation);
  const calls = callsOf(conversation);
  const agents = callbacks.filter(({ role }) => role === "agent");
  const handling = [...agents, ...calls].filter((leg) => leg.isOpen && !isWrapUp(leg));
  const current = latest(handling);
  if (current !== null) return undecided("IN_PROGRESS", wordOf(current));

  const waiting = callbacks.filter((leg) => leg.isOpen && isWaiting(leg));
  if (waiting.length > 0) return decideWaiting(conversation, waiting);

  // Nothing is open, and the conversation goes on: the callback is handed over, or only the agent's work is left.
  const isWrappedUp = [...agents, ...calls].some(({ segments }) => segments.some(({ type }) => type === "wrapup"));
  if (isWrappedUp) return null;
  const call = latest(dialsOf(conversation));
  if (call !== null) return undecided("IN_PROGRESS", wordOf(call));
  const queue = latest(callbacks.filter(({ role }) => role === "queue"));
  const disconnect = queue === null ? null : disconnectOf(queue);
  return disconnect === null || isTransfer(disconnect)
    ? undecided("QUEUED", pair(queue?.purpose ?? "", disconnect))
    : null;
}

/** The customer's own session lasts as long as the callback: it waits only until the scheduled time. */
function isWaiting(leg: Leg): boolean {
  if (leg.role === "agent") return false;
  return leg.role !== "customer" || lastSegment(leg)?.type === "scheduled";
}

function decideWaiting(conversation: Conversation, waiting: readonly Leg[]): Decision {
  const isScheduled = waiting.some((leg) => lastSegment(leg)?.type === "scheduled");
  const queue = latest(waiting.filter(({ role }) => role === "queue")) ?? latest(waiting);
  const type = queue === null ? null : (lastSegment(queue)?.type ?? null);
  if (!isScheduled && type !== null && !isKnownSegmentType(type)) return undecided("UNKNOWN", type);
  const word = isScheduled ? "scheduled" : pair(queue?.purpose ?? "", type);
  if (attemptsOf(conversation).length > 0 && !isReached(conversation)) return undecided("RETRYING", `dialing, ${word}`);
  return undecided(isScheduled ? "SCHEDULED" : "QUEUED", word);
}

/** Decides for a callback that is over. The first row that fits is the one. */
function decideEnded(conversation: Conversation): Decision {
  const callbacks = callbackLegs(conversation);
  const dial = latest(dialsOf(conversation));
  if (isReached(conversation)) return decided("COMPLETED", "customer interact, agent interact", "REACHED");
  const answered = dialsOf(conversation).findLast(isAnswered);
  if (answered !== undefined) {
    return decided("FAILED", join(pair(answered.purpose, "interact"), disconnectOf(answered)), "ABANDONED");
  }

  const agents = callbacks.filter(({ role }) => role === "agent");
  const queue = latest(callbacks.filter(({ role }) => role === "queue")) ?? latest(callbacks);
  const ended = dial ?? latest(agents) ?? queue;
  const word = ended === null ? null : disconnectOf(ended);
  const failure = word === null ? undefined : FAILURES[word];
  if (word !== null && failure !== undefined) return decided("FAILED", word, failure);
  if (attemptsOf(conversation).length > 0) {
    return decided("FAILED", join(pair(dial?.purpose ?? "", "dialing"), word), "NO_ANSWER");
  }

  const errorCode = ended?.segments.findLast((segment) => segment.errorCode !== null)?.errorCode ?? null;
  if (word === null && errorCode !== null) return decided("FAILED", errorCode, "SYSTEM_ERROR");
  const queueWord = queue === null ? null : disconnectOf(queue);
  const queueEnd = pair(queue?.purpose ?? "", queueWord);
  if (queueWord === "client" && agents.length === 0) return decided("CANCELED", queueEnd, "CANCELED");
  if (queueWord === "timeout") return decided("EXPIRED", queueEnd, null);
  return decided("ENDED", word === null ? "conversationEnd" : pair(ended?.purpose ?? "", word), "UNKNOWN");
}

/** True if the customer picked up, and an agent talked at or after the first dial. */
function isReached(conversation: Conversation): boolean {
  const dials = dialsOf(conversation);
  const starts = dials
    .flatMap(({ segments }) => segments.map(({ startedAt }) => startedAt))
    .filter((at) => at !== null);
  if (!dials.some(isAnswered) || starts.length === 0) return false;
  const firstDial = Math.min(...starts);
  return callsOf(conversation)
    .filter(({ role }) => role === "agent")
    .some(({ segments }) =>
      segments.some(({ type, startedAt }) => type === "interact" && startedAt !== null && startedAt >= firstDial),
    );
}

function isAnswered({ segments }: Leg): boolean {
  return segments.some(({ type }) => type === "interact");
}

/** The leg that began last; the legs are in the order of time. */
function latest(legs: readonly Leg[]): Leg | null {
  const [first, ...rest] = legs;
  if (first === undefined) return null;
  return rest.reduce((last, leg) => ((leg.startedAt ?? 0) >= (last.startedAt ?? 0) ? leg : last), first);
}

function wordOf(leg: Leg): string {
  return pair(leg.purpose, lastSegment(leg)?.type ?? null);
}

function pair(purpose: string, word: string | null): string {
  return [purpose, word ?? ""].filter((part) => part !== "").join(" ") || "callback";
}

function join(first: string, second: string | null): string {
  return second === null ? first : `${first}, ${second}`;
}

function undecided(status: CallbackStatus, word: string): Decision {
  return { status, word, outcome: null };
}

function decided(status: CallbackStatus, word: string, outcome: CallOutcomeCategory | null): Decision {
  return { status, word, outcome };
}

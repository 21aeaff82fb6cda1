import { endedStatus, type CallOutcome, type CallOutcomeCategory } from "../../domain/outcome.js";
import { reportedStatus, type CallbackStatus, type StatusReading } from "../../domain/status.js";
import type { Instant } from "../../domain/time/instant.js";

/** The parts of a task that decide what became of its callback. */
export interface WebexTaskFacts {
  readonly isOver: boolean;
  /** The state of the task, such as `parked`. */
  readonly state: string | null;
  readonly callbackStatus: string | null;
  readonly connectedAt: Instant | null;
  /** Retries that failed. */
  readonly retries: number;
  readonly hasAgent: boolean;
  /** The last agent of the task. */
  readonly lastAgentId: string | null;
}

export interface WebexTaskReading {
  readonly status: StatusReading;
  readonly outcome: CallOutcome | null;
  readonly attemptCount: number | null;
}

/** States in which a task waits for an agent. The agent whom it names then is the one of the attempt before. */
const WAITING_STATES = new Set(["new", "created", "queued", "parked", "available", "idle"]);

/**
 * Reads the state of a callback from its task. The data dictionary of the Search API documents two words, "success" and "not
 * processed"; any other of an ended task is ENDED, with the word as its outcome's label.
 */
export function readWebexTask(facts: WebexTaskFacts): WebexTaskReading {
  const { isOver, state, callbackStatus, connectedAt, retries, hasAgent, lastAgentId } = facts;
  if (!isOver) {
    const status = openStatusOf(facts);
    const isTried = status !== "QUEUED";
    return {
      status: withWord(status, state ?? callbackStatus),
      outcome: null,
      attemptCount: isTried || connectedAt !== null || hasAgent ? retries + 1 : null,
    };
  }
  const category = categoryOf(facts);
  const word = callbackStatus ?? state;
  return {
    status: withWord(endedStatus(category), word),
    outcome: { category, code: null, label: word ?? "ended", ...(lastAgentId !== null && { agentId: lastAgentId }) },
    attemptCount: retries + 1,
  };
}

function withWord(status: CallbackStatus, word: string | null): StatusReading {
  return { ...reportedStatus(status, word ?? ""), vendorStatus: word };
}

function openStatusOf({ state, connectedAt, retries, hasAgent }: WebexTaskFacts): CallbackStatus {
  const isWaiting = state === null ? !hasAgent : WAITING_STATES.has(fold(state));
  if (!isWaiting && (hasAgent || connectedAt !== null)) return "IN_PROGRESS";
  return retries > 0 ? "RETRYING" : "QUEUED";
}

function categoryOf({ callbackStatus, connectedAt, retries }: WebexTaskFacts): CallOutcomeCategory {
  const word = fold(callbackStatus ?? "");
  if (word === "success") return "REACHED";
  if (connectedAt === null && (retries > 0 || word === "notprocessed")) return "NO_ANSWER";
  return "UNKNOWN";
}

/** Case, spaces and punctuation do not matter. */
function fold(word: string): string {
  return word.toLowerCase().replaceAll(/[\s\p{P}]/gu, "");
}

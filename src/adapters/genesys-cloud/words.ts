/** The purposes of participants, by the part that they have in a callback. */
export type Role = "queue" | "agent" | "customer" | "other";

const ROLES: Readonly<Record<string, Role>> = {
  acd: "queue",
  agent: "agent",
  user: "agent",
  customer: "customer",
  external: "customer",
};

/** Returns the part that a participant has in a callback. */
export function roleOf(purpose: string | null): Role {
  return ROLES[(purpose ?? "").trim().toLowerCase()] ?? "other";
}

/** The documented types of segments. */
const SEGMENT_TYPES = [
  "unknown",
  "alert",
  "system",
  "delay",
  "hold",
  "interact",
  "ivr",
  "dialing",
  "wrapup",
  "voicemail",
  "scheduled",
  "contacting",
  "transmitting",
  "converting",
  "uploading",
  "sharing",
  "parked",
  "barging",
  "callback",
  "coaching",
  "monitoring",
] as const;

/** The documented states of live participants, and the segment types that mean the same. */
const LIVE_STATES: Readonly<Record<string, string>> = {
  alerting: "alert",
  dialing: "dialing",
  contacting: "contacting",
  offering: "offering",
  connected: "interact",
  scheduled: "scheduled",
};

/** The states of live participants whose part is over, or has not begun. */
const CLOSED_STATES = new Set(["disconnected", "terminated", "none"]);

/** The documented disconnect types, as the analytics API spells them. */
const DISCONNECT_TYPES = [
  "endpoint",
  "client",
  "system",
  "transfer",
  "error",
  "peer",
  "other",
  "spam",
  "transportFailure",
  "conferenceTransfer",
  "consultTransfer",
  "forwardTransfer",
  "timeout",
  "noAnswerTransfer",
  "notAvailableTransfer",
  "dndEndpoint",
  "dndTransfer",
  "uncallable",
] as const;

const fold = (word: string): string => word.trim().toLowerCase();
const byFolded = (words: readonly string[]): ReadonlyMap<string, string> =>
  new Map(words.map((word) => [fold(word), word]));

/** The disconnect types that the live API spells with a dot: `transfer.noanswer` is `noAnswerTransfer`. */
const DOTTED: readonly (readonly [RegExp, string])[] = [
  [/^(endpoint|transfer)\.donotdisturb$/u, "dnd$1"],
  [/^transfer\.(\w+)$/u, "$1transfer"],
  [/^transport\.failure$/u, "transportfailure"],
];

const segmentTypes = byFolded([...SEGMENT_TYPES, "offering"]);
const disconnectTypes = byFolded(DISCONNECT_TYPES);

/** True for a documented segment type, or the segment type of a documented state. */
export function isKnownSegmentType(type: string): boolean {
  return segmentTypes.has(fold(type));
}

/** Returns a segment type in the documented spelling; an undocumented one as sent. */
export function readSegmentType(sent: string | null): string | null {
  return sent === null ? null : (segmentTypes.get(fold(sent)) ?? sent);
}

/**
 * Returns a live state as the segment type that means the same, so that the two APIs differ in nothing that a client
 * would be notified of; an undocumented one as sent. Null for a participant whose part is over.
 */
export function readLiveState(sent: string | null): string | null {
  if (sent === null || CLOSED_STATES.has(fold(sent))) return null;
  return LIVE_STATES[fold(sent)] ?? sent;
}

/** Returns a disconnect type as the analytics API spells it; an undocumented one as sent. */
export function readDisconnectType(sent: string | null): string | null {
  if (sent === null) return null;
  const folded = fold(sent);
  const [pattern, spelling] = DOTTED.find(([dotted]) => dotted.test(folded)) ?? [/$/u, ""];
  return disconnectTypes.get(folded.replace(pattern, spelling)) ?? sent;
}

/** True for a disconnect type that hands the callback to another participant. */
export function isTransfer(disconnectType: string): boolean {
  return /transfer$/iu.test(disconnectType);
}

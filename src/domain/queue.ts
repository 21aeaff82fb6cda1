/** The kinds of queues that vendors have. Ids of two kinds may be equal. */
export const QUEUE_KINDS = {
  QUEUE: "A queue of customers who wait for an agent.",
  SKILL: "A skill that agents have.",
  CAMPAIGN: "An outbound campaign.",
  CALL_TARGET: "A line, or a group of agents, that calls are made for.",
  SERVICE: "A callback service.",
  AGENT: "The personal queue of one agent; its id is the agent's.",
} as const;
export type QueueKind = keyof typeof QUEUE_KINDS;

/** A queue within one source. */
export interface Queue {
  readonly kind: QueueKind;
  /** The id in the vendor's own system, opaque. */
  readonly vendorId: string;
}

/** Identifies a queue over all sources. */
export interface QueueKey extends Queue {
  readonly source: string;
}

/** A queue of this kind; null without an id. */
export function queueOf(kind: QueueKind, vendorId: string | null): Queue | null {
  return vendorId === null ? null : { kind, vendorId };
}

/** One text for a queue within its source, `SKILL:4711`: kinds contain no colon. */
export function textOfQueue({ kind, vendorId }: Queue): string {
  return `${kind}:${vendorId}`;
}

/** Parses what `textOfQueue` returns; null for any other text. */
export function parseQueue(text: string): Queue | null {
  const [, kind, vendorId] = /^([A-Z_]+):([\s\S]+)$/u.exec(text) ?? [];
  return kind === undefined || vendorId === undefined || !isQueueKind(kind) ? null : { kind, vendorId };
}

function isQueueKind(text: string): text is QueueKind {
  return Object.hasOwn(QUEUE_KINDS, text);
}

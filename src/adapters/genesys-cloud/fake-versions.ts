import type { Clock, DurationMs, Instant } from "../../domain/time/instant.js";
import type { JsonObject } from "../../lib/json.js";
import { toAnalyticsRecord, type FakeConversation } from "./fake-conversation.js";

/** One conversation, and how the analytics API shows it. */
export interface ShownConversation {
  readonly conversation: FakeConversation;
  readonly record: JsonObject;
}

/** The conversations of the fake, each with its latest states: the analytics API shows an earlier one. */
export interface FakeVersions {
  /** Every conversation as it is at the moment, in the form of the analytics API. */
  readonly records: Map<string, JsonObject>;
  /** Stores a new state of a conversation; the analytics API shows it `lagMs` later. */
  readonly put: (conversation: FakeConversation, since: Instant) => JsonObject;
  /** Stores the state of a conversation that both APIs have at once. */
  readonly settle: (conversation: FakeConversation) => JsonObject;
  /** Returns the latest state, also of a hidden conversation. */
  readonly latest: (id: string) => FakeConversation | null;
  /** Returns the latest state; null for a conversation that the client may not see. */
  readonly find: (id: string) => FakeConversation | null;
  /** Returns a conversation as the analytics API shows it: as it was `lagMs` ago. */
  readonly findShown: (id: string) => ShownConversation | null;
  readonly shown: () => readonly ShownConversation[];
  /** Hides a conversation from the client: it is in a division that the client's role lacks. */
  readonly hide: (id: string) => void;
}

interface Version extends ShownConversation {
  readonly since: Instant;
}

/** Returns an empty fake state. Tests may change and delete `records`. */
export function createFakeVersions(clock: Clock, lagMs: DurationMs): FakeVersions {
  const records = new Map<string, JsonObject>();
  const versions = new Map<string, Version[]>();
  const hidden = new Set<string>();

  const put = (conversation: FakeConversation, since: Instant): JsonObject => {
    const record = toAnalyticsRecord(conversation);
    const { id } = conversation;
    records.set(id, record);
    versions.set(id, [...(versions.get(id) ?? []), { conversation, record, since }]);
    return record;
  };
  const latest = (id: string): FakeConversation | null => versions.get(id)?.at(-1)?.conversation ?? null;
  const findShown = (id: string): ShownConversation | null => {
    const record = records.get(id);
    const list = versions.get(id);
    if (record === undefined || list === undefined || hidden.has(id)) return null;
    const index = list.findLastIndex(({ since }) => since <= clock() - lagMs);
    const version = list[index];
    if (version === undefined) return null;
    list.splice(0, index);
    return list.length === 1 ? { conversation: version.conversation, record } : version;
  };

  return {
    records,
    put,
    settle(conversation) {
      versions.delete(conversation.id);
      return put(conversation, Number.NEGATIVE_INFINITY);
    },
    latest,
    find: (id) => (records.has(id) && !hidden.has(id) ? latest(id) : null),
    findShown,
    shown: () => [...records.keys()].flatMap((id) => findShown(id) ?? []),
    hide: (id) => void hidden.add(id),
  };
}

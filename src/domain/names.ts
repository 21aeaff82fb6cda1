import type { Instant } from "./time/instant.js";
import { LONGEST_KEY } from "./id.js";
import type { Queue, QueueKind } from "./queue.js";

/** The name of a queue; with the kind AGENT, the name of an agent. */
export interface VendorName extends Queue {
  readonly name: string;
}

/** The origin of a stored name: a callback's record, or the vendor's directory. */
export type NameOrigin = "RECORD" | "DIRECTORY";

/** A name as the store holds it. */
export interface StoredName extends VendorName {
  readonly source: string;
  readonly origin: NameOrigin;
  /** The time of the record that has it, by the vendor's clock: a later record replaces it. Null if unknown. */
  readonly namedAt: Instant | null;
}

/** Names of the settings of one source, by id. */
export interface SourceNames {
  readonly queues: Readonly<Record<string, string>>;
  readonly agents: Readonly<Record<string, string>>;
}

/** The names of queues and agents, in memory. */
export interface NameReader {
  /** Returns the name of a queue or, with the kind AGENT, of an agent; null if none is known. */
  find(source: string, kind: QueueKind, vendorId: string): string | null;
  /** Differs from every earlier value once a name has changed: a part of the key of cached results. */
  readonly version: number;
}

/** The longest name that is stored. */
const LONGEST_NAME = 200;

/**
 * Returns an id with its name; nothing if either is missing or blank, or the id has more than 500 characters. Control
 * characters, which stores do not preserve, become spaces, and longer names are cut at 200 characters.
 */
export function nameOf(kind: QueueKind, vendorId: string | null, name: string | null): readonly VendorName[] {
  const shown = (name ?? "")
    .replaceAll(/[\p{Cc}\p{Cs}]/gu, " ")
    .trim()
    .slice(0, LONGEST_NAME);
  if (vendorId === null || vendorId === "" || vendorId.length > LONGEST_KEY || shown === "") return [];
  return [{ kind, vendorId, name: shown }];
}

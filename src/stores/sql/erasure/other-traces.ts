import type { Kysely } from "kysely";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../lib/json.js";
import { chunks } from "../chunks.js";
import type { Tables } from "../schema/tables.js";

/** The ids and texts by which a person is found within one source, in tables other than those of callbacks and changes. */
export interface Traces {
  readonly source: string;
  /** Callbacks and records that are erased. */
  readonly vendorIds: readonly string[];
  /** Numbers as vendors write them, and ids of the customer. */
  readonly texts: readonly string[];
  /** Interactions that the callbacks came from. */
  readonly interactionIds: readonly string[];
}

/** Shorter numbers and ids are part of many texts: only an equal text is one of them. */
const SHORTEST_PART = 7;

/** Whether a text contains the number or the id, the number also with other separators and without its leading zeros or plus. */
function containsAny(texts: readonly string[]): (text: string) => boolean {
  const digits = texts
    .filter((text) => /^[+0-9() ./-]+$/u.test(text))
    .map((text) => text.replaceAll(/\D/gu, "").replace(/^0+/u, ""))
    .filter((text) => text.length >= SHORTEST_PART);
  return (text) => {
    const own = text.replaceAll(/\D/gu, "");
    const isPart = (one: string): boolean => (one.length < SHORTEST_PART ? text === one : text.includes(one));
    return texts.some(isPart) || digits.some((one) => own.includes(one));
  };
}

/** Deletes unreadable records of the callbacks, and all that contain the number or the id. Returns how many. */
export async function deleteQuarantined(db: Kysely<Tables>, traces: Traces, isTrial: boolean): Promise<number> {
  const { source, texts } = traces;
  const contains = containsAny(texts);
  const ids = new Set(traces.vendorIds);
  const rows = await db
    .selectFrom("quarantine")
    .select(["fingerprint", "vendor_id", "raw", "reason"])
    .where("source", "=", source)
    .execute();
  const found = rows.filter(({ vendor_id, raw, reason }) => {
    if (vendor_id !== null && ids.has(vendor_id)) return true;
    return contains(reason) || valuesOf(raw).some(contains);
  });
  if (!isTrial) {
    for (const chunk of chunks(found.map(({ fingerprint }) => fingerprint))) {
      await db.deleteFrom("quarantine").where("source", "=", source).where("fingerprint", "in", chunk).execute();
    }
  }
  return found.length;
}

/** The texts and numbers in a record; a record that was cut is one text. */
function valuesOf(raw: string): string[] {
  try {
    return leavesOf(JSON.parse(raw) as JsonValue);
  } catch (error) {
    if (error instanceof SyntaxError) return [raw];
    throw error;
  }
}

function leavesOf(value: JsonValue): string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "number") return [String(value)];
  if (Array.isArray(value)) return value.flatMap(leavesOf);
  if (isJsonObject(value)) return Object.entries(value).flatMap(([name, part]) => [name, ...leavesOf(part)]);
  return [];
}

const ERASED_SUBJECT = JSON.stringify({ erased: true });

/**
 * Deletes subjects, receipts and targets of commands on the callbacks, and of commands without an outcome on the number. A
 * command without an outcome is not reconciled any more. Returns how many.
 */
export async function eraseCommands(db: Kysely<Tables>, traces: Traces, isTrial: boolean): Promise<number> {
  const { source, texts } = traces;
  const ids: number[] = [];
  for (const chunk of chunks(traces.vendorIds)) {
    const rows = await db
      .selectFrom("commands")
      .select("command_id")
      .where("source", "=", source)
      .where((eb) => eb.or([eb("vendor_id", "in", chunk), eb("claimed_id", "in", chunk)]))
      .execute();
    ids.push(...rows.map(({ command_id }) => command_id));
  }
  const pending = await db
    .selectFrom("commands")
    .select(["command_id", "target"])
    .where("state", "=", "PENDING")
    .where("source", "=", source)
    .where("target", "is not", null)
    .execute();
  for (const { command_id, target } of pending) {
    const { phoneNumber, vendorId } = JSON.parse(target ?? "{}") as { phoneNumber?: string; vendorId?: string };
    const isOfNumber = phoneNumber !== undefined && texts.includes(phoneNumber);
    if (isOfNumber || (vendorId !== undefined && traces.vendorIds.includes(vendorId))) ids.push(command_id);
  }
  const found = [...new Set(ids)];
  if (isTrial) return found.length;
  for (const chunk of chunks(found)) {
    await db
      .updateTable("commands")
      // Another request with the key of an erased command is a conflict, and not executed.
      .set({ subject: ERASED_SUBJECT, input_hash: "", target: null, fingerprint: null, known_ids: "[]", errors: "[]" })
      .set({ receipt: null })
      .where("command_id", "in", chunk)
      .execute();
  }
  return found.length;
}

/** Deletes from agent actions which interactions of the customer they are about. */
export async function eraseAgentActions(db: Kysely<Tables>, { source, interactionIds }: Traces): Promise<void> {
  for (const chunk of chunks(interactionIds)) {
    const rows = await db
      .selectFrom("agent_actions")
      .select(["position", "content"])
      .where("source", "=", source)
      .where("interaction_id", "in", chunk)
      .execute();
    for (const { position, content } of rows) {
      const action = { ...(JSON.parse(content) as JsonObject), interactionId: null };
      await db
        .updateTable("agent_actions")
        .set({ interaction_id: null, content: JSON.stringify(action) })
        .where("position", "=", position)
        .execute();
    }
  }
}

/** Deletes the times of queries by the number or the id. */
export async function deleteSyncKeys(db: Kysely<Tables>, { source, texts }: Traces): Promise<void> {
  const rows = await db.selectFrom("sync_keys").select("query_key").where("source", "=", source).execute();
  const keys = rows.map(({ query_key }) => query_key).filter((key) => texts.some((text) => key.includes(text)));
  for (const chunk of chunks(keys)) {
    await db.deleteFrom("sync_keys").where("source", "=", source).where("query_key", "in", chunk).execute();
  }
}

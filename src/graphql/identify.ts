import { badUserInput } from "../domain/errors.js";
import { decodeId, type NodeId, type NodeKind } from "../domain/id.js";
import { parseQueue, type QueueKey } from "../domain/queue.js";
import type { CallbackKey } from "../domain/change/observation.js";

/** Takes a global id of any kind apart. Throws BAD_USER_INPUT where it is none. */
export function parseId(argument: string, id: string): NodeId {
  const parsed = decodeId(id);
  if (parsed === null) throw badUserInput(`${argument} is not an id of this API: pass the value of a field \`id\``);
  return parsed;
}

/** Takes the global id of a queue apart. Throws BAD_USER_INPUT where it is none, or of another kind. */
export function parseQueueKey(argument: string, id: string): QueueKey {
  const parsed = parseId(argument, id);
  const queue = parsed.kind === "Queue" ? parseQueue(parsed.vendorId ?? "") : null;
  if (parsed.kind === "Customer" || queue === null) {
    throw badUserInput(`${argument} is an id of the type ${parsed.kind}, but must be one of the type Queue`);
  }
  return { source: parsed.source, ...queue };
}

/** Takes the global id of a callback or an agent apart. Throws BAD_USER_INPUT where it is none, or of another kind. */
export function parseKey(argument: string, id: string, kind: Extract<NodeKind, "Callback" | "Agent">): CallbackKey {
  const parsed = parseId(argument, id);
  if (parsed.kind === "Customer" || parsed.kind !== kind || parsed.vendorId === null) {
    throw badUserInput(`${argument} is an id of the type ${parsed.kind}, but must be one of the type ${kind}`);
  }
  return { source: parsed.source, vendorId: parsed.vendorId };
}

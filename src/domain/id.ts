import { parseQueue, textOfQueue, type QueueKey } from "./queue.js";

/** The types of nodes of a source. */
export type NodeKind = "Callback" | "Agent" | "CallbackSource" | "AgentAction" | "Queue";

/** A global id taken apart. */
export type NodeId = SourceNodeId | CustomerNodeId;

/** The id of a customer, who may have callbacks at several sources. */
export interface CustomerNodeId {
  readonly kind: "Customer";
  /** See `CustomerRef`. */
  readonly hash: string;
}

/** The id of a node of a source. `vendorId` is the vendor's own id, opaque; null for a source. An agent
 * action has the gateway's id there where the vendor gave it none, and a queue its kind before the id. */
export interface SourceNodeId {
  readonly kind: NodeKind;
  readonly source: string;
  readonly vendorId: string | null;
}

/** The longest vendor id, in characters, that every engine of a store takes as a key. No vendor has longer ones. */
export const LONGEST_KEY = 500;

const SHAPE = /^(Callback|Agent|CallbackSource|AgentAction|Queue):([^:]+)(?::([\s\S]+))?$/u;

/** The opaque global id: base64url of `Callback:<source>:<vendorId>`; a source has no third part. */
export function encodeId(kind: NodeKind, source: string, vendorId: string | null): string {
  const text = vendorId === null ? `${kind}:${source}` : `${kind}:${source}:${vendorId}`;
  return Buffer.from(text, "utf8").toString("base64url");
}

const CUSTOMER = /^Customer:([\da-f]{32})$/u;

/** The opaque global id of a customer: base64url of `Customer:<hash>`. */
export function encodeCustomerId(hash: string): string {
  return Buffer.from(`Customer:${hash}`, "utf8").toString("base64url");
}

/** The global id of a callback, written once however often it is shown. */
export function callbackId(callback: { readonly source: string; readonly vendorId: string }): string {
  const cached = ids.get(callback);
  if (cached !== undefined) return cached;
  const id = encodeId("Callback", callback.source, callback.vendorId);
  ids.set(callback, id);
  return id;
}

/** The global id of a queue. It contains the kind, as ids of two kinds may be equal. */
export function queueId(queue: QueueKey): string {
  return encodeId("Queue", queue.source, textOfQueue(queue));
}

const ids = new WeakMap<object, string>();

/** Decodes a global id; null for anything that `encodeId` and `encodeCustomerId` would not return. */
export function decodeId(id: string): NodeId | null {
  const text = Buffer.from(id, "base64url").toString("utf8");
  const hash = CUSTOMER.exec(text)?.[1];
  if (hash !== undefined) return encodeCustomerId(hash) === id ? { kind: "Customer", hash } : null;
  const match = SHAPE.exec(text);
  if (match === null) return null;
  const [, kind, source, vendorId = null] = match as unknown as [string, NodeKind, string, string | undefined];
  if ((kind === "CallbackSource") !== (vendorId === null)) return null;
  if (kind === "Queue" && parseQueue(vendorId ?? "") === null) return null;
  return encodeId(kind, source, vendorId) === id ? { kind, source, vendorId } : null;
}

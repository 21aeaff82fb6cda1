import type { QueueKind } from "../domain/queue.js";
import type { PresentingLoaders } from "../loaders/loaders.js";
import { canReadPii, mask } from "./masking.js";
import type { CallbackSourceType } from "./source/source.type.js";

/**
 * Returns the name of a queue or, with the kind AGENT, of an agent; null if none is known. Agents' names are PII, unless the
 * source's settings say otherwise.
 */
export function findName(
  source: CallbackSourceType,
  kind: QueueKind,
  vendorId: string,
  { names, caller }: PresentingLoaders,
): string | null {
  const name = names.find(source.name, kind, vendorId);
  const isPii = kind === "AGENT" && source.view.areAgentsPublic !== true;
  return isPii && !canReadPii(caller) ? mask(name) : name;
}

/** Part of the descriptions of names. */
export const NAME_ORIGIN = "From the gateway's settings, else from the vendor; null if neither has one.";

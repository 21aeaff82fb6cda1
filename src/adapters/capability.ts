import type { SourceCapability } from "../domain/source.js";
import type { Adapter } from "./adapter.js";

const METHODS = {
  list: "LIST",
  findByPhoneNumber: "FIND_BY_PHONE_NUMBER",
  findByAgent: "FIND_BY_AGENT",
  get: "GET",
  schedule: "SCHEDULE",
  reschedule: "RESCHEDULE",
  cancel: "CANCEL",
  recordAgentAction: "AGENT_ACTIONS",
  webhook: "PUSH",
} as const satisfies Partial<Record<keyof Adapter, SourceCapability>>;

/** Derives the capabilities of an adapter from its methods. */
export function capabilitiesOf(adapter: Adapter): SourceCapability[] {
  const names = Object.keys(METHODS) as (keyof typeof METHODS)[];
  return names.filter((name) => adapter[name] !== undefined).map((name) => METHODS[name]);
}

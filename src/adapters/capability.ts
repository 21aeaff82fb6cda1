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

/** What an adapter can do, read off the methods it has. */
export function capabilitiesOf(adapter: Adapter): SourceCapability[] {
  const names = Object.keys(METHODS) as (keyof typeof METHODS)[];
  return names.filter((name) => adapter[name] !== undefined).map((name) => METHODS[name]);
}

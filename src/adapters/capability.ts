import type { SourceCapability, SyncCoverage } from "../domain/source.js";
import type { Adapter } from "./adapter.js";

const METHODS = {
  list: "LIST",
  findByPhoneNumber: "FIND_BY_PHONE_NUMBER",
  findByAgent: "FIND_BY_AGENT",
  findByCustomer: "FIND_BY_CUSTOMER",
  get: "GET",
  schedule: "SCHEDULE",
  reschedule: "RESCHEDULE",
  reassign: "REASSIGN",
  cancel: "CANCEL",
  recordAgentAction: "AGENT_ACTIONS",
  webhook: "PUSH",
} as const satisfies Partial<Record<keyof Adapter, SourceCapability>>;

/** True if the vendor lists every callback: only then does a list prove absence and replace queries by key. */
export function listsAll({ list, listCoverage = "ALL" }: Pick<Adapter, "list" | "listCoverage">): boolean {
  return list !== undefined && listCoverage === "ALL";
}

/** Returns how much of its source an adapter shows. */
export function coverageOf(adapter: Pick<Adapter, "list" | "listCoverage">): SyncCoverage {
  if (listsAll(adapter)) return "COMPLETE";
  return adapter.list === undefined ? "OBSERVED" : "WINDOW";
}

/** Derives the capabilities of an adapter from its methods. */
export function capabilitiesOf(adapter: Adapter): SourceCapability[] {
  const names = Object.keys(METHODS) as (keyof typeof METHODS)[];
  return names.filter((name) => adapter[name] !== undefined).map((name) => METHODS[name]);
}

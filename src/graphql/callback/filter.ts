import { requireScope } from "../../domain/caller.js";
import { badUserInput } from "../../domain/errors.js";
import type { DurationMs } from "../../domain/time/instant.js";
import { PHONE_NUMBER_FAULTS, readPhoneNumber } from "../../domain/phone/phone-number.js";
import type { CallbackFilter, InstantRange } from "../../domain/query.js";
import type { Loaders } from "../../loaders/loaders.js";
import type { CallbackFilterInput } from "./callback-filter.input.js";
import type { DateTimeRangeInput } from "../date-time-range.input.js";
import { parseKey } from "../identify.js";

/**
 * Converts the input of a client to a filter. Throws BAD_USER_INPUT for an impossible source, agent or range, and
 * FORBIDDEN for a filter by PII without the scope.
 */
export function toFilter(input: CallbackFilterInput | null, loaders: Loaders): CallbackFilter {
  if (input === null) return {};
  const given = withoutNulls(input);
  if ((given.phoneNumber !== undefined || given.contactId !== undefined) && !loaders.caller.maySearchPeople) {
    requireScope(loaders.caller, "pii:read");
  }
  if (given.phoneNumber !== undefined) checkPhoneNumber(given.phoneNumber);
  const { vendors: _, sources: __, agentId, ...conditions } = given;
  const { window, createdAt, updatedAt, endedAt, dueAt, waitingSince, ...plain } = conditions;
  const names = toSources(given, loaders);
  return {
    ...plain,
    ...(names !== null && { sources: names }),
    ...(agentId !== undefined && { agent: toAgent(agentId) }),
    ...(window !== undefined && { window: toRange("window", window) }),
    ...(createdAt !== undefined && { createdAt: toRange("createdAt", createdAt) }),
    ...(updatedAt !== undefined && { updatedAt: toRange("updatedAt", updatedAt) }),
    ...(endedAt !== undefined && { endedAt: toRange("endedAt", endedAt) }),
    ...(dueAt !== undefined && { dueAt: toRange("dueAt", dueAt) }),
    ...(waitingSince !== undefined && { waitingSince: toRange("waitingSince", waitingSince) }),
  };
}

/** Throws BAD_USER_INPUT for a number by which no customer is known. */
function checkPhoneNumber(number: string): void {
  const read = readPhoneNumber(number, null);
  if ("fault" in read) throw badUserInput(`filter.phoneNumber: ${PHONE_NUMBER_FAULTS[read.fault]}`);
}

/** Throws BAD_USER_INPUT for a staleness below nothing. */
export function checkStaleness(maxStaleness: DurationMs | null | undefined): DurationMs | null {
  if (typeof maxStaleness === "number" && maxStaleness < 0) throw badUserInput("maxStaleness must not be negative");
  return maxStaleness ?? null;
}

type Given<Input> = { [Name in keyof Input]?: Exclude<Input[Name], null | undefined> };

function withoutNulls<Input extends object>(input: Input): Given<Input> {
  const given = Object.entries(input).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(given) as Given<Input>;
}

/** The names of the requested sources; null for all of them. */
function toSources(given: Given<CallbackFilterInput>, loaders: Loaders): readonly string[] | null {
  if (given.sources === undefined && given.vendors === undefined) return null;
  const sources = loaders.sources();
  const known = sources.map(({ name }) => name);
  const unknown = (given.sources ?? []).filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    const names = unknown.map((name) => JSON.stringify(name)).join(", ");
    throw badUserInput(`filter.sources names the unknown source ${names}; expected ${known.join(", ")}`);
  }
  return sources
    .filter(({ name }) => given.sources?.includes(name) ?? true)
    .filter(({ vendor }) => given.vendors?.includes(vendor) ?? true)
    .map(({ name }) => name);
}

function toAgent(id: string): { readonly source: string; readonly agentId: string } {
  const { source, vendorId } = parseKey("filter.agentId", id, "Agent");
  return { source, agentId: vendorId };
}

function toRange(argument: string, range: DateTimeRangeInput): InstantRange {
  const from = range.from?.getTime() ?? null;
  const until = range.until?.getTime() ?? null;
  if (from !== null && until !== null && from > until) {
    throw badUserInput(`filter.${argument}: from must not be after until`);
  }
  return { from, until };
}

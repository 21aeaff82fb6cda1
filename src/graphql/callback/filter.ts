import { requireScope, type Caller } from "../../domain/caller.js";
import { badUserInput } from "../../domain/errors.js";
import type { DurationMs } from "../../domain/time/instant.js";
import { PHONE_NUMBER_FAULTS, readPhoneNumber } from "../../domain/phone/phone-number.js";
import type { AgentKey, CallbackFilter, InstantRange } from "../../domain/query.js";
import { FEWEST_SEARCHED, foldedWords, isIndexedWord, MOST_SEARCHED } from "../../domain/search.js";
import type { SourceDescription } from "../../domain/source.js";
import { MOST_KEYS, type CallbackFilterInput } from "./callback-filter.input.js";
import type { DateTimeRangeInput } from "../date-time-range.input.js";
import { parseKey, parseQueueKey } from "../identify.js";

/** The caller whose filter it is, and the sources that exist for it. */
export interface FilterContext {
  readonly caller: Caller;
  sources(): readonly Pick<SourceDescription, "name" | "vendor">[];
}

/**
 * Converts the input of a client to a filter. Throws BAD_USER_INPUT for an impossible source, agent, queue or range, and
 * FORBIDDEN for a filter by PII without the scope.
 */
export function toFilter(input: CallbackFilterInput | null, loaders: FilterContext): CallbackFilter {
  if (input === null) return {};
  const given = withoutNulls(input);
  const isByPerson = [given.phoneNumbers, given.contactId, given.search].some((condition) => condition !== undefined);
  if (isByPerson && !loaders.caller.maySearchPeople) requireScope(loaders.caller, "pii:read");
  checkLengths(given);
  const { vendors: _, sources: __, agentIds, queueIds, phoneNumbers, search, ...conditions } = given;
  const { window, createdAt, updatedAt, endedAt, dueAt, waitingSince, ...plain } = conditions;
  const names = toSources(given, loaders);
  return {
    ...plain,
    ...(names !== null && { sources: names }),
    ...(agentIds !== undefined && { agents: toKeys("agentIds", agentIds, toAgent) }),
    ...(queueIds !== undefined && { queues: toKeys("queueIds", queueIds, parseQueueKey) }),
    ...(phoneNumbers !== undefined && { phoneNumbers: toPhoneNumbers(phoneNumbers) }),
    ...(search !== undefined && { search: toSearch(search) }),
    ...(window !== undefined && { window: toRange("window", window) }),
    ...(createdAt !== undefined && { createdAt: toRange("createdAt", createdAt) }),
    ...(updatedAt !== undefined && { updatedAt: toRange("updatedAt", updatedAt) }),
    ...(endedAt !== undefined && { endedAt: toRange("endedAt", endedAt) }),
    ...(dueAt !== undefined && { dueAt: toRange("dueAt", dueAt) }),
    ...(waitingSince !== undefined && { waitingSince: toRange("waitingSince", waitingSince) }),
  };
}

/** Throws BAD_USER_INPUT for too many numbers, and for one by which no customer is known. */
function toPhoneNumbers(numbers: readonly string[]): readonly string[] {
  if (numbers.length < 1 || numbers.length > MOST_NUMBERS) {
    throw badUserInput(`filter.phoneNumbers must contain 1 to ${MOST_NUMBERS} numbers, but contains ${numbers.length}`);
  }
  for (const [index, number] of numbers.entries()) {
    const read = readPhoneNumber(number, null);
    if ("fault" in read) throw badUserInput(`filter.phoneNumbers[${index}]: ${PHONE_NUMBER_FAULTS[read.fault]}`);
  }
  return [...new Set(numbers)];
}

const MOST_NUMBERS = 100;

/** Throws BAD_USER_INPUT for a search that no index can find. Its message does not repeat the search. */
function toSearch(search: string): readonly string[] {
  const words = [...new Set(foldedWords(search))];
  if (words.length > MOST_SEARCHED) {
    throw badUserInput(`filter.search must contain at most ${MOST_SEARCHED} words, but contains ${words.length}`);
  }
  if (words.some(isIndexedWord)) return words;
  throw badUserInput(
    `filter.search: expected a word or number with at least ${FEWEST_SEARCHED} letters or digits, part of a name or number`,
  );
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
export function toSources(
  given: Pick<Given<CallbackFilterInput>, "sources" | "vendors">,
  loaders: Pick<FilterContext, "sources">,
): readonly string[] | null {
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

/** Throws BAD_USER_INPUT, with the path of the id, for one that is invalid. */
function toKeys<Key>(
  field: string,
  ids: readonly string[],
  parse: (argument: string, id: string) => Key,
): readonly Key[] {
  return ids.map((id, index) => parse(`filter.${field}[${index}]`, id));
}

function toAgent(argument: string, id: string): AgentKey {
  const { source, vendorId } = parseKey(argument, id, "Agent");
  return { source, agentId: vendorId };
}

/** Throws BAD_USER_INPUT for a list that is longer than a statement of the store may be. */
function checkLengths(given: Given<CallbackFilterInput>): void {
  for (const field of ["agentIds", "queueIds", "campaignIds"] as const) {
    const { length } = given[field] ?? [];
    if (length > MOST_KEYS) {
      throw badUserInput(`filter.${field} must contain at most ${MOST_KEYS} ids, but contains ${length}`);
    }
  }
}

function toRange(argument: string, range: DateTimeRangeInput): InstantRange {
  const from = range.from?.getTime() ?? null;
  const until = range.until?.getTime() ?? null;
  if (from !== null && until !== null && from > until) {
    throw badUserInput(`filter.${argument}: from must not be after until`);
  }
  return { from, until };
}

import { requireScope } from "../../domain/caller.js";
import { badUserInput } from "../../domain/errors.js";
import type { DurationMs } from "../../domain/time/instant.js";
import { PHONE_NUMBER_FAULTS, readPhoneNumber } from "../../domain/phone/phone-number.js";
import type { CallbackFilter, InstantRange } from "../../domain/query.js";
import { FEWEST_SEARCHED, foldedWords, isIndexedWord, MOST_SEARCHED } from "../../domain/search.js";
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
  const isByPerson = [given.phoneNumbers, given.contactId, given.search].some((condition) => condition !== undefined);
  if (isByPerson && !loaders.caller.maySearchPeople) requireScope(loaders.caller, "pii:read");
  const { vendors: _, sources: __, agentId, phoneNumbers, search, window, createdAt, updatedAt, ...plain } = given;
  const names = toSources(given, loaders);
  return {
    ...plain,
    ...(names !== null && { sources: names }),
    ...(agentId !== undefined && { agent: toAgent(agentId) }),
    ...(phoneNumbers !== undefined && { phoneNumbers: toPhoneNumbers(phoneNumbers) }),
    ...(search !== undefined && { search: toSearch(search) }),
    ...(window !== undefined && { window: toRange("window", window) }),
    ...(createdAt !== undefined && { createdAt: toRange("createdAt", createdAt) }),
    ...(updatedAt !== undefined && { updatedAt: toRange("updatedAt", updatedAt) }),
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

/** Throws BAD_USER_INPUT for a search that no index can answer. Its message does not repeat the search. */
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
  loaders: Loaders,
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

import type { JsonObject, JsonValue } from "../../lib/json.js";
import { isJsonObject } from "../../lib/json.js";
import type { FakeConversation } from "./fake-conversation.js";
import { failure, respond } from "./fake-responses.js";
import type { ShownConversation } from "./fake-versions.js";

const DAY = 86_400_000;
/** A longer interval is refused. */
const MOST_DAYS = 31;
const MOST_A_PAGE = 100;
const DEFAULT_PAGE = 25;

type Predicate = (conversation: FakeConversation) => boolean;

/** The dimensions that the fake knows. A session or a segment of any participant satisfies one. */
const DIMENSIONS: Readonly<Record<string, (value: string) => Predicate>> = {
  mediaType: (value) => (one) => one.legs.some(({ mediaType }) => mediaType === value),
  callbackNumber: (value) => (one) => one.numbers.includes(value),
  userId: (value) => (one) => one.legs.some(({ userId }) => userId === value),
  externalContactId: (value) => (one) => one.contactId === value,
};

/**
 * `POST /analytics/conversations/details/query`: conversations that started on a day of the interval, and were active in
 * it. Those of other divisions are left out without an error.
 */
export function queryDetails(body: JsonValue, shown: readonly ShownConversation[]): Response {
  if (!isJsonObject(body)) return failure(400, "bad.request");
  const interval = readInterval(body["interval"]);
  const paging = readPaging(body["paging"]);
  const filters = readFilters(body["segmentFilters"], readDimension);
  const conversationFilters = readFilters(body["conversationFilters"], readConversationEnd);
  if (interval === null || paging === null || filters === null || conversationFilters === null) {
    return failure(400, "bad.request");
  }
  const { start, end } = interval;
  const firstDay = start - (start % DAY);
  const found = shown
    .filter(({ conversation }) => conversation.startedAt >= firstDay && conversation.startedAt < end)
    .filter(({ conversation }) => (conversation.endedAt ?? Number.POSITIVE_INFINITY) >= start)
    .filter(({ conversation }) => [...filters, ...conversationFilters].every((isMatch) => isMatch(conversation)))
    .toSorted((a, b) => compare(a.conversation, b.conversation));
  if (body["order"] === "desc") found.reverse();
  const { pageSize, pageNumber } = paging;
  const page = found.slice((pageNumber - 1) * pageSize, pageNumber * pageSize);
  // A page without results has no list.
  return respond(
    page.length === 0
      ? { totalHits: found.length }
      : { conversations: page.map(({ record }) => record), totalHits: found.length },
  );
}

function compare(a: FakeConversation, b: FakeConversation): number {
  return a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1);
}

function readInterval(sent: JsonValue | undefined): { readonly start: number; readonly end: number } | null {
  const [start = Number.NaN, end = Number.NaN] =
    typeof sent === "string" ? sent.split("/").map((at) => Date.parse(at)) : [];
  return start < end && end - start <= MOST_DAYS * DAY ? { start, end } : null;
}

function readPaging(sent: JsonValue = {}): { readonly pageSize: number; readonly pageNumber: number } | null {
  if (!isJsonObject(sent)) return null;
  const { pageSize = DEFAULT_PAGE, pageNumber = 1 } = sent;
  const isAllowed =
    typeof pageSize === "number" &&
    typeof pageNumber === "number" &&
    pageSize >= 1 &&
    pageSize <= MOST_A_PAGE &&
    pageNumber >= 1;
  return isAllowed ? { pageSize, pageNumber } : null;
}

/** Filters apply together; the predicates of one filter by its type. Null for anything that is not documented. */
function readFilters(
  sent: JsonValue = [],
  readPredicate: (predicate: JsonObject) => Predicate | null,
): readonly Predicate[] | null {
  if (!Array.isArray(sent)) return null;
  const filters = (sent as readonly JsonValue[]).map((filter): Predicate | null => {
    if (!isJsonObject(filter) || !Array.isArray(filter["predicates"])) return null;
    const predicates = (filter["predicates"] as readonly JsonValue[]).map((one) =>
      isJsonObject(one) ? readPredicate(one) : null,
    );
    const known = predicates.filter((one) => one !== null);
    if (known.length < predicates.length) return null;
    return filter["type"] === "or"
      ? (conversation) => known.some((isMatch) => isMatch(conversation))
      : (conversation) => known.every((isMatch) => isMatch(conversation));
  });
  const known = filters.filter((one) => one !== null);
  return known.length < filters.length ? null : known;
}

function readDimension({ dimension, operator = "matches", value }: JsonObject): Predicate | null {
  if (typeof dimension !== "string" || operator !== "matches" || typeof value !== "string") return null;
  return DIMENSIONS[dimension]?.(value) ?? null;
}

function readConversationEnd({ dimension, operator }: JsonObject): Predicate | null {
  if (dimension !== "conversationEnd") return null;
  if (operator === "exists") return ({ endedAt }) => endedAt !== null;
  return operator === "notExists" ? ({ endedAt }) => endedAt === null : null;
}

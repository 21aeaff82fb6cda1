import type {
  CallbackFilter,
  CallbackOrder,
  CallbackOrderField,
  CallbackStatus,
  CallOutcomeCategory,
  PromiseState,
} from "../../../schema/operations.js";

/** Which callbacks by how far they are: all open ones, all ended ones, all, or those of one status. */
export type Progress = "open" | "closed" | "all" | CallbackStatus;

/** A condition on when the promise breaks. */
export type Due = "overdue" | "hour";

/** The filters and the order of the list. Null matches all. */
export interface Filters {
  readonly search: string | null;
  readonly progress: Progress;
  /** The source's name. */
  readonly source: string | null;
  /** Global ids. */
  readonly queue: string | null;
  readonly agent: string | null;
  /** The campaign's id at the vendor. */
  readonly campaign: string | null;
  readonly promise: PromiseState | null;
  readonly outcome: CallOutcomeCategory | null;
  readonly due: Due | null;
  readonly sort: CallbackOrderField;
  readonly direction: "ASC" | "DESC";
}

export const NO_FILTERS: Filters = {
  search: null,
  progress: "open",
  source: null,
  queue: null,
  agent: null,
  campaign: null,
  promise: null,
  outcome: null,
  due: null,
  sort: "URGENCY",
  direction: "ASC",
};

/** In the order of a callback's life. */
export const OPEN_STATUSES: readonly CallbackStatus[] = ["SCHEDULED", "QUEUED", "IN_PROGRESS", "RETRYING", "UNKNOWN"];
export const ENDED_STATUSES: readonly CallbackStatus[] = ["COMPLETED", "FAILED", "EXPIRED", "CANCELED", "ENDED"];
export const PROMISES: readonly PromiseState[] = ["KEPT", "BROKEN", "PENDING", "NONE", "UNKNOWN"];
export const OUTCOMES: readonly CallOutcomeCategory[] = [
  ...(["REACHED", "NO_ANSWER", "BUSY", "MACHINE", "INVALID_NUMBER", "WRONG_PARTY", "DO_NOT_CALL"] as const),
  ...(["ABANDONED", "TRANSFERRED", "CANCELED", "NETWORK_ERROR", "SYSTEM_ERROR", "UNKNOWN"] as const),
];
export const SORTS: readonly CallbackOrderField[] = [
  ...(["URGENCY", "WINDOW_START", "WAITING_SINCE", "DUE_AT"] as const),
  ...(["CREATED_AT", "STATUS_CHANGED_AT", "ENDED_AT"] as const),
];

const PROGRESSES: readonly Progress[] = ["open", "closed", "all", ...OPEN_STATUSES, ...ENDED_STATUSES];
const DUES: readonly Due[] = ["overdue", "hour"];
const DIRECTIONS = ["ASC", "DESC"] as const;
const NAMES = [
  ...(["search", "progress", "source", "queue", "agent", "campaign"] as const),
  ...(["promise", "outcome", "due", "sort", "direction"] as const),
];
const HOUR = 3_600_000;

/** The shortest text that the API searches for. */
export const MIN_SEARCH = 3;

/** Reads filters from an address; missing or invalid parameters filter nothing. */
export function readFilters(parameters: URLSearchParams): Filters {
  const text = (name: keyof Filters): string | null => parameters.get(name)?.trim() || null;
  const oneOf = <Value extends string>(name: keyof Filters, values: readonly Value[]): Value | null =>
    values.find((value) => value === text(name)) ?? null;
  return {
    search: text("search"),
    progress: oneOf("progress", PROGRESSES) ?? NO_FILTERS.progress,
    source: text("source"),
    queue: text("queue"),
    agent: text("agent"),
    campaign: text("campaign"),
    promise: oneOf("promise", PROMISES),
    outcome: oneOf("outcome", OUTCOMES),
    due: oneOf("due", DUES),
    sort: oneOf("sort", SORTS) ?? NO_FILTERS.sort,
    direction: oneOf("direction", DIRECTIONS) ?? NO_FILTERS.direction,
  };
}

/** Writes them over those of an address, and leaves the rest of it as it is. */
export function writeFilters(filters: Filters, parameters: URLSearchParams): URLSearchParams {
  const written = new URLSearchParams(parameters);
  for (const name of NAMES) {
    const value = filters[name];
    if (value === null || value === NO_FILTERS[name]) written.delete(name);
    else written.set(name, value);
  }
  return written;
}

/** Whether anything but the order differs from the unfiltered list. */
export function isFiltered(filters: Filters): boolean {
  return NAMES.some((name) => name !== "sort" && name !== "direction" && filters[name] !== NO_FILTERS[name]);
}

/** The filter for the API. A complete number is also looked up at the vendors that can be queried by number only. */
export function apiFilterOf(filters: Filters, now: number): CallbackFilter {
  const { search, source, queue, agent, campaign, promise, outcome } = filters;
  const phoneNumber = wholeNumber(search);
  const isSearchable = search !== null && search.length >= MIN_SEARCH;
  return {
    ...progressOf(filters.progress),
    ...(phoneNumber !== null && { phoneNumbers: [phoneNumber] }),
    ...(phoneNumber === null && isSearchable && { search }),
    ...(source !== null && { sources: [source] }),
    ...(queue !== null && { queueIds: [queue] }),
    ...(agent !== null && { agentIds: [agent] }),
    ...(campaign !== null && { campaignIds: [campaign] }),
    ...(promise !== null && { promises: [promise] }),
    ...(outcome !== null && { outcomes: [outcome] }),
    ...dueOf(filters.due, now),
  };
}

export function apiOrderOf({ sort, direction }: Filters): CallbackOrder {
  return { field: sort, direction };
}

/** Returns a number that is complete enough for querying vendors that need one; null for any other text. */
export function wholeNumber(text: string | null): string | null {
  const compact = text?.replaceAll(/[\s().-]/gu, "") ?? "";
  return /^\+[1-9]\d{7,14}$/u.test(compact) ? compact : null;
}

function progressOf(progress: Progress): CallbackFilter {
  if (progress === "open") return { isOpen: true };
  if (progress === "closed") return { isOpen: false };
  return progress === "all" ? {} : { statuses: [progress] };
}

function dueOf(due: Due | null, now: number): CallbackFilter {
  if (due === "overdue") return { isOverdue: true };
  if (due === null) return {};
  return { dueAt: { from: new Date(now).toISOString(), until: new Date(now + HOUR).toISOString() } };
}

import type { CallbackStatus } from "../../../schema/operations.js";
import type { BoardRow } from "../data/board.js";
import type { Due } from "./due.js";

/** The filters of the board. Null matches all. */
export interface Filters {
  readonly source: string | null;
  readonly status: CallbackStatus | null;
  /** The queue's global id. */
  readonly queue: string | null;
  /** Any part of a number, in digits. */
  readonly number: string | null;
  /** The agent's global id. */
  readonly agent: string | null;
  /** The state in relation to the current time. */
  readonly due: Due | null;
}

export type FilterName = keyof Filters;

export const NO_FILTERS: Filters = { source: null, status: null, queue: null, number: null, agent: null, due: null };

/** The statuses of callbacks that are open, in the order of their lives. */
export const OPEN_STATUSES: readonly CallbackStatus[] = ["SCHEDULED", "QUEUED", "IN_PROGRESS", "RETRYING", "UNKNOWN"];

const DUES: readonly Due[] = ["overdue", "now", "soon", "later"];

/** Reads filters from an address; missing or invalid parameters filter nothing. */
export function readFilters(parameters: URLSearchParams): Filters {
  const text = (name: FilterName): string | null => parameters.get(name)?.trim() || null;
  const status = OPEN_STATUSES.find((one) => one === text("status")?.toUpperCase()) ?? null;
  const due = DUES.find((one) => one === text("due")) ?? null;
  return { source: text("source"), status, queue: text("queue"), number: text("number"), agent: text("agent"), due };
}

/** Writes them over those of an address, and leaves the rest of it as it is. */
export function writeFilters(filters: Filters, parameters: URLSearchParams): URLSearchParams {
  const written = new URLSearchParams(parameters);
  for (const [name, value] of Object.entries(filters) as [FilterName, string | null][]) {
    if (value === null) written.delete(name);
    else written.set(name, value);
  }
  return written;
}

/** Creates the predicate of the filters, without the one about the current time. */
export function createMatch(filters: Filters): (row: BoardRow) => boolean {
  const { source, status, queue, agent } = filters;
  const digits = filters.number?.replaceAll(/\D/gu, "") ?? "";
  return ({ callback }) =>
    (source === null || callback.source.name === source) &&
    (status === null || callback.status === status) &&
    (queue === null || callback.queue?.id === queue) &&
    (agent === null || callback.assignment?.agent?.id === agent) &&
    (digits === "" || digitsOf(callback.customer).includes(digits));
}

/** Returns a number that is complete enough for querying vendors that need one; null for any other text. */
export function wholeNumber(text: string | null): string | null {
  const compact = text?.replaceAll(/[\s().-]/gu, "") ?? "";
  return /^\+[1-9]\d{7,14}$/u.test(compact) ? compact : null;
}

function digitsOf({ phoneNumber, phoneNumberRaw }: BoardRow["callback"]["customer"]): string {
  return `${phoneNumber ?? ""} ${phoneNumberRaw ?? ""}`.replaceAll(/[^\d ]/gu, "");
}

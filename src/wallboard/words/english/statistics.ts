import { createPlural } from "../plural.js";

const plural = createPlural("en");

/** The errors of a source, by the API's error codes. */
const errors: Readonly<Record<string, string>> = {
  VENDOR_UNAVAILABLE: "The vendor does not respond.",
  DEADLINE_EXCEEDED: "The vendor responds too slowly.",
  VENDOR_RATE_LIMITED: "The vendor allows no more requests at the moment.",
  VENDOR_UNAUTHORIZED: "The vendor refuses the sign-in. An operator has to renew it.",
  VENDOR_REJECTED: "The vendor refuses the request. An operator has to check the settings.",
  VENDOR_MALFORMED: "The vendor’s response cannot be read.",
};

/** The figures, the latest changes and the sources beside the list. */
export const statistics = {
  tiles: "In numbers",
  open: "Callbacks",
  openNote: "that match the filters",
  overdue: "Overdue",
  overdueNote: "past the promised time",
  longest: "Longest wait",
  since: (time: string) => `since ${time}`,
  hour: "Due within the hour",
  hourNote: "promised until then",
  kept: "Promises kept today",
  keptNote: (kept: number, all: number) => (all === 0 ? "none decided yet" : `${kept} of ${all}`),
  showOnly: (title: string, count: string) => `${title}: ${count}. Show these only`,
  byStatus: "Now by status",
  endedToday: "Ended today",
  bySource: "Now by source",
  overdueOf: (count: string) => `${count} overdue`,
  nothing: "No waiting callbacks.",
  byHour: "Agreed times by hour",
  hourColumn: "Hour",
  overdueKey: "overdue",
  openKey: "in time",
  earlier: "earlier",
  later: "later",
  untimed: (count: number) => `${plural(count, { one: "callback has", other: "callbacks have" })} no agreed time.`,
  latest: "Latest changes",
  noChanges: "No changes since this page was opened.",
  ago: (duration: string) => `${duration} ago`,
  isNew: (status: string) => `is new: ${status}`,
  isNow: (status: string, previous: string | null) => (previous === null ? status : `${status} (was: ${previous})`),
  rescheduled: "has another time",
  changed: "has changed",
  gone: "is no longer at the vendor",
  present: "is there",
  sources: "Sources",
  states: { UP: "Works", DEGRADED: "Troubled", DOWN: "Out", LOST: "Not known" },
  age: (duration: string) => `as of ${duration} ago`,
  notRead: "not read completely yet",
  stale: "older than planned",
  notListed: "the vendor has no list: only callbacks that were looked up",
  technical: "Details for operators",
  errors,
  otherError: "The vendor cannot be read.",
};

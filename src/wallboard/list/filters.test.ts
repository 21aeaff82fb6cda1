import { describe, expect, it } from "vitest";
import { apiFilterOf, apiOrderOf, isFiltered, NO_FILTERS, readFilters, writeFilters, type Filters } from "./filters.js";

const NOW = Date.UTC(2026, 5, 1, 12, 20);

const filterOf = (changes: Partial<Filters>): unknown => apiFilterOf({ ...NO_FILTERS, ...changes }, NOW);

describe("the filters of the list", () => {
  it("go into an address and come back, and leave the rest of it alone", () => {
    const filters: Filters = {
      search: "Ada",
      progress: "QUEUED",
      source: "north",
      queue: "q",
      agent: "a",
      campaign: "c",
      promise: "BROKEN",
      outcome: "BUSY",
      due: "hour",
      sort: "WAITING_SINCE",
      direction: "DESC",
    };
    const written = writeFilters(filters, new URLSearchParams("callback=x&agent=y"));
    expect(readFilters(written)).toEqual(filters);
    expect(written.get("callback")).toBe("x");
    expect(String(writeFilters(NO_FILTERS, written))).toBe("callback=x");
  });

  it("are those of the unfiltered list if parameters are invalid", () => {
    const invalid = readFilters(
      new URLSearchParams("progress=NEVER&source=&promise=x&sort=NAME&direction=UP&due=late"),
    );
    expect(invalid).toEqual(NO_FILTERS);
    expect(isFiltered(invalid)).toBe(false);
    expect(isFiltered({ ...NO_FILTERS, sort: "DUE_AT", direction: "DESC" })).toBe(false);
  });

  it.each([
    [{}, { isOpen: true }],
    [{ progress: "closed" }, { isOpen: false }],
    [{ progress: "all" }, {}],
    [{ progress: "RETRYING" }, { statuses: ["RETRYING"] }],
    [{ due: "overdue" }, { isOpen: true, isOverdue: true }],
    [{ due: "hour" }, { isOpen: true, dueAt: { from: "2026-06-01T12:20:00.000Z", until: "2026-06-01T13:20:00.000Z" } }],
    [{ search: "Ada" }, { isOpen: true, search: "Ada" }],
    // The API rejects a shorter text.
    [{ search: "Ad" }, { isOpen: true }],
    // A complete number is looked up at the vendors.
    [{ search: "+1 (415) 555-0100" }, { isOpen: true, phoneNumbers: ["+14155550100"] }],
    [
      { source: "n", queue: "q", agent: "a", campaign: "c", promise: "KEPT", outcome: "BUSY" },
      {
        isOpen: true,
        sources: ["n"],
        queueIds: ["q"],
        agentIds: ["a"],
        campaignIds: ["c"],
        promises: ["KEPT"],
        outcomes: ["BUSY"],
      },
    ],
  ] as const)("%j are the API's %j", (changes, expected) => {
    expect(filterOf(changes)).toEqual(expected);
  });

  it("are in the order of urgency unless another is chosen", () => {
    expect(apiOrderOf(NO_FILTERS)).toEqual({ field: "URGENCY", direction: "ASC" });
  });
});

import type { JsonValue } from "../../lib/json.js";
import type { RequestStamp } from "../../domain/change/request-stamp.js";
import type { QuarantinedRecord } from "../../domain/vendor/quarantine.js";
import type { VendorPage, MappingContext } from "../adapter.js";
import { mergePages, observe, readPage, type RowEntry, type RowReader } from "./vendor-page.js";

/** One page as a vendor gave it. */
export interface Page {
  readonly rows: readonly JsonValue[];
  /** How many rows there are on all pages, as the vendor states it; null where it does not. */
  readonly total: number | null;
  readonly isLast: boolean;
  /** The stamp of this page's request. */
  readonly stamp: RequestStamp;
}

export interface PagedQuery {
  /** Fetches a page, starting with 0. */
  readonly readPage: (index: number) => Promise<Page>;
  readonly reader: RowReader;
  readonly context: MappingContext;
  /** No walk goes further than this many pages. */
  readonly maxPages: number;
  /**
   * True if one walk to the end counts as complete although rows may have moved: for responses that do not prove
   * absence by themselves. Default false.
   */
  readonly isOneWalkEnough?: boolean;
}

/** A set that moves while it is read is read again, but no more often than this. */
const MOST_WALKS = 3;

/**
 * Fetches every page and yields one response per page, each callback once. Between two pages, rows may be added or
 * removed and shift others over the border: if the stated total changed, or exceeds the rows read, the pages are read
 * again. Only the last response can be complete, and only after a stable walk; it also contains all unreadable records.
 * The counts cannot reveal a row that was removed while another was added, so one absence alone is not yet conclusive.
 */
export async function* readByPages(query: PagedQuery): AsyncGenerator<VendorPage> {
  const yielded = new Set<string>();
  const quarantined: QuarantinedRecord[] = [];
  let pending: VendorPage | null = null;
  let isSteady = false;
  let pageCount = 0;
  for (let walks = 0; walks < MOST_WALKS && !isSteady; walks += 1) {
    const walk = startWalk();
    for (let index = 0; !walk.isOver && index < query.maxPages; index += 1) {
      const page = await query.readPage(index);
      pageCount = Math.max(pageCount, index + 1);
      if (pending !== null) yield pending;
      const entries = readPage(page.rows, query.reader, query.context);
      walk.take(page, entries);
      const news = entries.filter(({ key }) => !yielded.has(key) && yielded.add(key));
      const read = observe(news, page.stamp);
      quarantined.push(...read.quarantined);
      pending = { ...read, quarantined: [], isComplete: false };
    }
    isSteady = query.isOneWalkEnough === true ? walk.isOver : walk.isSteady();
    if (query.isOneWalkEnough === true) break;
  }
  const isComplete = isSteady && quarantined.every(({ vendorId }) => vendorId !== null);
  yield {
    observations: pending?.observations ?? [],
    coerced: pending?.coerced ?? [],
    quarantined,
    isComplete,
    pageCount,
  };
}

/** Fetches every page and returns one response of all. */
export async function readAllPages(query: PagedQuery): Promise<VendorPage> {
  const pages: VendorPage[] = [];
  for await (const page of readByPages(query)) pages.push(page);
  return { ...mergePages(pages), isComplete: pages.at(-1)?.isComplete ?? false };
}

interface Walk {
  readonly isOver: boolean;
  take(page: Page, entries: readonly RowEntry[]): void;
  isSteady(): boolean;
}

function startWalk(): Walk {
  const keys = new Set<string>();
  const totals = new Set<number>();
  let isOver = false;
  return {
    get isOver() {
      return isOver;
    },
    take(page, entries) {
      const before = keys.size;
      for (const { key } of entries) keys.add(key);
      if (page.total !== null) totals.add(page.total);
      // A page without anything new: the vendor has run out of rows, or ignores the page's number.
      isOver = page.isLast || keys.size === before;
    },
    isSteady: () => isOver && totals.size <= 1 && [...totals].every((total) => keys.size >= total),
  };
}

import type { Clock, DurationMs } from "../../domain/time/instant.js";
import type { CallOptions, MappingContext, VendorPage } from "../adapter.js";
import { readPage, observe, type RowReader } from "../wire/vendor-page.js";
import { FIRST_CURSOR, type WebexSearch, type WebexTaskFilter } from "./search.js";
import type { WebexSettings } from "./settings.js";

/** The callbacks of the Search API. */
export interface WebexTasks {
  /** Every task with a callback that was created in the last `lookBackHours`, page by page. */
  list(options: CallOptions): AsyncIterable<VendorPage>;
  /** Every open one of the last `openLookBackHours`. */
  listOpen(options: CallOptions): AsyncIterable<VendorPage>;
  get(id: string, options: CallOptions): Promise<VendorPage>;
  /** The ones of a number in any of these forms, of the last `openLookBackHours`. */
  findByNumbers(numbers: readonly string[], options: CallOptions): Promise<VendorPage>;
  /** Searches once, for `ringback check`. */
  verify(options: CallOptions): Promise<void>;
}

const HOUR: DurationMs = 3_600_000;
/** The API's longest period. */
const LONGEST_MS: DurationMs = 365 * 24 * HOUR;
/** A search returns 100,000 tasks at most. */
const MAX_PAGES = 400;

export function createWebexTasks(options: {
  readonly search: WebexSearch;
  readonly settings: WebexSettings["search"];
  readonly clock: Clock;
  readonly reader: RowReader;
  readonly mapping: MappingContext;
}): WebexTasks {
  const { search, clock, reader, mapping } = options;
  const { lookBackHours, openLookBackHours } = options.settings;

  async function* pages(
    filter: WebexTaskFilter,
    lookBackMs: DurationMs,
    call: CallOptions,
  ): AsyncGenerator<VendorPage> {
    const to = clock();
    const period = { from: to - lookBackMs, to };
    let cursor = FIRST_CURSOR;
    const cursors = new Set<string>();
    for (let count = 1; ; count += 1) {
      const { rows, nextCursor, stamp } = await search.find(filter, period, cursor, call);
      const read = observe(readPage(rows, reader, mapping), stamp);
      cursors.add(cursor);
      // A cursor that comes again would lead round in a circle.
      const isCut = nextCursor !== null && (count >= MAX_PAGES || cursors.has(nextCursor));
      const isLast = nextCursor === null || isCut;
      yield { ...read, isComplete: isLast && !isCut, pageCount: count };
      if (isLast) return;
      cursor = nextCursor;
    }
  }

  const findAll = async (filter: WebexTaskFilter, lookBackMs: DurationMs, call: CallOptions): Promise<VendorPage> => {
    const found: VendorPage[] = [];
    for await (const page of pages(filter, lookBackMs, call)) found.push(page);
    return {
      observations: found.flatMap(({ observations }) => observations),
      quarantined: found.flatMap(({ quarantined }) => quarantined),
      coerced: found.flatMap(({ coerced }) => coerced),
      isComplete: found.at(-1)?.isComplete ?? false,
    };
  };

  return {
    list: (call) => pages({ by: "all" }, lookBackHours * HOUR, call),
    listOpen: (call) => pages({ by: "open" }, openLookBackHours * HOUR, call),
    get: (id, call) => findAll({ by: "id", id }, LONGEST_MS, call),
    findByNumbers: (numbers, call) => findAll({ by: "numbers", numbers }, openLookBackHours * HOUR, call),
    async verify(call) {
      const to = clock();
      await search.find({ by: "open" }, { from: to - HOUR, to }, FIRST_CURSOR, call);
    },
  };
}

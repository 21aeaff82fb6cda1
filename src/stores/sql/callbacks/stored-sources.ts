import { sql, type Kysely } from "kysely";
import type { CallbackFilter } from "../../../domain/query.js";
import { withQueueKeys, type RowFilter } from "./filter.js";
import type { Tables } from "../schema/tables.js";

/** The sources that the store has callbacks of. There are few, and rarely a new one. */
export interface StoredSources {
  /** Notes that there are callbacks of a source. */
  add(source: string): void;
  /** Has `run` go on with the filter as rows are found by it; at once where the sources were read before. */
  resolve<Result>(filter: CallbackFilter, run: (filter: RowFilter) => Promise<Result>): Promise<Result>;
}

/**
 * Nearly always all of them are in the settings: then a filter by the configured sources need not be checked at every row,
 * which would cost counts several times as much.
 */
export function createStoredSources(db: Kysely<Tables>): StoredSources {
  const stored = new Set<string>();
  let isRead = false;
  const toRows = ({ configuredSources = [], ...given }: CallbackFilter): RowFilter => {
    const filter = withQueueKeys(given);
    const exceptSources = [...stored].filter((source) => !configuredSources.includes(source)).sort();
    return exceptSources.length === 0 ? filter : { ...filter, exceptSources };
  };
  return {
    add: (source) => void stored.add(source),
    resolve(filter, run) {
      if (filter.configuredSources === undefined) return run(withQueueKeys(filter));
      if (isRead) return run(toRows(filter));
      return readSources(db).then((sources) => {
        for (const source of sources) stored.add(source);
        isRead = true;
        return run(toRows(filter));
      });
    },
  };
}

/** The sources that have callbacks: one step of an index for each, however many rows it has. */
export async function readSources(db: Kysely<Tables>): Promise<string[]> {
  const { rows } = await sql<{ source: string }>`with recursive held (source) as (
      select min(source) from callbacks
      union all
      select (select min(callbacks.source) from callbacks where callbacks.source > held.source) from held
        where held.source is not null
    )
    select source from held where source is not null`.execute(db);
  return rows.map(({ source }) => source);
}

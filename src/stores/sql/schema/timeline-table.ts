import { sql, type Kysely } from "kysely";
import type { ColumnTypes } from "./column-types.js";

/**
 * One row for each server history that has appended to the change log. Positions between `last_before` and `first_position`
 * are left out of the log: a server that was lost at a failover may have given them to other changes.
 */
export interface LogTimelineTable {
  /** Identifies the server's history; a promoted or restored server has another one. */
  origin: string;
  /** The last position that the log had before; 0 for an empty log. */
  last_before: number;
  first_position: number;
}

/** Stays empty in an engine without replicas. */
export async function createLogTimelines(db: Kysely<unknown>, { integer }: ColumnTypes): Promise<void> {
  const int = sql.raw(integer);
  await sql`create table log_timelines (
    origin text not null,
    last_before ${int} not null,
    first_position ${int} primary key
  )`.execute(db);
}

import { sql, type Kysely } from "kysely";
import { rewriteTimes } from "../callbacks/rewrite-times.js";
import type { ColumnTypes } from "./column-types.js";
import type { Tables } from "./tables.js";

/** One for each sort order by these columns; the row's number breaks ties. */
const INDEXES: Readonly<Record<string, string>> = {
  callbacks_by_urgency: "urgency",
  callbacks_by_wait: "waits_from",
  callbacks_by_promise: "promise_due_at",
  callbacks_by_ending: "ended_at",
  callbacks_by_opening: "opened_at",
};

/** Adds the times that promises are counted by, and fills them by the default settings of promises. */
export async function addTimes(db: Kysely<unknown>, { integer, orderedText }: ColumnTypes): Promise<void> {
  const columns: Readonly<Record<string, string>> = {
    milestones: "text",
    promise_due_at: integer,
    promise: "text not null default 'UNKNOWN'",
    waits_from: integer,
    first_attempt_at: integer,
    ended_at: integer,
    opened_at: integer,
    attempt_count: integer,
    urgency: `${orderedText} not null default ''`,
    outcome: "text",
  };
  for (const [name, type] of Object.entries(columns)) {
    await sql`alter table callbacks add column ${sql.ref(name)} ${sql.raw(type)}`.execute(db);
  }
  await sql`alter table views add column milestones text`.execute(db);
  await sql`alter table sources add column promise text`.execute(db);
  await rewriteTimes(db as Kysely<Tables>, { promises: new Map() });
  for (const [name, column] of Object.entries(INDEXES)) {
    await db.schema.createIndex(name).on("callbacks").columns([column, "row_id"]).execute();
  }
}

import { sql, type Kysely, type RawBuilder } from "kysely";
import type { ColumnTypes } from "./column-types.js";

/** Rows that one statement updates, so that it ends within the statement timeout. */
const ROWS_AT_ONCE = 20_000;
/** Its own constant: a released step stays as it is. */
const LONGEST_KEY = 500;

/**
 * Adds the queue of each callback, as its kind and id in one column. It is filled from what earlier versions have stored; the
 * next observation of a callback corrects a row whose vendor names more than that.
 */
export async function addQueues(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  await sql`alter table callbacks add column queue_key text`.execute(db);
  const { rows } = await sql<{ last: number | null }>`select max(row_id) as last from callbacks`.execute(db);
  const last = Number(rows[0]?.last ?? 0);
  for (let from = 0; from <= last; from += ROWS_AT_ONCE) {
    await sql`update callbacks set queue_key = substr(${queueOfRow(types)}, 1, ${sql.lit(LONGEST_KEY)})
      where row_id > ${from} and row_id <= ${from + ROWS_AT_ONCE}`.execute(db);
  }
  await db.schema.createIndex("callbacks_by_queue").on("callbacks").columns(["source", "queue_key"]).execute();
}

/**
 * The first of the ids that a row has: a call target or service, a queue or skill, a campaign. Null if it has none. Fields of
 * the vendor's record distinguish ids of two kinds in one column.
 */
function queueOfRow({ json }: ColumnTypes): RawBuilder<string | null> {
  const target = sql`cast(content as ${sql.raw(json)}) -> 'routing' ->> 'callTargetId'`;
  const isOfService = sql<boolean>`record like '%"_service_name":%' or record like '%"_url":%' or record like '%"_vq":%'`;
  return sql`case
    when ${target} is not null then case when ${isOfService} then 'SERVICE:' else 'CALL_TARGET:' end || (${target})
    when queue_id is not null then case when record like '%"skillId":%' then 'SKILL:' else 'QUEUE:' end || queue_id
    when campaign_id is not null then 'CAMPAIGN:' || campaign_id
  end`;
}

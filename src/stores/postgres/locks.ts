import { sql, type Kysely } from "kysely";
import type { Locks } from "../sql/engine.js";
import type { Tables } from "../sql/schema/tables.js";

/** The channel that notifies the listeners of all gateways. */
export const CHANNEL = "ringback_changes";

/** Advisory locks are numbers that all users of a database share: these are ours. */
const OURS_NUMBER = 1_380_535_879;
const OURS = sql.lit(OURS_NUMBER);
const OURS_BY_SOURCE = sql.lit(1_380_535_880);
const ALL_SOURCES = sql.lit(0);
const ATTEMPTS = sql.lit(1);
const NUMBERING_NUMBER = 2;
const NUMBERING = sql.lit(NUMBERING_NUMBER);
const SCHEMA = sql.lit(3);

/** Advisory locks, which the database releases at the end of the transaction, however it ends. */
export function createLocks(gatewayId: string): Locks {
  return {
    async ofSource(transaction, source) {
      await sql`select pg_advisory_xact_lock_shared(${OURS}, ${ALL_SOURCES}),
        pg_advisory_xact_lock(${OURS_BY_SOURCE}, hashtext(${source}))`.execute(transaction);
    },
    ofAllSources: (transaction) => lock(transaction, ALL_SOURCES),
    ofCommands: (transaction) => lock(transaction, ATTEMPTS),
    // Rows are numbered once they are joined and sorted, and what changes something is never left out of a join.
    joinNumberingLock: sql`cross join (select pg_advisory_xact_lock(${OURS}, ${NUMBERING}),
      pg_notify(${sql.lit(CHANNEL)}, ${sql.lit(gatewayId)})) as turn`,
  };
}

/** No other transaction appends to the change log. */
export const LOCK_NUMBERING = `select pg_advisory_xact_lock(${OURS_NUMBER}, ${NUMBERING_NUMBER})`;

/** No other transaction changes the schema besides the migrations. */
export const lockSchema = (transaction: Kysely<Tables>): Promise<void> => lock(transaction, SCHEMA);

async function lock(transaction: Kysely<Tables>, key: typeof ATTEMPTS): Promise<void> {
  await sql`select pg_advisory_xact_lock(${OURS}, ${key})`.execute(transaction);
}

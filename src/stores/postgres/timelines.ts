import type pg from "pg";
import { isUnsupported } from "./failure.js";
import { LOCK_NUMBERING } from "./locks.js";

/** Recognises that a connection leads to another server than before: a promoted replica, or a restored backup. */
export interface Timelines {
  /**
   * Called before each use of a connection to the primary. A server that has appended nothing to the log yet first leaves out
   * positions that a lost server may have given away. Rejects where the server is a replica.
   */
  readonly check: (client: pg.ClientBase) => Promise<void>;
  /** The history of the server that was connected last; null before, and where the database does not say. */
  readonly origin: () => string | null;
}

/**
 * Numbers that are left out at least; far more than a replica can lag behind. Two servers that are promoted from one do not
 * leave out the same number.
 */
const LEAST_GAP = 1_000_000_000;
const LARGEST_GAP = 1_000_000_000_000;
/** So much larger all other numbers get that the store draws: of rows, requests and commands. */
const OTHERS_GAP = 1_000_000;

const READ_ONLY = "25006";

const SERVER = `select pg_is_in_recovery() as "isReplica", case when not pg_is_in_recovery() then
  (select system_identifier from pg_control_system()) || '/' || left(pg_walfile_name(pg_current_wal_lsn()), 8)
  end as origin`;

/** The history of the server that the log was appended to last. Also read from replicas, which so prove that they follow it. */
export const LAST_ORIGIN = "select origin from log_timelines order by first_position desc limit 1";

/** `onOther` is called before the first use of a server that has another history than the one before. */
export function createTimelines(onOther: () => void): Timelines {
  /** A connection never moves to another server. */
  const checked = new WeakSet<pg.ClientBase>();
  let current: string | null = null;
  return {
    async check(client) {
      if (checked.has(client)) return;
      const origin = await readOrigin(client);
      if (origin !== null && origin !== current) {
        await begin(client, origin);
        const isFirst = current === null;
        current = origin;
        if (!isFirst) onOther();
      }
      checked.add(client);
    },
    origin: () => current,
  };
}

/** Null where the database does not say: there is no failover then that it would have to be known for. */
async function readOrigin(client: pg.ClientBase): Promise<string | null> {
  try {
    const { rows } = await client.query<{ isReplica: boolean; origin: string | null }>(SERVER);
    if (rows[0]?.isReplica === true)
      throw Object.assign(new Error("the server is a replica that was not promoted"), { code: READ_ONLY });
    return rows[0]?.origin ?? null;
  } catch (error) {
    if (isUnsupported(error)) return null;
    throw error;
  }
}

/** Under the lock of the log, so that one gateway does it, and before anything is appended. */
async function begin(client: pg.ClientBase, origin: string): Promise<void> {
  await client.query("begin");
  try {
    await client.query(LOCK_NUMBERING);
    const { rows } = await client.query<{ origin: string }>(LAST_ORIGIN);
    const previous = rows[0]?.origin ?? null;
    if (previous === null) await addTimeline(client, origin, 1);
    else if (previous !== origin) {
      await addTimeline(client, origin, Math.floor(LEAST_GAP + Math.random() * (LARGEST_GAP - LEAST_GAP)));
      await moveSequences(client);
    }
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw error;
  }
}

async function addTimeline(client: pg.ClientBase, origin: string, distance: number): Promise<void> {
  await client.query(
    `insert into log_timelines (origin, last_before, first_position)
      select $1, last, last + $2::bigint from (select coalesce(max(position), 0) as last from changes) as log`,
    [origin, distance],
  );
}

/** Numbers that a lost server may have drawn are left out: each number belongs to one change, row or request for ever. */
async function moveSequences(client: pg.ClientBase): Promise<void> {
  await client.query(`select setval(pg_get_serial_sequence('changes', 'position'), max(first_position), false)
    from log_timelines`);
  await client.query(
    `select setval(sequence, nextval(sequence) + $1) from (
      select pg_get_serial_sequence(quote_ident(table_name), column_name) as sequence from information_schema.columns
        where table_schema = current_schema() and is_identity = 'YES' and table_name <> 'changes'
    ) as identities`,
    [OTHERS_GAP],
  );
}

import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { DurationMs } from "../../domain/time/instant.js";
import type { ReplicaState } from "../replicas.js";
import type { Tables } from "../sql/schema/tables.js";
import { connectionConfig, createPool, type PoolSettings } from "./pool.js";
import type { ReadFloor } from "./read-floor.js";
import { LAST_ORIGIN } from "./timelines.js";

/** One read replica. */
export interface Replica {
  /** Null before the first check has ended. */
  state(): ReplicaState | null;
  /** Whether a read may be tried now: it serves, and was not found to be behind a moment ago. */
  isPromising(): boolean;
  /** Runs a read on one connection. Rejects with ReplicaBehind where the connection lacks what reads have to see. */
  read<Result>(read: (db: Kysely<Tables>) => Promise<Result>): Promise<Result>;
  /** Leaves it out until a check succeeds. */
  leaveOut(error: unknown): void;
  close(): Promise<void>;
}

export interface ReplicaOptions extends PoolSettings {
  readonly floor: ReadFloor;
  readonly maxLagMs: DurationMs;
  /** The history of the primary, which the replica has to follow. */
  readonly origin: () => string | null;
  /** Called after the first check, and whenever the replica starts or stops serving. */
  readonly onState: (state: ReplicaState) => void;
}

/** The replica has not replayed yet what a read has to see. */
export class ReplicaBehind extends Error {}

/** A replica that has not responded to a check for so long is left out. */
const CHECK_MS = 2000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;
/** A replica that was behind is tried again after so long, doubled each time: reads go to the primary meanwhile. */
const FIRST_BEHIND_MS = 5;
const LONGEST_BEHIND_MS = 500;

/** The driver has a limit of time for single queries, which its types lack. */
const REPLAYED: pg.QueryConfig & { readonly query_timeout: number } = {
  text: `select pg_is_in_recovery() as "isReplica", pg_last_wal_replay_lsn() - '0/0' as position,
    (${LAST_ORIGIN}) as origin`,
  query_timeout: CHECK_MS,
};

interface Replayed {
  readonly origin: string | null;
  readonly position: number;
}

/** Starts to check a replica, until it is closed. */
export function createReplica({ floor, maxLagMs, origin, onState, ...settings }: ReplicaOptions): Replica {
  const name = new URL(settings.url).host;
  /** The position that each connection's server had replayed: the address may lead to several servers. */
  const replayed = new WeakMap<pg.PoolClient, Replayed>();
  let state: ReplicaState | null = null;
  let timer: NodeJS.Timeout | undefined;
  let checking: Promise<void> | null = null;
  let pauseMs = FIRST_PAUSE_MS;
  let behindMs = FIRST_BEHIND_MS;
  let behindUntil = 0;
  let isClosed = false;

  const prepare = async (client: pg.PoolClient): Promise<void> => {
    const [position, followed] = [floor.position(), origin()];
    if (position === null) throw new ReplicaBehind();
    const has = (found: Replayed | undefined): boolean =>
      found !== undefined && found.origin === followed && found.position >= position;
    if (has(replayed.get(client))) return;
    const found = await readReplayed(client);
    replayed.set(client, found);
    if (has(found)) return;
    behindUntil = performance.now() + behindMs;
    behindMs = Math.min(LONGEST_BEHIND_MS, behindMs * 2);
    throw new ReplicaBehind();
  };
  const db = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: createPool({ ...settings, isReadOnly: true }, { prepare }) }),
  });

  const setState = (reason: string | null): void => {
    const isServing = reason === null;
    const isNews = state?.isServing !== isServing;
    state = { name, isServing, reason };
    if (isNews) onState(state);
  };
  const check = async (): Promise<void> => {
    const reason = await findProblem(settings.url, origin(), floor.lagPosition());
    if (isClosed) return;
    setState(reason);
    pauseMs = reason === null ? FIRST_PAUSE_MS : Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
    timer = setTimeout(start, reason === null ? maxLagMs / 2 : pauseMs * (0.5 + Math.random() / 2));
    timer.unref();
  };
  const start = (): void => {
    checking ??= check().finally(() => (checking = null));
  };
  start();

  return {
    state: () => state,
    isPromising: () => state?.isServing === true && performance.now() >= behindUntil,
    async read(read) {
      return db.connection().execute(async (connection) => {
        behindMs = FIRST_BEHIND_MS;
        return read(connection);
      });
    },
    leaveOut(error) {
      if (isClosed) return;
      setState(`a read failed: ${messageOf(error)}`);
      clearTimeout(timer);
      start();
    },
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await checking;
      await db.destroy();
    },
  };
}

/**
 * Why a server cannot serve reads of a primary with this history; null where it can. `position` is what it has to have
 * replayed; null: not known. Never rejects.
 */
export async function findProblem(url: string, origin: string | null, position: number | null): Promise<string | null> {
  const client = new pg.Client({ ...connectionConfig(url), connectionTimeoutMillis: CHECK_MS });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const found = await readReplayed(client);
    if (found.origin !== origin) return "it does not follow the primary";
    return position !== null && found.position < position ? "it lags behind the primary" : null;
  } catch (error) {
    return messageOf(error);
  } finally {
    // A server that hangs does not say goodbye either.
    await Promise.race([client.end(), new Promise((resolve) => setTimeout(resolve, CHECK_MS).unref())]);
  }
}

/** Rejects where the server is no replica. */
async function readReplayed(client: pg.ClientBase): Promise<Replayed> {
  const { rows } = await client.query<{ isReplica: boolean; position: number | null; origin: string | null }>(REPLAYED);
  const [found] = rows;
  if (found?.isReplica !== true) throw new Error("it is not a replica: it was promoted, or is a server of its own");
  return { origin: found.origin, position: found.position ?? 0 };
}

function messageOf(error: unknown): string {
  return error instanceof Error && error.message !== "" ? error.message : String(error);
}

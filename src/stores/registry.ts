import { resolve } from "node:path";
import { GatewayError } from "../domain/errors.js";
import type { PoolSettings } from "./postgres/pool.js";
import {
  inspectPostgresStore,
  inspectReplicas,
  openPostgresReader,
  openPostgresStore,
  type ReplicaSettings,
} from "./postgres/postgres.js";
import type { ReplicaFinding } from "./replicas.js";
import { backupSqlite, restoreSqlite } from "./sqlite/backup.js";
import { lockDirectory, type StoreLock } from "./sqlite/lock.js";
import { IN_MEMORY, inspectSqliteStore, openSqliteReader, openSqliteStore } from "./sqlite/sqlite.js";
import type { SchemaVersion, Store, StoreReader } from "./store.js";

export type { ReplicaFinding } from "./replicas.js";
export { StoreInUseError, type StoreLock } from "./sqlite/lock.js";

/** The location of the store: a database's URL, or a directory for the embedded one. */
export interface StoreSettings {
  readonly databaseUrl: string | null;
  readonly dataDirectory: string;
  /** How the database is used; of no meaning to the embedded store. */
  readonly database: {
    readonly connections: number;
    readonly statementTimeoutMs: number;
    /** Default 5,000. */
    readonly replicaLagMs?: number;
  };
  /** URLs of read replicas of the database. Default: none. */
  readonly databaseReadUrls?: readonly string[];
}

/** Operations on a store by its settings. */
interface StoreEngine {
  open(settings: StoreSettings): Promise<Store>;
  /** Null where there is no store yet. */
  read(settings: StoreSettings): Promise<StoreReader | null>;
  inspect(settings: StoreSettings): Promise<SchemaVersion | null>;
  /** Missing where several gateways may use the store. */
  readonly lock?: (settings: StoreSettings) => StoreLock | null;
  /** Missing where the database has tools of its own. */
  readonly backup?: (settings: StoreSettings, file: string) => void;
  readonly restore?: (settings: StoreSettings, file: string, isForced: boolean) => Promise<void>;
}

const poolOf = ({ databaseUrl, database }: StoreSettings): PoolSettings => ({ url: databaseUrl ?? "", ...database });
const replicasOf = ({ databaseReadUrls: urls = [], database }: StoreSettings): ReplicaSettings => ({
  urls,
  maxLagMs: database.replicaLagMs ?? DEFAULT_REPLICA_LAG_MS,
});
const DEFAULT_REPLICA_LAG_MS = 5000;

const EMBEDDED: StoreEngine = {
  open: ({ dataDirectory }) => openSqliteStore(dataDirectory),
  read: ({ dataDirectory }) => openSqliteReader(dataDirectory),
  lock: ({ dataDirectory }) => (dataDirectory === IN_MEMORY ? null : lockDirectory(dataDirectory)),
  inspect: ({ dataDirectory }) => inspectSqliteStore(dataDirectory),
  backup: ({ dataDirectory }, file) => backupSqlite(dataDirectory, file),
  restore: ({ dataDirectory }, file, isForced) => restoreSqlite(dataDirectory, file, isForced),
};
const DATABASE: StoreEngine = {
  open: (settings) => openPostgresStore(poolOf(settings), replicasOf(settings)),
  read: (settings) => openPostgresReader(poolOf(settings)),
  inspect: (settings) => inspectPostgresStore(poolOf(settings)),
};

/** The engines, by how their URL begins. The embedded one needs no URL. */
const ENGINES: Readonly<Record<string, StoreEngine>> = { "": EMBEDDED, postgres: DATABASE, postgresql: DATABASE };

function engineOf({ databaseUrl }: StoreSettings): StoreEngine {
  const scheme = databaseUrl?.split(":")[0] ?? "";
  const engine = ENGINES[scheme];
  if (engine !== undefined) return engine;
  const known = Object.keys(ENGINES).filter((name) => name !== "");
  const message = `DATABASE_URL has the unsupported scheme ${scheme}: expected one of ${known.join(", ")}`;
  throw new GatewayError("STORE_UNAVAILABLE", message);
}

/** Opens the store that the settings name. Rejects with STORE_UNAVAILABLE where it cannot be opened. */
export async function openStore(settings: StoreSettings): Promise<Store> {
  return engineOf(settings).open(settings);
}

/**
 * Opens the store to read it, also while a gateway uses it; null where there is none yet. Changes nothing. Rejects with
 * STORE_UNAVAILABLE where it cannot be opened, and where its tables are those of another version.
 */
export async function openStoreReader(settings: StoreSettings): Promise<StoreReader | null> {
  return engineOf(settings).read(settings);
}

/**
 * Keeps other gateways from a store that only one may use, until it is released or the process ends; null for a store that
 * several may use. Taken by the process
 * that serves, before it opens the store; its worker processes share it. Throws a StoreInUseError
 * where another process has it, and STORE_UNAVAILABLE where it cannot be locked.
 */
export function lockStore(settings: StoreSettings): StoreLock | null {
  return engineOf(settings).lock?.(settings) ?? null;
}

/** How far the store's tables are; null where there is none yet. Changes nothing. Rejects with STORE_UNAVAILABLE. */
export async function inspectStore(settings: StoreSettings): Promise<SchemaVersion | null> {
  return engineOf(settings).inspect(settings);
}

/** Whether the read replicas of a database that has a store can serve reads. Changes nothing. Rejects with STORE_UNAVAILABLE. */
export async function inspectStoreReplicas(settings: StoreSettings): Promise<readonly ReplicaFinding[]> {
  return inspectReplicas(poolOf(settings), replicasOf(settings));
}

/** Writes the embedded store into a new file, also while a gateway is at work. Throws STORE_UNAVAILABLE. */
export function backupStore(settings: StoreSettings, file: string): void {
  const { backup } = engineOf(settings);
  if (backup === undefined) throw hasOwnTools("pg_dump");
  backup(settings, file);
}

/** Puts a backup in the place of the embedded store, which nobody may have open. Rejects with STORE_UNAVAILABLE. */
export async function restoreStore(settings: StoreSettings, file: string, isForced: boolean): Promise<void> {
  const { restore } = engineOf(settings);
  if (restore === undefined) throw hasOwnTools("pg_restore");
  await restore(settings, file, isForced);
}

function hasOwnTools(tool: string): GatewayError {
  return new GatewayError(
    "STORE_UNAVAILABLE",
    `this command is for the embedded store only: use ${tool} for the database of DATABASE_URL`,
  );
}

/** The directory of the embedded store; for a database a name without the URL, which may contain a password. */
export function describeStore({ databaseUrl, dataDirectory }: StoreSettings): string {
  return databaseUrl === null ? resolve(dataDirectory) : "the database";
}

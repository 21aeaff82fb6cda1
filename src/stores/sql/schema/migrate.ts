import { Migrator, sql } from "kysely";
import { GatewayError, toError } from "../../../domain/errors.js";
import type { SchemaVersion } from "../../store.js";
import type { Engine } from "../engine.js";
import { createMigrations } from "./migrations.js";

type Schema = Pick<Engine, "db" | "types">;

/**
 * Brings the tables up to date. Throws STORE_UNAVAILABLE: without a cause where a newer version has used the store, which is
 * left as it is; with the engine's error where a step fails, and then the steps before it stay.
 */
export async function migrate(schema: Schema): Promise<void> {
  const { db, types } = schema;
  const { error } = await new Migrator({ db, provider: createMigrations(types) }).migrateToLatest();
  if (error === undefined) return;
  const version = await readSchemaVersion(schema).catch(() => null);
  if (version !== null) refuseNewer(version);
  const reason = toError(error).message;
  const message = `failed to migrate the store: ${reason}. If another program has changed its tables, restore a backup`;
  throw new GatewayError("STORE_UNAVAILABLE", message, { cause: error });
}

/** Throws STORE_UNAVAILABLE where this version cannot read the tables. Changes nothing. */
export async function checkSchema(schema: Schema): Promise<void> {
  const version = await readSchemaVersion(schema);
  refuseNewer(version);
  const { current, known } = version;
  if (current === known) return;
  const message =
    `the store has schema version ${current || "none"}, and this version reads ${known}: start a gateway of this ` +
    "version once, or use the version of the running gateway";
  throw new GatewayError("STORE_UNAVAILABLE", message);
}

/** The last step that was taken, and the last one that is known: a newer gateway may have taken more. */
export async function readSchemaVersion({ db, types }: Schema): Promise<SchemaVersion> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name desc limit 1`.execute(
    db,
  );
  const steps = Object.keys(await createMigrations(types).getMigrations());
  return { current: rows[0]?.name ?? "", known: steps.at(-1) ?? "" };
}

function refuseNewer({ current, known }: SchemaVersion): void {
  if (current <= known) return;
  const message =
    `a newer version of ringback has used this store: its schema version is ${current}, this version supports up ` +
    `to ${known}. Start the newer version, or restore a backup from before the update`;
  throw new GatewayError("STORE_UNAVAILABLE", message);
}

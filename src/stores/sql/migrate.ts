import { Migrator, sql } from "kysely";
import { GatewayError } from "../../callback/errors.js";
import type { SchemaVersion } from "../store.js";
import type { Engine } from "./engine.js";
import { createMigrations } from "./migrations.js";

/** Brings the tables up to date. Throws where a step fails; the steps before it stay. */
export async function migrate({ db, types }: Pick<Engine, "db" | "types">): Promise<void> {
  const { error } = await new Migrator({ db, provider: createMigrations(types) }).migrateToLatest();
  if (error !== undefined)
    throw new GatewayError("STORE_UNAVAILABLE", "the store could not be migrated", { cause: error });
}

/** The last step that was taken, and the last one that is known: a newer gateway may have taken more. */
export async function readSchemaVersion({ db, types }: Pick<Engine, "db" | "types">): Promise<SchemaVersion> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name desc limit 1`.execute(
    db,
  );
  const steps = Object.keys(await createMigrations(types).getMigrations());
  return { current: rows[0]?.name ?? "", known: steps.at(-1) ?? "" };
}

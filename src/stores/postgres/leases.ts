import { sql, type Kysely } from "kysely";
import type { Instant } from "../../domain/time/instant.js";
import type { LeaseStore } from "../lease-store.js";
import type { Tables } from "../sql/schema/tables.js";

/** The database's own clock, so that those of gateways need not agree. */
export const NOW = sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`;

/** The database's clock. */
export async function readNow(db: Kysely<Tables>): Promise<Instant> {
  const { rows } = await sql<{ now: number }>`select ${NOW} as now`.execute(db);
  return Number(rows[0]?.now);
}

/** Leases as rows with an expiry. Each step is one statement, in one order of names for all. */
export function createLeases(db: Kysely<Tables>): LeaseStore {
  return {
    async beat(gateway, forMs) {
      const expires = sql<number>`${NOW} + ${forMs}`;
      await db
        .insertInto("gateways")
        .values({ gateway, expires_at: expires })
        .onConflict((conflict) => conflict.column("gateway").doUpdateSet({ expires_at: expires }))
        .execute();
      await db.deleteFrom("gateways").where("expires_at", "<=", NOW).execute();
      const living = await db.selectFrom("gateways").select("gateway").orderBy("gateway").execute();
      return living.map((row) => row.gateway);
    },
    async acquireLeases(gateway, names, forMs) {
      if (names.length === 0) return [];
      const taken = await db
        .insertInto("leases")
        .values([...names].sort().map((name) => ({ name, gateway, expires_at: sql<number>`${NOW} + ${forMs}` })))
        .onConflict((conflict) =>
          conflict
            .column("name")
            .doUpdateSet((eb) => ({ gateway: eb.ref("excluded.gateway"), expires_at: sql<number>`${NOW} + ${forMs}` }))
            .where((eb) => eb.or([eb("leases.gateway", "=", gateway), eb("leases.expires_at", "<=", NOW)])),
        )
        .returning("name")
        .execute();
      return taken.map(({ name }) => name);
    },
    async releaseLeases(gateway, names) {
      if (names.length === 0) return;
      await db.deleteFrom("leases").where("gateway", "=", gateway).where("name", "in", names).execute();
    },
    async removeGateway(gateway) {
      await db.deleteFrom("leases").where("gateway", "=", gateway).execute();
      await db.deleteFrom("gateways").where("gateway", "=", gateway).execute();
    },
  };
}

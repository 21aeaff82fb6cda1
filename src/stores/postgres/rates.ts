import { sql, type Kysely } from "kysely";
import type { RateLedger } from "../../domain/rate.js";
import type { Tables } from "../sql/schema/tables.js";
import { NOW } from "./leases.js";

/** Token buckets of callers as rows. All that a gateway has drawn since it last said so is one statement. */
export function createRateLedger(db: Kysely<Tables>): RateLedger {
  return {
    async drawTokens({ requests, perMs }, drawn) {
      // One order of keys for all gateways, so that none waits for another in a circle.
      const rows = drawn.toSorted((a, b) => (a.key < b.key ? -1 : 1));
      const all = sql`${requests}::float8`;
      const filled = sql`least(${all}, bucket.tokens
        + greatest(0, excluded.filled_at - bucket.filled_at) * ${requests / perMs}::float8)`;
      const { rows: left } = await sql<{ key: string; tokens: number }>`
        insert into caller_rates as bucket (key, tokens, filled_at)
        select key, greatest(-${all}, ${all} - drawn), ${NOW}
        from unnest(${rows.map(({ key }) => key)}::text[], ${rows.map(({ tokens }) => tokens)}::float8[]) as t (key, drawn)
        on conflict (key) do update set
          tokens = greatest(-${all}, ${filled} - (${all} - excluded.tokens)),
          filled_at = greatest(bucket.filled_at, excluded.filled_at)
        returning key, tokens`.execute(db);
      const byKey = new Map(left.map(({ key, tokens }) => [key, tokens]));
      return drawn.map(({ key }) => byKey.get(key) ?? requests);
    },
    async trimRates(unusedMs) {
      await sql`delete from caller_rates where filled_at < ${NOW} - ${unusedMs}::bigint`.execute(db);
    },
  };
}

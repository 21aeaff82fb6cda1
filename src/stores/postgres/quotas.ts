import { sql, type Kysely } from "kysely";
import type { QuotaLedger } from "../../domain/vendor/quota.js";
import type { Tables } from "../sql/schema/tables.js";
import { NOW } from "./leases.js";

/** Token buckets as rows: one statement draws a token, however many gateways draw at the same time. */
export function createQuotaLedger(db: Kysely<Tables>): QuotaLedger {
  return {
    async draw(source, { burst, refillMs, maxClosedMs }, reserve) {
      const rate = 1 / refillMs;
      const filled = sql<number>`least(${burst}::float8,
        quotas.tokens + greatest(0, excluded.filled_at - quotas.filled_at) * ${rate}::float8)`;
      const [drawn] = await db
        .insertInto("quotas")
        .values({ source, tokens: burst - 1, filled_at: NOW, closed_until: 0 })
        .onConflict((conflict) =>
          conflict
            .column("source")
            .doUpdateSet({
              tokens: sql<number>`${filled} - 1`,
              filled_at: sql<number>`greatest(quotas.filled_at, excluded.filled_at)`,
            })
            .where(
              sql<boolean>`(quotas.closed_until <= excluded.filled_at
                or quotas.closed_until > excluded.filled_at + ${Math.min(maxClosedMs, A_YEAR_MS)}::bigint)
                and ${filled} >= ${reserve + 1}`,
            ),
        )
        .returning("tokens")
        .execute();
      if (drawn !== undefined) return { waitMs: null, left: Math.floor(drawn.tokens) };
      const now = NOW.as("now");
      const bucket = await db.selectFrom("quotas").selectAll().select(now).where("source", "=", source).execute();
      const [{ tokens, filled_at, closed_until, now: at } = EMPTY] = bucket;
      const left = Math.min(burst, tokens + Math.max(0, at - filled_at) * rate);
      const missing = Math.max(0, reserve + 1 - left);
      return {
        waitMs: Math.max(1, Math.ceil(missing / rate), Math.min(closed_until - at, maxClosedMs)),
        left: Math.floor(left),
      };
    },
    async limit(source, remaining, closedForMs) {
      await db
        .updateTable("quotas")
        .set({
          tokens: sql<number>`least(tokens, ${remaining}::float8)`,
          filled_at: sql<number>`greatest(filled_at, ${NOW})`,
          closed_until: sql<number>`greatest(closed_until, ${NOW} + ${Math.ceil(closedForMs)})`,
        })
        .where("source", "=", source)
        .execute();
    },
  };
}

/** A bound that every engine's integers hold. */
const A_YEAR_MS = 31_536_000_000;

/** The result for a bucket that vanished between two statements. */
const EMPTY = { tokens: 0, filled_at: 0, closed_until: 0, now: 0 };

import type { Kysely } from "kysely";
import { DEFAULT_PROMISE, type PromisesBySource, type PromiseSettings } from "../../domain/promise.js";
import { rewriteTimes } from "./callbacks/rewrite-times.js";
import type { Engine } from "./engine.js";
import type { Tables } from "./schema/tables.js";

/** Computes the deadlines of sources anew whose settings of promises differ from those that their rows were written by. */
export async function applyPromises(
  { db, locks }: Pick<Engine, "db" | "locks">,
  promises: PromisesBySource,
): Promise<void> {
  const stored = await db.selectFrom("sources").select(["source", "promise"]).execute();
  const before = new Map(stored.map(({ source, promise }) => [source, promise]));
  for (const [source, settings] of promises) {
    const text = textOf(settings);
    if (text === (before.get(source) ?? textOf(DEFAULT_PROMISE))) continue;
    await db.transaction().execute(async (transaction) => {
      await locks.ofSource(transaction, source);
      await rewriteTimes(transaction, { promises, source });
      await saveSettings(transaction, source, text);
    });
  }
}

function textOf({ graceMs, asapMs }: PromiseSettings): string {
  return JSON.stringify([graceMs, asapMs]);
}

async function saveSettings(db: Kysely<Tables>, source: string, promise: string): Promise<void> {
  await db
    .insertInto("sources")
    .values({ source, promise, last_completed_at: null })
    .onConflict((conflict) => conflict.column("source").doUpdateSet({ promise }))
    .execute();
}

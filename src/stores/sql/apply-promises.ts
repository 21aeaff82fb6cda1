import type { Kysely } from "kysely";
import { z } from "zod";
import { DEFAULT_PROMISE, type PromisesBySource, type PromiseSettings } from "../../domain/promise.js";
import { rewriteTimes } from "./callbacks/rewrite-times.js";
import type { Engine } from "./engine.js";
import type { Tables } from "./schema/tables.js";
import type { Statements } from "./statements.js";

/** The parts that promises are applied with. */
interface Applying extends Pick<Engine, "db" | "locks"> {
  readonly statements: Statements;
}

/** Computes the deadlines of sources anew whose settings of promises have changed since their rows were written. */
export async function applyPromises({ db, locks, statements }: Applying, promises: PromisesBySource): Promise<void> {
  const stored = await db.selectFrom("sources").select(["source", "promise"]).execute();
  const before = new Map(stored.map(({ source, promise }) => [source, readSettings(promise)]));
  for (const [source, settings] of promises) {
    const previous = before.get(source) ?? DEFAULT_PROMISE;
    if (textOf(settings) === textOf(previous)) continue;
    const changed = { source, previous: new Map([[source, previous]]), statements };
    await db.transaction().execute(async (transaction) => {
      await locks.ofSource(transaction, source);
      await rewriteTimes(transaction, { promises, changed });
      await saveSettings(transaction, source, textOf(settings));
    });
  }
}

function textOf({ graceMs, asapMs }: PromiseSettings): string {
  return JSON.stringify([graceMs, asapMs]);
}

const settingsText = z.tuple([z.number(), z.number().nullable()]);

function readSettings(text: string | null): PromiseSettings {
  if (text === null) return DEFAULT_PROMISE;
  const [graceMs, asapMs] = settingsText.parse(JSON.parse(text));
  return { graceMs, asapMs };
}

async function saveSettings(db: Kysely<Tables>, source: string, promise: string): Promise<void> {
  await db
    .insertInto("sources")
    .values({ source, promise, last_completed_at: null })
    .onConflict((conflict) => conflict.column("source").doUpdateSet({ promise }))
    .execute();
}

import type { Kysely } from "kysely";
import type { StoredName } from "../../domain/names.js";
import type { NameStore } from "../store.js";
import { chunks } from "./chunks.js";
import type { Tables } from "./schema/tables.js";
import type { StoreContext } from "./store-context.js";

export function createNameStore({ engine, db, run }: StoreContext): NameStore {
  const { sharing } = engine;
  return {
    readNames: (source) => run(() => readNames(db, source)),
    saveNames: (source, names) =>
      run(() =>
        db.transaction().execute(async (transaction) => {
          await saveNames(transaction, source, names);
          await sharing?.notifyNames(transaction, source);
        }),
      ),
    onNames: (listener) => sharing?.onNames(listener) ?? (() => undefined),
  };
}

async function readNames(db: Kysely<Tables>, source: string | undefined): Promise<readonly StoredName[]> {
  let query = db.selectFrom("names").selectAll();
  if (source !== undefined) query = query.where("source", "=", source);
  const rows = await query.execute();
  return rows.map(({ vendor_id, named_at, ...row }) => ({ ...row, vendorId: vendor_id, namedAt: named_at }));
}

/** In one order for all gateways: two that save the same names wait for each other, and not in a circle. */
async function saveNames(db: Kysely<Tables>, source: string, names: readonly StoredName[]): Promise<void> {
  const rows = new Map(
    names.map(({ kind, vendorId, origin, name, namedAt }) => [
      `${kind} ${origin} ${vendorId}`,
      { source, kind, vendor_id: vendorId, origin, name, named_at: namedAt },
    ]),
  );
  const ordered = [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  for (const chunk of chunks(ordered)) {
    await db
      .insertInto("names")
      .values(chunk)
      .onConflict((conflict) =>
        conflict
          .columns(["source", "kind", "vendor_id", "origin"])
          .doUpdateSet((eb) => ({ name: eb.ref("excluded.name"), named_at: eb.ref("excluded.named_at") })),
      )
      .execute();
  }
}

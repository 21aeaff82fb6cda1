import { SCOPES, type Scope } from "../../domain/caller.js";
import type { KioskKey } from "../../domain/kiosk-key.js";
import type { JsonValue } from "../../lib/json.js";
import type { KioskStore } from "../store.js";
import type { StoreContext } from "./store-context.js";

export function createKioskStore({ db, run }: StoreContext): KioskStore {
  return {
    saveKioskKey: (key) =>
      run(async () => {
        const { name, ...row } = toRow(key);
        await db
          .insertInto("kiosk_keys")
          .values({ name, ...row })
          .onConflict((conflict) => conflict.column("name").doUpdateSet(row))
          .execute();
      }),
    listKioskKeys: () =>
      run(async () => {
        const rows = await db.selectFrom("kiosk_keys").selectAll().orderBy("name").execute();
        return rows.map(({ name, digest, scopes, sources, created_at, expires_at, revoked_at }) => ({
          name,
          digest,
          scopes: textsOf(scopes).filter(isScope),
          sources: sources === null ? null : textsOf(sources),
          createdAt: Number(created_at),
          expiresAt: Number(expires_at),
          revokedAt: revoked_at === null ? null : Number(revoked_at),
        }));
      }),
    revokeKioskKey: (name, at) =>
      run(async () => {
        const { numUpdatedRows } = await db
          .updateTable("kiosk_keys")
          .set({ revoked_at: at })
          .where("name", "=", name)
          .where("revoked_at", "is", null)
          .executeTakeFirst();
        return numUpdatedRows > 0n;
      }),
  };
}

function toRow({ name, digest, scopes, sources, createdAt, expiresAt, revokedAt }: KioskKey) {
  return {
    name,
    digest,
    scopes: JSON.stringify(scopes),
    sources: sources === null ? null : JSON.stringify(sources),
    created_at: createdAt,
    expires_at: expiresAt,
    revoked_at: revokedAt,
  };
}

/** Texts of a stored list. Anything else grants nothing. */
function textsOf(json: string): string[] {
  const value = JSON.parse(json) as JsonValue;
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

function isScope(text: string): text is Scope {
  return Object.hasOwn(SCOPES, text);
}

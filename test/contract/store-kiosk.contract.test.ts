import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { KioskKey } from "../../src/domain/kiosk-key.js";
import type { Store } from "../../src/stores/store.js";
import { STORES, type StorePlace } from "./stores.js";

const NOON = Date.UTC(2026, 5, 1, 12);

const aKey = (fields: Partial<KioskKey> = {}): KioskKey => ({
  name: "lobby",
  digest: "0a".repeat(32),
  scopes: ["callbacks:read"],
  sources: null,
  createdAt: NOON,
  expiresAt: NOON + 1000,
  revokedAt: null,
  ...fields,
});

describe.each(STORES)("kiosk keys in the $name store", (engine) => {
  let place: StorePlace;
  let store: Store;
  beforeEach(async () => {
    place = await engine.place();
    store = await place.open();
  });
  afterEach(async () => {
    await store.close();
    await place.remove();
  });

  it("are listed by name, also after a restart", async () => {
    const others = aKey({
      name: "hall",
      digest: "0b".repeat(32),
      scopes: ["callbacks:read", "pii:read"],
      sources: ["a"],
    });
    await store.saveKioskKey(aKey());
    await store.saveKioskKey(others);
    await store.close();
    store = await place.open();
    expect(await store.listKioskKeys()).toEqual([others, aKey()]);
  });

  it("are revoked once, by name, and replaced by a new key of that name", async () => {
    await store.saveKioskKey(aKey());
    expect(await store.revokeKioskKey("hall", NOON)).toBe(false);
    expect(await store.revokeKioskKey("lobby", NOON + 5)).toBe(true);
    expect(await store.revokeKioskKey("lobby", NOON + 6)).toBe(false);
    expect(await store.listKioskKeys()).toEqual([aKey({ revokedAt: NOON + 5 })]);
    await store.saveKioskKey(aKey({ digest: "0c".repeat(32) }));
    expect(await store.listKioskKeys()).toEqual([aKey({ digest: "0c".repeat(32) })]);
  });
});

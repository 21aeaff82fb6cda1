import { expect, it } from "vitest";
import { digestOfKioskKey, drawKioskKey, type KioskKey } from "../../domain/kiosk-key.js";
import { boundedMapEntries } from "../../lib/cache.js";
import { createAuthenticator } from "./authentication.js";
import { withKioskKeys } from "./kiosk-keys.js";

const HOUR = 3_600_000;

function keyOf(name: string, secret: string): KioskKey {
  const digest = digestOfKioskKey(secret);
  return { name, digest, scopes: ["callbacks:read"], sources: null, createdAt: 0, expiresAt: HOUR, revokedAt: null };
}

it("ends the subscriptions of the display that was away longest when more keys are in use than its bound", async () => {
  const [hall, lobby, door] = [drawKioskKey(), drawKioskKey(), drawKioskKey()] as const;
  const stored = [keyOf("hall", hall), keyOf("lobby", lobby), keyOf("door", door)];
  const clock = (): number => 0;
  const settings = { jwt: null, apiKeys: [], searchWithoutPii: false };
  const authenticator = withKioskKeys(createAuthenticator(settings, clock), {
    store: { listKioskKeys: () => Promise.resolve(stored) },
    clock,
    maxEntries: 2,
  });
  const enter = (secret: string) => authenticator.authenticate({ "x-api-key": secret });
  const [first, second] = [await enter(hall), await enter(lobby)];
  expect(await enter(hall)).toBe(first);
  await enter(door);
  expect([first, second].map(({ withdrawn }) => withdrawn?.aborted)).toEqual([false, true]);
  expect(Object.fromEntries(boundedMapEntries())["kiosk_keys"]).toBe(2);
  const again = await enter(lobby);
  expect(again.withdrawn?.aborted).toBe(false);
  authenticator.close?.();
});

import { setMaxListeners } from "node:events";
import type { Caller } from "../../domain/caller.js";
import { GatewayError } from "../../domain/errors.js";
import { digestOfKioskKey, isKioskKey, isKioskKeyValid, type KioskKey } from "../../domain/kiosk-key.js";
import type { Clock } from "../../domain/time/instant.js";
import { createBoundedMap } from "../../lib/cache.js";
import type { Connect } from "../../lib/connect.js";
import type { Store } from "../../stores/store.js";
import type { AuthSettings } from "./auth-settings.js";
import { bearerOf, createAuthenticator, type Authenticator } from "./authentication.js";
import { identityOf } from "./identity.js";

/** A key that is used by another process than the one that revokes it is withdrawn after this. */
const CHECKED_EVERY_MS = 5000;
/** Displays of one gateway, rather too many than too few. */
const MOST_IN_USE = 10_000;

interface KeyInUse {
  readonly key: KioskKey;
  readonly caller: Caller;
  readonly controller: AbortController;
}

export interface KioskKeyOptions {
  readonly store: Pick<Store, "listKioskKeys">;
  readonly clock: Clock;
  /** Time between two checks whether keys in use were revoked. Default 5000. */
  readonly checkedEveryMs?: number;
  /** The most keys in use at once. Default 10,000. */
  readonly maxEntries?: number;
}

/** Creates the authenticator of the settings, which also accepts the kiosk keys of the store. */
export function openAuthenticator(
  { auth, proxies }: { readonly auth: AuthSettings | null; readonly proxies: object | null },
  clock: Clock,
  store: KioskKeyOptions["store"],
  connect: Connect,
): Authenticator {
  const authenticator = createAuthenticator(auth, clock, proxies === null ? undefined : connect);
  return withKioskKeys(authenticator, { store, clock });
}

/**
 * Lets callers with a kiosk key in, and leaves all others to `authenticator`. A key that was revoked, changed or
 * removed is withdrawn within `checkedEveryMs`, which ends its subscriptions.
 */
export function withKioskKeys(authenticator: Authenticator, options: KioskKeyOptions): Authenticator {
  if (!authenticator.isOn) return authenticator;
  const { store, clock, checkedEveryMs = CHECKED_EVERY_MS, maxEntries = MOST_IN_USE } = options;
  // A key that the bound removes is no longer checked: its subscriptions end, and its display connects again.
  const inUse = createBoundedMap<string, KeyInUse>("kiosk_keys", {
    maxEntries,
    onEvict: ({ controller }) => controller.abort(),
  });
  let timer: NodeJS.Timeout | undefined;

  const withdraw = (keys: readonly KioskKey[]): void => {
    const valid = new Map(keys.filter((key) => isKioskKeyValid(key, clock())).map((key) => [key.digest, key]));
    for (const digest of inUse.keys()) {
      const used = inUse.peek(digest);
      if (used === undefined || JSON.stringify(valid.get(digest)) === JSON.stringify(used.key)) continue;
      inUse.delete(digest);
      used.controller.abort();
    }
  };
  const schedule = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      // A store that is away for a while withdraws nothing: the next check follows.
      void store
        .listKioskKeys()
        .then(withdraw, () => undefined)
        .then(() => (inUse.size() > 0 ? schedule() : undefined));
    }, checkedEveryMs).unref();
  };

  const identify = async (given: string): Promise<Caller> => {
    const digest = digestOfKioskKey(given);
    const current = inUse.get(digest);
    if (current !== undefined && isKioskKeyValid(current.key, clock())) return current.caller;
    const key = (await store.listKioskKeys()).find((one) => one.digest === digest);
    if (key === undefined) throw rejected("unknown kiosk key");
    if (key.revokedAt !== null) throw rejected("the kiosk key was revoked");
    if (!isKioskKeyValid(key, clock())) throw rejected("the kiosk key has expired");
    const opened = inUse.get(digest) ?? open(key);
    inUse.set(digest, opened);
    schedule();
    return opened.caller;
  };

  return {
    ...authenticator,
    async authenticate(credentials, isGuessing = false) {
      const { "x-api-key": apiKey, authorization } = credentials;
      const given = typeof apiKey === "string" && apiKey !== "" ? apiKey : bearerOf(authorization);
      if (given === null || !isKioskKey(given)) return authenticator.authenticate(credentials, isGuessing);
      if (isGuessing) throw rejected("unknown kiosk key");
      return identify(given);
    },
    close() {
      clearTimeout(timer);
      inUse.clear();
    },
  };
}

function open(key: KioskKey): KeyInUse {
  const controller = new AbortController();
  // Every subscription of the display waits on it.
  setMaxListeners(0, controller.signal);
  const { name, scopes, sources, expiresAt } = key;
  const caller: Caller = {
    id: identityOf({ by: "kiosk" }, name),
    scopes: new Set(scopes),
    maySearchPeople: scopes.includes("pii:read"),
    sources: sources === null ? null : new Set(sources),
    expiresAt,
    withdrawn: controller.signal,
  };
  return { key, caller, controller };
}

function rejected(message: string): GatewayError {
  return new GatewayError("UNAUTHENTICATED", `${message}: create another one with ringback kiosk-key`);
}

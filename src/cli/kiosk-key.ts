import { findStore, readSettings, settingsFile, type Environment } from "../config/config.js";
import { digestOfKioskKey, drawKioskKey, isKioskKeyValid, type KioskKey } from "../domain/kiosk-key.js";
import type { Instant } from "../domain/time/instant.js";
import { describeStore, inspectStore, openStore, openStoreReader, type StoreSettings } from "../stores/registry.js";
import { ArgumentError, print, type Command, type Options } from "./command.js";

export const kioskKeyCommand: Command = {
  options: {
    name: { value: "<text>" },
    expires: { value: "<1h to 730d>" },
    sources: { value: "<source,…>" },
    pii: {},
    list: {},
    revoke: { value: "<name>" },
  },
  does: [
    "make a read-only key for a display, and print it once; --name: where the display is; --expires: default 90d;",
    "--sources: default all; --pii: with numbers and names of customers; --list: list the keys; --revoke: end one",
  ],
  async run({ environment, options }) {
    print(await runKioskKey(findStore(environment), options, sourcesOf(environment), Date.now()));
  },
};

const DEFAULT_EXPIRY = "90d";
const UNIT_MS: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000 };
const MAX_EXPIRY_MS = 730 * 86_400_000;
/** Displays of one installation. */
const MAX_KEYS = 1000;
const NAME = /^[\p{L}\p{N}](?:[\p{L}\p{N} ._-]{0,62}[\p{L}\p{N}])?$/u;

/** The sources of the settings; null for the demo, whose keys are for all. */
function sourcesOf(environment: Environment): readonly string[] | null {
  const file = settingsFile(environment);
  return file === null ? null : readSettings(file, environment).sources.map(({ name }) => name);
}

/** Runs the command, and returns the lines to print. Rejects with an ArgumentError for invalid options. */
export async function runKioskKey(
  settings: StoreSettings,
  options: Options,
  sources: readonly string[] | null,
  now: Instant,
): Promise<readonly string[]> {
  const { list, revoke, ...ofNewKey } = options;
  if (list !== undefined || revoke !== undefined) {
    const [other] = Object.keys(list !== undefined && revoke !== undefined ? { revoke } : ofNewKey);
    if (other !== undefined)
      throw new ArgumentError(`--${other} does not go with --${list === true ? "list" : "revoke"}`);
  }
  if (list !== undefined) return listKeys(settings, now);
  if (typeof revoke === "string") return revokeKey(settings, revoke, now);
  return makeKey(settings, toNewKey(ofNewKey, sources, now));
}

type NewKey = Omit<KioskKey, "digest">;

/** Reads the options of a new key. */
function toNewKey(
  { name, expires = DEFAULT_EXPIRY, sources: listed, pii }: Options,
  known: readonly string[] | null,
  now: Instant,
): NewKey {
  if (typeof name !== "string" || !NAME.test(name)) {
    throw new ArgumentError(
      "--name: expected 1 to 64 letters, digits, spaces, dots, hyphens or underscores, such as lobby",
    );
  }
  const sources = typeof listed === "string" ? listed.split(",").map((one) => one.trim()) : null;
  const unknown = (sources ?? []).filter((source) => known !== null && !known.includes(source));
  if (unknown.length > 0) {
    throw new ArgumentError(
      `--sources: unknown source ${unknown.join(", ")}; expected some of ${(known ?? []).join(", ")}`,
    );
  }
  return {
    name,
    scopes: pii === true ? ["callbacks:read", "pii:read"] : ["callbacks:read"],
    sources,
    createdAt: now,
    expiresAt: now + toDuration(String(expires)),
    revokedAt: null,
  };
}

function toDuration(text: string): number {
  const [, count = "0", unit = ""] = /^(\d{1,5})([hd])$/u.exec(text) ?? [];
  const ms = Number(count) * (UNIT_MS[unit] ?? 0);
  if (ms > 0 && ms <= MAX_EXPIRY_MS) return ms;
  throw new ArgumentError(`--expires ${text}: expected hours or days, from 1h to 730d, such as 90d`);
}

async function makeKey(settings: StoreSettings, made: NewKey): Promise<readonly string[]> {
  // A gateway may be at work: this command must not move its tables on to another version.
  const version = await inspectStore(settings);
  if (version !== null && version.current !== version.known) {
    throw new ArgumentError(
      `the store in ${describeStore(settings)} is of another version: start the gateway once, then try again`,
    );
  }
  const store = await openStore(settings);
  try {
    const keys = await store.listKioskKeys();
    if (keys.some((key) => key.name === made.name && isKioskKeyValid(key, made.createdAt))) {
      throw new ArgumentError(`--name ${made.name}: this key exists; choose another name, or --revoke it first`);
    }
    if (keys.length >= MAX_KEYS) throw new ArgumentError(`${MAX_KEYS} keys exist: use the name of a revoked one again`);
    const key = drawKioskKey();
    await store.saveKioskKey({ ...made, digest: digestOfKioskKey(key) });
    return [
      key,
      `Key of ${made.name}, until ${new Date(made.expiresAt).toISOString()}. It is shown this once.`,
      `Open on the display: https://<gateway>/wallboard?kiosk=queues#key=${key}`,
    ];
  } finally {
    await store.close();
  }
}

async function listKeys(settings: StoreSettings, now: Instant): Promise<readonly string[]> {
  const store = await openStoreReader(settings);
  try {
    const keys = (await store?.listKioskKeys()) ?? [];
    if (keys.length === 0) return ["There are no kiosk keys."];
    return keys.map((key) => {
      const { name, scopes, sources, createdAt, expiresAt, revokedAt } = key;
      const state = revokedAt !== null ? "revoked" : isKioskKeyValid(key, now) ? "valid" : "expired";
      const [from, until] = [createdAt, expiresAt].map((at) => new Date(at).toISOString());
      return [
        name,
        state,
        `from ${from}`,
        `until ${until}`,
        scopes.join(" "),
        sources?.join(",") ?? "all sources",
      ].join("  ");
    });
  } finally {
    await store?.close();
  }
}

async function revokeKey(settings: StoreSettings, name: string, now: Instant): Promise<readonly string[]> {
  if ((await inspectStore(settings)) === null) throw new ArgumentError(`--revoke ${name}: there are no kiosk keys`);
  const store = await openStore(settings);
  try {
    if (await store.revokeKioskKey(name, now)) {
      return [`The key of ${name} is revoked. Gateways that run end its subscriptions within 5 seconds.`];
    }
    const names = (await store.listKioskKeys()).filter((key) => isKioskKeyValid(key, now)).map((key) => key.name);
    throw new ArgumentError(`--revoke ${name}: no valid key has this name; valid are: ${names.join(", ") || "none"}`);
  } finally {
    await store.close();
  }
}

import { parseSettings, readSettings, SettingsError, type Environment, type Settings } from "./config.js";

type Part = Readonly<Record<string, unknown>>;

const DEFAULTS: Part = {
  // The demo has no data to protect, and its limits should not affect measurements. No load balancer is in front of it.
  server: { operations: { rate: { requests: 1_000_000_000 } }, drainMs: 0 },
  // The fakes change fast, so that something happens while a person watches.
  sync: { hotIntervalMs: 3000, todayIntervalMs: 10_000, farIntervalMs: 30_000, fullIntervalMs: 60_000 },
  // All data is fictional, so every client may read it.
  auth: "none",
  logLevel: "warn",
};

const NO_PROXIES: Environment = { HTTP_PROXY: "", HTTPS_PROXY: "", http_proxy: "", https_proxy: "" };

/** The options of `ringback demo`. */
export interface DemoRequest {
  /** Null without settings of one's own. */
  readonly file: string | null;
  /** Callbacks of each fake vendor. Default: the demo's own size. */
  readonly count?: number;
}

/** Reads the options of the command. */
export function toDemoRequest({ config, callbacks }: Readonly<Record<string, string | true>>): DemoRequest {
  const file = typeof config === "string" ? config : null;
  return callbacks === undefined ? { file } : { file, count: Number(callbacks) };
}

/**
 * Returns the settings of the demo: its sources, the environment, those of the file, and defaults. Throws a
 * SettingsError with all errors, and if the file has sources, because fakes and vendors in one list would be
 * indistinguishable.
 */
export function demoSettings(environment: Environment, sources: unknown, file: string | null): Settings {
  // The fakes are on this machine: no proxy reaches them.
  const direct = { ...environment, ...NO_PROXIES };
  if (file === null) return parseSettings({ ...DEFAULTS, sources }, direct, () => null);
  return readSettings(file, direct, (own) => {
    if (!isPart(own)) throw new SettingsError("  (root): expected settings, as a mapping of names to values");
    if ("sources" in own) throw new SettingsError("  sources: the demo has its own sources; remove them, or use serve");
    return { ...merge(DEFAULTS, own), sources };
  });
}

/** Merges `own` over the defaults, at any depth. */
function merge(defaults: Part, own: Part): Part {
  const merged = Object.entries(own).map(([name, value]) => {
    const fallback = defaults[name];
    return [name, isPart(fallback) && isPart(value) ? merge(fallback, value) : value] as const;
  });
  return { ...defaults, ...Object.fromEntries(merged) };
}

function isPart(value: unknown): value is Part {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

type Section = Readonly<Record<string, unknown>>;

interface RenamedSection {
  /** The section in which an unknown key of the old section is reported. */
  readonly successor: string;
  /** The keys of the old section, each with its new names. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
}

/** Sections of version 0.1 that were renamed. They are read for one version, with a warning for each key. */
const RENAMED: Readonly<Record<string, RenamedSection>> = {
  upkeep: {
    successor: "sync",
    keys: {
      polling: ["sync.polling"],
      nearMs: ["sync.hotIntervalMs"],
      farMs: ["sync.todayIntervalMs", "sync.farIntervalMs", "sync.fullIntervalMs"],
      nearWindowMs: ["sync.hotWindowMs"],
      leaseMs: ["sync.leaseMs"],
      keepChangesMs: ["retention.changesMs"],
      keepChanges: ["retention.changes"],
      keepAuditMs: ["retention.auditMs"],
    },
  },
  answers: {
    successor: "freshness",
    keys: {
      maxStalenessMs: ["freshness.maxStalenessMs"],
      waitMs: ["freshness.waitMs"],
      shareMs: ["responses.cacheTtlMs"],
    },
  },
  actions: { successor: "commands", keys: { settleMs: ["commands.maxInFlightMs"] } },
};

/** Returns the settings by their new names, and a warning for each old name. A key under its new name takes precedence. */
export function withRenamedSettings(settings: Section): { readonly settings: Section; readonly warnings: string[] } {
  const renamed: Record<string, unknown> = { ...settings };
  const warnings: string[] = [];
  for (const [name, { successor, keys }] of Object.entries(RENAMED)) {
    const section = settings[name];
    delete renamed[name];
    if (isSection(section)) {
      for (const [key, value] of Object.entries(section)) {
        const names = Object.hasOwn(keys, key) ? keys[key] : undefined;
        for (const newName of names ?? [`${successor}.${key}`]) put(renamed, newName, value);
        if (names !== undefined)
          warnings.push(`${name}.${key} was renamed to ${names.join(", ")}: rename it in the settings file`);
      }
    } else if (section !== undefined && section !== null) {
      // The parser reports the error of another shape than a mapping.
      renamed[successor] ??= section;
    }
  }
  return { settings: renamed, warnings };
}

function put(settings: Record<string, unknown>, name: string, value: unknown): void {
  const [section = "", key = ""] = name.split(".");
  const existing = settings[section] ?? {};
  if (isSection(existing)) settings[section] = { [key]: value, ...existing };
}

function isSection(value: unknown): value is Section {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

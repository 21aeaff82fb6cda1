type Section = Readonly<Record<string, unknown>>;

/** Keys of the section `upkeep`, which was renamed after version 0.1, and what they set now. Read for one version. */
const UPKEEP: Readonly<Record<string, readonly string[]>> = {
  polling: ["sync.polling"],
  nearMs: ["sync.hotIntervalMs"],
  farMs: ["sync.todayIntervalMs", "sync.farIntervalMs", "sync.fullIntervalMs"],
  nearWindowMs: ["sync.hotWindowMs"],
  leaseMs: ["sync.leaseMs"],
  keepChangesMs: ["retention.changesMs"],
  keepChanges: ["retention.changes"],
  keepAuditMs: ["retention.auditMs"],
};

/** Settings by their names of today, and a warning for each old name. A key under its new name wins. */
export function withRenamedSettings(settings: Section): { readonly settings: Section; readonly warnings: string[] } {
  const { upkeep, ...rest } = settings;
  if (upkeep === undefined || upkeep === null) return { settings: rest, warnings: [] };
  // Another shape than a mapping is a mistake that the parser of settings names.
  if (!isSection(upkeep)) return { settings: { ...rest, sync: rest["sync"] ?? upkeep }, warnings: [] };
  const renamed: Record<string, unknown> = { ...rest };
  const warnings: string[] = [];
  for (const [key, value] of Object.entries(upkeep)) {
    const names = Object.hasOwn(UPKEEP, key) ? UPKEEP[key] : undefined;
    // An unknown key is reported under the section's name of today.
    for (const name of names ?? [`sync.${key}`]) put(renamed, name, value);
    if (names !== undefined)
      warnings.push(`upkeep.${key} was renamed to ${names.join(", ")}: rename it in the settings file`);
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

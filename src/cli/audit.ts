import { findStore, readSettings, settingsFile } from "../config/config.js";
import type { CommandRecord } from "../stores/command-store.js";
import { describeStore, openStoreReader, type StoreSettings } from "../stores/registry.js";

import { ArgumentError, print, type Command, type Options } from "./command.js";

export const auditCommand: Command = {
  options: { limit: { value: "<1 to 1000>", range: [1, 1000] }, source: { value: "<name>" } },
  does: ["list the commands, their callers and outcomes, latest first; numbers are masked"],
  async run({ environment, options }) {
    const file = settingsFile(environment);
    const configured = file === null ? null : readSettings(file, environment).sources.map(({ name }) => name);
    print(await listAudit(findStore(environment), toAuditRequest(options), configured));
  },
};

/** The requested part of the audit. */
export interface AuditRequest {
  readonly limit: number;
  /** Null for all. */
  readonly source: string | null;
}

const DEFAULT_LIMIT = 100;
const MAX_READ = 1000;

/** Reads the options of the command. */
export function toAuditRequest({ limit, source }: Options): AuditRequest {
  return {
    limit: limit === undefined ? DEFAULT_LIMIT : Number(limit),
    source: typeof source === "string" ? source : null,
  };
}

/** Thrown for a source that is neither in the settings nor in the audit. */
export class UnknownSourceError extends ArgumentError {}

/**
 * Lists the recorded commands, one a line, latest first, with masked telephone numbers. `configured` is the sources of
 * the settings, null without settings. Rejects with an UnknownSourceError for a source that is neither there nor in the
 * audit.
 */
export async function listAudit(
  settings: StoreSettings,
  { limit, source }: AuditRequest,
  configured: readonly string[] | null = null,
): Promise<readonly string[]> {
  const store = await openStoreReader(settings);
  try {
    const commandRecords = (await store?.listCommands(limit, source)) ?? [];
    if (commandRecords.length > 0) return commandRecords.map(toLine);
    if (source !== null) {
      const recorded = ((await store?.listCommands(MAX_READ, null)) ?? []).map((commandRecord) => commandRecord.source);
      const existing = [...new Set([...(configured ?? []), ...recorded])];
      if (configured !== null && !existing.includes(source)) {
        throw new UnknownSourceError(`unknown source ${source}; expected one of ${existing.join(", ")}`);
      }
    }
    const what = source === null ? "The audit" : `The audit of ${source}`;
    if (store === null) return [`${what} is empty: no store exists yet in ${describeStore(settings)}.`];
    return [`${what} is empty: no commands were recorded.`];
  } finally {
    await store?.close();
  }
}

/** Prints time, source, kind, subject, caller and outcome of a command. */
function toLine({
  startedAt,
  source,
  kind,
  subject,
  actor,
  state,
  vendorId,
  actionId,
  receipt,
  errors,
}: CommandRecord): string {
  const about = Object.entries(subject).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  const outcome = [
    state === "PENDING" ? "AMBIGUOUS" : state,
    ...[vendorId, actionId].flatMap((id) => (id === null ? [] : [`id=${id}`])),
    ...(receipt === null || receipt.trackingId === null ? [] : [`trackingId=${receipt.trackingId}`]),
    ...errors.map(({ code, message }) => `${code}: ${message}`),
  ];
  const parts = [new Date(startedAt).toISOString(), source, kind, about.join(" "), `by ${actor ?? "(anonymous)"}`];
  // One command is one line, also if a vendor's message has line breaks.
  return [...parts, outcome.join(" ")].join("  ").replaceAll(/\p{Cc}+/gu, " ");
}

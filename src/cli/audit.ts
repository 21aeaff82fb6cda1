import type { CommandRecord } from "../stores/command-store.js";
import { describeStore, openStoreReader, type StoreSettings } from "../stores/registry.js";

/** Which part of the audit is asked for. */
export interface AuditRequest {
  readonly limit: number;
  /** Null for all. */
  readonly source: string | null;
}

const DEFAULT_SHOWN = 100;
const MOST_READ = 1000;

/** Which part of the audit the options of the command ask for. */
export function toAuditRequest({ limit, source }: Readonly<Record<string, string | true>>): AuditRequest {
  return {
    limit: limit === undefined ? DEFAULT_SHOWN : Number(limit),
    source: typeof source === "string" ? source : null,
  };
}

/** No source is called so, in the settings or in the audit. */
export class UnknownSourceError extends Error {}

/**
 * What was wished for, as lines for an operator, the latest first. Holds no whole telephone number. `configured` is the
 * sources of the settings, null where there are none. Rejects with an UnknownSourceError where the source is neither among
 * them nor in the audit.
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
      const recorded = ((await store?.listCommands(MOST_READ, null)) ?? []).map(
        (commandRecord) => commandRecord.source,
      );
      const known = [...new Set([...(configured ?? []), ...recorded])];
      if (configured !== null && !known.includes(source)) {
        throw new UnknownSourceError(`unknown source ${source}; expected one of ${known.join(", ")}`);
      }
    }
    const what = source === null ? "The audit" : `The audit of ${source}`;
    if (store === null) return [`${what} is empty: no store exists yet in ${describeStore(settings)}.`];
    return [`${what} is empty: no commands were recorded.`];
  } finally {
    await store?.close();
  }
}

/** When, where, what, about what, by whom, and what came of it. */
function toLine({
  startedAt,
  source,
  kind,
  subject,
  actor,
  state,
  vendorId,
  localId,
  receipt,
  errors,
}: CommandRecord): string {
  const about = Object.entries(subject).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  const outcome = [
    state === "PENDING" ? "AMBIGUOUS" : state,
    ...[vendorId, localId].flatMap((id) => (id === null ? [] : [`id=${id}`])),
    ...(receipt === null || receipt.trackingId === null ? [] : [`trackingId=${receipt.trackingId}`]),
    ...errors.map(({ code, message }) => `${code}: ${message}`),
  ];
  const parts = [new Date(startedAt).toISOString(), source, kind, about.join(" "), `by ${actor ?? "(anonymous)"}`];
  // One attempt, one line, whatever a vendor's words hold.
  return [...parts, outcome.join(" ")].join("  ").replaceAll(/\p{Cc}+/gu, " ");
}

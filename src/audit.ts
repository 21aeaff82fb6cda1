import { parseArgs } from "node:util";
import type { Attempt } from "./stores/action-store.js";
import { describeStore, openStoreReader, type StoreSettings } from "./stores/registry.js";

/** Which part of the audit is asked for. */
export interface AuditRequest {
  readonly limit: number;
  /** Null for all. */
  readonly source: string | null;
}

const DEFAULT_SHOWN = 100;
const MOST_SHOWN = 1000;

/** Reads the arguments of `ringback audit`; null where they are none. */
export function parseAuditArguments(args: readonly string[]): AuditRequest | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { limit: { type: "string" }, source: { type: "string" } },
      strict: true,
    });
    const { limit = String(DEFAULT_SHOWN), source = null } = values;
    const count = /^\d{1,4}$/u.test(limit) ? Number(limit) : 0;
    return count < 1 || count > MOST_SHOWN ? null : { limit: count, source };
  } catch {
    return null;
  }
}

/** What was wished for, as lines for an operator, the latest first. Holds no whole telephone number. */
export async function listAudit(settings: StoreSettings, { limit, source }: AuditRequest): Promise<readonly string[]> {
  const store = await openStoreReader(settings);
  if (store === null) return [`The audit is empty: there is no store yet in ${describeStore(settings)}.`];
  try {
    const attempts = await store.listAttempts(limit, source);
    return attempts.length === 0 ? ["The audit is empty: nothing was wished for."] : attempts.map(toLine);
  } finally {
    await store.close();
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
}: Attempt): string {
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

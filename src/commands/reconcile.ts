import type { DurationMs } from "../domain/time/instant.js";
import { observationOf, type Observation } from "../domain/change/observation.js";
import { asWithdrawn } from "../domain/command.js";
import type { CallOptions } from "../adapters/adapter.js";
import type { CommandRecord, CommandTarget } from "../stores/command-store.js";
import { fingerprintsOf } from "./fingerprint.js";
import type { WrittenIds } from "./job.js";
import type { CommandContext } from "./command-context.js";

/** The outcome by the vendor's records: the ids written, "absent" for not executed (so far), null for unknown. */
export type Found = WrittenIds | "absent" | null;

/** A vendor's clock may be behind the gateway's by this much. */
const SKEW_MS: DurationMs = 60_000;
/** Vendors return a callback without a window for at least this long, whatever its outcome. */
const RETURNED_MS: DurationMs = 3_600_000;
const MOST_TWINS = 100;

/** Queries the vendor for the outcome of a command whose response was lost. The vendor's response is recorded. */
export async function findOutcome(
  context: CommandContext,
  commandRecord: CommandRecord,
  call: CallOptions,
): Promise<Found> {
  const { source, target } = commandRecord;
  if (target === null) return null;
  if ("vendorId" in target) return findChangedCallback(context, commandRecord, target.vendorId, call);
  const { phoneNumber } = target;
  const query = context.queryForNumber(source, phoneNumber);
  const { observations, isComplete } = await context.fetchState(source, query, call);
  const found = await findScheduled(context, commandRecord, observations);
  if (found !== null || !isComplete || !isStillReturned(target, commandRecord, context.clock())) return found;
  // A new callback of this number may be the requested one, with another time.
  const mayBeOfNumber = ({ callback: { customer } }: Observation): boolean =>
    query.by !== "list" || customer.phoneNumber === null || customer.phoneNumber === phoneNumber;
  return observations.some((row) => mayBeOfNumber(row) && isNew(row, commandRecord)) ? null : "absent";
}

/** Returns the requested callback among observations; null unless one is certainly it. */
export async function recognize(
  context: CommandContext,
  commandRecord: CommandRecord,
  observations: readonly Observation[],
): Promise<WrittenIds | null> {
  const { target } = commandRecord;
  if (target === null) return null;
  if (!("vendorId" in target)) return findScheduled(context, commandRecord, observations);
  const { vendorId } = target;
  return observations.some((row) => row.callback.vendorId === vendorId && matches(row, commandRecord))
    ? { vendorId, actionId: null }
    : null;
}

/** Returns the scheduled callback: new, matching, and claimed by no other command. Equal commands get one each, or none. */
async function findScheduled(
  { store }: CommandContext,
  commandRecord: CommandRecord,
  observations: readonly Observation[],
): Promise<WrittenIds | null> {
  const { source, fingerprint } = commandRecord;
  if (fingerprint === null) return null;
  const ids = observations
    .filter((row) => isNew(row, commandRecord) && matches(row, commandRecord))
    .map(({ callback }) => callback.vendorId)
    .sort();
  if (ids.length === 0) return null;
  const claimed = await store.findClaimed(source, ids);
  const free = ids.filter((id) => !claimed.includes(id));
  const twins = await store.findPending({ source, fingerprint }, MOST_TWINS);
  if (free.length !== twins.length) return null;
  const vendorId = free[twins.findIndex(({ commandId }) => commandId === commandRecord.commandId)];
  return vendorId === undefined ? null : { vendorId, actionId: null };
}

async function findChangedCallback(
  context: CommandContext,
  commandRecord: CommandRecord,
  vendorId: string,
  call: CallOptions,
): Promise<Found> {
  const { source, kind } = commandRecord;
  const key = { source, vendorId };
  const [stored = null] = await context.store.find([key]);
  const { observations, isComplete } = await context.fetchState(source, context.queryFor(key, stored), call);
  const observed = observations.find(({ callback }) => callback.vendorId === vendorId);
  if (observed !== undefined) return matches(observed, commandRecord) ? { vendorId, actionId: null } : "absent";
  const { start = null } = stored?.callback.window ?? {};
  const isBeforeItsTime = start !== null && context.clock() < start;
  if (kind !== "CANCEL" || stored === null || !isComplete || !isBeforeItsTime) return null;
  // Vendors that drop callbacks do so once they are due. This one is not due yet: it was cancelled.
  const { callback, vendorRecord } = stored;
  const canceled = { callback: asWithdrawn(callback), vendorRecord };
  await context.record(source, [observationOf(canceled, await context.stampRequest())]);
  return { vendorId, actionId: null };
}

function matches({ callback }: Observation, { fingerprint }: CommandRecord): boolean {
  return fingerprint !== null && fingerprintsOf(callback).includes(fingerprint);
}

function isNew({ callback }: Observation, { knownIds, startedAt }: CommandRecord): boolean {
  const { vendorId, createdAt } = callback;
  return !knownIds.includes(vendorId) && (createdAt === null || createdAt >= startedAt - SKEW_MS);
}

/** True while the vendor would return the callback: it may drop callbacks once they are due. */
function isStillReturned(
  target: CommandTarget & { start: number | null },
  { startedAt }: CommandRecord,
  now: number,
): boolean {
  return now < (target.start ?? startedAt + RETURNED_MS);
}

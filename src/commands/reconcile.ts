import type { DurationMs } from "../domain/time/instant.js";
import type { Observation } from "../domain/change/observation.js";
import { asWithdrawn } from "../domain/command.js";
import type { CallOptions } from "../adapters/adapter.js";
import type { CommandRecord, CommandTarget } from "../stores/command-store.js";
import { fingerprintsOf } from "./fingerprint.js";
import type { Kept } from "./job.js";
import type { CommandContext } from "./command-context.js";

/** What a vendor shows of a command: what it wrote, that it wrote nothing (so far), or null where that stays open. */
export type Found = Kept | "absent" | null;

/** Vendors' clocks may be behind ours by so much. */
const SKEW_MS: DurationMs = 60_000;
/** For so long a callback as soon as possible is shown, whatever becomes of it. */
const SHOWN_MS: DurationMs = 3_600_000;
const MOST_TWINS = 100;

/** Asks the vendor what has become of a command whose answer was lost. What it shows is recorded. */
export async function findOutcome(
  context: CommandContext,
  commandRecord: CommandRecord,
  call: CallOptions,
): Promise<Found> {
  const { source, target } = commandRecord;
  if (target === null) return null;
  if ("vendorId" in target) return findChangedCallback(context, commandRecord, target.vendorId, call);
  const { phoneNumber } = target;
  const { observations, isComplete } = await context.fetchState(source, { by: "phoneNumber", phoneNumber }, call);
  const found = await findScheduled(context, commandRecord, observations);
  if (found !== null || !isComplete || !isStillShown(target, commandRecord, context.clock())) return found;
  // A new callback of this number may be the requested one, with another time.
  return observations.some((row) => isNew(row, commandRecord)) ? null : "absent";
}

/** Finds the requested callback among observations; null where none is it for certain. */
export async function recognize(
  context: CommandContext,
  commandRecord: CommandRecord,
  observations: readonly Observation[],
): Promise<Kept | null> {
  const { target } = commandRecord;
  if (target === null) return null;
  if (!("vendorId" in target)) return findScheduled(context, commandRecord, observations);
  const { vendorId } = target;
  return observations.some((row) => row.callback.vendorId === vendorId && isWished(row, commandRecord))
    ? { vendorId, localId: null }
    : null;
}

/** Of the callbacks that fit: not there before, and no other command's. Equal commands get one each, or none. */
async function findScheduled(
  { store }: CommandContext,
  commandRecord: CommandRecord,
  observations: readonly Observation[],
): Promise<Kept | null> {
  const { source, fingerprint } = commandRecord;
  if (fingerprint === null) return null;
  const ids = observations
    .filter((row) => isNew(row, commandRecord) && isWished(row, commandRecord))
    .map(({ callback }) => callback.vendorId)
    .sort();
  if (ids.length === 0) return null;
  const claimed = await store.findClaimed(source, ids);
  const free = ids.filter((id) => !claimed.includes(id));
  const twins = await store.findPending({ source, fingerprint }, MOST_TWINS);
  if (free.length !== twins.length) return null;
  const vendorId = free[twins.findIndex(({ commandId }) => commandId === commandRecord.commandId)];
  return vendorId === undefined ? null : { vendorId, localId: null };
}

async function findChangedCallback(
  context: CommandContext,
  commandRecord: CommandRecord,
  vendorId: string,
  call: CallOptions,
): Promise<Found> {
  const { source, kind } = commandRecord;
  const key = { source, vendorId };
  const [known = null] = await context.store.find([key]);
  const { observations, isComplete } = await context.fetchState(source, context.queryFor(key, known), call);
  const seen = observations.find(({ callback }) => callback.vendorId === vendorId);
  if (seen !== undefined) return isWished(seen, commandRecord) ? { vendorId, localId: null } : "absent";
  const { start = null } = known?.callback.window ?? {};
  const isBeforeItsTime = start !== null && context.clock() < start;
  if (kind !== "CANCEL" || known === null || !isComplete || !isBeforeItsTime) return null;
  // The vendors that forget do so once a callback's time has come. This one's has not: it was withdrawn.
  const { callback, vendorRecord } = known;
  const { requestNumber, requestedAt: observedAt } = await context.stampRequest();
  await context.remember(source, [{ callback: asWithdrawn(callback), vendorRecord, requestNumber, observedAt }]);
  return { vendorId, localId: null };
}

function isWished({ callback }: Observation, { fingerprint }: CommandRecord): boolean {
  return fingerprint !== null && fingerprintsOf(callback).includes(fingerprint);
}

function isNew({ callback }: Observation, { knownIds, startedAt }: CommandRecord): boolean {
  const { vendorId, createdAt } = callback;
  return !knownIds.includes(vendorId) && (createdAt === null || createdAt >= startedAt - SKEW_MS);
}

/** Vendors forget callbacks once their time has come: only before does absence mean anything. */
function isStillShown(
  target: CommandTarget & { start: number | null },
  { startedAt }: CommandRecord,
  now: number,
): boolean {
  return now < (target.start ?? startedAt + SHOWN_MS);
}

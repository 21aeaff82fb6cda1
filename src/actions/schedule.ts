import type { DurationMs } from "../callback/instant.js";
import type { Callback } from "../callback/callback.js";
import type { Observation } from "../callback/observation.js";
import { maskPhoneNumber } from "../callback/phone-number.js";
import type { ScheduleWish } from "../callback/wish.js";
import type { Written } from "../adapters/adapter.js";
import type { Attempt } from "../stores/action-store.js";
import type { ScheduleRequest } from "./actions.js";
import type { Job } from "./attempts.js";
import { agentIdOf, type Place } from "./place.js";
import { digestOf, subjectOf } from "./subject.js";
import { textOfWindow, toWindow } from "./window.js";

/** Vendors' clocks may be behind ours by so much. */
const SKEW_MS: DurationMs = 60_000;
/** Of the callbacks that a number had before, so many are told apart from a new one. */
const MOST_KNOWN = 100;

/** A new callback. */
export function scheduleJob(place: Place, request: ScheduleRequest): Job<Written> {
  const { source, phoneNumber, actor, idempotencyKey, window, agent, ...rest } = request;
  const toWish = (): ScheduleWish => ({
    ...rest,
    phoneNumber,
    window: window === null ? null : toWindow(window),
    agentId: agentIdOf(agent, source),
  });

  /** Of these the ones that may be what was wished for: not there before, and no other wish's. */
  const pick = async (seen: readonly Observation[], attempt: Attempt | null): Promise<readonly string[]> => {
    const wish = toWish();
    const ids = seen
      .map(({ callback }) => callback)
      .filter((callback) => isWished(callback, wish) && isNew(callback, attempt))
      .map(({ vendorId }) => vendorId);
    const claimed = await place.store.findClaimed(source, ids);
    return ids.filter((id) => !claimed.includes(id));
  };

  return {
    kind: "SCHEDULE",
    source,
    actor,
    key: idempotencyKey,
    input: { ...rest, phoneNumber, window, agent },
    subject: subjectOf({ phoneNumber: maskPhoneNumber(phoneNumber), window: textOfWindow(window) }),
    fingerprint: digestOf([phoneNumber, window]),
    async knownIds() {
      const { rows } = await place.store.list({
        filter: { sources: [source], phoneNumber },
        orderBy: { field: "CREATED_AT", direction: "DESC" },
        slice: { size: MOST_KNOWN, from: "start", after: null, before: null },
        now: place.clock(),
      });
      return rows.map(({ callback }) => callback.vendorId);
    },
    async plan(call) {
      const { adapter } = place.sourceFor(source, "SCHEDULE", "source");
      return adapter.schedule?.(toWish(), call) ?? unable();
    },
    async keep(written) {
      const kept = await place.keep(source, written);
      if (kept.vendorId !== null) return kept;
      const [only = null, ...others] = await pick(written.answer.observations, null);
      return { ...kept, vendorId: others.length === 0 ? only : null };
    },
    async readBack(attempt, call) {
      const { observations, isComplete } = await place.look(source, { by: "phoneNumber", phoneNumber }, call);
      // Another wish for the same number and time is open as well: what is there may be that one's.
      if (await place.store.hasPendingTwin(attempt)) return null;
      const [vendorId, ...others] = await pick(observations, attempt);
      if (vendorId === undefined) return isComplete ? "absent" : null;
      return others.length === 0 ? { vendorId, localId: null } : null;
    },
  };
}

function isWished({ customer, window, timing }: Callback, wish: ScheduleWish): boolean {
  if (customer.phoneNumber !== wish.phoneNumber && customer.phoneNumberRaw !== wish.phoneNumber) return false;
  return wish.window === null ? timing === "ASAP" : window?.start === wish.window.start;
}

function isNew({ vendorId, createdAt }: Callback, attempt: Attempt | null): boolean {
  if (attempt === null) return true;
  return !attempt.knownIds.includes(vendorId) && (createdAt === null || createdAt >= attempt.startedAt - SKEW_MS);
}

/** A capability is read off the method: who has the one has the other. */
export function unable(): never {
  throw new Error("the adapter has a capability without its method");
}

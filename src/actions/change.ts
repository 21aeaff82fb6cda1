import type { CallbackKey } from "../callback/observation.js";
import type { StoredCallback } from "../callback/query.js";
import type { Question } from "../callback/question.js";
import { asWithdrawn, type RescheduleWish } from "../callback/wish.js";
import type { Written } from "../adapters/adapter.js";
import type { CancelRequest, RescheduleRequest } from "./actions.js";
import type { Job, Kept } from "./attempts.js";
import { agentIdOf, type Place } from "./place.js";
import { unable } from "./schedule.js";
import { subjectOf } from "./subject.js";
import { textOfWindow, toWindow } from "./window.js";

/** Another time for a callback. */
export function rescheduleJob(place: Place, request: RescheduleRequest): Job<Written> {
  const { callback: key, window, agent } = request;
  const { source, vendorId } = key;
  const toWish = (): RescheduleWish => ({ window: toWindow(window), agentId: agentIdOf(agent, source) });
  return {
    ...changeOf(request),
    kind: "RESCHEDULE",
    input: { vendorId, window, agent },
    subject: subjectOf({ callback: vendorId, window: textOfWindow(window), agent: agent?.vendorId ?? null }),
    async plan(call) {
      const { adapter } = place.sourceFor(source, "RESCHEDULE", "id");
      const wish = toWish();
      return adapter.reschedule?.(await place.findOpen(key), wish, call) ?? unable();
    },
    keep: (written) => place.keep(source, written),
    async readBack(_, call) {
      const { observations } = await place.look(source, await questionFor(place, key), call);
      const wish = toWish();
      const seen = observations.find(({ callback }) => callback.vendorId === vendorId)?.callback;
      if (seen === undefined) return null;
      const isDone =
        seen.window?.start === wish.window.start &&
        (wish.window.end === null || seen.window.end === wish.window.end) &&
        (wish.agentId === null || seen.assignment?.agentId === wish.agentId);
      return isDone ? keptAs(key) : "absent";
    },
  };
}

/** The withdrawal of a callback. */
export function cancelJob(place: Place, request: CancelRequest): Job<Written> {
  const { callback: key } = request;
  const { source, vendorId } = key;
  return {
    ...changeOf(request),
    kind: "CANCEL",
    input: { vendorId },
    subject: subjectOf({ callback: vendorId }),
    async plan(call) {
      const { adapter } = place.sourceFor(source, "CANCEL", "id");
      return adapter.cancel?.(await place.findOpen(key), call) ?? unable();
    },
    keep: (written) => place.keep(source, written),
    async readBack(_, call) {
      const { observations, isComplete } = await place.look(source, await questionFor(place, key), call);
      const seen = observations.find(({ callback }) => callback.vendorId === vendorId);
      if (seen !== undefined) return seen.callback.status === "CANCELED" ? keptAs(key) : "absent";
      const [known = null] = await place.store.find([key]);
      if (known === null || !isComplete || !isBeforeItsTime(known, place.clock())) return null;
      // It was there, its time has not come, and now it is not: it was withdrawn.
      const { callback, vendorRecord } = known;
      await place.remember(source, [{ callback: asWithdrawn(callback), vendorRecord, observedAt: place.clock() }]);
      return keptAs(key);
    },
  };
}

type Change = Pick<Job<Written>, "source" | "actor" | "key" | "fingerprint" | "knownIds">;

function changeOf({ callback, actor, idempotencyKey }: CancelRequest): Change {
  return {
    source: callback.source,
    actor,
    key: idempotencyKey,
    fingerprint: null,
    knownIds: () => Promise.resolve([]),
  };
}

function keptAs({ vendorId }: CallbackKey): Kept {
  return { vendorId, localId: null };
}

/** The vendors that forget do so once a callback's time has come: before that, absence is withdrawal. */
function isBeforeItsTime({ callback }: StoredCallback, now: number): boolean {
  return callback.window !== null && now < callback.window.start;
}

async function questionFor(place: Place, key: CallbackKey): Promise<Question | null> {
  const [known = null] = await place.store.find([key]);
  return place.questionFor(key, known);
}

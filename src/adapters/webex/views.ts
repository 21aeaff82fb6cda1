import type { Callback } from "../../domain/callback.js";
import type { View, ViewMatching, ViewRules } from "../../domain/change/views.js";
import type { DurationMs, Instant } from "../../domain/time/instant.js";

/** The schedule of the callback API, and the task of the Search API that carries it out. */
export type WebexView = "schedule" | "task";

/** A task may begin this long before the window of its schedule, and after it. */
const BEFORE_MS: DurationMs = 300_000;
const AFTER_MS: DurationMs = 900_000;

/**
 * A scheduled callback and the task that carried it out are one callback: of one number and queue, the task created around the
 * window. Where both name the interaction that the callback came from, that decides. A schedule that two tasks could have
 * carried out, or a task with two such schedules, stays alone.
 */
const MATCHING: ViewMatching = {
  groupOf({ customer, routing }) {
    const number = customer.phoneNumber ?? customer.phoneNumberRaw;
    const digits = number?.replaceAll(/\D/gu, "") ?? "";
    return digits === "" || routing.queueId === null ? null : `${digits} ${routing.queueId}`;
  },
  match(views) {
    const schedules = views.filter(({ name }) => name === ("schedule" satisfies WebexView));
    const tasks = views.filter(({ name }) => name === ("task" satisfies WebexView));
    const decided = pairs(schedules, tasks, isSameInteraction);
    const isFree = ({ callback }: View): boolean =>
      ![...decided].some(([task, schedule]) => callback.vendorId === task || callback.vendorId === schedule);
    const concluded = pairs(schedules.filter(isFree), tasks.filter(isFree), isCarriedOut);
    return {
      callbackIds: new Map([...decided, ...concluded]),
      ambiguous: unmatched(schedules.filter(isFree), tasks.filter(isFree), concluded),
    };
  },
};

/** For each field, which interface is believed: see the table in the adapter's README. */
export const WEBEX_VIEWS: ViewRules = {
  order: ["schedule", "task"],
  fields: {
    finalStatus: ["task", "schedule"],
    openStatus: ["task", "schedule"],
    attemptCount: ["task"],
    outcome: ["task", "schedule"],
    // The agent of a task is another kind of id than the one that schedules are assigned to.
    assignment: ["schedule"],
    window: ["schedule"],
    nextAttemptAt: ["schedule"],
    estimate: ["task"],
  },
  lasting: ["task"],
  matching: MATCHING,
};

/** The schedule of each task that has exactly one, which has no other task. */
function pairs(
  schedules: readonly View[],
  tasks: readonly View[],
  isPair: (schedule: Callback, task: View) => boolean,
): Map<string, string> {
  const candidatesOf = (task: View): View[] => schedules.filter(({ callback }) => isPair(callback, task));
  const tasksOf = ({ callback }: View): number => tasks.filter((task) => isPair(callback, task)).length;
  return new Map(
    tasks.flatMap((task) => {
      const [schedule, other] = candidatesOf(task);
      if (schedule === undefined || other !== undefined || tasksOf(schedule) > 1) return [];
      return [[task.callback.vendorId, schedule.callback.vendorId] as const];
    }),
  );
}

/** The tasks and schedules that could be one callback, and are not one because there is another candidate. */
function unmatched(
  schedules: readonly View[],
  tasks: readonly View[],
  matched: ReadonlyMap<string, string>,
): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const task of tasks) {
    if (matched.has(task.callback.vendorId)) continue;
    const candidates = schedules.filter(({ callback }) => isCarriedOut(callback, task));
    for (const { callback } of candidates.length === 0 ? [] : [task, ...candidates]) ids.add(callback.vendorId);
  }
  return ids;
}

function isSameInteraction({ originInteractionId }: Callback, { callback }: View): boolean {
  return originInteractionId !== null && originInteractionId === callback.originInteractionId;
}

function isCarriedOut({ window, originInteractionId }: Callback, task: View): boolean {
  const hasBoth = originInteractionId !== null && task.callback.originInteractionId !== null;
  const createdAt = createdTimeOf(task);
  if (window === null || createdAt === null || hasBoth) return false;
  return createdAt >= window.start - BEFORE_MS && createdAt <= (window.end ?? window.start) + AFTER_MS;
}

/** When the task itself was created; its callback may have been requested long before. */
function createdTimeOf({ vendorRecord }: View): Instant | null {
  const created = Number(vendorRecord["createdTime"] ?? Number.NaN);
  return Number.isFinite(created) && created > 0 ? created : null;
}

import type { RescheduleCommand } from "../domain/command.js";
import type { Written } from "../adapters/adapter.js";
import type { CancelRequest, ReassignRequest, RescheduleRequest } from "./commands.js";
import { cancelFingerprint, reassignFingerprint, rescheduleFingerprint } from "./fingerprint.js";
import type { Job } from "./job.js";
import { agentIdOf, type CommandContext } from "./command-context.js";
import { unable } from "./schedule-job.js";
import { subjectOf } from "./subject.js";
import { planWithWindow, textOfWindow, toWindow } from "./window.js";

/** Builds the job that gives a callback another window. */
export function rescheduleJob(context: CommandContext, request: RescheduleRequest): Job<Written> {
  const { callback: key, actor, idempotencyKey, window, agent } = request;
  const { source, vendorId } = key;
  const toCommand = (): RescheduleCommand => ({ window: toWindow(window), agentId: agentIdOf(agent, source) });
  return {
    kind: "RESCHEDULE",
    source,
    actor,
    key: idempotencyKey,
    input: { vendorId, window, agent },
    subject: subjectOf({ callback: vendorId, window: textOfWindow(window), agent: agent?.vendorId ?? null }),
    async plan(call) {
      const { adapter } = context.sourceFor(source, "RESCHEDULE", "id");
      const command = toCommand();
      const callback = await context.findOpen(key);
      return planWithWindow(window, () => adapter.reschedule?.(callback, command, call) ?? unable());
    },
    trace: () =>
      Promise.resolve({
        target: { vendorId },
        fingerprint: rescheduleFingerprint(vendorId, toCommand()),
        knownIds: [],
      }),
    save: (written) => context.save(source, written),
  };
}

/** Builds the job that assigns a callback to another agent. */
export function reassignJob(context: CommandContext, request: ReassignRequest): Job<Written> {
  const { callback: key, actor, idempotencyKey, agent } = request;
  const { source, vendorId } = key;
  return {
    kind: "REASSIGN",
    source,
    actor,
    key: idempotencyKey,
    input: { vendorId, agent },
    subject: subjectOf({ callback: vendorId, agent: agent.vendorId }),
    async plan(call) {
      const { adapter } = context.sourceFor(source, "REASSIGN", "id");
      const command = { agentId: agentIdOf(agent, source) };
      return adapter.reassign?.(await context.findOpen(key), command, call) ?? unable();
    },
    trace: () =>
      Promise.resolve({
        target: { vendorId },
        fingerprint: reassignFingerprint(vendorId, agent.vendorId),
        knownIds: [],
      }),
    save: (written) => context.save(source, written),
  };
}

/** Builds the job that cancels a callback. */
export function cancelJob(
  context: CommandContext,
  { callback: key, actor, idempotencyKey }: CancelRequest,
): Job<Written> {
  const { source, vendorId } = key;
  return {
    kind: "CANCEL",
    source,
    actor,
    key: idempotencyKey,
    input: { vendorId },
    subject: subjectOf({ callback: vendorId }),
    async plan(call) {
      const { adapter } = context.sourceFor(source, "CANCEL", "id");
      return adapter.cancel?.(await context.findOpen(key), call) ?? unable();
    },
    trace: () => Promise.resolve({ target: { vendorId }, fingerprint: cancelFingerprint(vendorId), knownIds: [] }),
    save: (written) => context.save(source, written),
  };
}

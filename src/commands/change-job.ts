import type { RescheduleCommand } from "../domain/command.js";
import type { Written } from "../adapters/adapter.js";
import type { CancelRequest, RescheduleRequest } from "./commands.js";
import { cancelFingerprint, rescheduleFingerprint } from "./fingerprint.js";
import type { Job } from "./job.js";
import { agentIdOf, type CommandContext } from "./command-context.js";
import { unable } from "./schedule-job.js";
import { subjectOf } from "./subject.js";
import { planWithWindow, textOfWindow, toWindow } from "./window.js";

/** Another time for a callback. */
export function rescheduleJob(context: CommandContext, request: RescheduleRequest): Job<Written> {
  const { callback: key, actor, idempotencyKey, window, agent } = request;
  const { source, vendorId } = key;
  const toWish = (): RescheduleCommand => ({ window: toWindow(window), agentId: agentIdOf(agent, source) });
  return {
    kind: "RESCHEDULE",
    source,
    actor,
    key: idempotencyKey,
    input: { vendorId, window, agent },
    subject: subjectOf({ callback: vendorId, window: textOfWindow(window), agent: agent?.vendorId ?? null }),
    async plan(call) {
      const { adapter } = context.sourceFor(source, "RESCHEDULE", "id");
      const command = toWish();
      const known = await context.findOpen(key);
      return planWithWindow(window, () => adapter.reschedule?.(known, command, call) ?? unable());
    },
    trace: () =>
      Promise.resolve({
        target: { vendorId },
        fingerprint: rescheduleFingerprint(vendorId, toWish()),
        knownIds: [],
      }),
    keep: (written) => context.keep(source, written),
  };
}

/** The withdrawal of a callback. */
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
    keep: (written) => context.keep(source, written),
  };
}

import type { Observation } from "../domain/change/observation.js";
import { maskPhoneNumber, PHONE_NUMBER_FAULTS, readPhoneNumber } from "../domain/phone/phone-number.js";
import { CommandRejected, userError } from "../domain/user-error.js";
import type { ScheduleCommand } from "../domain/command.js";
import type { Written } from "../adapters/adapter.js";
import type { ScheduleRequest } from "./commands.js";
import { fingerprintsOf, scheduleFingerprint } from "./fingerprint.js";
import type { Job } from "./job.js";
import { agentIdOf, type CommandContext } from "./command-context.js";
import { subjectOf } from "./subject.js";
import { planWithWindow, textOfWindow, toWindow } from "./window.js";

/** Of the callbacks that a number had before, so many are told apart from a new one. */
const MOST_KNOWN = 100;

/** A new callback. */
export function scheduleJob(context: CommandContext, request: ScheduleRequest): Job<Written> {
  const { source, phoneNumber, actor, idempotencyKey, window, agent, ...rest } = request;
  const toWish = (): ScheduleCommand => ({
    ...rest,
    phoneNumber: toE164(phoneNumber),
    window: window === null ? null : toWindow(window),
    agentId: agentIdOf(agent, source),
  });
  const startOf = (): number | null => toWish().window?.start ?? null;

  const knownIds = async (): Promise<readonly string[]> => {
    const { rows } = await context.store.list({
      filter: { sources: [source], phoneNumber },
      orderBy: { field: "CREATED_AT", direction: "DESC" },
      slice: { size: MOST_KNOWN, from: "start", after: null, before: null },
      now: context.clock(),
    });
    return rows.map(({ callback }) => callback.vendorId);
  };

  /** The one that was written, where the vendor did not name it: the only one that fits, and no other command's. */
  const pick = async (shown: readonly Observation[]): Promise<string | null> => {
    const fingerprint = scheduleFingerprint(phoneNumber, startOf());
    const ids = shown
      .filter(({ callback }) => fingerprintsOf(callback).includes(fingerprint))
      .map(({ callback }) => callback.vendorId);
    const claimed = await context.store.findClaimed(source, ids);
    const [only = null, ...others] = ids.filter((id) => !claimed.includes(id));
    return others.length === 0 ? only : null;
  };

  return {
    kind: "SCHEDULE",
    source,
    actor,
    key: idempotencyKey,
    input: { ...rest, phoneNumber, window, agent },
    subject: subjectOf({ phoneNumber: maskPhoneNumber(phoneNumber), window: textOfWindow(window) }),
    plan(call) {
      const { adapter } = context.sourceFor(source, "SCHEDULE", "source");
      return planWithWindow(window, () => adapter.schedule?.(toWish(), call) ?? unable());
    },
    async trace() {
      const start = startOf();
      return {
        target: { phoneNumber, start },
        fingerprint: scheduleFingerprint(phoneNumber, start),
        knownIds: await knownIds(),
      };
    },
    async keep(written) {
      const kept = await context.keep(source, written);
      return kept.vendorId === null ? { ...kept, vendorId: await pick(written.answer.observations) } : kept;
    },
  };
}

/** The number to dial. Throws a CommandRejected for one with an extension, which would be lost, and for a placeholder. */
function toE164(phoneNumber: string): string {
  const read = readPhoneNumber(phoneNumber, null);
  if ("e164" in read) return read.e164;
  const message = `phoneNumber: ${PHONE_NUMBER_FAULTS[read.fault]}`;
  throw new CommandRejected([userError("INVALID_INPUT", message, "phoneNumber")]);
}

/** A capability is read off the method: who has the one has the other. */
export function unable(): never {
  throw new Error("the adapter declares a capability without its method");
}

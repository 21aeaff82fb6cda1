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

/** The most existing callbacks of a number that reconciliation distinguishes from a new one. */
const MAX_EXISTING = 100;

/** Builds the job that schedules a new callback. */
export function scheduleJob(context: CommandContext, request: ScheduleRequest): Job<Written> {
  const { source, phoneNumber, actor, idempotencyKey, window, agent, ...rest } = request;
  const toCommand = (): ScheduleCommand => ({
    ...rest,
    phoneNumber: toE164(phoneNumber),
    window: window === null ? null : toWindow(window),
    agentId: agentIdOf(agent, source),
  });
  const startOf = (): number | null => toCommand().window?.start ?? null;

  const knownIds = async (): Promise<readonly string[]> => {
    const { rows } = await context.store.list({
      filter: { sources: [source], phoneNumbers: [phoneNumber] },
      orderBy: { field: "CREATED_AT", direction: "DESC" },
      slice: { size: MAX_EXISTING, from: "start", after: null, before: null },
      now: context.clock(),
    });
    return rows.map(({ callback }) => callback.vendorId);
  };

  /** Returns the new callback if the response has no id: the only one that matches and is claimed by no other command. */
  const findWritten = async (observed: readonly Observation[]): Promise<string | null> => {
    const fingerprint = scheduleFingerprint(phoneNumber, startOf());
    const ids = observed
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
      return planWithWindow(window, () => adapter.schedule?.(toCommand(), call) ?? unable());
    },
    async trace() {
      const start = startOf();
      return {
        target: { phoneNumber, start },
        fingerprint: scheduleFingerprint(phoneNumber, start),
        knownIds: await knownIds(),
      };
    },
    async save(written) {
      const ids = await context.save(source, written);
      return ids.vendorId === null ? { ...ids, vendorId: await findWritten(written.page.observations) } : ids;
    },
  };
}

/** Returns the number to dial. Throws a CommandRejected for an extension, which would be lost, and for a placeholder. */
function toE164(phoneNumber: string): string {
  const read = readPhoneNumber(phoneNumber, null);
  if ("e164" in read) return read.e164;
  const message = `phoneNumber: ${PHONE_NUMBER_FAULTS[read.fault]}`;
  throw new CommandRejected([userError("INVALID_INPUT", message, "phoneNumber")]);
}

/** Throws for an adapter without the method of its capability, which `capabilitiesOf` rules out. */
export function unable(): never {
  throw new Error("the adapter declares a capability without its method");
}

import type { Callback } from "../domain/callback.js";
import type { Instant } from "../domain/time/instant.js";
import type { RescheduleCommand } from "../domain/command.js";
import { digestOf } from "./subject.js";

/** Identifies a callback that was scheduled for a number. `start` is null for as soon as possible. */
export function scheduleFingerprint(phoneNumber: string, start: Instant | null): string {
  return digestOf(["SCHEDULE", phoneNumber, start]);
}

/** Identifies a callback that was rescheduled. */
export function rescheduleFingerprint(vendorId: string, { window, agentId }: RescheduleCommand): string {
  return digestOf(["RESCHEDULE", vendorId, window.start, window.end, agentId]);
}

/** Identifies a callback that was assigned to another agent. */
export function reassignFingerprint(vendorId: string, agentId: string): string {
  return digestOf(["REASSIGN", vendorId, agentId]);
}

/** Identifies a callback that was cancelled. */
export function cancelFingerprint(vendorId: string): string {
  return digestOf(["CANCEL", vendorId]);
}

/** Returns the fingerprints of all commands that may have led to this callback. */
export function fingerprintsOf(callback: Callback): readonly string[] {
  const { vendorId, window, status, assignment } = callback;
  const agentId = assignment?.agentId ?? null;
  return [
    ...scheduled(callback),
    ...(window === null ? [] : rescheduled(callback, window)),
    ...(agentId === null ? [] : [reassignFingerprint(vendorId, agentId)]),
    ...(status === "CANCELED" ? [cancelFingerprint(vendorId)] : []),
  ];
}

function scheduled({ customer, window, timing }: Callback): readonly string[] {
  const numbers = new Set([customer.phoneNumber, customer.phoneNumberRaw]);
  const start = timing === "ASAP" ? null : window?.start;
  if (start === undefined) return [];
  return [...numbers].flatMap((number) => (number === null ? [] : [scheduleFingerprint(number, start)]));
}

/** With and without the end and the agent, which a command may leave out. */
function rescheduled({ vendorId, assignment }: Callback, window: RescheduleCommand["window"]): readonly string[] {
  const agentId = assignment?.agentId ?? null;
  const windows = window.end === null ? [window] : [window, { ...window, end: null }];
  const agents = agentId === null ? [null] : [agentId, null];
  return windows.flatMap((one) =>
    agents.map((agent) => rescheduleFingerprint(vendorId, { window: one, agentId: agent })),
  );
}

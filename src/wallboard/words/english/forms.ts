import type { UserErrorCode } from "../../../../schema/operations.js";
import { createPlural } from "../plural.js";

const plural = createPlural("en");
const callbacks = { one: "callback", other: "callbacks" };

/** Advice for a command that the API or the vendor did not execute. */
const failures: Record<UserErrorCode, string> = {
  UNSUPPORTED: "This vendor does not offer that.",
  INVALID_INPUT: "Please correct this.",
  NOT_FOUND: "The vendor does not have this callback any more.",
  ALREADY_OVER: "The callback is already over.",
  SLOT_NOT_OFFERED: "The vendor does not offer this time.",
  TOO_MANY_CALLBACKS:
    "This number has several open callbacks, and the vendor cannot distinguish them. None was canceled.",
  NOT_AS_REQUESTED: "The vendor did it, but not as requested. Please check the callback.",
  VENDOR_REJECTED: "The vendor refuses this.",
  VENDOR_UNAVAILABLE: "The vendor does not respond, and nothing was done. Try again later.",
  VENDOR_UNAUTHORIZED: "The vendor refuses the gateway’s sign-in. Nothing was done. An operator has to act.",
  VENDOR_RATE_LIMITED: "The vendor takes no more requests now, and nothing was done. Try again in a moment.",
  IDEMPOTENCY_CONFLICT: "This was sent before with other values. Close the form and begin again.",
  AMBIGUOUS: "It is not known whether the vendor did it. Send it again: it is done at most once.",
};

/** The names of the API's fields in the forms. */
const fields = {
  source: "Source",
  phoneNumber: "Number",
  customerName: "Name",
  reason: "Reason",
  queueId: "Queue",
  campaignId: "Campaign",
  agentId: "Agent",
  originInteractionId: "ID of the first contact",
  window: "Time",
  "window.localDate": "Date",
  "window.localStart": "From",
  "window.localEnd": "Until",
  "window.start": "From",
  "window.end": "Until",
  "window.timeZone": "Time zone",
};

/** The error of a field. The message of the API, which states the rule, follows it. */
const invalid: Partial<Record<keyof typeof fields, string>> = {
  source: "This source takes no new callbacks.",
  phoneNumber: "The vendor cannot call this number. Enter it with the country’s code.",
  customerName: "The vendor does not take this name.",
  queueId: "The vendor does not take this queue.",
  campaignId: "The vendor does not take this campaign.",
  agentId: "The vendor does not take this agent.",
  originInteractionId: "The vendor does not take this ID.",
  window: "The vendor does not take this time.",
  "window.localDate": "This is no day of the calendar.",
  "window.localStart": "The vendor does not take this beginning.",
  "window.localEnd": "The vendor does not take this end.",
  "window.timeZone": "This time zone is not known.",
};

/** The texts of forms, and of what became of them. */
export const forms = {
  fields,
  failures,
  invalid,
  required: "This vendor requires it.",
  missing: "Please fill this in.",
  unreachable: "The gateway cannot be reached. Send it again later: it is done at most once.",
  unknown: "It is not known whether that worked. Send it again: it is done at most once.",
  forbidden: "You may not do this.",
  rejected: "The gateway did not accept this. Nothing was done.",
  tooMany: "Too much at once. Wait a moment; nothing was done.",
  rule: "Reason:",
  ruleInEnglish: "In the API’s words",
  back: "Back",
  sending: "Sending to the vendor …",
  schedule: "Schedule",
  reschedule: "Change the time",
  reassign: "Give to the agent",
  confirmCancel: "Yes, cancel it",
  cancelQuestion: (customer: string, source: string) =>
    `Cancel the callback of ${customer}? ${source} will not call. This cannot be undone.`,
  asap: "As soon as possible",
  when: (zone: string) => `When to call, in the time of ${zone}`,
  yours: (text: string, zone: string) => `On your clock (${zone}): ${text}`,
  endHint: "Leave empty if the vendor’s times have no end",
  anyAgent: "Any agent",
  chooseAgent: "Choose an agent",
  noQueue: "None",
  otherQueue: "Another, by its ID",
  more: "More fields",
  scheduled: (customer: string, time: string) => `Callback for ${customer} scheduled: ${time}.`,
  rescheduled: (customer: string, time: string) => `Callback of ${customer} moved: ${time}.`,
  reassigned: (customer: string, agent: string) => `Callback of ${customer} given to ${agent}.`,
  canceled: (customer: string) => `Callback of ${customer} canceled.`,
  receipt: (id: string, time: string) => `Receipt ${id}, ${time}`,
  show: "Show",
  undo: "Undo",
  undone: (customer: string) => `Callback of ${customer} is back at its earlier time.`,
  undoFailed: (customer: string) => `The time of ${customer}’s callback could not be changed back.`,
  bulkCancel: "Cancel these",
  bulkReassign: "Give to an agent",
  bulkQuestion: (count: number, where: string) =>
    `Cancel ${plural(count, callbacks)} (${where})? These customers will not be called. This cannot be undone.`,
  bulkWhere: (source: string, count: string) => `${count} at ${source}`,
  bulkConfirm: (count: number) => `Yes, cancel ${plural(count, callbacks)}`,
  bulkDone: (done: number, all: number) => `${done} of ${plural(all, callbacks)} done.`,
  bulkFailed: (count: number) => `${plural(count, callbacks)} not changed:`,
  bulkLimit: (max: number) => `At most ${max} at once.`,
  bulkAgentNote: (count: number, source: string) =>
    `${plural(count, callbacks)} of ${source}; an agent belongs to one source.`,
};

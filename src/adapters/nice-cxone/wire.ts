import { caselessText, id, text } from "../wire/wire-field.js";
import { defineRecord } from "../wire/wire.js";
import { foldCallbackTime } from "./callback-time.js";

/** A scheduled callback, as the lists of a skill and of an agent return it: no status, and no time but its own. */
export const NICE_CXONE_CALLBACK = defineRecord({
  typeName: "NiceCxoneScheduledCallback",
  description: "A scheduled callback of NICE CXone, also called a commitment.",
  fields: {
    callbackId: id("Identifier of the scheduled callback."),
    target: caselessText("Kind of the target that is to call, such as `skill` or `agent`."),
    agentId: id("Identifier of the agent who is to call; 0 if there is none."),
    skillId: id("Identifier of the outbound skill with which the call is made."),
    dialNumber: text("Number to call."),
    origNumber: text("Number that the call comes from."),
    firstName: text("First name of the customer."),
    lastName: text("Last name of the customer."),
    notes: text("Notes that the agent sees with the callback."),
    callbackTime: {
      ...text("When to call. Without `Z` or an offset it is local time in the zone of the business unit."),
      compare: foldCallbackTime,
    },
    msteamsclientid: text("Identifier for Microsoft Teams, in the lists of agents."),
  },
});

export type NiceCxoneRecord = ReturnType<typeof NICE_CXONE_CALLBACK.parse>;

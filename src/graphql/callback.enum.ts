import {
  ASSIGNMENT_TYPES,
  CALLBACK_CHANNELS,
  CALLBACK_ORIGIN_CATEGORIES,
  CALLBACK_TIMINGS,
} from "../callback/callback.js";
import { CALLBACK_CHANGE_KINDS } from "../callback/change.js";
import { CALL_OUTCOME_CATEGORIES } from "../callback/outcome.js";
import { CALLBACK_STATUSES, type StatusBasis } from "../callback/status.js";
import type { DstAdjustment } from "../callback/zone.js";
import { defineEnum } from "./enum.js";

export const callbackStatus = defineEnum(
  "CallbackStatus",
  "The one life cycle that all vendors' are mapped on.",
  CALLBACK_STATUSES,
);

export const statusBasis = defineEnum<StatusBasis>("StatusBasis", "Where a status comes from.", {
  REPORTED: "The vendor said so.",
  DERIVED: "The gateway inferred it from the record and the clock.",
});

export const callbackTiming = defineEnum(
  "CallbackTiming",
  "Whether the customer asked for a call as soon as possible or at a time.",
  CALLBACK_TIMINGS,
);

export const callbackChannel = defineEnum(
  "CallbackChannel",
  "How the customer wants to be reached.",
  CALLBACK_CHANNELS,
);

export const dstAdjustment = defineEnum<DstAdjustment>(
  "DstAdjustment",
  "What daylight saving time did to a local time.",
  {
    NONE: "Nothing: the local time is one instant.",
    SHIFTED_FORWARD: "The local time did not exist on that day: the instant is the first one after the gap.",
    FIRST_OCCURRENCE: "The local time happened twice on that day: the instant is the first of the two.",
  },
);

export const callOutcomeCategory = defineEnum(
  "CallOutcomeCategory",
  "What became of the call, in the gateway's words.",
  CALL_OUTCOME_CATEGORIES,
);

export const assignmentType = defineEnum("AssignmentType", "Whom the vendor may give the call to.", ASSIGNMENT_TYPES);

export const callbackOriginCategory = defineEnum(
  "CallbackOriginCategory",
  "Where the command for a callback came from.",
  CALLBACK_ORIGIN_CATEGORIES,
);

export const callbackChangeKind = defineEnum("CallbackChangeKind", "What kind of change it is.", CALLBACK_CHANGE_KINDS);

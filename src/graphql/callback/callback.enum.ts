import {
  ASSIGNMENT_TYPES,
  CALLBACK_CHANNELS,
  CALLBACK_ORIGIN_CATEGORIES,
  CALLBACK_TIMINGS,
} from "../../domain/callback.js";
import { CALLBACK_CHANGE_KINDS } from "../../domain/change/change.js";
import { CALL_OUTCOME_CATEGORIES } from "../../domain/outcome.js";
import { PROMISE_STATES } from "../../domain/promise.js";
import { CALLBACK_STATUSES, type StatusBasis } from "../../domain/status.js";
import type { DstAdjustment } from "../../domain/time/zone.js";
import { defineEnum } from "../enum.js";

export const callbackStatus = defineEnum(
  "CallbackStatus",
  "Status of a callback. The statuses of all vendors are mapped to these.",
  CALLBACK_STATUSES,
);

export const statusBasis = defineEnum<StatusBasis>(
  "StatusBasis",
  "Whether the vendor reported the status or the gateway derived it.",
  {
    REPORTED: "The vendor reported the status.",
    DERIVED: "The gateway derived the status from the record and the clock.",
  },
);

export const promiseState = defineEnum(
  "PromiseState",
  "Whether the customer was called by the promised time. The rate is `KEPT ÷ (KEPT + BROKEN)`, given together with the number of UNKNOWN ones.",
  PROMISE_STATES,
);

export const callbackTiming = defineEnum(
  "CallbackTiming",
  "Whether the customer requested a call as soon as possible or at a time.",
  CALLBACK_TIMINGS,
);

export const callbackChannel = defineEnum(
  "CallbackChannel",
  "How the customer wants to be reached.",
  CALLBACK_CHANNELS,
);

export const dstAdjustment = defineEnum<DstAdjustment>(
  "DstAdjustment",
  "How daylight saving time affected a local time.",
  {
    NONE: "Not affected: the local time is one instant.",
    SHIFTED_FORWARD: "The local time did not exist on that day: the instant is the first after the gap.",
    FIRST_OCCURRENCE: "The local time occurred twice on that day: the instant is the first of the two.",
  },
);

export const callOutcomeCategory = defineEnum(
  "CallOutcomeCategory",
  "Outcome of the call, normalised over all vendors.",
  CALL_OUTCOME_CATEGORIES,
);

export const assignmentType = defineEnum("AssignmentType", "Which agents may take the call.", ASSIGNMENT_TYPES);

export const callbackOriginCategory = defineEnum(
  "CallbackOriginCategory",
  "Where the request for a callback came from.",
  CALLBACK_ORIGIN_CATEGORIES,
);

export const callbackChangeKind = defineEnum("CallbackChangeKind", "The kind of change.", CALLBACK_CHANGE_KINDS);

import type { DurationMs, Instant } from "./time/instant.js";
import type { CallOutcome } from "./outcome.js";
import type { Queue } from "./queue.js";
import type { StatusReading } from "./status.js";
import type { CallbackWindow } from "./time/window.js";

/** A vendor's name in capitals, as its adapter's definition states it: `ACME`. */
export type Vendor = string;

/** Whether the customer wants a call as soon as possible or at a certain time. */
export const CALLBACK_TIMINGS = {
  ASAP: "As soon as an agent is free.",
  SCHEDULED: "At an agreed time.",
  UNKNOWN: "Not reported by the vendor.",
} as const;
export type CallbackTiming = keyof typeof CALLBACK_TIMINGS;

/** How the customer wants to be reached. */
export const CALLBACK_CHANNELS = {
  VOICE: "By telephone.",
  VOIP: "By a call over IP.",
  EMAIL: "By e-mail.",
  UNKNOWN: "Not reported by the vendor, or reported with a value that the gateway does not know.",
} as const;
export type CallbackChannel = keyof typeof CALLBACK_CHANNELS;

/** The agents to whom the vendor may assign the call. */
export const ASSIGNMENT_TYPES = {
  MYSELF_ONLY: "Only the agent who created the callback.",
  SPECIFIC_AGENT: "A specific agent.",
  SPECIFIC_RING_GROUP: "A specific ring group.",
  MYSELF_IF_AVAILABLE: "The agent who created the callback, or another agent if that one is not available.",
  ANY_ELIGIBLE_AGENT: "Any agent who may take it.",
  UNKNOWN: "Not reported by the vendor, or reported with a value that the gateway does not know.",
} as const;
export type AssignmentType = keyof typeof ASSIGNMENT_TYPES;

/** The origin of the request for a callback. */
export const CALLBACK_ORIGIN_CATEGORIES = {
  LIVE_CALL: "A call in which the customer chose to be called back.",
  API: "A program, through an API.",
  INBOUND: "An inbound interaction.",
  OUTBOUND_MANUAL: "A call dialled by an agent.",
  OUTBOUND_PROACTIVE: "A call dialled by a campaign.",
  WEB: "A web page or app.",
  OTHER: "Any other origin; vendorOrigin holds the vendor's value.",
  UNKNOWN: "Not reported by the vendor.",
} as const;
export type CallbackOriginCategory = keyof typeof CALLBACK_ORIGIN_CATEGORIES;

export interface Customer {
  readonly name: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  /** The customer's id in the vendor's own system. */
  readonly contactId: string | null;
  /** E.164, or null where the raw number does not parse. */
  readonly phoneNumber: string | null;
  readonly phoneNumberRaw: string | null;
  readonly emailAddress: string | null;
}

export interface Assignment {
  /** The vendor's own id of the agent. Agents of different sources are never the same agent. */
  readonly agentId: string | null;
  readonly type: AssignmentType;
  readonly exclusive: boolean | null;
  readonly assignedAt: Instant | null;
}

export interface Routing {
  readonly queueId: string | null;
  readonly campaignId: string | null;
  readonly callTargetId: string | null;
  readonly dialingModel: string | null;
  readonly callerId: string | null;
  readonly dn: string | null;
  readonly location: string | null;
}

export interface CallbackOrigin {
  readonly category: CallbackOriginCategory;
  readonly vendorOrigin: string | null;
}

/** The vendor's forecast. It moves, and is never an appointment. */
export interface CallbackEstimate {
  readonly callAt: Instant | null;
  readonly waitMs: DurationMs | null;
  readonly waitlistPosition: number | null;
}

/** The normalised callback: a customer who waits to be called back, or did. Missing is null; 0 is a value. */
export interface Callback extends StatusReading {
  /** The name of the configured source it was read from. */
  readonly source: string;
  readonly vendor: Vendor;
  /** The id in the vendor's own system, opaque. Equal ids in two sources are two callbacks. */
  readonly vendorId: string;
  readonly timing: CallbackTiming;
  readonly channel: CallbackChannel;
  readonly customer: Customer;
  /** The number by which the vendor finds the record, where it is not the one to call. Never shown. */
  readonly lookupNumber?: string;
  readonly window: CallbackWindow | null;
  /** When the vendor means to call next; null once the status is final. */
  readonly nextAttemptAt: Instant | null;
  readonly attemptCount: number | null;
  /** When the first attempt was made, by the vendor's clock. Left out if the record does not say. */
  readonly firstAttemptAt?: Instant | null;
  /** When the callback ended, by the vendor's clock. Left out if the record does not say. */
  readonly endedAt?: Instant | null;
  readonly outcome: CallOutcome | null;
  readonly assignment: Assignment | null;
  readonly routing: Routing;
  /** The first of the queue, campaign, skill and so on that the record names; null if it names none. */
  readonly queue: Queue | null;
  readonly reason: string | null;
  readonly origin: CallbackOrigin;
  readonly originInteractionId: string | null;
  readonly estimate: CallbackEstimate | null;
  readonly createdAt: Instant | null;
  /** When the vendor last changed the record, by the vendor's clock. */
  readonly updatedAt: Instant | null;
}

/** The fields of a callback that determine how its vendor is queried for it. */
export interface PollTarget {
  readonly vendorId: string;
  readonly customer: Pick<Customer, "phoneNumberRaw" | "contactId">;
  readonly lookupNumber?: string;
  readonly assignment: Pick<Assignment, "agentId"> | null;
  readonly timing: CallbackTiming;
}

export const NO_CUSTOMER: Customer = {
  name: null,
  firstName: null,
  lastName: null,
  contactId: null,
  phoneNumber: null,
  phoneNumberRaw: null,
  emailAddress: null,
};

export const NO_ROUTING: Routing = {
  queueId: null,
  campaignId: null,
  callTargetId: null,
  dialingModel: null,
  callerId: null,
  dn: null,
  location: null,
};

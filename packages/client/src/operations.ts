/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** Input of admitErasedCallbacks: one of a number, a customer at a source, and ids of callbacks. */
export type AdmitErasedCallbacksInput = {
  /** The callbacks of the customer with this id at `source`. */
  contactId?: string | null | undefined;
  /** These callbacks, by their global ids: at most 100. */
  ids?: Array<string | number> | null | undefined;
  /** The callbacks of this number, at all sources: in E.164, or exactly as the vendor writes it where that is no valid number. */
  phoneNumber?: string | null | undefined;
  /** The source of `contactId`. */
  source?: string | null | undefined;
};

/** Which agents may take the call. */
export type AssignmentType =
  /** Any agent who may take it. */
  | 'ANY_ELIGIBLE_AGENT'
  /** The agent who created the callback, or another agent if that one is not available. */
  | 'MYSELF_IF_AVAILABLE'
  /** Only the agent who created the callback. */
  | 'MYSELF_ONLY'
  /** A specific agent. */
  | 'SPECIFIC_AGENT'
  /** A specific ring group. */
  | 'SPECIFIC_RING_GROUP'
  /** Not reported by the vendor, or reported with a value that the gateway does not know. */
  | 'UNKNOWN';

/** Outcome of the call, normalised over all vendors. */
export type CallOutcomeCategory =
  /** The customer hung up before an agent was connected. */
  | 'ABANDONED'
  /** The line was busy. */
  | 'BUSY'
  /** The call was canceled before it was made. */
  | 'CANCELED'
  /** The number is on a do-not-call list. */
  | 'DO_NOT_CALL'
  /** The number does not exist or cannot be dialled. */
  | 'INVALID_NUMBER'
  /** An answering machine, fax or pager answered. */
  | 'MACHINE'
  /** The network or the telephone lines failed. */
  | 'NETWORK_ERROR'
  /** Nobody answered. */
  | 'NO_ANSWER'
  /** The customer was reached. */
  | 'REACHED'
  /** The vendor's system failed. */
  | 'SYSTEM_ERROR'
  /** The call was transferred. */
  | 'TRANSFERRED'
  /** Not reported by the vendor, or reported with a value that the gateway does not know. */
  | 'UNKNOWN'
  /** Another person answered. */
  | 'WRONG_PARTY';

/** The kind of change. */
export type CallbackChangeKind =
  /** The gateway observed the callback for the first time. */
  | 'CREATED'
  /** An administrator has erased the callback: nothing about the customer is stored any more, and earlier changes of the callback have lost it as well. `callback` has its id, source and vendor alone. Every subscriber to the source receives it, whatever the filter: delete what you have stored of the callback. */
  | 'ERASED'
  /** The vendor stopped returning the record. This does not show how the call went: an open callback is ENDED. Also published for a record that turned out to be part of another callback: that callback continues, and the record's id finds it. */
  | 'GONE'
  /** Not a change: a callback that matches the filter when the subscription starts. */
  | 'SNAPSHOT'
  /** The status changed; other fields may have changed, too. */
  | 'STATUS_CHANGED'
  /** Fields other than the status changed: the callback was rescheduled, reassigned or renamed, or its record returned. */
  | 'UPDATED';

/** How the customer wants to be reached. */
export type CallbackChannel =
  /** By e-mail. */
  | 'EMAIL'
  /** Not reported by the vendor, or reported with a value that the gateway does not know. */
  | 'UNKNOWN'
  /** By telephone. */
  | 'VOICE'
  /** By a call over IP. */
  | 'VOIP';

/** Conditions on callbacks; all of them must hold. An omitted or null condition matches everything, an empty list nothing. */
export type CallbackFilter = {
  /** Callbacks assigned to one of these agents, by global id: at most 100, of any sources. */
  agentIds?: Array<string | number> | null | undefined;
  /** Callbacks of one of these campaigns, by the vendor's id: at most 100. */
  campaignIds?: Array<string> | null | undefined;
  /** Callbacks of the customer with this id in the vendor's system. */
  contactId?: string | null | undefined;
  /** Callbacks created at the vendor in this range. */
  createdAt?: DateTimeRange | null | undefined;
  /** Callbacks whose `dueAt` is in this range. */
  dueAt?: DateTimeRange | null | undefined;
  /** Callbacks that ended in this range. */
  endedAt?: DateTimeRange | null | undefined;
  /** True: only callbacks whose assignment names an agent. False: only others. */
  isAssigned?: boolean | null | undefined;
  /** True: only open callbacks. False: only callbacks with a final status. */
  isOpen?: boolean | null | undefined;
  /** Callbacks whose `isOverdue` has this value. To become overdue is no change that is subscribed to. */
  isOverdue?: boolean | null | undefined;
  /** Callbacks whose `isPresentAtVendor` has this value. */
  isPresentAtVendor?: boolean | null | undefined;
  /** Callbacks with an outcome of these categories. */
  outcomes?: Array<CallOutcomeCategory> | null | undefined;
  /** Callbacks of the customers with these numbers, 1 to 100. Vendors are queried by each of them. */
  phoneNumbers?: Array<string> | null | undefined;
  /** Callbacks whose `promise` is one of these. */
  promises?: Array<PromiseState> | null | undefined;
  /** Callbacks in one of these queues, by global id: at most 100, of any sources and kinds. */
  queueIds?: Array<string | number> | null | undefined;
  /** Callbacks whose customer has this in the name or the number: several words in any order, all of them. Case, accents and the spaces and signs of numbers make no difference. One word or number has at least 3 characters. Searches what the gateway has stored: no vendor is queried for it. Needs `pii:read`. */
  search?: string | null | undefined;
  /** Callbacks of these sources, by name. */
  sources?: Array<string> | null | undefined;
  /** Callbacks that have one of these statuses at the moment of the request. */
  statuses?: Array<CallbackStatus> | null | undefined;
  /** Callbacks last changed by the vendor in this range. */
  updatedAt?: DateTimeRange | null | undefined;
  /** Callbacks of sources at these vendors. */
  vendors?: Array<Vendor> | null | undefined;
  /** Callbacks whose `waitingSince` is in this range. */
  waitingSince?: DateTimeRange | null | undefined;
  /** Callbacks whose window overlaps this range. A window without an end counts as the instant of its start. */
  window?: DateTimeRange | null | undefined;
};

/** Sort order of a list. */
export type CallbackOrder = {
  /** Ascending or descending. */
  direction?: OrderDirection;
  /** The field to order by. */
  field: CallbackOrderField;
};

/** Sort fields of callbacks. Callbacks without a value come last in both directions. */
export type CallbackOrderField =
  /** When the callback was created at the vendor. */
  | 'CREATED_AT'
  /** When the promise breaks. */
  | 'DUE_AT'
  /** When the callback ended. */
  | 'ENDED_AT'
  /** The time of the vendor's next planned attempt. */
  | 'NEXT_ATTEMPT_AT'
  /** When the status last changed. */
  | 'STATUS_CHANGED_AT'
  /** When the vendor last changed the record. */
  | 'UPDATED_AT'
  /** Callbacks that wait come first, the ones longest overdue at the top: ordered by `dueAt`, then by the start of the window, then by creation. Callbacks that do not wait follow in the same order. */
  | 'URGENCY'
  /** When the customer's wait began, or will begin. */
  | 'WAITING_SINCE'
  /** The start of the callback's window. */
  | 'WINDOW_START';

/** Where the request for a callback came from. */
export type CallbackOriginCategory =
  /** A program, through an API. */
  | 'API'
  /** An inbound interaction. */
  | 'INBOUND'
  /** A call in which the customer chose to be called back. */
  | 'LIVE_CALL'
  /** Any other origin; vendorOrigin holds the vendor's value. */
  | 'OTHER'
  /** A call dialled by an agent. */
  | 'OUTBOUND_MANUAL'
  /** A call dialled by a campaign. */
  | 'OUTBOUND_PROACTIVE'
  /** Not reported by the vendor. */
  | 'UNKNOWN'
  /** A web page or app. */
  | 'WEB';

/** Status of a callback. The statuses of all vendors are mapped to these. */
export type CallbackStatus =
  /** Canceled by the customer, an agent or a system, or replaced by another callback. Final. */
  | 'CANCELED'
  /** The customer was reached. Final. */
  | 'COMPLETED'
  /** Over with an unknown outcome: its time passed, the vendor closed the record without a result, or the record was removed at the vendor. Final, unless the record returns. */
  | 'ENDED'
  /** The window ended and the vendor reports that the customer was not called in time. Final. */
  | 'EXPIRED'
  /** Over without reaching the customer: attempts exhausted, invalid number or vendor error. Final. */
  | 'FAILED'
  /** Offered to an agent, or being handled by one. */
  | 'IN_PROGRESS'
  /** Due; waiting for a line or an agent. */
  | 'QUEUED'
  /** An attempt did not reach the customer; another is planned. */
  | 'RETRYING'
  /** Accepted; waiting for its time. */
  | 'SCHEDULED'
  /** May be open: the vendor reports no status, or one that the gateway does not know (see vendorStatus). */
  | 'UNKNOWN';

/** Whether the customer requested a call as soon as possible or at a time. */
export type CallbackTiming =
  /** As soon as an agent is free. */
  | 'ASAP'
  /** At an agreed time. */
  | 'SCHEDULED'
  /** Not reported by the vendor. */
  | 'UNKNOWN';

/** When the customer may be called: either `start` and `end`, or `localDate`, `localStart` and `localEnd` in `timeZone`. The vendor decides whether an end is required and how long a window may be. */
export type CallbackWindowInput = {
  /** End. Omit it for a vendor whose windows have no end. */
  end?: string | null | undefined;
  /** Date in `timeZone`. */
  localDate?: string | null | undefined;
  /** End, as local time in `timeZone`; on the next day if it is not after `localStart`. */
  localEnd?: string | null | undefined;
  /** Start, as local time in `timeZone`. */
  localStart?: string | null | undefined;
  /** Start, inclusive. */
  start?: string | null | undefined;
  /** The customer's time zone. Required with local times, and by vendors whose API takes local times. */
  timeZone?: string | null | undefined;
};

/** Input of cancelCallback. */
export type CancelCallbackInput = {
  /** The callback's global id. */
  id: string | number;
  /** Idempotency key: any text of 1 to 255 characters, unique per command. Repeating it with the same input returns the first outcome, and the vendor is called once; with another input it is rejected. */
  idempotencyKey?: string | null | undefined;
};

/** Input of cancelCallbacks. */
export type CancelCallbacksInput = {
  /** Idempotency key: any text of 1 to 255 characters. Under it each callback is changed at most once: repeating the mutation returns the outcomes of the callbacks that it has changed, and executes the others. Repeat it after a timeout or a disconnect. */
  idempotencyKey: string;
  /** Global ids of 1 to 100 callbacks, of any sources. An id that is invalid, or that stands in the list before, has an error in its result and does not affect the others. */
  ids: Array<string | number>;
};

/** Conditions on customers; all of them must hold. An omitted or null condition has its default. */
export type CustomerFilter = {
  /** True: only customers with open callbacks at two sources or more. */
  acrossSources?: boolean | null | undefined;
  /** Customers with this many open callbacks or more: at least 1. */
  minOpenCallbacks?: number | null | undefined;
  /** Count callbacks of these sources only, by name. Default: all; an empty list matches nothing. */
  sources?: Array<string> | null | undefined;
};

/** A time range. An omitted bound is open; an empty range matches any value that is not null. */
export type DateTimeRange = {
  /** Start, inclusive. */
  from?: string | null | undefined;
  /** End, exclusive. */
  until?: string | null | undefined;
};

/** How daylight saving time affected a local time. */
export type DstAdjustment =
  /** The local time occurred twice on that day: the instant is the first of the two. */
  | 'FIRST_OCCURRENCE'
  /** Not affected: the local time is one instant. */
  | 'NONE'
  /** The local time did not exist on that day: the instant is the first after the gap. */
  | 'SHIFTED_FORWARD';

/** Input of eraseCallbacks: one of a number, a customer at a source, and ids of callbacks. */
export type EraseCallbacksInput = {
  /** The callbacks of the customer with this id at `source`. */
  contactId?: string | null | undefined;
  /** These callbacks, by their global ids: at most 100. */
  ids?: Array<string | number> | null | undefined;
  /** True to find out what would be erased. Nothing is erased. */
  isTrial?: boolean;
  /** The callbacks of this number, at all sources: in E.164, or exactly as the vendor writes it where that is no valid number. */
  phoneNumber?: string | null | undefined;
  /** The source of `contactId`. */
  source?: string | null | undefined;
};

/** Freshness of a source's data in a result. */
export type Freshness =
  /** All data behind the result was requested within maxStaleness, or, without it, within the sync schedule's interval. */
  | 'FRESH'
  /** Some data was not requested in time, for the given reason: the result holds the last known records. */
  | 'STALE'
  /** The vendor failed: the result holds the last known records. */
  | 'UNAVAILABLE'
  /** The vendor does not support this query: the result holds the matching records that the gateway has stored. */
  | 'UNSUPPORTED';

/** Outcome of the call. */
export type GenesysCallResult =
  /** The customer hung up before an agent was connected. */
  | 'ABANDONED'
  /** The callback for one agent failed. */
  | 'AGT_CALLBACK_ERROR'
  /** All outgoing lines were busy. */
  | 'ALL_TRUNKS_BUSY'
  /** The customer picked up. */
  | 'ANSWER'
  /** A machine took the call. */
  | 'ANSWERING_MACHINE'
  /** Another line was bridged on the call. */
  | 'BRIDGED'
  /** The line was busy. */
  | 'BUSY'
  /** An error dropped the call. */
  | 'CALL_DROPPED_ERROR'
  /** The record was canceled. */
  | 'CANCEL_RECORD'
  /** The call was cleared. */
  | 'CLEARED'
  /** The call became a conference. */
  | 'CONFERENCED'
  /** The call was a consultation. */
  | 'CONSULT'
  /** The switch connected the call to a voice application. */
  | 'CONVERSE_ON'
  /** The call went to a covering destination, such as voicemail. */
  | 'COVERED'
  /** The call was deafened: the party could not hear it. */
  | 'DEAFENED'
  /** The number could not be dialled. */
  | 'DIAL_ERROR'
  /** The customer must not be called. */
  | 'DO_NOT_CALL'
  /** The call was dropped after it was picked up. */
  | 'DROPPED'
  /** The call was dropped before it was picked up. */
  | 'DROPPED_NO_ANSWER'
  /** The call was forwarded. */
  | 'FORWARDED'
  /** The call failed with an error that is not specified. */
  | 'GENERAL_ERROR'
  /** The callback for a group of agents failed. */
  | 'GRP_CALLBACK_ERROR'
  /** The call was on hold. */
  | 'HELD'
  /** Nobody picked up. */
  | 'NO_ANSWER'
  /** The line had no dial tone. */
  | 'NO_DIAL_TONE'
  /** The call was not established. */
  | 'NO_ESTABLISHED'
  /** No port was free for the call. */
  | 'NO_FREE_PORT_ERROR'
  /** The network did not report any progress of the call. */
  | 'NO_PROGRESS'
  /** No ringing was heard. */
  | 'NO_RING_BACK'
  /** The network played the tone of a number that is unobtainable. */
  | 'NU_TONE'
  /** The call reached the customer. */
  | 'OK'
  /** The call went over to another queue. */
  | 'OVERFLOWED'
  /** A pager took the call. */
  | 'PAGER_DETECTED'
  /** The call was picked up. */
  | 'PICKEDUP'
  /** The queue took no more calls. */
  | 'QUEUE_FULL'
  /** The call was redirected. */
  | 'REDIRECTED'
  /** The other side ended the call. */
  | 'REMOTE_RELEASE'
  /** The line was picked up, and was silent. */
  | 'SILENCE'
  /** The network played a special information tone. */
  | 'SIT_DETECTED'
  /** A fax machine took the call. */
  | 'SIT_FAX_DETECTED'
  /** Special information tone: the number is invalid. */
  | 'SIT_INVALID_NUM'
  /** Special information tone: no circuit was free. */
  | 'SIT_NO_CIRCUIT'
  /** Special information tone: an operator's announcement intercepted the call. */
  | 'SIT_OPER_INTERCEPT'
  /** Special information tone: the network could not complete the call. */
  | 'SIT_REORDER'
  /** Special information tone of an unknown meaning. */
  | 'SIT_UNKNOWN'
  /** Special information tone: the number is not assigned. */
  | 'SIT_VACANT'
  /** The record was too old to be called. */
  | 'STALE'
  /** The switch reported an error. */
  | 'SWITCH_ERROR'
  /** The call failed with an error of the system. */
  | 'SYSTEM_ERROR'
  /** The call was transferred. */
  | 'TRANSFERRED'
  /** The call could not be transferred. */
  | 'TRANSFER_ERROR'
  /** The result is not known. */
  | 'UNKNOWN'
  /** The number belongs to another person. */
  | 'WRONG_NUMBER'
  /** Another person took the call. */
  | 'WRONG_PARTY';

/** Status of the callback. */
export type GenesysCallbackStatus =
  /** The callback was transferred to another agent. */
  | 'AGT_TRANSFER'
  /** An agent canceled the callback. */
  | 'CANCELED_BY_AGT'
  /** The callback was given to an agent. */
  | 'DISTRIBUTED'
  /** The latest time of the callback passed without a call. */
  | 'ENDTIME_EXPIRED'
  /** An error ended the callback. */
  | 'ERROR'
  /** The callback is over; call_result says how the call went. */
  | 'FINAL'
  /** The callback could not be queued. */
  | 'NOT_QUEUED'
  /** An agent processed the callback; call_result says how the call went. */
  | 'PROCESSED_BY_AGT'
  /** The callback waits in a queue. */
  | 'QUEUED'
  /** The callback server received the request. */
  | 'RECEIVED'
  /** The agent rejected the callback. */
  | 'REJECTED_BY_AGT'
  /** Another callback replaced this one. */
  | 'REPLACED'
  /** The callback was shown to an agent. */
  | 'SUBMITTED_TO_AGT'
  /** The callback waits for its time. */
  | 'TIMER'
  /** The status is not known. */
  | 'UNKNOWN';

/** Whether the customer requested a time. */
export type GenesysCallbackType =
  /** As soon as possible. */
  | 'ASAP'
  /** At an agreed time. */
  | 'SCHEDULED'
  /** Not known. */
  | 'UNKNOWN';

/** How the customer wants to be contacted. */
export type GenesysDesiredResponseType =
  /** By e-mail; customer_number is an e-mail address. */
  | 'EMAIL'
  /** By telephone; customer_number is a phone number. */
  | 'VOICE'
  /** By a call over IP; customer_number is an address on that network. */
  | 'VOIP';

/** The kind of the interaction. */
export type GenesysEntityType =
  /** A callback. */
  | 'CALLBACK'
  /** A chat. */
  | 'CHAT'
  /** A session in which an agent sees the customer's page. */
  | 'COBROWSE'
  /** An e-mail from a customer. */
  | 'EMAIL_IN'
  /** An e-mail to a customer. */
  | 'EMAIL_OUT'
  /** Any other interaction: open media. */
  | 'INTERACTION'
  /** A telephone call. */
  | 'PHONE_CALL';

/** State of the callback. */
export type GenesysGmsCallbackState =
  /** The callback is over; _callback_reason says how. */
  | 'COMPLETED'
  /** The callback waits because its service is suspended. */
  | 'PAUSED'
  /** The customer is talking with an agent. */
  | 'PROCESSING'
  /** The callback was submitted to its queue. */
  | 'QUEUED'
  /** The customer was reached, and waits for an agent. */
  | 'ROUTING'
  /** The callback is scheduled. */
  | 'SCHEDULED';

/** Status of the interaction. */
export type GenesysInteractionStatus =
  /** The interaction is being handled. */
  | 'IN_PROCESS'
  /** The interaction was created. */
  | 'NEW'
  /** The interaction waits to be handled. */
  | 'PENDING'
  /** The interaction ended. */
  | 'STOPPED';

/** Whether the customer requested a time. */
export type MindfulCallbackType =
  /** As soon as possible. */
  | 'ASAP'
  /** At an agreed time. */
  | 'SCHEDULED';

/** Sort direction. */
export type OrderDirection =
  /** Earliest first. */
  | 'ASC'
  /** Latest first. */
  | 'DESC';

/** Lengths of intervals. */
export type PerformanceInterval =
  /** A day of the time zone: 23 or 25 hours long where daylight saving time begins or ends. */
  | 'DAY'
  /** An hour of the time zone's clock. */
  | 'HOUR'
  /** A quarter of an hour. */
  | 'QUARTER_HOUR'
  /** A week of the time zone, from Monday on. */
  | 'WEEK';

/** Whether the customer was called by the promised time. The rate is `KEPT ÷ (KEPT + BROKEN)`, given together with the number of UNKNOWN ones. */
export type PromiseState =
  /** The first attempt was made after `dueAt`, the callback ended after it without one, or it is overdue now. */
  | 'BROKEN'
  /** The first attempt was made at or before `dueAt`. */
  | 'KEPT'
  /** Nothing was promised, or the callback ended before `dueAt` without an attempt. */
  | 'NONE'
  /** The customer was not called yet, and `dueAt` lies ahead. */
  | 'PENDING'
  /** It is not known whether or when an attempt was made: the vendor does not show attempts, or `dueAt` lies between the two observations that the attempt lies between. */
  | 'UNKNOWN';

/** What a vendor calls the queue of a callback. */
export type QueueKind =
  /** The personal queue of one agent; its id is the agent's. */
  | 'AGENT'
  /** A line, or a group of agents, that calls are made for. */
  | 'CALL_TARGET'
  /** An outbound campaign. */
  | 'CAMPAIGN'
  /** A queue of customers who wait for an agent. */
  | 'QUEUE'
  /** A callback service. */
  | 'SERVICE'
  /** A skill that agents have. */
  | 'SKILL';

/** Input of reassignCallback. */
export type ReassignCallbackInput = {
  /** The agent to assign, by the agent's global id; an agent of the callback's source. */
  agentId: string | number;
  /** The callback's global id. */
  id: string | number;
  /** Idempotency key: any text of 1 to 255 characters, unique per command. Repeating it with the same input returns the first outcome, and the vendor is called once; with another input it is rejected. */
  idempotencyKey?: string | null | undefined;
};

/** Input of reassignCallbacks. */
export type ReassignCallbacksInput = {
  /** The agent to assign, by the agent's global id. An agent belongs to one source: a callback of another source has an error in its result. */
  agentId: string | number;
  /** Idempotency key: any text of 1 to 255 characters. Under it each callback is changed at most once: repeating the mutation returns the outcomes of the callbacks that it has changed, and executes the others. Repeat it after a timeout or a disconnect. */
  idempotencyKey: string;
  /** Global ids of 1 to 100 callbacks, of any sources. An id that is invalid, or that stands in the list before, has an error in its result and does not affect the others. */
  ids: Array<string | number>;
};

/** Input of recordAgentAction: an action on an agent's burnout index. */
export type RecordAgentActionInput = {
  /** When the action was taken. Default: now. */
  actionAt?: string | null | undefined;
  /** The type of the action, as a value of the vendor's. */
  actionType: string;
  /** The agent's global id. */
  agentId: string | number;
  /** The name of the program that took the action. */
  clientId: string;
  /** Idempotency key: any text of 1 to 255 characters, unique per command. Repeating it with the same input returns the first outcome, and the vendor is called once; with another input it is rejected. */
  idempotencyKey?: string | null | undefined;
  /** The vendor's id of the interaction that caused the action. */
  interactionId?: string | null | undefined;
};

/** Input of rescheduleCallback: a new window, and optionally another agent. */
export type RescheduleCallbackInput = {
  /** The agent to assign, by the agent's global id. Default: unchanged. */
  agentId?: string | number | null | undefined;
  /** The callback's global id. */
  id: string | number;
  /** Idempotency key: any text of 1 to 255 characters, unique per command. Repeating it with the same input returns the first outcome, and the vendor is called once; with another input it is rejected. */
  idempotencyKey?: string | null | undefined;
  /** The new window. Without an end, the current length is unchanged if the vendor's windows have an end. */
  window: CallbackWindowInput;
};

/** Input of scheduleCallback. A field that the vendor does not support is rejected, never ignored. */
export type ScheduleCallbackInput = {
  /** The agent to assign, by the agent's global id. */
  agentId?: string | number | null | undefined;
  /** The campaign, by the vendor's id. */
  campaignId?: string | null | undefined;
  /** The customer's name. */
  customerName?: string | null | undefined;
  /** Idempotency key: any text of 1 to 255 characters, unique per command. Repeating it with the same input returns the first outcome, and the vendor is called once; with another input it is rejected. */
  idempotencyKey?: string | null | undefined;
  /** The interaction in which the customer requested the callback, by the vendor's id. */
  originInteractionId?: string | null | undefined;
  /** The number to call. */
  phoneNumber: string;
  /** The queue, by the vendor's id. */
  queueId?: string | null | undefined;
  /** Why the customer wants to be called. */
  reason?: string | null | undefined;
  /** Name of the source that makes the call. */
  source: string;
  /** When to call. Default: as soon as possible. */
  window?: CallbackWindowInput | null | undefined;
};

/** What a caller may do. No scope implies another. */
export type Scope =
  /** Use the operator endpoints, and send change hints. */
  | 'ADMIN'
  /** Read callbacks and subscribe to their changes. */
  | 'CALLBACKS_READ'
  /** Schedule, reschedule and cancel callbacks, and record agent actions. Reading the payload needs callbacks:read. */
  | 'CALLBACKS_WRITE'
  /** Read PII of customers (numbers, names, e-mail addresses, ids and free text), and filter by it. */
  | 'PII_READ';

/** Operations that a source may support. */
export type SourceCapability =
  /** Record actions that were taken for an agent's wellbeing. */
  | 'AGENT_ACTIONS'
  /** Cancel a callback. */
  | 'CANCEL'
  /** Find callbacks by agent. */
  | 'FIND_BY_AGENT'
  /** Find callbacks by the customer's id in the vendor's system. */
  | 'FIND_BY_CUSTOMER'
  /** Find callbacks by phone number. */
  | 'FIND_BY_PHONE_NUMBER'
  /** Read one callback by its id. */
  | 'GET'
  /** List callbacks: all of them, or those of a window of time (see `sync { coverage }`). */
  | 'LIST'
  /** The vendor pushes changes by webhook. */
  | 'PUSH'
  /** Assign a callback to another agent, at the same time. */
  | 'REASSIGN'
  /** Move a callback to another time. */
  | 'RESCHEDULE'
  /** Schedule a callback. */
  | 'SCHEDULE';

/** State of a source. */
export type SourceState =
  /** Some of the last calls failed, or the vendor's rate limit applied. */
  | 'DEGRADED'
  /** All calls fail. */
  | 'DOWN'
  /** The last calls succeeded. */
  | 'UP';

/** Dimensions that callbacks can be grouped by. */
export type StatisticsDimension =
  /** By assigned agent. */
  | 'AGENT'
  /** By the day on which the window starts, in the time zone of the query. */
  | 'DAY'
  /** By the hour in which the window starts, in the time zone of the query. */
  | 'HOUR'
  /** By queue, of whatever kind. */
  | 'QUEUE'
  /** By configured source. */
  | 'SOURCE'
  /** By status. */
  | 'STATUS'
  /** By vendor. */
  | 'VENDOR';

/** Whether the vendor reported the status or the gateway derived it. */
export type StatusBasis =
  /** The gateway derived the status from the record and the clock. */
  | 'DERIVED'
  /** The vendor reported the status. */
  | 'REPORTED';

/** How many of the source's callbacks the gateway can know. */
export type SyncCoverage =
  /** The vendor lists all callbacks, so the gateway can know every one. */
  | 'COMPLETE'
  /** The vendor can only be queried by number, agent or id, so the gateway knows only the callbacks that it has observed. */
  | 'OBSERVED'
  /** The vendor lists the callbacks of a limited window (a time, its queues, what the credentials may see): the gateway knows those, and any other that it has observed. */
  | 'WINDOW';

/** Kind of assignment. */
export type TalkdeskAssignType =
  /** Any agent who may take it. */
  | 'ANY_ELIGIBLE_AGENT'
  /** The agent who created the callback, if available. */
  | 'MYSELF_IF_AVAILABLE'
  /** Only the agent who created the callback. */
  | 'MYSELF_ONLY'
  /** A specific agent. */
  | 'SPECIFIC_AGENT'
  /** A specific ring group. */
  | 'SPECIFIC_RING_GROUP';

/** Status of the callback. Talkdesk documents the values without their meanings. */
export type TalkdeskCallbackStatus =
  /** The callback was canceled. */
  | 'CANCELED'
  /** All calls failed to reach the customer. */
  | 'EXHAUSTED'
  /** The number cannot be called. */
  | 'INVALID_NUMBER'
  /** The customer was reached. */
  | 'SUCCESS'
  /** A call did not reach the customer; another will be made. */
  | 'TO_BE_RETRIED'
  /** No call was made yet. */
  | 'UNATTEMPTED';

/** Dialing mode of the callback. */
export type TalkdeskDialingModel =
  /** The dialer calls before an agent is free. */
  | 'PREDICTIVE'
  /** An agent sees the record, then calls. */
  | 'PREVIEW';

/** The kind of call in which the callback was scheduled. */
export type TalkdeskFromCallType =
  /** A call made by the customer. */
  | 'INBOUND'
  /** A call dialled by an agent. */
  | 'MANUAL_OUTBOUND'
  /** A call dialled by a campaign. */
  | 'PROACTIVE_OUTBOUND';

/** Why a command was not executed. */
export type UserErrorCode =
  /** The callback has ended or its time has passed: it can be neither rescheduled, reassigned nor canceled. */
  | 'ALREADY_OVER'
  /** The outcome is unknown: the vendor's response was lost, and its records do not show (yet) whether it executed the command. Repeat with the same key: the gateway checks again, and resends only when it is certain that the vendor has not executed the command. */
  | 'AMBIGUOUS'
  /** The idempotency key was used before with another input. */
  | 'IDEMPOTENCY_CONFLICT'
  /** The input violates a rule of the gateway or the vendor; field and message say which. */
  | 'INVALID_INPUT'
  /** The vendor executed the command, but its record differs from what was requested, such as in its time; the message says how. The callback is in the payload. Repeating the command with another key would write again. */
  | 'NOT_AS_REQUESTED'
  /** Neither the gateway nor the vendor has the object that the input names. */
  | 'NOT_FOUND'
  /** The vendor does not offer this time; the message lists the next times that it offers. */
  | 'SLOT_NOT_OFFERED'
  /** The vendor cancels by phone number, and this number has several open callbacks: none was canceled. */
  | 'TOO_MANY_CALLBACKS'
  /** The source lacks the capability that the message names. Nothing was sent. */
  | 'UNSUPPORTED'
  /** The vendor's quota is used up and it has not executed the command. The same key may be used again later. */
  | 'VENDOR_RATE_LIMITED'
  /** The vendor rejected the request. Repeating it does not help. */
  | 'VENDOR_REJECTED'
  /** The vendor rejected the gateway's credentials and has not executed the command. An operator has to act. */
  | 'VENDOR_UNAUTHORIZED'
  /** The vendor could not be reached and has not executed the command. The same key may be used again. */
  | 'VENDOR_UNAVAILABLE';

/** A vendor of contact centre software. */
export type Vendor =
  /** Amazon Connect, through its contact events and its contacts API. */
  | 'AMAZON_CONNECT'
  /** Genesys Context Services: callbacks by customer and by interaction. */
  | 'GENESYS'
  /** Genesys Cloud CX, through its analytics and conversations APIs. */
  | 'GENESYS_CLOUD'
  /** Genesys Mobile Services, through its Callback Services API: the callbacks of queues and services. */
  | 'GENESYS_GMS'
  /** Mindful, through its Scheduler API, webhooks and history: callbacks by number, and how they ended. */
  | 'MINDFUL'
  /** NICE CXone, through its API of scheduled callbacks: those of the skills in the settings. */
  | 'NICE_CXONE'
  /** Talkdesk, through its scheduled callback management API. */
  | 'TALKDESK'
  /** Webex Contact Center, through its callback schedule API, and its Search API for tasks with a callback. */
  | 'WEBEX';

export type AgentQueryVariables = Exact<{
  id: string | number;
}>;


export type AgentQuery = { agent: { id: string, vendorId: string, name: string | null, callbacks: { totalCount: number, nodes: Array<{ id: string, vendor: Vendor, vendorId: string, status: CallbackStatus, statusBasis: StatusBasis, vendorStatus: string | null, isOpen: boolean, isPresentAtVendor: boolean, observedAt: string, dueAt: string | null, isOverdue: boolean, nextAttemptAt: string | null, createdAt: string | null, updatedAt: string | null, statusChangedAt: string, endedAt: string | null, source: { id: string, name: string, displayName: string | null }, queue: { id: string, kind: QueueKind, vendorId: string, name: string | null } | null, customer: { id: string, name: string | null, phoneNumber: string | null, phoneNumberRaw: string | null }, window: { start: string, end: string | null, timeZone: string | null, localDate: string | null, localStart: string | null, localEnd: string | null, dstAdjustment: DstAdjustment } | null }> }, actions: { nodes: Array<{ id: string, vendorId: string | null, interactionId: string | null, orgId: string | null, clientId: string | null, actionType: string | null, actionAt: string | null, createdAt: string | null, trackingId: string | null, source: { id: string, name: string }, agent: { id: string, vendorId: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type CallbackDetailsQueryVariables = Exact<{
  id: string | number;
}>;


export type CallbackDetailsQuery = { callback: { timing: CallbackTiming, createdAt: string | null, updatedAt: string | null, statusChangedAt: string, waitingSince: string | null, firstAttemptAt: string | null, endedAt: string | null, promise: PromiseState, channel: CallbackChannel, attemptCount: number | null, reason: string | null, id: string, vendor: Vendor, vendorId: string, status: CallbackStatus, statusBasis: StatusBasis, vendorStatus: string | null, isOpen: boolean, isPresentAtVendor: boolean, observedAt: string, dueAt: string | null, isOverdue: boolean, nextAttemptAt: string | null, outcome: { category: CallOutcomeCategory, code: number | null, label: string } | null, assignment: { type: AssignmentType, exclusive: boolean | null, assignedAt: string | null, agent: { id: string, vendorId: string, name: string | null } | null } | null, routing: { queueId: string | null, campaignId: string | null, callTargetId: string | null }, origin: { category: CallbackOriginCategory, vendorOrigin: string | null }, estimate: { callAt: string | null, wait: string | null, waitlistPosition: number | null } | null, customer: { id: string, openCallbackCount: number, name: string | null, phoneNumber: string | null, phoneNumberRaw: string | null, callbacks: { totalCount: number, nodes: Array<{ id: string, vendor: Vendor, vendorId: string, status: CallbackStatus, statusBasis: StatusBasis, vendorStatus: string | null, isOpen: boolean, isPresentAtVendor: boolean, observedAt: string, dueAt: string | null, isOverdue: boolean, nextAttemptAt: string | null, createdAt: string | null, updatedAt: string | null, statusChangedAt: string, endedAt: string | null, source: { id: string, name: string, displayName: string | null }, queue: { id: string, kind: QueueKind, vendorId: string, name: string | null } | null, customer: { id: string, name: string | null, phoneNumber: string | null, phoneNumberRaw: string | null }, window: { start: string, end: string | null, timeZone: string | null, localDate: string | null, localStart: string | null, localEnd: string | null, dstAdjustment: DstAdjustment } | null }> } }, history: { nodes: Array<{ cursor: string, kind: CallbackChangeKind, previousStatus: CallbackStatus | null, status: CallbackStatus, changedFields: Array<string>, observedAt: string }> }, vendorRecord:
      | { __typename: 'AmazonConnectContact' }
      | { __typename: 'GenesysCallbackInteraction' }
      | { __typename: 'GenesysCloudConversation' }
      | { __typename: 'GenesysGmsCallback' }
      | { __typename: 'MindfulCallbackEvent' }
      | { __typename: 'MindfulCallbackStatus' }
      | { __typename: 'MindfulHistoricalCall' }
      | { __typename: 'NiceCxoneScheduledCallback' }
      | { __typename: 'TalkdeskCallback' }
      | { __typename: 'WebexCallbackSchedule' }
      | { __typename: 'WebexTask' }
    , source: { id: string, name: string, displayName: string | null }, queue: { id: string, kind: QueueKind, vendorId: string, name: string | null } | null, window: { start: string, end: string | null, timeZone: string | null, localDate: string | null, localStart: string | null, localEnd: string | null, dstAdjustment: DstAdjustment } | null } | null };

export type CallbacksQueryVariables = Exact<{
  filter?: CallbackFilter | null | undefined;
  orderBy?: CallbackOrder | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  maxStaleness?: string | null | undefined;
}>;


export type CallbacksQuery = { callbacks: { totalCount: number, changeCursor: string, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<{ id: string, vendor: Vendor, vendorId: string, status: CallbackStatus, statusBasis: StatusBasis, vendorStatus: string | null, isOpen: boolean, isPresentAtVendor: boolean, observedAt: string, dueAt: string | null, isOverdue: boolean, nextAttemptAt: string | null, createdAt: string | null, updatedAt: string | null, statusChangedAt: string, endedAt: string | null, source: { id: string, name: string, displayName: string | null }, queue: { id: string, kind: QueueKind, vendorId: string, name: string | null } | null, customer: { id: string, name: string | null, phoneNumber: string | null, phoneNumberRaw: string | null }, window: { start: string, end: string | null, timeZone: string | null, localDate: string | null, localStart: string | null, localEnd: string | null, dstAdjustment: DstAdjustment } | null }>, sources: Array<{ freshness: Freshness, asOf: string | null, reason: string | null, source: { id: string, name: string }, error: { code: string, message: string, vendorCode: string | null, retryAfter: string | null } | null }> } };

export type CallbackRowFragment = { id: string, vendor: Vendor, vendorId: string, status: CallbackStatus, statusBasis: StatusBasis, vendorStatus: string | null, isOpen: boolean, isPresentAtVendor: boolean, observedAt: string, dueAt: string | null, isOverdue: boolean, nextAttemptAt: string | null, createdAt: string | null, updatedAt: string | null, statusChangedAt: string, endedAt: string | null, source: { id: string, name: string, displayName: string | null }, queue: { id: string, kind: QueueKind, vendorId: string, name: string | null } | null, customer: { id: string, name: string | null, phoneNumber: string | null, phoneNumberRaw: string | null }, window: { start: string, end: string | null, timeZone: string | null, localDate: string | null, localStart: string | null, localEnd: string | null, dstAdjustment: DstAdjustment } | null };

export type CustomersQueryVariables = Exact<{
  filter?: CustomerFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type CustomersQuery = { customers: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, name: string | null, phoneNumber: string | null, phoneNumberRaw: string | null, openCallbackCount: number }> } };

export type EraseCallbacksMutationVariables = Exact<{
  input: EraseCallbacksInput;
}>;


export type EraseCallbacksMutation = { eraseCallbacks: { erasedIds: Array<string>, changeCount: number, commandCount: number, unreadableRecordCount: number } };

export type AdmitErasedCallbacksMutationVariables = Exact<{
  input: AdmitErasedCallbacksInput;
}>;


export type AdmitErasedCallbacksMutation = { admitErasedCallbacks: { recordCount: number } };

export type FollowCallbacksSubscriptionVariables = Exact<{
  filter?: CallbackFilter | null | undefined;
  kinds?: Array<CallbackChangeKind> | CallbackChangeKind | null | undefined;
  after?: string | null | undefined;
  snapshot?: boolean | null | undefined;
}>;


export type FollowCallbacksSubscription = { callbackChanged: { cursor: string, kind: CallbackChangeKind, previousStatus: CallbackStatus | null, status: CallbackStatus, changedFields: Array<string>, occurredAt: string | null, observedAt: string, callback: { id: string, vendor: Vendor, vendorId: string, status: CallbackStatus, statusBasis: StatusBasis, vendorStatus: string | null, isOpen: boolean, isPresentAtVendor: boolean, observedAt: string, dueAt: string | null, isOverdue: boolean, nextAttemptAt: string | null, createdAt: string | null, updatedAt: string | null, statusChangedAt: string, endedAt: string | null, source: { id: string, name: string, displayName: string | null }, queue: { id: string, kind: QueueKind, vendorId: string, name: string | null } | null, customer: { id: string, name: string | null, phoneNumber: string | null, phoneNumberRaw: string | null }, window: { start: string, end: string | null, timeZone: string | null, localDate: string | null, localStart: string | null, localEnd: string | null, dstAdjustment: DstAdjustment } | null } } };

export type FollowStatusesSubscriptionVariables = Exact<{
  filter?: CallbackFilter | null | undefined;
  after?: string | null | undefined;
  snapshot?: boolean | null | undefined;
}>;


export type FollowStatusesSubscription = { callbackStatusChanged: { cursor: string, kind: CallbackChangeKind, previousStatus: CallbackStatus | null, status: CallbackStatus, changedFields: Array<string>, occurredAt: string | null, observedAt: string, callback: { id: string, vendor: Vendor, vendorId: string, status: CallbackStatus, statusBasis: StatusBasis, vendorStatus: string | null, isOpen: boolean, isPresentAtVendor: boolean, observedAt: string, dueAt: string | null, isOverdue: boolean, nextAttemptAt: string | null, createdAt: string | null, updatedAt: string | null, statusChangedAt: string, endedAt: string | null, source: { id: string, name: string, displayName: string | null }, queue: { id: string, kind: QueueKind, vendorId: string, name: string | null } | null, customer: { id: string, name: string | null, phoneNumber: string | null, phoneNumberRaw: string | null }, window: { start: string, end: string | null, timeZone: string | null, localDate: string | null, localStart: string | null, localEnd: string | null, dstAdjustment: DstAdjustment } | null } } };

export type CallbackChangeRowFragment = { cursor: string, kind: CallbackChangeKind, previousStatus: CallbackStatus | null, status: CallbackStatus, changedFields: Array<string>, occurredAt: string | null, observedAt: string, callback: { id: string, vendor: Vendor, vendorId: string, status: CallbackStatus, statusBasis: StatusBasis, vendorStatus: string | null, isOpen: boolean, isPresentAtVendor: boolean, observedAt: string, dueAt: string | null, isOverdue: boolean, nextAttemptAt: string | null, createdAt: string | null, updatedAt: string | null, statusChangedAt: string, endedAt: string | null, source: { id: string, name: string, displayName: string | null }, queue: { id: string, kind: QueueKind, vendorId: string, name: string | null } | null, customer: { id: string, name: string | null, phoneNumber: string | null, phoneNumberRaw: string | null }, window: { start: string, end: string | null, timeZone: string | null, localDate: string | null, localStart: string | null, localEnd: string | null, dstAdjustment: DstAdjustment } | null } };

export type ScheduleCallbackMutationVariables = Exact<{
  input: ScheduleCallbackInput;
}>;


export type ScheduleCallbackMutation = { scheduleCallback: { callback: { id: string, vendor: Vendor, vendorId: string, status: CallbackStatus, statusBasis: StatusBasis, vendorStatus: string | null, isOpen: boolean, isPresentAtVendor: boolean, observedAt: string, dueAt: string | null, isOverdue: boolean, nextAttemptAt: string | null, createdAt: string | null, updatedAt: string | null, statusChangedAt: string, endedAt: string | null, source: { id: string, name: string, displayName: string | null }, queue: { id: string, kind: QueueKind, vendorId: string, name: string | null } | null, customer: { id: string, name: string | null, phoneNumber: string | null, phoneNumberRaw: string | null }, window: { start: string, end: string | null, timeZone: string | null, localDate: string | null, localStart: string | null, localEnd: string | null, dstAdjustment: DstAdjustment } | null } | null, receipt: { trackingId: string | null, respondedAt: string } | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null }> } };

export type RescheduleCallbackMutationVariables = Exact<{
  input: RescheduleCallbackInput;
}>;


export type RescheduleCallbackMutation = { rescheduleCallback: { callback: { id: string, vendor: Vendor, vendorId: string, status: CallbackStatus, statusBasis: StatusBasis, vendorStatus: string | null, isOpen: boolean, isPresentAtVendor: boolean, observedAt: string, dueAt: string | null, isOverdue: boolean, nextAttemptAt: string | null, createdAt: string | null, updatedAt: string | null, statusChangedAt: string, endedAt: string | null, source: { id: string, name: string, displayName: string | null }, queue: { id: string, kind: QueueKind, vendorId: string, name: string | null } | null, customer: { id: string, name: string | null, phoneNumber: string | null, phoneNumberRaw: string | null }, window: { start: string, end: string | null, timeZone: string | null, localDate: string | null, localStart: string | null, localEnd: string | null, dstAdjustment: DstAdjustment } | null } | null, receipt: { trackingId: string | null, respondedAt: string } | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null }> } };

export type ReassignCallbackMutationVariables = Exact<{
  input: ReassignCallbackInput;
}>;


export type ReassignCallbackMutation = { reassignCallback: { callback: { id: string, vendor: Vendor, vendorId: string, status: CallbackStatus, statusBasis: StatusBasis, vendorStatus: string | null, isOpen: boolean, isPresentAtVendor: boolean, observedAt: string, dueAt: string | null, isOverdue: boolean, nextAttemptAt: string | null, createdAt: string | null, updatedAt: string | null, statusChangedAt: string, endedAt: string | null, source: { id: string, name: string, displayName: string | null }, queue: { id: string, kind: QueueKind, vendorId: string, name: string | null } | null, customer: { id: string, name: string | null, phoneNumber: string | null, phoneNumberRaw: string | null }, window: { start: string, end: string | null, timeZone: string | null, localDate: string | null, localStart: string | null, localEnd: string | null, dstAdjustment: DstAdjustment } | null } | null, receipt: { trackingId: string | null, respondedAt: string } | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null }> } };

export type ReassignCallbacksMutationVariables = Exact<{
  input: ReassignCallbacksInput;
}>;


export type ReassignCallbacksMutation = { reassignCallbacks: { results: Array<{ id: string, callback: { id: string, vendor: Vendor, vendorId: string, status: CallbackStatus, statusBasis: StatusBasis, vendorStatus: string | null, isOpen: boolean, isPresentAtVendor: boolean, observedAt: string, dueAt: string | null, isOverdue: boolean, nextAttemptAt: string | null, createdAt: string | null, updatedAt: string | null, statusChangedAt: string, endedAt: string | null, source: { id: string, name: string, displayName: string | null }, queue: { id: string, kind: QueueKind, vendorId: string, name: string | null } | null, customer: { id: string, name: string | null, phoneNumber: string | null, phoneNumberRaw: string | null }, window: { start: string, end: string | null, timeZone: string | null, localDate: string | null, localStart: string | null, localEnd: string | null, dstAdjustment: DstAdjustment } | null } | null, receipt: { trackingId: string | null, respondedAt: string } | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null }> }>, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null }> } };

export type CancelCallbacksMutationVariables = Exact<{
  input: CancelCallbacksInput;
}>;


export type CancelCallbacksMutation = { cancelCallbacks: { results: Array<{ id: string, callback: { id: string, vendor: Vendor, vendorId: string, status: CallbackStatus, statusBasis: StatusBasis, vendorStatus: string | null, isOpen: boolean, isPresentAtVendor: boolean, observedAt: string, dueAt: string | null, isOverdue: boolean, nextAttemptAt: string | null, createdAt: string | null, updatedAt: string | null, statusChangedAt: string, endedAt: string | null, source: { id: string, name: string, displayName: string | null }, queue: { id: string, kind: QueueKind, vendorId: string, name: string | null } | null, customer: { id: string, name: string | null, phoneNumber: string | null, phoneNumberRaw: string | null }, window: { start: string, end: string | null, timeZone: string | null, localDate: string | null, localStart: string | null, localEnd: string | null, dstAdjustment: DstAdjustment } | null } | null, receipt: { trackingId: string | null, respondedAt: string } | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null }> }>, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null }> } };

export type CancelCallbackMutationVariables = Exact<{
  input: CancelCallbackInput;
}>;


export type CancelCallbackMutation = { cancelCallback: { callback: { id: string, vendor: Vendor, vendorId: string, status: CallbackStatus, statusBasis: StatusBasis, vendorStatus: string | null, isOpen: boolean, isPresentAtVendor: boolean, observedAt: string, dueAt: string | null, isOverdue: boolean, nextAttemptAt: string | null, createdAt: string | null, updatedAt: string | null, statusChangedAt: string, endedAt: string | null, source: { id: string, name: string, displayName: string | null }, queue: { id: string, kind: QueueKind, vendorId: string, name: string | null } | null, customer: { id: string, name: string | null, phoneNumber: string | null, phoneNumberRaw: string | null }, window: { start: string, end: string | null, timeZone: string | null, localDate: string | null, localStart: string | null, localEnd: string | null, dstAdjustment: DstAdjustment } | null } | null, receipt: { trackingId: string | null, respondedAt: string } | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null }> } };

export type RecordAgentActionMutationVariables = Exact<{
  input: RecordAgentActionInput;
}>;


export type RecordAgentActionMutation = { recordAgentAction: { action: { id: string, vendorId: string | null, interactionId: string | null, orgId: string | null, clientId: string | null, actionType: string | null, actionAt: string | null, createdAt: string | null, trackingId: string | null, source: { id: string, name: string }, agent: { id: string, vendorId: string } | null } | null, receipt: { trackingId: string | null, respondedAt: string } | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null }> } };

export type ReceiptRowFragment = { trackingId: string | null, respondedAt: string };

export type UserErrorRowFragment = { code: UserErrorCode, message: string, field: Array<string> | null };

export type AgentActionRowFragment = { id: string, vendorId: string | null, interactionId: string | null, orgId: string | null, clientId: string | null, actionType: string | null, actionAt: string | null, createdAt: string | null, trackingId: string | null, source: { id: string, name: string }, agent: { id: string, vendorId: string } | null };

export type SourcesQueryVariables = Exact<{ [key: string]: never; }>;


export type SourcesQuery = { sources: Array<{ id: string, name: string, displayName: string | null, vendor: Vendor, capabilities: Array<SourceCapability>, health: { state: SourceState, since: string, latencyP99: string | null, lastError: { code: string, message: string, vendorCode: string | null, retryAfter: string | null } | null }, sync: { coverage: SyncCoverage, lastCompletedAt: string | null, lag: string | null, keyCount: number, overdueKeyCount: number, neverRequestedKeyCount: number, dueSoonDelay: string, laterDelay: string } }> };

export type CallbackStatisticsQueryVariables = Exact<{
  filter?: CallbackFilter | null | undefined;
  groupBy: Array<StatisticsDimension> | StatisticsDimension;
  timeZone?: string | null | undefined;
  maxStaleness?: string | null | undefined;
}>;


export type CallbackStatisticsQuery = { callbackStatistics: { totalCount: number, groups: Array<{ vendor: Vendor | null, status: CallbackStatus | null, bucketStart: string | null, count: number, waitingCount: number, overdueCount: number, oldestWaitingSince: string | null, source: { id: string, name: string, displayName: string | null } | null, queue: { id: string, kind: QueueKind, vendorId: string, name: string | null } | null, agent: { id: string, vendorId: string, name: string | null } | null }>, sources: Array<{ freshness: Freshness, asOf: string | null, reason: string | null, source: { id: string, name: string } }> } };

export type VendorRecordQueryVariables = Exact<{
  id: string | number;
}>;


export type VendorRecordQuery = { callback: { id: string, vendorRecord:
      | { __typename: 'AmazonConnectContact' }
      | { __typename: 'GenesysCallbackInteraction', callbackStatus: GenesysCallbackStatus | null, desiredResponseType: GenesysDesiredResponseType | null, customerNumber: string | null, attempts: number | null, dn: string | null, location: string | null, callbackServerId: string | null, callResult: GenesysCallResult | null, callbackType: GenesysCallbackType | null, customerId: string | null, interactionId: string | null, entityType: GenesysEntityType | null, subType: string | null, mediaType: string | null, parentId: string | null, threadId: string | null, externalId: string | null, ownerId: number | null, creatorAppId: number | null, startDate: string | null, endDate: string | null, timeshift: number | null, categoryId: string | null, allowChildren: boolean | null, subject: string | null, stoppedReason: string | null, text: string | null, structuredText: string | null, structuredTextMime: string | null, binaryContent: string | null, binaryContentMime: string | null, binaryContentSize: number | null, udata: Record<string, unknown> | null, additionalFields: Record<string, unknown>, genesysStartTime: string | null, genesysEndTime: string | null, genesysStatus: GenesysInteractionStatus | null, genesysType: string | null }
      | { __typename: 'GenesysCloudConversation', conversationId: string | null, conversationStart: string | null, conversationEnd: string | null, originatingDirection: string | null, externalTag: string | null, divisionIds: Array<string> | null, mediaStatsMinConversationMos: string | null, mediaStatsMinConversationRFactor: string | null, participants: Array<Record<string, unknown>> | null, name: string | null, divisions: Array<Record<string, unknown>> | null, recentTransfers: Array<Record<string, unknown>> | null, otherMediaUris: Array<string> | null, utilizationLabelId: string | null, inactivityTimeout: string | null, selfUri: string | null, additionalFields: Record<string, unknown>, conversationsApiId: string | null }
      | { __typename: 'GenesysGmsCallback', id: string | null, serviceName: string | null, customerNumber: string | null, callbackState: GenesysGmsCallbackState | null, callbackReason: string | null, desiredTime: string | null, expirationTime: string | null, url: string | null, vq: string | null, ursVirtualQueue: string | null, orsSessionId: string | null, requestQueueTimeStat: string | null, requestEwtService: string | null, ringbackCreatedAt: string | null, additionalFields: Record<string, unknown>, gmsMediaType: string | null }
      | { __typename: 'MindfulCallbackEvent', call: Record<string, unknown> | null, event: string | null, clientName: string | null, webhookName: string | null, time: string | null, id: string | null, additionalFields: Record<string, unknown> }
      | { __typename: 'MindfulCallbackStatus', contactUri: string | null, callbackNumber: string | null, callRequestId: string | null, createdAt: string | null, estimatedFor: string | null, forecastWaitlistPosition: number | null, estimatedWaitTime: string | null, source: string | null, callTargetId: string | null, additionalFields: Record<string, unknown>, mindfulType: MindfulCallbackType | null, mindfulStatus: string | null }
      | { __typename: 'MindfulHistoricalCall', id: string | null, originalId: string | null, retryAttempt: number | null, hasRetry: boolean | null, outcome: string | null, createdAt: string | null, scheduledFor: string | null, estimatedFor: string | null, estimatedCallbackTime: string | null, processedAt: string | null, endedAt: string | null, phoneNumber: string | null, ani: string | null, callTargetId: string | null, callTargetName: string | null, source: string | null, sourceType: string | null, firstPartyCalled: string | null, duplicateCallback: boolean | null, choseToHold: boolean | null, customerBusy: boolean | null, customerHangup: boolean | null, customerRescheduled: boolean | null, customerLegError: boolean | null, customerLegRejected: boolean | null, customerLegTimeout: boolean | null, agentBusy: boolean | null, agentHangup: boolean | null, agentLegError: boolean | null, agentLegRejected: boolean | null, agentLegTimeout: boolean | null, metadata: Record<string, unknown> | null, additionalFields: Record<string, unknown>, mindfulCallType: string | null }
      | { __typename: 'NiceCxoneScheduledCallback' }
      | { __typename: 'TalkdeskCallback', id: string | null, callbackId: string | null, interactionId: string | null, rootInteractionId: string | null, campaignId: string | null, recordId: string | null, recordListId: string | null, phoneNumber: string | null, recordFirstName: string | null, recordLastName: string | null, recordExtraData: Record<string, unknown> | null, callerId: string | null, timeToCall: string | null, scheduledTimeToCall: string | null, nextTimeToCall: string | null, processedTime: string | null, preferredStartTime: string | null, preferredEndTime: string | null, timezone: string | null, exclusiveToAgent: boolean | null, agentId: string | null, agents: Array<Record<string, unknown>> | null, ringGroups: Array<Record<string, unknown>> | null, teams: Array<Record<string, unknown>> | null, contactId: string | null, assignType: TalkdeskAssignType | null, fromCallType: TalkdeskFromCallType | null, dialingModel: TalkdeskDialingModel | null, accountId: string | null, createdAt: string | null, createdBy: string | null, links: Record<string, unknown> | null, additionalFields: Record<string, unknown>, talkdeskStatus: TalkdeskCallbackStatus | null }
      | { __typename: 'WebexCallbackSchedule', id: string | null, customerName: string | null, callbackNumber: string | null, timezone: string | null, scheduleDate: string | null, queueId: string | null, callbackReason: string | null, sourceInteraction: string | null, callbackOrigin: string | null, createdTimestamp: string | null, lastUpdatedTimestamp: string | null, assigneeAgent: string | null, assignedTime: string | null, orgId: string | null, additionalFields: Record<string, unknown>, webexStartTime: string | null, webexEndTime: string | null }
      | { __typename: 'WebexTask' }
     } | null };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { viewer: { id: string, scopes: Array<Scope>, sources: Array<string> } };

export type WallboardQueuesQueryVariables = Exact<{
  range: DateTimeRange;
  timeZone?: string | null | undefined;
}>;


export type WallboardQueuesQuery = { callbackStatistics: { groups: Array<{ waitingCount: number, overdueCount: number, oldestWaitingSince: string | null, dueWithin: number, promiseKeptToday: number, promiseBrokenToday: number, source: { id: string, name: string, displayName: string | null } | null, queue: { id: string, name: string | null } | null }> }, callbackPerformance: { groups: Array<{ source: { id: string } | null, queue: { id: string } | null, intervals: Array<{ start: string, figures: { opened: number } }> }> }, wallboardSettings: { thresholds: { waiting: { warn: number, critical: number } | null, longestWait: { warn: string, critical: string } | null, overdue: { warn: number, critical: number } | null, promiseKeptRate: { warn: number, critical: number } | null } } };

export type WallboardTrendsQueryVariables = Exact<{
  current: DateTimeRange;
  previous: DateTimeRange;
  earlier: DateTimeRange;
  interval: PerformanceInterval;
  timeZone?: string | null | undefined;
}>;


export type WallboardTrendsQuery = { current: { groups: Array<{ intervals: Array<{ start: string, figures: { opened: number, completed: number, promiseKept: number, failed: number } }> }> }, previous: { groups: Array<{ intervals: Array<{ start: string, figures: { opened: number, completed: number, promiseKept: number, failed: number } }> }> }, earlier: { groups: Array<{ intervals: Array<{ start: string, figures: { opened: number, completed: number, promiseKept: number, failed: number } }> }> } };

export type WallboardTrendFragment = { groups: Array<{ intervals: Array<{ start: string, figures: { opened: number, completed: number, promiseKept: number, failed: number } }> }> };

export type WallboardPageQueryVariables = Exact<{
  filter?: CallbackFilter | null | undefined;
  orderBy?: CallbackOrder | null | undefined;
  after?: string | null | undefined;
}>;


export type WallboardPageQuery = { callbacks: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ timing: CallbackTiming, attemptCount: number | null, reason: string | null, waitingSince: string | null, promise: PromiseState, id: string, vendor: Vendor, vendorId: string, status: CallbackStatus, statusBasis: StatusBasis, vendorStatus: string | null, isOpen: boolean, isPresentAtVendor: boolean, observedAt: string, dueAt: string | null, isOverdue: boolean, nextAttemptAt: string | null, createdAt: string | null, updatedAt: string | null, statusChangedAt: string, endedAt: string | null, duplicates: Array<{ id: string, source: { id: string, name: string, displayName: string | null } }>, assignment: { agent: { id: string, vendorId: string, name: string | null } | null } | null, source: { id: string, name: string, displayName: string | null }, queue: { id: string, kind: QueueKind, vendorId: string, name: string | null } | null, customer: { id: string, name: string | null, phoneNumber: string | null, phoneNumberRaw: string | null }, window: { start: string, end: string | null, timeZone: string | null, localDate: string | null, localStart: string | null, localEnd: string | null, dstAdjustment: DstAdjustment } | null }> } };

export type WallboardCursorQueryVariables = Exact<{ [key: string]: never; }>;


export type WallboardCursorQuery = { callbacks: { changeCursor: string } };

export type WallboardChangesSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type WallboardChangesSubscription = { callbackChanged: { cursor: string, kind: CallbackChangeKind, previousStatus: CallbackStatus | null, status: CallbackStatus, changedFields: Array<string>, observedAt: string, callback: { timing: CallbackTiming, attemptCount: number | null, reason: string | null, waitingSince: string | null, promise: PromiseState, id: string, vendor: Vendor, vendorId: string, status: CallbackStatus, statusBasis: StatusBasis, vendorStatus: string | null, isOpen: boolean, isPresentAtVendor: boolean, observedAt: string, dueAt: string | null, isOverdue: boolean, nextAttemptAt: string | null, createdAt: string | null, updatedAt: string | null, statusChangedAt: string, endedAt: string | null, assignment: { agent: { id: string, vendorId: string, name: string | null } | null } | null, source: { id: string, name: string, displayName: string | null }, queue: { id: string, kind: QueueKind, vendorId: string, name: string | null } | null, customer: { id: string, name: string | null, phoneNumber: string | null, phoneNumberRaw: string | null }, window: { start: string, end: string | null, timeZone: string | null, localDate: string | null, localStart: string | null, localEnd: string | null, dstAdjustment: DstAdjustment } | null } } };

export type WallboardFiguresQueryVariables = Exact<{
  filter: CallbackFilter;
  endedFilter: CallbackFilter;
  timeZone?: string | null | undefined;
}>;


export type WallboardFiguresQuery = { bySource: { totalCount: number, groups: Array<{ count: number, waitingCount: number, overdueCount: number, oldestWaitingSince: string | null, promiseKeptToday: number, promiseBrokenToday: number, dueWithinHour: number, source: { id: string, name: string, displayName: string | null } | null }> }, byStatus: { groups: Array<{ status: CallbackStatus | null, count: number }> }, byHour: { groups: Array<{ bucketStart: string | null, count: number, overdueCount: number }> }, endedToday: { groups: Array<{ status: CallbackStatus | null, count: number }> } };

export type WallboardChoicesQueryVariables = Exact<{ [key: string]: never; }>;


export type WallboardChoicesQuery = { byQueue: { groups: Array<{ queue: { id: string, kind: QueueKind, vendorId: string, name: string | null, source: { id: string, name: string, displayName: string | null } } | null }> }, byAgent: { groups: Array<{ agent: { id: string, vendorId: string, name: string | null, source: { id: string, name: string, displayName: string | null } } | null }> } };

export type WallboardSourcesQueryVariables = Exact<{ [key: string]: never; }>;


export type WallboardSourcesQuery = { sources: Array<{ id: string, name: string, displayName: string | null, vendor: Vendor, capabilities: Array<SourceCapability>, health: { state: SourceState, since: string, latencyP99: string | null, lastError: { code: string, message: string } | null }, sync: { coverage: SyncCoverage, lastCompletedAt: string | null } }>, callbacks: { sources: Array<{ freshness: Freshness, asOf: string | null, reason: string | null, source: { id: string, name: string }, error: { code: string, message: string } | null }> } };

export type WallboardRowFragment = { timing: CallbackTiming, attemptCount: number | null, reason: string | null, waitingSince: string | null, promise: PromiseState, id: string, vendor: Vendor, vendorId: string, status: CallbackStatus, statusBasis: StatusBasis, vendorStatus: string | null, isOpen: boolean, isPresentAtVendor: boolean, observedAt: string, dueAt: string | null, isOverdue: boolean, nextAttemptAt: string | null, createdAt: string | null, updatedAt: string | null, statusChangedAt: string, endedAt: string | null, assignment: { agent: { id: string, vendorId: string, name: string | null } | null } | null, source: { id: string, name: string, displayName: string | null }, queue: { id: string, kind: QueueKind, vendorId: string, name: string | null } | null, customer: { id: string, name: string | null, phoneNumber: string | null, phoneNumberRaw: string | null }, window: { start: string, end: string | null, timeZone: string | null, localDate: string | null, localStart: string | null, localEnd: string | null, dstAdjustment: DstAdjustment } | null };

export const CallbackRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallbackRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Callback"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendor"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"queue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusBasis"}},{"kind":"Field","name":{"kind":"Name","value":"vendorStatus"}},{"kind":"Field","name":{"kind":"Name","value":"isOpen"}},{"kind":"Field","name":{"kind":"Name","value":"isPresentAtVendor"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumberRaw"}}]}},{"kind":"Field","name":{"kind":"Name","value":"window"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"end"}},{"kind":"Field","name":{"kind":"Name","value":"timeZone"}},{"kind":"Field","name":{"kind":"Name","value":"localDate"}},{"kind":"Field","name":{"kind":"Name","value":"localStart"}},{"kind":"Field","name":{"kind":"Name","value":"localEnd"}},{"kind":"Field","name":{"kind":"Name","value":"dstAdjustment"}}]}},{"kind":"Field","name":{"kind":"Name","value":"dueAt"}},{"kind":"Field","name":{"kind":"Name","value":"isOverdue"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"statusChangedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}}]}}]} as unknown as DocumentNode<CallbackRowFragment, unknown>;
export const CallbackChangeRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallbackChangeRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CallbackChange"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"previousStatus"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"changedFields"}},{"kind":"Field","name":{"kind":"Name","value":"occurredAt"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"callback"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallbackRow"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallbackRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Callback"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendor"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"queue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusBasis"}},{"kind":"Field","name":{"kind":"Name","value":"vendorStatus"}},{"kind":"Field","name":{"kind":"Name","value":"isOpen"}},{"kind":"Field","name":{"kind":"Name","value":"isPresentAtVendor"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumberRaw"}}]}},{"kind":"Field","name":{"kind":"Name","value":"window"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"end"}},{"kind":"Field","name":{"kind":"Name","value":"timeZone"}},{"kind":"Field","name":{"kind":"Name","value":"localDate"}},{"kind":"Field","name":{"kind":"Name","value":"localStart"}},{"kind":"Field","name":{"kind":"Name","value":"localEnd"}},{"kind":"Field","name":{"kind":"Name","value":"dstAdjustment"}}]}},{"kind":"Field","name":{"kind":"Name","value":"dueAt"}},{"kind":"Field","name":{"kind":"Name","value":"isOverdue"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"statusChangedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}}]}}]} as unknown as DocumentNode<CallbackChangeRowFragment, unknown>;
export const ReceiptRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ReceiptRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VendorReceipt"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"Field","name":{"kind":"Name","value":"respondedAt"}}]}}]} as unknown as DocumentNode<ReceiptRowFragment, unknown>;
export const UserErrorRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserErrorRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]} as unknown as DocumentNode<UserErrorRowFragment, unknown>;
export const AgentActionRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"AgentActionRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AgentAction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"interactionId"}},{"kind":"Field","name":{"kind":"Name","value":"orgId"}},{"kind":"Field","name":{"kind":"Name","value":"agent"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}}]}},{"kind":"Field","name":{"kind":"Name","value":"clientId"}},{"kind":"Field","name":{"kind":"Name","value":"actionType"}},{"kind":"Field","name":{"kind":"Name","value":"actionAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"trackingId"}}]}}]} as unknown as DocumentNode<AgentActionRowFragment, unknown>;
export const WallboardTrendFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"WallboardTrend"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CallbackPerformance"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"groups"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"intervals"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"figures"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"opened"}},{"kind":"Field","name":{"kind":"Name","value":"completed"}},{"kind":"Field","name":{"kind":"Name","value":"promiseKept"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}}]}}]}}]}}]}}]} as unknown as DocumentNode<WallboardTrendFragment, unknown>;
export const WallboardRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"WallboardRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Callback"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallbackRow"}},{"kind":"Field","name":{"kind":"Name","value":"timing"}},{"kind":"Field","name":{"kind":"Name","value":"attemptCount"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"waitingSince"}},{"kind":"Field","name":{"kind":"Name","value":"promise"}},{"kind":"Field","name":{"kind":"Name","value":"assignment"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"agent"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallbackRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Callback"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendor"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"queue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusBasis"}},{"kind":"Field","name":{"kind":"Name","value":"vendorStatus"}},{"kind":"Field","name":{"kind":"Name","value":"isOpen"}},{"kind":"Field","name":{"kind":"Name","value":"isPresentAtVendor"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumberRaw"}}]}},{"kind":"Field","name":{"kind":"Name","value":"window"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"end"}},{"kind":"Field","name":{"kind":"Name","value":"timeZone"}},{"kind":"Field","name":{"kind":"Name","value":"localDate"}},{"kind":"Field","name":{"kind":"Name","value":"localStart"}},{"kind":"Field","name":{"kind":"Name","value":"localEnd"}},{"kind":"Field","name":{"kind":"Name","value":"dstAdjustment"}}]}},{"kind":"Field","name":{"kind":"Name","value":"dueAt"}},{"kind":"Field","name":{"kind":"Name","value":"isOverdue"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"statusChangedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}}]}}]} as unknown as DocumentNode<WallboardRowFragment, unknown>;
export const AgentDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Agent"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"agent"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"callbacks"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"20"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallbackRow"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"actions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"20"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"AgentActionRow"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallbackRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Callback"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendor"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"queue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusBasis"}},{"kind":"Field","name":{"kind":"Name","value":"vendorStatus"}},{"kind":"Field","name":{"kind":"Name","value":"isOpen"}},{"kind":"Field","name":{"kind":"Name","value":"isPresentAtVendor"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumberRaw"}}]}},{"kind":"Field","name":{"kind":"Name","value":"window"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"end"}},{"kind":"Field","name":{"kind":"Name","value":"timeZone"}},{"kind":"Field","name":{"kind":"Name","value":"localDate"}},{"kind":"Field","name":{"kind":"Name","value":"localStart"}},{"kind":"Field","name":{"kind":"Name","value":"localEnd"}},{"kind":"Field","name":{"kind":"Name","value":"dstAdjustment"}}]}},{"kind":"Field","name":{"kind":"Name","value":"dueAt"}},{"kind":"Field","name":{"kind":"Name","value":"isOverdue"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"statusChangedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"AgentActionRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AgentAction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"interactionId"}},{"kind":"Field","name":{"kind":"Name","value":"orgId"}},{"kind":"Field","name":{"kind":"Name","value":"agent"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}}]}},{"kind":"Field","name":{"kind":"Name","value":"clientId"}},{"kind":"Field","name":{"kind":"Name","value":"actionType"}},{"kind":"Field","name":{"kind":"Name","value":"actionAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"trackingId"}}]}}]} as unknown as DocumentNode<AgentQuery, AgentQueryVariables>;
export const CallbackDetailsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"CallbackDetails"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"callback"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallbackRow"}},{"kind":"Field","name":{"kind":"Name","value":"timing"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"statusChangedAt"}},{"kind":"Field","name":{"kind":"Name","value":"waitingSince"}},{"kind":"Field","name":{"kind":"Name","value":"firstAttemptAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"promise"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"attemptCount"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"category"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"label"}}]}},{"kind":"Field","name":{"kind":"Name","value":"assignment"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"exclusive"}},{"kind":"Field","name":{"kind":"Name","value":"assignedAt"}},{"kind":"Field","name":{"kind":"Name","value":"agent"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"routing"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"queueId"}},{"kind":"Field","name":{"kind":"Name","value":"campaignId"}},{"kind":"Field","name":{"kind":"Name","value":"callTargetId"}}]}},{"kind":"Field","name":{"kind":"Name","value":"origin"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"category"}},{"kind":"Field","name":{"kind":"Name","value":"vendorOrigin"}}]}},{"kind":"Field","name":{"kind":"Name","value":"estimate"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"callAt"}},{"kind":"Field","name":{"kind":"Name","value":"wait"}},{"kind":"Field","name":{"kind":"Name","value":"waitlistPosition"}}]}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"openCallbackCount"}},{"kind":"Field","name":{"kind":"Name","value":"callbacks"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"21"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallbackRow"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"history"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"50"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"previousStatus"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"changedFields"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"vendorRecord"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallbackRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Callback"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendor"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"queue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusBasis"}},{"kind":"Field","name":{"kind":"Name","value":"vendorStatus"}},{"kind":"Field","name":{"kind":"Name","value":"isOpen"}},{"kind":"Field","name":{"kind":"Name","value":"isPresentAtVendor"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumberRaw"}}]}},{"kind":"Field","name":{"kind":"Name","value":"window"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"end"}},{"kind":"Field","name":{"kind":"Name","value":"timeZone"}},{"kind":"Field","name":{"kind":"Name","value":"localDate"}},{"kind":"Field","name":{"kind":"Name","value":"localStart"}},{"kind":"Field","name":{"kind":"Name","value":"localEnd"}},{"kind":"Field","name":{"kind":"Name","value":"dstAdjustment"}}]}},{"kind":"Field","name":{"kind":"Name","value":"dueAt"}},{"kind":"Field","name":{"kind":"Name","value":"isOverdue"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"statusChangedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}}]}}]} as unknown as DocumentNode<CallbackDetailsQuery, CallbackDetailsQueryVariables>;
export const CallbacksDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Callbacks"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"CallbackFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"CallbackOrder"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"last"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"before"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"maxStaleness"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Duration"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"callbacks"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"last"},"value":{"kind":"Variable","name":{"kind":"Name","value":"last"}}},{"kind":"Argument","name":{"kind":"Name","value":"before"},"value":{"kind":"Variable","name":{"kind":"Name","value":"before"}}},{"kind":"Argument","name":{"kind":"Name","value":"maxStaleness"},"value":{"kind":"Variable","name":{"kind":"Name","value":"maxStaleness"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"changeCursor"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"hasPreviousPage"}},{"kind":"Field","name":{"kind":"Name","value":"startCursor"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallbackRow"}}]}},{"kind":"Field","name":{"kind":"Name","value":"sources"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"freshness"}},{"kind":"Field","name":{"kind":"Name","value":"asOf"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"vendorCode"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallbackRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Callback"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendor"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"queue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusBasis"}},{"kind":"Field","name":{"kind":"Name","value":"vendorStatus"}},{"kind":"Field","name":{"kind":"Name","value":"isOpen"}},{"kind":"Field","name":{"kind":"Name","value":"isPresentAtVendor"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumberRaw"}}]}},{"kind":"Field","name":{"kind":"Name","value":"window"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"end"}},{"kind":"Field","name":{"kind":"Name","value":"timeZone"}},{"kind":"Field","name":{"kind":"Name","value":"localDate"}},{"kind":"Field","name":{"kind":"Name","value":"localStart"}},{"kind":"Field","name":{"kind":"Name","value":"localEnd"}},{"kind":"Field","name":{"kind":"Name","value":"dstAdjustment"}}]}},{"kind":"Field","name":{"kind":"Name","value":"dueAt"}},{"kind":"Field","name":{"kind":"Name","value":"isOverdue"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"statusChangedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}}]}}]} as unknown as DocumentNode<CallbacksQuery, CallbacksQueryVariables>;
export const CustomersDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Customers"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"CustomerFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"50"}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"customers"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumberRaw"}},{"kind":"Field","name":{"kind":"Name","value":"openCallbackCount"}}]}}]}}]}}]} as unknown as DocumentNode<CustomersQuery, CustomersQueryVariables>;
export const EraseCallbacksDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"EraseCallbacks"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"EraseCallbacksInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"eraseCallbacks"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"erasedIds"}},{"kind":"Field","name":{"kind":"Name","value":"changeCount"}},{"kind":"Field","name":{"kind":"Name","value":"commandCount"}},{"kind":"Field","name":{"kind":"Name","value":"unreadableRecordCount"}}]}}]}}]} as unknown as DocumentNode<EraseCallbacksMutation, EraseCallbacksMutationVariables>;
export const AdmitErasedCallbacksDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"AdmitErasedCallbacks"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AdmitErasedCallbacksInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"admitErasedCallbacks"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"recordCount"}}]}}]}}]} as unknown as DocumentNode<AdmitErasedCallbacksMutation, AdmitErasedCallbacksMutationVariables>;
export const FollowCallbacksDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"FollowCallbacks"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"CallbackFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"kinds"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CallbackChangeKind"}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"snapshot"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}},"defaultValue":{"kind":"BooleanValue","value":false}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"callbackChanged"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"kinds"},"value":{"kind":"Variable","name":{"kind":"Name","value":"kinds"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"snapshot"},"value":{"kind":"Variable","name":{"kind":"Name","value":"snapshot"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallbackChangeRow"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallbackRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Callback"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendor"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"queue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusBasis"}},{"kind":"Field","name":{"kind":"Name","value":"vendorStatus"}},{"kind":"Field","name":{"kind":"Name","value":"isOpen"}},{"kind":"Field","name":{"kind":"Name","value":"isPresentAtVendor"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumberRaw"}}]}},{"kind":"Field","name":{"kind":"Name","value":"window"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"end"}},{"kind":"Field","name":{"kind":"Name","value":"timeZone"}},{"kind":"Field","name":{"kind":"Name","value":"localDate"}},{"kind":"Field","name":{"kind":"Name","value":"localStart"}},{"kind":"Field","name":{"kind":"Name","value":"localEnd"}},{"kind":"Field","name":{"kind":"Name","value":"dstAdjustment"}}]}},{"kind":"Field","name":{"kind":"Name","value":"dueAt"}},{"kind":"Field","name":{"kind":"Name","value":"isOverdue"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"statusChangedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallbackChangeRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CallbackChange"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"previousStatus"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"changedFields"}},{"kind":"Field","name":{"kind":"Name","value":"occurredAt"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"callback"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallbackRow"}}]}}]}}]} as unknown as DocumentNode<FollowCallbacksSubscription, FollowCallbacksSubscriptionVariables>;
export const FollowStatusesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"FollowStatuses"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"CallbackFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"snapshot"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}},"defaultValue":{"kind":"BooleanValue","value":false}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"callbackStatusChanged"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"snapshot"},"value":{"kind":"Variable","name":{"kind":"Name","value":"snapshot"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallbackChangeRow"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallbackRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Callback"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendor"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"queue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusBasis"}},{"kind":"Field","name":{"kind":"Name","value":"vendorStatus"}},{"kind":"Field","name":{"kind":"Name","value":"isOpen"}},{"kind":"Field","name":{"kind":"Name","value":"isPresentAtVendor"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumberRaw"}}]}},{"kind":"Field","name":{"kind":"Name","value":"window"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"end"}},{"kind":"Field","name":{"kind":"Name","value":"timeZone"}},{"kind":"Field","name":{"kind":"Name","value":"localDate"}},{"kind":"Field","name":{"kind":"Name","value":"localStart"}},{"kind":"Field","name":{"kind":"Name","value":"localEnd"}},{"kind":"Field","name":{"kind":"Name","value":"dstAdjustment"}}]}},{"kind":"Field","name":{"kind":"Name","value":"dueAt"}},{"kind":"Field","name":{"kind":"Name","value":"isOverdue"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"statusChangedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallbackChangeRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CallbackChange"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"previousStatus"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"changedFields"}},{"kind":"Field","name":{"kind":"Name","value":"occurredAt"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"callback"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallbackRow"}}]}}]}}]} as unknown as DocumentNode<FollowStatusesSubscription, FollowStatusesSubscriptionVariables>;
export const ScheduleCallbackDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ScheduleCallback"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ScheduleCallbackInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"scheduleCallback"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"callback"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallbackRow"}}]}},{"kind":"Field","name":{"kind":"Name","value":"receipt"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ReceiptRow"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserErrorRow"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallbackRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Callback"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendor"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"queue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusBasis"}},{"kind":"Field","name":{"kind":"Name","value":"vendorStatus"}},{"kind":"Field","name":{"kind":"Name","value":"isOpen"}},{"kind":"Field","name":{"kind":"Name","value":"isPresentAtVendor"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumberRaw"}}]}},{"kind":"Field","name":{"kind":"Name","value":"window"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"end"}},{"kind":"Field","name":{"kind":"Name","value":"timeZone"}},{"kind":"Field","name":{"kind":"Name","value":"localDate"}},{"kind":"Field","name":{"kind":"Name","value":"localStart"}},{"kind":"Field","name":{"kind":"Name","value":"localEnd"}},{"kind":"Field","name":{"kind":"Name","value":"dstAdjustment"}}]}},{"kind":"Field","name":{"kind":"Name","value":"dueAt"}},{"kind":"Field","name":{"kind":"Name","value":"isOverdue"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"statusChangedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ReceiptRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VendorReceipt"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"Field","name":{"kind":"Name","value":"respondedAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserErrorRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]} as unknown as DocumentNode<ScheduleCallbackMutation, ScheduleCallbackMutationVariables>;
export const RescheduleCallbackDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RescheduleCallback"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RescheduleCallbackInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rescheduleCallback"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"callback"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallbackRow"}}]}},{"kind":"Field","name":{"kind":"Name","value":"receipt"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ReceiptRow"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserErrorRow"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallbackRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Callback"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendor"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"queue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusBasis"}},{"kind":"Field","name":{"kind":"Name","value":"vendorStatus"}},{"kind":"Field","name":{"kind":"Name","value":"isOpen"}},{"kind":"Field","name":{"kind":"Name","value":"isPresentAtVendor"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumberRaw"}}]}},{"kind":"Field","name":{"kind":"Name","value":"window"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"end"}},{"kind":"Field","name":{"kind":"Name","value":"timeZone"}},{"kind":"Field","name":{"kind":"Name","value":"localDate"}},{"kind":"Field","name":{"kind":"Name","value":"localStart"}},{"kind":"Field","name":{"kind":"Name","value":"localEnd"}},{"kind":"Field","name":{"kind":"Name","value":"dstAdjustment"}}]}},{"kind":"Field","name":{"kind":"Name","value":"dueAt"}},{"kind":"Field","name":{"kind":"Name","value":"isOverdue"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"statusChangedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ReceiptRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VendorReceipt"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"Field","name":{"kind":"Name","value":"respondedAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserErrorRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]} as unknown as DocumentNode<RescheduleCallbackMutation, RescheduleCallbackMutationVariables>;
export const ReassignCallbackDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ReassignCallback"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ReassignCallbackInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reassignCallback"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"callback"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallbackRow"}}]}},{"kind":"Field","name":{"kind":"Name","value":"receipt"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ReceiptRow"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserErrorRow"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallbackRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Callback"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendor"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"queue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusBasis"}},{"kind":"Field","name":{"kind":"Name","value":"vendorStatus"}},{"kind":"Field","name":{"kind":"Name","value":"isOpen"}},{"kind":"Field","name":{"kind":"Name","value":"isPresentAtVendor"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumberRaw"}}]}},{"kind":"Field","name":{"kind":"Name","value":"window"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"end"}},{"kind":"Field","name":{"kind":"Name","value":"timeZone"}},{"kind":"Field","name":{"kind":"Name","value":"localDate"}},{"kind":"Field","name":{"kind":"Name","value":"localStart"}},{"kind":"Field","name":{"kind":"Name","value":"localEnd"}},{"kind":"Field","name":{"kind":"Name","value":"dstAdjustment"}}]}},{"kind":"Field","name":{"kind":"Name","value":"dueAt"}},{"kind":"Field","name":{"kind":"Name","value":"isOverdue"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"statusChangedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ReceiptRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VendorReceipt"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"Field","name":{"kind":"Name","value":"respondedAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserErrorRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]} as unknown as DocumentNode<ReassignCallbackMutation, ReassignCallbackMutationVariables>;
export const ReassignCallbacksDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ReassignCallbacks"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ReassignCallbacksInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reassignCallbacks"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"results"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"callback"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallbackRow"}}]}},{"kind":"Field","name":{"kind":"Name","value":"receipt"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ReceiptRow"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserErrorRow"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserErrorRow"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallbackRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Callback"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendor"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"queue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusBasis"}},{"kind":"Field","name":{"kind":"Name","value":"vendorStatus"}},{"kind":"Field","name":{"kind":"Name","value":"isOpen"}},{"kind":"Field","name":{"kind":"Name","value":"isPresentAtVendor"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumberRaw"}}]}},{"kind":"Field","name":{"kind":"Name","value":"window"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"end"}},{"kind":"Field","name":{"kind":"Name","value":"timeZone"}},{"kind":"Field","name":{"kind":"Name","value":"localDate"}},{"kind":"Field","name":{"kind":"Name","value":"localStart"}},{"kind":"Field","name":{"kind":"Name","value":"localEnd"}},{"kind":"Field","name":{"kind":"Name","value":"dstAdjustment"}}]}},{"kind":"Field","name":{"kind":"Name","value":"dueAt"}},{"kind":"Field","name":{"kind":"Name","value":"isOverdue"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"statusChangedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ReceiptRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VendorReceipt"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"Field","name":{"kind":"Name","value":"respondedAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserErrorRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]} as unknown as DocumentNode<ReassignCallbacksMutation, ReassignCallbacksMutationVariables>;
export const CancelCallbacksDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CancelCallbacks"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CancelCallbacksInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cancelCallbacks"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"results"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"callback"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallbackRow"}}]}},{"kind":"Field","name":{"kind":"Name","value":"receipt"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ReceiptRow"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserErrorRow"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserErrorRow"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallbackRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Callback"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendor"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"queue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusBasis"}},{"kind":"Field","name":{"kind":"Name","value":"vendorStatus"}},{"kind":"Field","name":{"kind":"Name","value":"isOpen"}},{"kind":"Field","name":{"kind":"Name","value":"isPresentAtVendor"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumberRaw"}}]}},{"kind":"Field","name":{"kind":"Name","value":"window"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"end"}},{"kind":"Field","name":{"kind":"Name","value":"timeZone"}},{"kind":"Field","name":{"kind":"Name","value":"localDate"}},{"kind":"Field","name":{"kind":"Name","value":"localStart"}},{"kind":"Field","name":{"kind":"Name","value":"localEnd"}},{"kind":"Field","name":{"kind":"Name","value":"dstAdjustment"}}]}},{"kind":"Field","name":{"kind":"Name","value":"dueAt"}},{"kind":"Field","name":{"kind":"Name","value":"isOverdue"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"statusChangedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ReceiptRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VendorReceipt"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"Field","name":{"kind":"Name","value":"respondedAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserErrorRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]} as unknown as DocumentNode<CancelCallbacksMutation, CancelCallbacksMutationVariables>;
export const CancelCallbackDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CancelCallback"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CancelCallbackInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cancelCallback"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"callback"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallbackRow"}}]}},{"kind":"Field","name":{"kind":"Name","value":"receipt"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ReceiptRow"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserErrorRow"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallbackRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Callback"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendor"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"queue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusBasis"}},{"kind":"Field","name":{"kind":"Name","value":"vendorStatus"}},{"kind":"Field","name":{"kind":"Name","value":"isOpen"}},{"kind":"Field","name":{"kind":"Name","value":"isPresentAtVendor"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumberRaw"}}]}},{"kind":"Field","name":{"kind":"Name","value":"window"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"end"}},{"kind":"Field","name":{"kind":"Name","value":"timeZone"}},{"kind":"Field","name":{"kind":"Name","value":"localDate"}},{"kind":"Field","name":{"kind":"Name","value":"localStart"}},{"kind":"Field","name":{"kind":"Name","value":"localEnd"}},{"kind":"Field","name":{"kind":"Name","value":"dstAdjustment"}}]}},{"kind":"Field","name":{"kind":"Name","value":"dueAt"}},{"kind":"Field","name":{"kind":"Name","value":"isOverdue"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"statusChangedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ReceiptRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VendorReceipt"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"Field","name":{"kind":"Name","value":"respondedAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserErrorRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]} as unknown as DocumentNode<CancelCallbackMutation, CancelCallbackMutationVariables>;
export const RecordAgentActionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RecordAgentAction"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RecordAgentActionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"recordAgentAction"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"action"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"AgentActionRow"}}]}},{"kind":"Field","name":{"kind":"Name","value":"receipt"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ReceiptRow"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserErrorRow"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"AgentActionRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AgentAction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"interactionId"}},{"kind":"Field","name":{"kind":"Name","value":"orgId"}},{"kind":"Field","name":{"kind":"Name","value":"agent"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}}]}},{"kind":"Field","name":{"kind":"Name","value":"clientId"}},{"kind":"Field","name":{"kind":"Name","value":"actionType"}},{"kind":"Field","name":{"kind":"Name","value":"actionAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"trackingId"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ReceiptRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VendorReceipt"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"Field","name":{"kind":"Name","value":"respondedAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserErrorRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]} as unknown as DocumentNode<RecordAgentActionMutation, RecordAgentActionMutationVariables>;
export const SourcesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Sources"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sources"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"vendor"}},{"kind":"Field","name":{"kind":"Name","value":"capabilities"}},{"kind":"Field","name":{"kind":"Name","value":"health"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"since"}},{"kind":"Field","name":{"kind":"Name","value":"latencyP99"}},{"kind":"Field","name":{"kind":"Name","value":"lastError"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"vendorCode"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"sync"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"coverage"}},{"kind":"Field","name":{"kind":"Name","value":"lastCompletedAt"}},{"kind":"Field","name":{"kind":"Name","value":"lag"}},{"kind":"Field","name":{"kind":"Name","value":"keyCount"}},{"kind":"Field","name":{"kind":"Name","value":"overdueKeyCount"}},{"kind":"Field","name":{"kind":"Name","value":"neverRequestedKeyCount"}},{"kind":"Field","name":{"kind":"Name","value":"dueSoonDelay"}},{"kind":"Field","name":{"kind":"Name","value":"laterDelay"}}]}}]}}]}}]} as unknown as DocumentNode<SourcesQuery, SourcesQueryVariables>;
export const CallbackStatisticsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"CallbackStatistics"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"CallbackFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"groupBy"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"StatisticsDimension"}}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"timeZone"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"TimeZone"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"maxStaleness"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Duration"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"callbackStatistics"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"groupBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"groupBy"}}},{"kind":"Argument","name":{"kind":"Name","value":"timeZone"},"value":{"kind":"Variable","name":{"kind":"Name","value":"timeZone"}}},{"kind":"Argument","name":{"kind":"Name","value":"maxStaleness"},"value":{"kind":"Variable","name":{"kind":"Name","value":"maxStaleness"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"groups"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"vendor"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"queue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"agent"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"bucketStart"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"waitingCount"}},{"kind":"Field","name":{"kind":"Name","value":"overdueCount"}},{"kind":"Field","name":{"kind":"Name","value":"oldestWaitingSince"}}]}},{"kind":"Field","name":{"kind":"Name","value":"sources"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"freshness"}},{"kind":"Field","name":{"kind":"Name","value":"asOf"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}}]}}]} as unknown as DocumentNode<CallbackStatisticsQuery, CallbackStatisticsQueryVariables>;
export const VendorRecordDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"VendorRecord"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"callback"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendorRecord"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"WebexCallbackSchedule"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"customerName"}},{"kind":"Field","name":{"kind":"Name","value":"callbackNumber"}},{"kind":"Field","name":{"kind":"Name","value":"timezone"}},{"kind":"Field","name":{"kind":"Name","value":"scheduleDate"}},{"kind":"Field","alias":{"kind":"Name","value":"webexStartTime"},"name":{"kind":"Name","value":"startTime"}},{"kind":"Field","alias":{"kind":"Name","value":"webexEndTime"},"name":{"kind":"Name","value":"endTime"}},{"kind":"Field","name":{"kind":"Name","value":"queueId"}},{"kind":"Field","name":{"kind":"Name","value":"callbackReason"}},{"kind":"Field","name":{"kind":"Name","value":"sourceInteraction"}},{"kind":"Field","name":{"kind":"Name","value":"callbackOrigin"}},{"kind":"Field","name":{"kind":"Name","value":"createdTimestamp"}},{"kind":"Field","name":{"kind":"Name","value":"lastUpdatedTimestamp"}},{"kind":"Field","name":{"kind":"Name","value":"assigneeAgent"}},{"kind":"Field","name":{"kind":"Name","value":"assignedTime"}},{"kind":"Field","name":{"kind":"Name","value":"orgId"}},{"kind":"Field","name":{"kind":"Name","value":"additionalFields"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TalkdeskCallback"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"callbackId"}},{"kind":"Field","name":{"kind":"Name","value":"interactionId"}},{"kind":"Field","name":{"kind":"Name","value":"rootInteractionId"}},{"kind":"Field","name":{"kind":"Name","value":"campaignId"}},{"kind":"Field","name":{"kind":"Name","value":"recordId"}},{"kind":"Field","name":{"kind":"Name","value":"recordListId"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"recordFirstName"}},{"kind":"Field","name":{"kind":"Name","value":"recordLastName"}},{"kind":"Field","name":{"kind":"Name","value":"recordExtraData"}},{"kind":"Field","name":{"kind":"Name","value":"callerId"}},{"kind":"Field","name":{"kind":"Name","value":"timeToCall"}},{"kind":"Field","name":{"kind":"Name","value":"scheduledTimeToCall"}},{"kind":"Field","name":{"kind":"Name","value":"nextTimeToCall"}},{"kind":"Field","name":{"kind":"Name","value":"processedTime"}},{"kind":"Field","name":{"kind":"Name","value":"preferredStartTime"}},{"kind":"Field","name":{"kind":"Name","value":"preferredEndTime"}},{"kind":"Field","name":{"kind":"Name","value":"timezone"}},{"kind":"Field","name":{"kind":"Name","value":"exclusiveToAgent"}},{"kind":"Field","name":{"kind":"Name","value":"agentId"}},{"kind":"Field","name":{"kind":"Name","value":"agents"}},{"kind":"Field","name":{"kind":"Name","value":"ringGroups"}},{"kind":"Field","name":{"kind":"Name","value":"teams"}},{"kind":"Field","name":{"kind":"Name","value":"contactId"}},{"kind":"Field","alias":{"kind":"Name","value":"talkdeskStatus"},"name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"assignType"}},{"kind":"Field","name":{"kind":"Name","value":"fromCallType"}},{"kind":"Field","name":{"kind":"Name","value":"dialingModel"}},{"kind":"Field","name":{"kind":"Name","value":"accountId"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"}},{"kind":"Field","name":{"kind":"Name","value":"links"}},{"kind":"Field","name":{"kind":"Name","value":"additionalFields"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"GenesysCallbackInteraction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"callbackStatus"}},{"kind":"Field","name":{"kind":"Name","value":"desiredResponseType"}},{"kind":"Field","alias":{"kind":"Name","value":"genesysStartTime"},"name":{"kind":"Name","value":"startTime"}},{"kind":"Field","alias":{"kind":"Name","value":"genesysEndTime"},"name":{"kind":"Name","value":"endTime"}},{"kind":"Field","name":{"kind":"Name","value":"customerNumber"}},{"kind":"Field","name":{"kind":"Name","value":"attempts"}},{"kind":"Field","name":{"kind":"Name","value":"dn"}},{"kind":"Field","name":{"kind":"Name","value":"location"}},{"kind":"Field","name":{"kind":"Name","value":"callbackServerId"}},{"kind":"Field","name":{"kind":"Name","value":"callResult"}},{"kind":"Field","name":{"kind":"Name","value":"callbackType"}},{"kind":"Field","name":{"kind":"Name","value":"customerId"}},{"kind":"Field","name":{"kind":"Name","value":"interactionId"}},{"kind":"Field","alias":{"kind":"Name","value":"genesysStatus"},"name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"entityType"}},{"kind":"Field","alias":{"kind":"Name","value":"genesysType"},"name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"subType"}},{"kind":"Field","name":{"kind":"Name","value":"mediaType"}},{"kind":"Field","name":{"kind":"Name","value":"parentId"}},{"kind":"Field","name":{"kind":"Name","value":"threadId"}},{"kind":"Field","name":{"kind":"Name","value":"externalId"}},{"kind":"Field","name":{"kind":"Name","value":"ownerId"}},{"kind":"Field","name":{"kind":"Name","value":"creatorAppId"}},{"kind":"Field","name":{"kind":"Name","value":"startDate"}},{"kind":"Field","name":{"kind":"Name","value":"endDate"}},{"kind":"Field","name":{"kind":"Name","value":"timeshift"}},{"kind":"Field","name":{"kind":"Name","value":"categoryId"}},{"kind":"Field","name":{"kind":"Name","value":"allowChildren"}},{"kind":"Field","name":{"kind":"Name","value":"subject"}},{"kind":"Field","name":{"kind":"Name","value":"stoppedReason"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"structuredText"}},{"kind":"Field","name":{"kind":"Name","value":"structuredTextMime"}},{"kind":"Field","name":{"kind":"Name","value":"binaryContent"}},{"kind":"Field","name":{"kind":"Name","value":"binaryContentMime"}},{"kind":"Field","name":{"kind":"Name","value":"binaryContentSize"}},{"kind":"Field","name":{"kind":"Name","value":"udata"}},{"kind":"Field","name":{"kind":"Name","value":"additionalFields"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"GenesysGmsCallback"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"serviceName"}},{"kind":"Field","name":{"kind":"Name","value":"customerNumber"}},{"kind":"Field","name":{"kind":"Name","value":"callbackState"}},{"kind":"Field","name":{"kind":"Name","value":"callbackReason"}},{"kind":"Field","name":{"kind":"Name","value":"desiredTime"}},{"kind":"Field","name":{"kind":"Name","value":"expirationTime"}},{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"vq"}},{"kind":"Field","name":{"kind":"Name","value":"ursVirtualQueue"}},{"kind":"Field","alias":{"kind":"Name","value":"gmsMediaType"},"name":{"kind":"Name","value":"mediaType"}},{"kind":"Field","name":{"kind":"Name","value":"orsSessionId"}},{"kind":"Field","name":{"kind":"Name","value":"requestQueueTimeStat"}},{"kind":"Field","name":{"kind":"Name","value":"requestEwtService"}},{"kind":"Field","name":{"kind":"Name","value":"ringbackCreatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"additionalFields"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"GenesysCloudConversation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"conversationId"}},{"kind":"Field","name":{"kind":"Name","value":"conversationStart"}},{"kind":"Field","name":{"kind":"Name","value":"conversationEnd"}},{"kind":"Field","name":{"kind":"Name","value":"originatingDirection"}},{"kind":"Field","name":{"kind":"Name","value":"externalTag"}},{"kind":"Field","name":{"kind":"Name","value":"divisionIds"}},{"kind":"Field","name":{"kind":"Name","value":"mediaStatsMinConversationMos"}},{"kind":"Field","name":{"kind":"Name","value":"mediaStatsMinConversationRFactor"}},{"kind":"Field","name":{"kind":"Name","value":"participants"}},{"kind":"Field","alias":{"kind":"Name","value":"conversationsApiId"},"name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"divisions"}},{"kind":"Field","name":{"kind":"Name","value":"recentTransfers"}},{"kind":"Field","name":{"kind":"Name","value":"otherMediaUris"}},{"kind":"Field","name":{"kind":"Name","value":"utilizationLabelId"}},{"kind":"Field","name":{"kind":"Name","value":"inactivityTimeout"}},{"kind":"Field","name":{"kind":"Name","value":"selfUri"}},{"kind":"Field","name":{"kind":"Name","value":"additionalFields"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MindfulCallbackStatus"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"contactUri"}},{"kind":"Field","name":{"kind":"Name","value":"callbackNumber"}},{"kind":"Field","name":{"kind":"Name","value":"callRequestId"}},{"kind":"Field","alias":{"kind":"Name","value":"mindfulType"},"name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"estimatedFor"}},{"kind":"Field","name":{"kind":"Name","value":"forecastWaitlistPosition"}},{"kind":"Field","name":{"kind":"Name","value":"estimatedWaitTime"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"callTargetId"}},{"kind":"Field","alias":{"kind":"Name","value":"mindfulStatus"},"name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"additionalFields"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MindfulCallbackEvent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"call"}},{"kind":"Field","name":{"kind":"Name","value":"event"}},{"kind":"Field","name":{"kind":"Name","value":"clientName"}},{"kind":"Field","name":{"kind":"Name","value":"webhookName"}},{"kind":"Field","name":{"kind":"Name","value":"time"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"additionalFields"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MindfulHistoricalCall"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"originalId"}},{"kind":"Field","name":{"kind":"Name","value":"retryAttempt"}},{"kind":"Field","name":{"kind":"Name","value":"hasRetry"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","alias":{"kind":"Name","value":"mindfulCallType"},"name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"scheduledFor"}},{"kind":"Field","name":{"kind":"Name","value":"estimatedFor"}},{"kind":"Field","name":{"kind":"Name","value":"estimatedCallbackTime"}},{"kind":"Field","name":{"kind":"Name","value":"processedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"ani"}},{"kind":"Field","name":{"kind":"Name","value":"callTargetId"}},{"kind":"Field","name":{"kind":"Name","value":"callTargetName"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"sourceType"}},{"kind":"Field","name":{"kind":"Name","value":"firstPartyCalled"}},{"kind":"Field","name":{"kind":"Name","value":"duplicateCallback"}},{"kind":"Field","name":{"kind":"Name","value":"choseToHold"}},{"kind":"Field","name":{"kind":"Name","value":"customerBusy"}},{"kind":"Field","name":{"kind":"Name","value":"customerHangup"}},{"kind":"Field","name":{"kind":"Name","value":"customerRescheduled"}},{"kind":"Field","name":{"kind":"Name","value":"customerLegError"}},{"kind":"Field","name":{"kind":"Name","value":"customerLegRejected"}},{"kind":"Field","name":{"kind":"Name","value":"customerLegTimeout"}},{"kind":"Field","name":{"kind":"Name","value":"agentBusy"}},{"kind":"Field","name":{"kind":"Name","value":"agentHangup"}},{"kind":"Field","name":{"kind":"Name","value":"agentLegError"}},{"kind":"Field","name":{"kind":"Name","value":"agentLegRejected"}},{"kind":"Field","name":{"kind":"Name","value":"agentLegTimeout"}},{"kind":"Field","name":{"kind":"Name","value":"metadata"}},{"kind":"Field","name":{"kind":"Name","value":"additionalFields"}}]}}]}}]}}]}}]} as unknown as DocumentNode<VendorRecordQuery, VendorRecordQueryVariables>;
export const ViewerDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"sources"}}]}}]}}]} as unknown as DocumentNode<ViewerQuery, ViewerQueryVariables>;
export const WallboardQueuesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WallboardQueues"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"range"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DateTimeRange"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"timeZone"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"TimeZone"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"callbackStatistics"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"groupBy"},"value":{"kind":"ListValue","values":[{"kind":"EnumValue","value":"SOURCE"},{"kind":"EnumValue","value":"QUEUE"}]}},{"kind":"Argument","name":{"kind":"Name","value":"timeZone"},"value":{"kind":"Variable","name":{"kind":"Name","value":"timeZone"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"groups"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"queue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"waitingCount"}},{"kind":"Field","name":{"kind":"Name","value":"overdueCount"}},{"kind":"Field","name":{"kind":"Name","value":"oldestWaitingSince"}},{"kind":"Field","name":{"kind":"Name","value":"dueWithin"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"duration"},"value":{"kind":"StringValue","value":"PT1H","block":false}}]},{"kind":"Field","name":{"kind":"Name","value":"promiseKeptToday"}},{"kind":"Field","name":{"kind":"Name","value":"promiseBrokenToday"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"callbackPerformance"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"range"},"value":{"kind":"Variable","name":{"kind":"Name","value":"range"}}},{"kind":"Argument","name":{"kind":"Name","value":"interval"},"value":{"kind":"EnumValue","value":"QUARTER_HOUR"}},{"kind":"Argument","name":{"kind":"Name","value":"timeZone"},"value":{"kind":"Variable","name":{"kind":"Name","value":"timeZone"}}},{"kind":"Argument","name":{"kind":"Name","value":"groupBy"},"value":{"kind":"ListValue","values":[{"kind":"EnumValue","value":"SOURCE"},{"kind":"EnumValue","value":"QUEUE"}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"groups"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"queue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"intervals"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"figures"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"opened"}}]}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"wallboardSettings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"thresholds"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"waiting"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"warn"}},{"kind":"Field","name":{"kind":"Name","value":"critical"}}]}},{"kind":"Field","name":{"kind":"Name","value":"longestWait"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"warn"}},{"kind":"Field","name":{"kind":"Name","value":"critical"}}]}},{"kind":"Field","name":{"kind":"Name","value":"overdue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"warn"}},{"kind":"Field","name":{"kind":"Name","value":"critical"}}]}},{"kind":"Field","name":{"kind":"Name","value":"promiseKeptRate"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"warn"}},{"kind":"Field","name":{"kind":"Name","value":"critical"}}]}}]}}]}}]}}]} as unknown as DocumentNode<WallboardQueuesQuery, WallboardQueuesQueryVariables>;
export const WallboardTrendsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WallboardTrends"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"current"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DateTimeRange"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"previous"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DateTimeRange"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"earlier"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DateTimeRange"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"interval"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"PerformanceInterval"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"timeZone"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"TimeZone"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"current"},"name":{"kind":"Name","value":"callbackPerformance"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"range"},"value":{"kind":"Variable","name":{"kind":"Name","value":"current"}}},{"kind":"Argument","name":{"kind":"Name","value":"interval"},"value":{"kind":"Variable","name":{"kind":"Name","value":"interval"}}},{"kind":"Argument","name":{"kind":"Name","value":"timeZone"},"value":{"kind":"Variable","name":{"kind":"Name","value":"timeZone"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"WallboardTrend"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"previous"},"name":{"kind":"Name","value":"callbackPerformance"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"range"},"value":{"kind":"Variable","name":{"kind":"Name","value":"previous"}}},{"kind":"Argument","name":{"kind":"Name","value":"interval"},"value":{"kind":"Variable","name":{"kind":"Name","value":"interval"}}},{"kind":"Argument","name":{"kind":"Name","value":"timeZone"},"value":{"kind":"Variable","name":{"kind":"Name","value":"timeZone"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"WallboardTrend"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"earlier"},"name":{"kind":"Name","value":"callbackPerformance"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"range"},"value":{"kind":"Variable","name":{"kind":"Name","value":"earlier"}}},{"kind":"Argument","name":{"kind":"Name","value":"interval"},"value":{"kind":"Variable","name":{"kind":"Name","value":"interval"}}},{"kind":"Argument","name":{"kind":"Name","value":"timeZone"},"value":{"kind":"Variable","name":{"kind":"Name","value":"timeZone"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"WallboardTrend"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"WallboardTrend"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CallbackPerformance"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"groups"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"intervals"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"figures"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"opened"}},{"kind":"Field","name":{"kind":"Name","value":"completed"}},{"kind":"Field","name":{"kind":"Name","value":"promiseKept"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}}]}}]}}]}}]}}]} as unknown as DocumentNode<WallboardTrendsQuery, WallboardTrendsQueryVariables>;
export const WallboardPageDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WallboardPage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"CallbackFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"CallbackOrder"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"callbacks"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"WallboardRow"}},{"kind":"Field","name":{"kind":"Name","value":"duplicates"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallbackRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Callback"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendor"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"queue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusBasis"}},{"kind":"Field","name":{"kind":"Name","value":"vendorStatus"}},{"kind":"Field","name":{"kind":"Name","value":"isOpen"}},{"kind":"Field","name":{"kind":"Name","value":"isPresentAtVendor"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumberRaw"}}]}},{"kind":"Field","name":{"kind":"Name","value":"window"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"end"}},{"kind":"Field","name":{"kind":"Name","value":"timeZone"}},{"kind":"Field","name":{"kind":"Name","value":"localDate"}},{"kind":"Field","name":{"kind":"Name","value":"localStart"}},{"kind":"Field","name":{"kind":"Name","value":"localEnd"}},{"kind":"Field","name":{"kind":"Name","value":"dstAdjustment"}}]}},{"kind":"Field","name":{"kind":"Name","value":"dueAt"}},{"kind":"Field","name":{"kind":"Name","value":"isOverdue"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"statusChangedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"WallboardRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Callback"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallbackRow"}},{"kind":"Field","name":{"kind":"Name","value":"timing"}},{"kind":"Field","name":{"kind":"Name","value":"attemptCount"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"waitingSince"}},{"kind":"Field","name":{"kind":"Name","value":"promise"}},{"kind":"Field","name":{"kind":"Name","value":"assignment"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"agent"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<WallboardPageQuery, WallboardPageQueryVariables>;
export const WallboardCursorDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WallboardCursor"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"callbacks"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"1"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"isOpen"},"value":{"kind":"BooleanValue","value":true}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"changeCursor"}}]}}]}}]} as unknown as DocumentNode<WallboardCursorQuery, WallboardCursorQueryVariables>;
export const WallboardChangesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"WallboardChanges"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"callbackChanged"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"previousStatus"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"changedFields"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"callback"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"WallboardRow"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallbackRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Callback"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendor"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"queue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusBasis"}},{"kind":"Field","name":{"kind":"Name","value":"vendorStatus"}},{"kind":"Field","name":{"kind":"Name","value":"isOpen"}},{"kind":"Field","name":{"kind":"Name","value":"isPresentAtVendor"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumberRaw"}}]}},{"kind":"Field","name":{"kind":"Name","value":"window"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"end"}},{"kind":"Field","name":{"kind":"Name","value":"timeZone"}},{"kind":"Field","name":{"kind":"Name","value":"localDate"}},{"kind":"Field","name":{"kind":"Name","value":"localStart"}},{"kind":"Field","name":{"kind":"Name","value":"localEnd"}},{"kind":"Field","name":{"kind":"Name","value":"dstAdjustment"}}]}},{"kind":"Field","name":{"kind":"Name","value":"dueAt"}},{"kind":"Field","name":{"kind":"Name","value":"isOverdue"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"statusChangedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"WallboardRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Callback"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallbackRow"}},{"kind":"Field","name":{"kind":"Name","value":"timing"}},{"kind":"Field","name":{"kind":"Name","value":"attemptCount"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"waitingSince"}},{"kind":"Field","name":{"kind":"Name","value":"promise"}},{"kind":"Field","name":{"kind":"Name","value":"assignment"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"agent"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<WallboardChangesSubscription, WallboardChangesSubscriptionVariables>;
export const WallboardFiguresDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WallboardFigures"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CallbackFilter"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"endedFilter"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CallbackFilter"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"timeZone"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"TimeZone"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"bySource"},"name":{"kind":"Name","value":"callbackStatistics"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"groupBy"},"value":{"kind":"ListValue","values":[{"kind":"EnumValue","value":"SOURCE"}]}},{"kind":"Argument","name":{"kind":"Name","value":"timeZone"},"value":{"kind":"Variable","name":{"kind":"Name","value":"timeZone"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"groups"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"waitingCount"}},{"kind":"Field","name":{"kind":"Name","value":"overdueCount"}},{"kind":"Field","name":{"kind":"Name","value":"oldestWaitingSince"}},{"kind":"Field","alias":{"kind":"Name","value":"dueWithinHour"},"name":{"kind":"Name","value":"dueWithin"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"duration"},"value":{"kind":"StringValue","value":"PT1H","block":false}}]},{"kind":"Field","name":{"kind":"Name","value":"promiseKeptToday"}},{"kind":"Field","name":{"kind":"Name","value":"promiseBrokenToday"}}]}}]}},{"kind":"Field","alias":{"kind":"Name","value":"byStatus"},"name":{"kind":"Name","value":"callbackStatistics"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"groupBy"},"value":{"kind":"ListValue","values":[{"kind":"EnumValue","value":"STATUS"}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"groups"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}}]}},{"kind":"Field","alias":{"kind":"Name","value":"byHour"},"name":{"kind":"Name","value":"callbackStatistics"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"groupBy"},"value":{"kind":"ListValue","values":[{"kind":"EnumValue","value":"HOUR"}]}},{"kind":"Argument","name":{"kind":"Name","value":"timeZone"},"value":{"kind":"Variable","name":{"kind":"Name","value":"timeZone"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"groups"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"bucketStart"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"overdueCount"}}]}}]}},{"kind":"Field","alias":{"kind":"Name","value":"endedToday"},"name":{"kind":"Name","value":"callbackStatistics"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"endedFilter"}}},{"kind":"Argument","name":{"kind":"Name","value":"groupBy"},"value":{"kind":"ListValue","values":[{"kind":"EnumValue","value":"STATUS"}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"groups"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}}]}}]}}]} as unknown as DocumentNode<WallboardFiguresQuery, WallboardFiguresQueryVariables>;
export const WallboardChoicesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WallboardChoices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"byQueue"},"name":{"kind":"Name","value":"callbackStatistics"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"isOpen"},"value":{"kind":"BooleanValue","value":true}}]}},{"kind":"Argument","name":{"kind":"Name","value":"groupBy"},"value":{"kind":"ListValue","values":[{"kind":"EnumValue","value":"QUEUE"}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"groups"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"queue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}}]}}]}}]}},{"kind":"Field","alias":{"kind":"Name","value":"byAgent"},"name":{"kind":"Name","value":"callbackStatistics"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"isOpen"},"value":{"kind":"BooleanValue","value":true}}]}},{"kind":"Argument","name":{"kind":"Name","value":"groupBy"},"value":{"kind":"ListValue","values":[{"kind":"EnumValue","value":"AGENT"}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"groups"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"agent"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<WallboardChoicesQuery, WallboardChoicesQueryVariables>;
export const WallboardSourcesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WallboardSources"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sources"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"vendor"}},{"kind":"Field","name":{"kind":"Name","value":"capabilities"}},{"kind":"Field","name":{"kind":"Name","value":"health"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"since"}},{"kind":"Field","name":{"kind":"Name","value":"latencyP99"}},{"kind":"Field","name":{"kind":"Name","value":"lastError"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"sync"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"coverage"}},{"kind":"Field","name":{"kind":"Name","value":"lastCompletedAt"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"callbacks"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"1"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"isOpen"},"value":{"kind":"BooleanValue","value":true}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sources"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"freshness"}},{"kind":"Field","name":{"kind":"Name","value":"asOf"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]}}]} as unknown as DocumentNode<WallboardSourcesQuery, WallboardSourcesQueryVariables>;
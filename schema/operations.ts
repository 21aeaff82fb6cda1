/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** Whom the vendor may give the call to. */
export type AssignmentType =
  /** Any agent who may take it. */
  | 'ANY_ELIGIBLE_AGENT'
  /** The agent who created the callback, or another where that one is not available. */
  | 'MYSELF_IF_AVAILABLE'
  /** Only the agent who created the callback. */
  | 'MYSELF_ONLY'
  /** A named agent. */
  | 'SPECIFIC_AGENT'
  /** A named ring group. */
  | 'SPECIFIC_RING_GROUP'
  /** The vendor does not say, or says a word that is not known. */
  | 'UNKNOWN';

/** What became of the call, in the gateway's words. */
export type CallOutcomeCategory =
  /** The customer hung up before an agent was there. */
  | 'ABANDONED'
  /** The line was busy. */
  | 'BUSY'
  /** The call was withdrawn before it was made. */
  | 'CANCELED'
  /** The number is on a do-not-call list. */
  | 'DO_NOT_CALL'
  /** The number does not exist or cannot be dialled. */
  | 'INVALID_NUMBER'
  /** An answering machine, fax or pager answered. */
  | 'MACHINE'
  /** The network or the lines failed. */
  | 'NETWORK_ERROR'
  /** Nobody answered. */
  | 'NO_ANSWER'
  /** The customer was reached. */
  | 'REACHED'
  /** The vendor's system failed. */
  | 'SYSTEM_ERROR'
  /** The call was passed on. */
  | 'TRANSFERRED'
  /** The vendor does not say, or says something that is not known. */
  | 'UNKNOWN'
  /** Somebody else answered. */
  | 'WRONG_PARTY';

/** What kind of change it is. */
export type CallbackChangeKind =
  /** The gateway saw the callback for the first time. */
  | 'CREATED'
  /** The vendor has stopped returning the record. That says nothing about how the call went: one that was open is ENDED. */
  | 'GONE'
  /** Not a change: a callback that matches when the subscription begins. */
  | 'SNAPSHOT'
  /** The status is another; other fields may be, too. */
  | 'STATUS_CHANGED'
  /** Fields other than the status are different: rescheduled, reassigned, renamed, returned. */
  | 'UPDATED';

/** How the customer wants to be reached. */
export type CallbackChannel =
  /** By e-mail. */
  | 'EMAIL'
  /** The vendor does not say, or says a word that is not known. */
  | 'UNKNOWN'
  /** By telephone. */
  | 'VOICE'
  /** By a call over IP. */
  | 'VOIP';

/** Which callbacks. What is left out, or null, does not restrict; an empty list matches nothing; all that is given has to hold. */
export type CallbackFilter = {
  /** Assigned to this agent, by the agent's global id. */
  agentId?: string | number | null | undefined;
  /** Of this campaign, by the vendor's own id. */
  campaignId?: string | null | undefined;
  /** Of the customer with this id in the vendor's own system. */
  contactId?: string | null | undefined;
  /** Created at the vendor in this range. */
  createdAt?: DateTimeRange | null | undefined;
  /** Open ones (true) or ended ones (false). */
  isOpen?: boolean | null | undefined;
  /** Of the customer with this number. */
  phoneNumber?: string | null | undefined;
  /** In this queue, by the vendor's own id. */
  queueId?: string | null | undefined;
  /** Of these sources, by their names in the settings. */
  sources?: Array<string> | null | undefined;
  /** With one of these statuses at the moment of the request. */
  statuses?: Array<CallbackStatus> | null | undefined;
  /** Last changed by the vendor in this range. */
  updatedAt?: DateTimeRange | null | undefined;
  /** Of sources at these vendors. */
  vendors?: Array<Vendor> | null | undefined;
  /** With a window that overlaps this range; one without an end is a single moment. */
  window?: DateTimeRange | null | undefined;
};

/** How a list is ordered. */
export type CallbackOrder = {
  /** Which end comes first. */
  direction?: OrderDirection;
  /** By what. */
  field: CallbackOrderField;
};

/** What a list of callbacks can be ordered by. Callbacks without a value come last in either direction. */
export type CallbackOrderField =
  /** When the callback was created at the vendor. */
  | 'CREATED_AT'
  /** When the vendor means to call next. */
  | 'NEXT_ATTEMPT_AT'
  /** When the status last changed. */
  | 'STATUS_CHANGED_AT'
  /** When the vendor last changed the record. */
  | 'UPDATED_AT'
  /** When the customer may first be called. */
  | 'WINDOW_START';

/** Where the command for a callback came from. */
export type CallbackOriginCategory =
  /** A program. */
  | 'API'
  /** An inbound interaction. */
  | 'INBOUND'
  /** A call in which the customer chose to be called back. */
  | 'LIVE_CALL'
  /** Something else; vendorOrigin says what. */
  | 'OTHER'
  /** A call that an agent dialled. */
  | 'OUTBOUND_MANUAL'
  /** A call that a campaign dialled. */
  | 'OUTBOUND_PROACTIVE'
  /** The vendor does not say. */
  | 'UNKNOWN'
  /** A web page or app. */
  | 'WEB';

/** The one life cycle that all vendors' are mapped on. */
export type CallbackStatus =
  /** Withdrawn (by customer, agent or system) or replaced by another. Final. */
  | 'CANCELED'
  /** The customer was reached. Final. */
  | 'COMPLETED'
  /** Over, and nobody says how: its time passed, the vendor closed the record without a result, or the record was removed at the vendor. Final, unless the record comes back. */
  | 'ENDED'
  /** Its window ended and the vendor says that it was not called in time. Final. */
  | 'EXPIRED'
  /** Over without reaching the customer: attempts exhausted, invalid number, vendor error. Final. */
  | 'FAILED'
  /** Offered to, or being handled by, an agent. */
  | 'IN_PROGRESS'
  /** Due; waiting for a line or an agent. */
  | 'QUEUED'
  /** An attempt did not reach the customer; another is planned. */
  | 'RETRYING'
  /** Accepted, waiting for its time. */
  | 'SCHEDULED'
  /** May be open: the vendor does not say, or says a word that is not known (kept in vendorStatus). */
  | 'UNKNOWN';

/** Whether the customer asked for a call as soon as possible or at a time. */
export type CallbackTiming =
  /** As soon as an agent is free. */
  | 'ASAP'
  /** At a time that was agreed on. */
  | 'SCHEDULED'
  /** The vendor does not say. */
  | 'UNKNOWN';

/** When the customer may be called: either by `start` and `end`, or by `localDate`, `localStart` and `localEnd` in `timeZone`. Whether there has to be an end, and how long a window may be, is up to the vendor. */
export type CallbackWindowInput = {
  /** Until this instant. Leave it out where windows have no end. */
  end?: string | null | undefined;
  /** On this date of the customer's calendar. */
  localDate?: string | null | undefined;
  /** Until this time of the customer's clock; on the next day where it is not after `localStart`. */
  localEnd?: string | null | undefined;
  /** From this time of the customer's clock on. */
  localStart?: string | null | undefined;
  /** From this instant on. */
  start?: string | null | undefined;
  /** The customer's time zone. Needed with local times, and by vendors that are told local times. */
  timeZone?: string | null | undefined;
};

/** A callback to be withdrawn. */
export type CancelCallbackInput = {
  /** The callback's global id. */
  id: string | number;
  /** Any text of yours, 1 to 255 characters, new for each command. Repeated with the same input it gives the outcome of the first time, and the vendor is called once; with another input it is refused. */
  idempotencyKey?: string | null | undefined;
};

/** A stretch of time. A side that is left out is open; an empty range only asks that there be a value. */
export type DateTimeRange = {
  /** From this instant on. */
  from?: string | null | undefined;
  /** Until just before this instant. */
  until?: string | null | undefined;
};

/** What daylight saving time did to a local time. */
export type DstAdjustment =
  /** The local time happened twice on that day: the instant is the first of the two. */
  | 'FIRST_OCCURRENCE'
  /** Nothing: the local time is one instant. */
  | 'NONE'
  /** The local time did not exist on that day: the instant is the first one after the gap. */
  | 'SHIFTED_FORWARD';

/** How new a source's part of an answer is. */
export type Freshness =
  /** Everything that the answer depends on was requested within maxStaleness, or, without it, within the interval that the sync's schedule promises. */
  | 'FRESH'
  /** A part was not requested in time, for the reason that is given: these are the last known records. */
  | 'STALE'
  /** The vendor failed: these are the last known records. */
  | 'UNAVAILABLE'
  /** The vendor cannot be asked this: these are the records that the gateway happens to know. */
  | 'UNSUPPORTED';

/** What became of the call. */
export type GenesysCallResult =
  /** 21 in the vendor's document. */
  | 'ABANDONED'
  /** 47 in the vendor's document. */
  | 'AGT_CALLBACK_ERROR'
  /** 10 in the vendor's document. */
  | 'ALL_TRUNKS_BUSY'
  /** 33 in the vendor's document. */
  | 'ANSWER'
  /** 9 in the vendor's document. */
  | 'ANSWERING_MACHINE'
  /** 31 in the vendor's document. */
  | 'BRIDGED'
  /** 6 in the vendor's document. */
  | 'BUSY'
  /** 42 in the vendor's document. */
  | 'CALL_DROPPED_ERROR'
  /** 52 in the vendor's document. */
  | 'CANCEL_RECORD'
  /** 19 in the vendor's document. */
  | 'CLEARED'
  /** 2 in the vendor's document. */
  | 'CONFERENCED'
  /** 24 in the vendor's document. */
  | 'CONSULT'
  /** 30 in the vendor's document. */
  | 'CONVERSE_ON'
  /** 29 in the vendor's document. */
  | 'COVERED'
  /** 49 in the vendor's document. */
  | 'DEAFENED'
  /** 41 in the vendor's document. */
  | 'DIAL_ERROR'
  /** 51 in the vendor's document. */
  | 'DO_NOT_CALL'
  /** 26 in the vendor's document. */
  | 'DROPPED'
  /** 27 in the vendor's document. */
  | 'DROPPED_NO_ANSWER'
  /** 23 in the vendor's document. */
  | 'FORWARDED'
  /** 3 in the vendor's document. */
  | 'GENERAL_ERROR'
  /** 48 in the vendor's document. */
  | 'GRP_CALLBACK_ERROR'
  /** 50 in the vendor's document. */
  | 'HELD'
  /** 7 in the vendor's document. */
  | 'NO_ANSWER'
  /** 35 in the vendor's document. */
  | 'NO_DIAL_TONE'
  /** 38 in the vendor's document. */
  | 'NO_ESTABLISHED'
  /** 44 in the vendor's document. */
  | 'NO_FREE_PORT_ERROR'
  /** 36 in the vendor's document. */
  | 'NO_PROGRESS'
  /** 37 in the vendor's document. */
  | 'NO_RING_BACK'
  /** 34 in the vendor's document. */
  | 'NU_TONE'
  /** 0 in the vendor's document. */
  | 'OK'
  /** 20 in the vendor's document. */
  | 'OVERFLOWED'
  /** 39 in the vendor's document. */
  | 'PAGER_DETECTED'
  /** 25 in the vendor's document. */
  | 'PICKEDUP'
  /** 18 in the vendor's document. */
  | 'QUEUE_FULL'
  /** 22 in the vendor's document. */
  | 'REDIRECTED'
  /** 5 in the vendor's document. */
  | 'REMOTE_RELEASE'
  /** 32 in the vendor's document. */
  | 'SILENCE'
  /** 8 in the vendor's document. */
  | 'SIT_DETECTED'
  /** 17 in the vendor's document. */
  | 'SIT_FAX_DETECTED'
  /** 11 in the vendor's document. */
  | 'SIT_INVALID_NUM'
  /** 15 in the vendor's document. */
  | 'SIT_NO_CIRCUIT'
  /** 13 in the vendor's document. */
  | 'SIT_OPER_INTERCEPT'
  /** 16 in the vendor's document. */
  | 'SIT_REORDER'
  /** 14 in the vendor's document. */
  | 'SIT_UNKNOWN'
  /** 12 in the vendor's document. */
  | 'SIT_VACANT'
  /** 46 in the vendor's document. */
  | 'STALE'
  /** 43 in the vendor's document. */
  | 'SWITCH_ERROR'
  /** 4 in the vendor's document. */
  | 'SYSTEM_ERROR'
  /** 1 in the vendor's document. */
  | 'TRANSFERRED'
  /** 45 in the vendor's document. */
  | 'TRANSFER_ERROR'
  /** 28 in the vendor's document. */
  | 'UNKNOWN'
  /** 53 in the vendor's document. */
  | 'WRONG_NUMBER'
  /** 40 in the vendor's document. */
  | 'WRONG_PARTY';

/** How far the callback has come. */
export type GenesysCallbackStatus =
  /** 13 in the vendor's document. */
  | 'AGT_TRANSFER'
  /** 7 in the vendor's document. */
  | 'CANCELED_BY_AGT'
  /** 4 in the vendor's document. */
  | 'DISTRIBUTED'
  /** 14 in the vendor's document. */
  | 'ENDTIME_EXPIRED'
  /** 11 in the vendor's document. */
  | 'ERROR'
  /** 9 in the vendor's document. */
  | 'FINAL'
  /** 10 in the vendor's document. */
  | 'NOT_QUEUED'
  /** 8 in the vendor's document. */
  | 'PROCESSED_BY_AGT'
  /** 3 in the vendor's document. */
  | 'QUEUED'
  /** 1 in the vendor's document. */
  | 'RECEIVED'
  /** 6 in the vendor's document. */
  | 'REJECTED_BY_AGT'
  /** 12 in the vendor's document. */
  | 'REPLACED'
  /** 5 in the vendor's document. */
  | 'SUBMITTED_TO_AGT'
  /** 2 in the vendor's document. */
  | 'TIMER'
  /** 0 in the vendor's document. */
  | 'UNKNOWN';

/** Whether the customer asked for a time. */
export type GenesysCallbackType =
  /** 1 in the vendor's document. */
  | 'ASAP'
  /** 2 in the vendor's document. */
  | 'SCHEDULED'
  /** 0 in the vendor's document. */
  | 'UNKNOWN';

/** How the customer wants to be answered. */
export type GenesysDesiredResponseType =
  /** By e-mail; customer_number is an e-mail address. */
  | 'EMAIL'
  /** By telephone; customer_number is a phone number. */
  | 'VOICE'
  /** By a call over IP; customer_number is an address on that network. */
  | 'VOIP';

/** The kind of the interaction. */
export type GenesysEntityType =
  /** 5 in the vendor's document. */
  | 'CALLBACK'
  /** 2 in the vendor's document. */
  | 'CHAT'
  /** 6 in the vendor's document. */
  | 'COBROWSE'
  /** 0 in the vendor's document. */
  | 'EMAIL_IN'
  /** 1 in the vendor's document. */
  | 'EMAIL_OUT'
  /** 7 in the vendor's document. */
  | 'INTERACTION'
  /** 3 in the vendor's document. */
  | 'PHONE_CALL';

/** How far the interaction has come. */
export type GenesysInteractionStatus =
  /** 2 in the vendor's document. */
  | 'IN_PROCESS'
  /** 0 in the vendor's document. */
  | 'NEW'
  /** 1 in the vendor's document. */
  | 'PENDING'
  /** 3 in the vendor's document. */
  | 'STOPPED';

/** Whether the customer asked for a time. */
export type MindfulCallbackType =
  /** As soon as possible. */
  | 'ASAP'
  /** At a time. */
  | 'SCHEDULED';

/** Which end of a list comes first. */
export type OrderDirection =
  /** The earliest first. */
  | 'ASC'
  /** The latest first. */
  | 'DESC';

/** What was done about an agent's burnout index. */
export type RecordAgentActionInput = {
  /** When it was done. Default: now. */
  actionAt?: string | null | undefined;
  /** What was done, in the vendor's own word. */
  actionType: string;
  /** The agent's global id. */
  agentId: string | number;
  /** The program that acted, by name. */
  clientId: string;
  /** Any text of yours, 1 to 255 characters, new for each command. Repeated with the same input it gives the outcome of the first time, and the vendor is called once; with another input it is refused. */
  idempotencyKey?: string | null | undefined;
  /** The interaction that gave rise to it, by the vendor's own id. */
  interactionId?: string | null | undefined;
};

/** Another time for a callback, and perhaps another agent. */
export type RescheduleCallbackInput = {
  /** The agent who is to call, by the agent's global id. Default: as it is. */
  agentId?: string | number | null | undefined;
  /** The callback's global id. */
  id: string | number;
  /** Any text of yours, 1 to 255 characters, new for each command. Repeated with the same input it gives the outcome of the first time, and the vendor is called once; with another input it is refused. */
  idempotencyKey?: string | null | undefined;
  /** When to call instead. Without an end it keeps its length, where the vendor's windows have one. */
  window: CallbackWindowInput;
};

/** A callback to be scheduled. What a vendor has no place for is refused, never dropped. */
export type ScheduleCallbackInput = {
  /** The agent who is to call, by the agent's global id. */
  agentId?: string | number | null | undefined;
  /** The campaign, by the vendor's own id. */
  campaignId?: string | null | undefined;
  /** The customer's name. */
  customerName?: string | null | undefined;
  /** Any text of yours, 1 to 255 characters, new for each command. Repeated with the same input it gives the outcome of the first time, and the vendor is called once; with another input it is refused. */
  idempotencyKey?: string | null | undefined;
  /** The interaction in which the customer asked for it, by the vendor's own id. */
  originInteractionId?: string | null | undefined;
  /** The number to call. */
  phoneNumber: string;
  /** The queue, by the vendor's own id. */
  queueId?: string | null | undefined;
  /** Why the customer wants to be called. */
  reason?: string | null | undefined;
  /** The source that is to call, by its name in the settings. */
  source: string;
  /** When to call. Default: as soon as possible. */
  window?: CallbackWindowInput | null | undefined;
};

/** What a source can be able to do. */
export type SourceCapability =
  /** What was done about an agent's wellbeing can be told. */
  | 'AGENT_ACTIONS'
  /** A callback can be withdrawn. */
  | 'CANCEL'
  /** The callbacks of an agent can be found. */
  | 'FIND_BY_AGENT'
  /** The callbacks of a number can be found. */
  | 'FIND_BY_PHONE_NUMBER'
  /** One callback can be read by its id. */
  | 'GET'
  /** Every callback can be listed. */
  | 'LIST'
  /** The vendor tells of changes by itself. */
  | 'PUSH'
  /** A callback can be moved to another time. */
  | 'RESCHEDULE'
  /** A callback can be scheduled. */
  | 'SCHEDULE';

/** How a source fares. */
export type SourceState =
  /** Some of the last calls failed, or the vendor limits the rate. */
  | 'DEGRADED'
  /** No call succeeds. */
  | 'DOWN'
  /** The last calls succeeded. */
  | 'UP';

/** What callbacks can be counted by. */
export type StatisticsDimension =
  /** By assigned agent. */
  | 'AGENT'
  /** By the day on which the window begins, in the time zone of the query. */
  | 'DAY'
  /** By the hour in which the window begins, in the time zone of the query. */
  | 'HOUR'
  /** By the vendor's queue. */
  | 'QUEUE'
  /** By configured source. */
  | 'SOURCE'
  /** By status. */
  | 'STATUS'
  /** By vendor. */
  | 'VENDOR';

/** Where a status comes from. */
export type StatusBasis =
  /** The gateway inferred it from the record and the clock. */
  | 'DERIVED'
  /** The vendor said so. */
  | 'REPORTED';

/** How much of a source the gateway can know. */
export type SyncCoverage =
  /** The vendor can list everything. */
  | 'COMPLETE'
  /** The vendor only answers by number, agent or id, so the gateway knows what it has seen. */
  | 'OBSERVED';

/** To whom the callback is assigned. */
export type TalkdeskAssignType =
  /** Any agent who may take it. */
  | 'ANY_ELIGIBLE_AGENT'
  /** The agent who created the callback, if available. */
  | 'MYSELF_IF_AVAILABLE'
  /** The agent who created the callback, and nobody else. */
  | 'MYSELF_ONLY'
  /** A named agent. */
  | 'SPECIFIC_AGENT'
  /** A named ring group. */
  | 'SPECIFIC_RING_GROUP';

/** What has become of the callback. Talkdesk publishes the words and no meanings. */
export type TalkdeskCallbackStatus =
  /** The callback was withdrawn. */
  | 'CANCELED'
  /** All calls failed to reach the customer. */
  | 'EXHAUSTED'
  /** The number cannot be called. */
  | 'INVALID_NUMBER'
  /** The customer was reached. */
  | 'SUCCESS'
  /** A call did not reach the customer; another will be made. */
  | 'TO_BE_RETRIED'
  /** Nobody has called yet. */
  | 'UNATTEMPTED';

/** How the callback is dialled. */
export type TalkdeskDialingModel =
  /** The dialler calls before an agent is free. */
  | 'PREDICTIVE'
  /** An agent sees the record, then calls. */
  | 'PREVIEW';

/** The kind of call in which the callback was scheduled. */
export type TalkdeskFromCallType =
  /** A call that the customer made. */
  | 'INBOUND'
  /** A call that an agent dialled. */
  | 'MANUAL_OUTBOUND'
  /** A call that a campaign dialled. */
  | 'PROACTIVE_OUTBOUND';

/** Why a command was not fulfilled. */
export type UserErrorCode =
  /** The callback has ended, or its time has passed: it can be neither moved nor withdrawn. */
  | 'ALREADY_OVER'
  /** The vendor's answer was lost, and what it holds does not show (yet) whether it has acted. Repeat with the same key: the gateway looks again, and sends it anew only when it is certain that the vendor has not acted. */
  | 'AMBIGUOUS'
  /** The idempotency key was used before, with another input. */
  | 'IDEMPOTENCY_CONFLICT'
  /** The input breaks a rule, the gateway's own or the vendor's; field and message say which. */
  | 'INVALID_INPUT'
  /** Neither the gateway nor the vendor has what the input names. */
  | 'NOT_FOUND'
  /** The vendor does not offer this time; the message names the next ones that it does. */
  | 'SLOT_NOT_OFFERED'
  /** The vendor only knows the number, and that has several open callbacks: none was withdrawn. */
  | 'TOO_MANY_CALLBACKS'
  /** The source has no such ability; the message names the capability. Nothing was sent. */
  | 'UNSUPPORTED'
  /** The vendor's quota is used up, and it has not acted. The same key may be used again later. */
  | 'VENDOR_RATE_LIMITED'
  /** The vendor refused the request as wrong. Repeating it does not help. */
  | 'VENDOR_REJECTED'
  /** The vendor refused the gateway's credentials, and has not acted. An operator has to act. */
  | 'VENDOR_UNAUTHORIZED'
  /** The vendor could not be asked, and has not acted. The same key may be used again. */
  | 'VENDOR_UNAVAILABLE';

/** A vendor of contact centre software. */
export type Vendor =
  /** Genesys Context Services: callbacks by customer and by interaction. */
  | 'GENESYS'
  /** Mindful, through its Scheduler API: callbacks by number. */
  | 'MINDFUL'
  /** Talkdesk, through its scheduled callback management API. */
  | 'TALKDESK'
  /** Webex Contact Center, through its callback schedule API. */
  | 'WEBEX';

export type AgentQueryVariables = Exact<{
  id: string | number;
}>;


export type AgentQuery = { agent: { id: string, vendorId: string, callbacks: { totalCount: number, nodes: Array<{ id: string, vendor: Vendor, vendorId: string, status: CallbackStatus, statusBasis: StatusBasis, vendorStatus: string | null, isOpen: boolean, isPresentAtVendor: boolean, observedAt: string, dueAt: string | null, isOverdue: boolean, nextAttemptAt: string | null, source: { id: string, name: string }, customer: { name: string | null, phoneNumber: string | null, phoneNumberRaw: string | null }, window: { start: string, end: string | null, timeZone: string | null, localDate: string | null, localStart: string | null, localEnd: string | null, dstAdjustment: DstAdjustment } | null }> }, actions: { nodes: Array<{ id: string, vendorId: string | null, interactionId: string | null, orgId: string | null, clientId: string | null, actionType: string | null, actionAt: string | null, createdAt: string | null, trackingId: string | null, source: { id: string, name: string }, agent: { id: string, vendorId: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type CallbackDetailsQueryVariables = Exact<{
  id: string | number;
}>;


export type CallbackDetailsQuery = { callback: { timing: CallbackTiming, channel: CallbackChannel, attemptCount: number | null, reason: string | null, id: string, vendor: Vendor, vendorId: string, status: CallbackStatus, statusBasis: StatusBasis, vendorStatus: string | null, isOpen: boolean, isPresentAtVendor: boolean, observedAt: string, dueAt: string | null, isOverdue: boolean, nextAttemptAt: string | null, outcome: { category: CallOutcomeCategory, code: number | null, label: string } | null, assignment: { type: AssignmentType, exclusive: boolean | null, assignedAt: string | null, agent: { id: string, vendorId: string } | null } | null, routing: { queueId: string | null, campaignId: string | null, callTargetId: string | null }, origin: { category: CallbackOriginCategory, vendorOrigin: string | null }, estimate: { callAt: string | null, wait: string | null, waitlistPosition: number | null } | null, customer: { name: string | null, phoneNumber: string | null, phoneNumberRaw: string | null, callbacks: { totalCount: number, nodes: Array<{ id: string, vendor: Vendor, vendorId: string, status: CallbackStatus, statusBasis: StatusBasis, vendorStatus: string | null, isOpen: boolean, isPresentAtVendor: boolean, observedAt: string, dueAt: string | null, isOverdue: boolean, nextAttemptAt: string | null, source: { id: string, name: string }, customer: { name: string | null, phoneNumber: string | null, phoneNumberRaw: string | null }, window: { start: string, end: string | null, timeZone: string | null, localDate: string | null, localStart: string | null, localEnd: string | null, dstAdjustment: DstAdjustment } | null }> } }, history: { nodes: Array<{ cursor: string, kind: CallbackChangeKind, previousStatus: CallbackStatus | null, status: CallbackStatus, changedFields: Array<string>, observedAt: string }> }, vendorRecord:
      | { __typename: 'GenesysCallbackInteraction' }
      | { __typename: 'MindfulCallbackStatus' }
      | { __typename: 'TalkdeskCallback' }
      | { __typename: 'WebexCallbackSchedule' }
    , source: { id: string, name: string }, window: { start: string, end: string | null, timeZone: string | null, localDate: string | null, localStart: string | null, localEnd: string | null, dstAdjustment: DstAdjustment } | null } | null };

export type CallbacksQueryVariables = Exact<{
  filter?: CallbackFilter | null | undefined;
  orderBy?: CallbackOrder | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  maxStaleness?: string | null | undefined;
}>;


export type CallbacksQuery = { callbacks: { totalCount: number, changeCursor: string, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<{ id: string, vendor: Vendor, vendorId: string, status: CallbackStatus, statusBasis: StatusBasis, vendorStatus: string | null, isOpen: boolean, isPresentAtVendor: boolean, observedAt: string, dueAt: string | null, isOverdue: boolean, nextAttemptAt: string | null, source: { id: string, name: string }, customer: { name: string | null, phoneNumber: string | null, phoneNumberRaw: string | null }, window: { start: string, end: string | null, timeZone: string | null, localDate: string | null, localStart: string | null, localEnd: string | null, dstAdjustment: DstAdjustment } | null }>, sources: Array<{ freshness: Freshness, asOf: string | null, reason: string | null, source: { id: string, name: string }, error: { code: string, message: string, vendorCode: string | null, retryAfter: string | null } | null }> } };

export type CallbackRowFragment = { id: string, vendor: Vendor, vendorId: string, status: CallbackStatus, statusBasis: StatusBasis, vendorStatus: string | null, isOpen: boolean, isPresentAtVendor: boolean, observedAt: string, dueAt: string | null, isOverdue: boolean, nextAttemptAt: string | null, source: { id: string, name: string }, customer: { name: string | null, phoneNumber: string | null, phoneNumberRaw: string | null }, window: { start: string, end: string | null, timeZone: string | null, localDate: string | null, localStart: string | null, localEnd: string | null, dstAdjustment: DstAdjustment } | null };

export type FollowCallbacksSubscriptionVariables = Exact<{
  filter?: CallbackFilter | null | undefined;
  kinds?: Array<CallbackChangeKind> | CallbackChangeKind | null | undefined;
  after?: string | null | undefined;
  snapshot?: boolean | null | undefined;
}>;


export type FollowCallbacksSubscription = { callbackChanged: { cursor: string, kind: CallbackChangeKind, previousStatus: CallbackStatus | null, status: CallbackStatus, changedFields: Array<string>, occurredAt: string | null, observedAt: string, callback: { id: string, vendor: Vendor, vendorId: string, status: CallbackStatus, statusBasis: StatusBasis, vendorStatus: string | null, isOpen: boolean, isPresentAtVendor: boolean, observedAt: string, dueAt: string | null, isOverdue: boolean, nextAttemptAt: string | null, source: { id: string, name: string }, customer: { name: string | null, phoneNumber: string | null, phoneNumberRaw: string | null }, window: { start: string, end: string | null, timeZone: string | null, localDate: string | null, localStart: string | null, localEnd: string | null, dstAdjustment: DstAdjustment } | null } } };

export type FollowStatusesSubscriptionVariables = Exact<{
  filter?: CallbackFilter | null | undefined;
  after?: string | null | undefined;
  snapshot?: boolean | null | undefined;
}>;


export type FollowStatusesSubscription = { callbackStatusChanged: { cursor: string, kind: CallbackChangeKind, previousStatus: CallbackStatus | null, status: CallbackStatus, changedFields: Array<string>, occurredAt: string | null, observedAt: string, callback: { id: string, vendor: Vendor, vendorId: string, status: CallbackStatus, statusBasis: StatusBasis, vendorStatus: string | null, isOpen: boolean, isPresentAtVendor: boolean, observedAt: string, dueAt: string | null, isOverdue: boolean, nextAttemptAt: string | null, source: { id: string, name: string }, customer: { name: string | null, phoneNumber: string | null, phoneNumberRaw: string | null }, window: { start: string, end: string | null, timeZone: string | null, localDate: string | null, localStart: string | null, localEnd: string | null, dstAdjustment: DstAdjustment } | null } } };

export type CallbackChangeRowFragment = { cursor: string, kind: CallbackChangeKind, previousStatus: CallbackStatus | null, status: CallbackStatus, changedFields: Array<string>, occurredAt: string | null, observedAt: string, callback: { id: string, vendor: Vendor, vendorId: string, status: CallbackStatus, statusBasis: StatusBasis, vendorStatus: string | null, isOpen: boolean, isPresentAtVendor: boolean, observedAt: string, dueAt: string | null, isOverdue: boolean, nextAttemptAt: string | null, source: { id: string, name: string }, customer: { name: string | null, phoneNumber: string | null, phoneNumberRaw: string | null }, window: { start: string, end: string | null, timeZone: string | null, localDate: string | null, localStart: string | null, localEnd: string | null, dstAdjustment: DstAdjustment } | null } };

export type ScheduleCallbackMutationVariables = Exact<{
  input: ScheduleCallbackInput;
}>;


export type ScheduleCallbackMutation = { scheduleCallback: { callback: { id: string, vendor: Vendor, vendorId: string, status: CallbackStatus, statusBasis: StatusBasis, vendorStatus: string | null, isOpen: boolean, isPresentAtVendor: boolean, observedAt: string, dueAt: string | null, isOverdue: boolean, nextAttemptAt: string | null, source: { id: string, name: string }, customer: { name: string | null, phoneNumber: string | null, phoneNumberRaw: string | null }, window: { start: string, end: string | null, timeZone: string | null, localDate: string | null, localStart: string | null, localEnd: string | null, dstAdjustment: DstAdjustment } | null } | null, receipt: { trackingId: string | null, respondedAt: string } | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null }> } };

export type RescheduleCallbackMutationVariables = Exact<{
  input: RescheduleCallbackInput;
}>;


export type RescheduleCallbackMutation = { rescheduleCallback: { callback: { id: string, vendor: Vendor, vendorId: string, status: CallbackStatus, statusBasis: StatusBasis, vendorStatus: string | null, isOpen: boolean, isPresentAtVendor: boolean, observedAt: string, dueAt: string | null, isOverdue: boolean, nextAttemptAt: string | null, source: { id: string, name: string }, customer: { name: string | null, phoneNumber: string | null, phoneNumberRaw: string | null }, window: { start: string, end: string | null, timeZone: string | null, localDate: string | null, localStart: string | null, localEnd: string | null, dstAdjustment: DstAdjustment } | null } | null, receipt: { trackingId: string | null, respondedAt: string } | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null }> } };

export type CancelCallbackMutationVariables = Exact<{
  input: CancelCallbackInput;
}>;


export type CancelCallbackMutation = { cancelCallback: { callback: { id: string, vendor: Vendor, vendorId: string, status: CallbackStatus, statusBasis: StatusBasis, vendorStatus: string | null, isOpen: boolean, isPresentAtVendor: boolean, observedAt: string, dueAt: string | null, isOverdue: boolean, nextAttemptAt: string | null, source: { id: string, name: string }, customer: { name: string | null, phoneNumber: string | null, phoneNumberRaw: string | null }, window: { start: string, end: string | null, timeZone: string | null, localDate: string | null, localStart: string | null, localEnd: string | null, dstAdjustment: DstAdjustment } | null } | null, receipt: { trackingId: string | null, respondedAt: string } | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null }> } };

export type RecordAgentActionMutationVariables = Exact<{
  input: RecordAgentActionInput;
}>;


export type RecordAgentActionMutation = { recordAgentAction: { action: { id: string, vendorId: string | null, interactionId: string | null, orgId: string | null, clientId: string | null, actionType: string | null, actionAt: string | null, createdAt: string | null, trackingId: string | null, source: { id: string, name: string }, agent: { id: string, vendorId: string } | null } | null, receipt: { trackingId: string | null, respondedAt: string } | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null }> } };

export type CallbackOutcomeFragment = { callback: { id: string, vendor: Vendor, vendorId: string, status: CallbackStatus, statusBasis: StatusBasis, vendorStatus: string | null, isOpen: boolean, isPresentAtVendor: boolean, observedAt: string, dueAt: string | null, isOverdue: boolean, nextAttemptAt: string | null, source: { id: string, name: string }, customer: { name: string | null, phoneNumber: string | null, phoneNumberRaw: string | null }, window: { start: string, end: string | null, timeZone: string | null, localDate: string | null, localStart: string | null, localEnd: string | null, dstAdjustment: DstAdjustment } | null } | null, receipt: { trackingId: string | null, respondedAt: string } | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null }> };

export type AgentActionRowFragment = { id: string, vendorId: string | null, interactionId: string | null, orgId: string | null, clientId: string | null, actionType: string | null, actionAt: string | null, createdAt: string | null, trackingId: string | null, source: { id: string, name: string }, agent: { id: string, vendorId: string } | null };

export type SourcesQueryVariables = Exact<{ [key: string]: never; }>;


export type SourcesQuery = { sources: Array<{ id: string, name: string, vendor: Vendor, capabilities: Array<SourceCapability>, health: { state: SourceState, since: string, latencyP99: string | null, lastError: { code: string, message: string, vendorCode: string | null, retryAfter: string | null } | null }, sync: { coverage: SyncCoverage, lastCompletedAt: string | null, lag: string | null, keyCount: number, overdueKeyCount: number, neverRequestedKeyCount: number, dueSoonDelay: string, laterDelay: string } }> };

export type CallbackStatisticsQueryVariables = Exact<{
  filter?: CallbackFilter | null | undefined;
  groupBy: Array<StatisticsDimension> | StatisticsDimension;
  timeZone?: string | null | undefined;
  maxStaleness?: string | null | undefined;
}>;


export type CallbackStatisticsQuery = { callbackStatistics: { totalCount: number, groups: Array<{ vendor: Vendor | null, sourceName: string | null, status: CallbackStatus | null, queueId: string | null, agentId: string | null, bucketStart: string | null, count: number, oldestWindowStart: string | null, overdueCount: number }>, sources: Array<{ freshness: Freshness, asOf: string | null, reason: string | null, source: { id: string, name: string } }> } };

export type VendorRecordQueryVariables = Exact<{
  id: string | number;
}>;


export type VendorRecordQuery = { callback: { id: string, vendorRecord:
      | { __typename: 'GenesysCallbackInteraction', callbackStatus: GenesysCallbackStatus | null, desiredResponseType: GenesysDesiredResponseType | null, customerNumber: string | null, attempts: number | null, dn: string | null, location: string | null, callbackServerId: string | null, callResult: GenesysCallResult | null, callbackType: GenesysCallbackType | null, customerId: string | null, interactionId: string | null, entityType: GenesysEntityType | null, subType: string | null, mediaType: string | null, parentId: string | null, threadId: string | null, externalId: string | null, ownerId: number | null, creatorAppId: number | null, startDate: string | null, endDate: string | null, timeshift: number | null, categoryId: string | null, allowChildren: boolean | null, subject: string | null, stoppedReason: string | null, text: string | null, structuredText: string | null, structuredTextMime: string | null, binaryContent: string | null, binaryContentMime: string | null, binaryContentSize: number | null, udata: Record<string, unknown> | null, additionalFields: Record<string, unknown>, genesysStartTime: string | null, genesysEndTime: string | null, genesysStatus: GenesysInteractionStatus | null, genesysType: string | null }
      | { __typename: 'MindfulCallbackStatus', contactUri: string | null, callbackNumber: string | null, callRequestId: string | null, createdAt: string | null, estimatedFor: string | null, forecastWaitlistPosition: number | null, estimatedWaitTime: string | null, source: string | null, callTargetId: string | null, additionalFields: Record<string, unknown>, mindfulType: MindfulCallbackType | null, mindfulStatus: string | null }
      | { __typename: 'TalkdeskCallback', id: string | null, callbackId: string | null, interactionId: string | null, rootInteractionId: string | null, campaignId: string | null, recordId: string | null, recordListId: string | null, phoneNumber: string | null, recordFirstName: string | null, recordLastName: string | null, recordExtraData: Record<string, unknown> | null, callerId: string | null, timeToCall: string | null, scheduledTimeToCall: string | null, nextTimeToCall: string | null, processedTime: string | null, preferredStartTime: string | null, preferredEndTime: string | null, timezone: string | null, exclusiveToAgent: boolean | null, agentId: string | null, agents: Array<Record<string, unknown>> | null, ringGroups: Array<Record<string, unknown>> | null, teams: Array<Record<string, unknown>> | null, contactId: string | null, assignType: TalkdeskAssignType | null, fromCallType: TalkdeskFromCallType | null, dialingModel: TalkdeskDialingModel | null, accountId: string | null, createdAt: string | null, createdBy: string | null, links: Record<string, unknown> | null, additionalFields: Record<string, unknown>, talkdeskStatus: TalkdeskCallbackStatus | null }
      | { __typename: 'WebexCallbackSchedule', id: string | null, customerName: string | null, callbackNumber: string | null, timezone: string | null, scheduleDate: string | null, queueId: string | null, callbackReason: string | null, sourceInteraction: string | null, callbackOrigin: string | null, createdTimestamp: string | null, lastUpdatedTimestamp: string | null, assigneeAgent: string | null, assignedTime: string | null, orgId: string | null, additionalFields: Record<string, unknown>, webexStartTime: string | null, webexEndTime: string | null }
     } | null };

export type WallboardPageQueryVariables = Exact<{
  filter?: CallbackFilter | null | undefined;
  after?: string | null | undefined;
}>;


export type WallboardPageQuery = { callbacks: { totalCount: number, changeCursor: string, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ timing: CallbackTiming, attemptCount: number | null, reason: string | null, id: string, vendor: Vendor, vendorId: string, status: CallbackStatus, statusBasis: StatusBasis, vendorStatus: string | null, isOpen: boolean, isPresentAtVendor: boolean, observedAt: string, dueAt: string | null, isOverdue: boolean, nextAttemptAt: string | null, routing: { queueId: string | null }, assignment: { agent: { id: string, vendorId: string } | null } | null, source: { id: string, name: string }, customer: { name: string | null, phoneNumber: string | null, phoneNumberRaw: string | null }, window: { start: string, end: string | null, timeZone: string | null, localDate: string | null, localStart: string | null, localEnd: string | null, dstAdjustment: DstAdjustment } | null }> } };

export type WallboardChangesSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type WallboardChangesSubscription = { callbackChanged: { cursor: string, kind: CallbackChangeKind, previousStatus: CallbackStatus | null, status: CallbackStatus, changedFields: Array<string>, observedAt: string, callback: { timing: CallbackTiming, attemptCount: number | null, reason: string | null, id: string, vendor: Vendor, vendorId: string, status: CallbackStatus, statusBasis: StatusBasis, vendorStatus: string | null, isOpen: boolean, isPresentAtVendor: boolean, observedAt: string, dueAt: string | null, isOverdue: boolean, nextAttemptAt: string | null, routing: { queueId: string | null }, assignment: { agent: { id: string, vendorId: string } | null } | null, source: { id: string, name: string }, customer: { name: string | null, phoneNumber: string | null, phoneNumberRaw: string | null }, window: { start: string, end: string | null, timeZone: string | null, localDate: string | null, localStart: string | null, localEnd: string | null, dstAdjustment: DstAdjustment } | null } } };

export type WallboardSourcesQueryVariables = Exact<{ [key: string]: never; }>;


export type WallboardSourcesQuery = { sources: Array<{ id: string, name: string, vendor: Vendor, capabilities: Array<SourceCapability>, health: { state: SourceState, since: string, latencyP99: string | null, lastError: { code: string, message: string } | null }, sync: { coverage: SyncCoverage, lastCompletedAt: string | null } }>, callbacks: { sources: Array<{ freshness: Freshness, asOf: string | null, reason: string | null, source: { id: string, name: string }, error: { code: string, message: string } | null }> } };

export type WallboardRowFragment = { timing: CallbackTiming, attemptCount: number | null, reason: string | null, id: string, vendor: Vendor, vendorId: string, status: CallbackStatus, statusBasis: StatusBasis, vendorStatus: string | null, isOpen: boolean, isPresentAtVendor: boolean, observedAt: string, dueAt: string | null, isOverdue: boolean, nextAttemptAt: string | null, routing: { queueId: string | null }, assignment: { agent: { id: string, vendorId: string } | null } | null, source: { id: string, name: string }, customer: { name: string | null, phoneNumber: string | null, phoneNumberRaw: string | null }, window: { start: string, end: string | null, timeZone: string | null, localDate: string | null, localStart: string | null, localEnd: string | null, dstAdjustment: DstAdjustment } | null };

export const CallbackRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallbackRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Callback"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendor"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusBasis"}},{"kind":"Field","name":{"kind":"Name","value":"vendorStatus"}},{"kind":"Field","name":{"kind":"Name","value":"isOpen"}},{"kind":"Field","name":{"kind":"Name","value":"isPresentAtVendor"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumberRaw"}}]}},{"kind":"Field","name":{"kind":"Name","value":"window"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"end"}},{"kind":"Field","name":{"kind":"Name","value":"timeZone"}},{"kind":"Field","name":{"kind":"Name","value":"localDate"}},{"kind":"Field","name":{"kind":"Name","value":"localStart"}},{"kind":"Field","name":{"kind":"Name","value":"localEnd"}},{"kind":"Field","name":{"kind":"Name","value":"dstAdjustment"}}]}},{"kind":"Field","name":{"kind":"Name","value":"dueAt"}},{"kind":"Field","name":{"kind":"Name","value":"isOverdue"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}}]}}]} as unknown as DocumentNode<CallbackRowFragment, unknown>;
export const CallbackChangeRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallbackChangeRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CallbackChange"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"previousStatus"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"changedFields"}},{"kind":"Field","name":{"kind":"Name","value":"occurredAt"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"callback"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallbackRow"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallbackRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Callback"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendor"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusBasis"}},{"kind":"Field","name":{"kind":"Name","value":"vendorStatus"}},{"kind":"Field","name":{"kind":"Name","value":"isOpen"}},{"kind":"Field","name":{"kind":"Name","value":"isPresentAtVendor"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumberRaw"}}]}},{"kind":"Field","name":{"kind":"Name","value":"window"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"end"}},{"kind":"Field","name":{"kind":"Name","value":"timeZone"}},{"kind":"Field","name":{"kind":"Name","value":"localDate"}},{"kind":"Field","name":{"kind":"Name","value":"localStart"}},{"kind":"Field","name":{"kind":"Name","value":"localEnd"}},{"kind":"Field","name":{"kind":"Name","value":"dstAdjustment"}}]}},{"kind":"Field","name":{"kind":"Name","value":"dueAt"}},{"kind":"Field","name":{"kind":"Name","value":"isOverdue"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}}]}}]} as unknown as DocumentNode<CallbackChangeRowFragment, unknown>;
export const CallbackOutcomeFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallbackOutcome"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CallbackMutationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"callback"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallbackRow"}}]}},{"kind":"Field","name":{"kind":"Name","value":"receipt"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"Field","name":{"kind":"Name","value":"respondedAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallbackRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Callback"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendor"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusBasis"}},{"kind":"Field","name":{"kind":"Name","value":"vendorStatus"}},{"kind":"Field","name":{"kind":"Name","value":"isOpen"}},{"kind":"Field","name":{"kind":"Name","value":"isPresentAtVendor"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumberRaw"}}]}},{"kind":"Field","name":{"kind":"Name","value":"window"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"end"}},{"kind":"Field","name":{"kind":"Name","value":"timeZone"}},{"kind":"Field","name":{"kind":"Name","value":"localDate"}},{"kind":"Field","name":{"kind":"Name","value":"localStart"}},{"kind":"Field","name":{"kind":"Name","value":"localEnd"}},{"kind":"Field","name":{"kind":"Name","value":"dstAdjustment"}}]}},{"kind":"Field","name":{"kind":"Name","value":"dueAt"}},{"kind":"Field","name":{"kind":"Name","value":"isOverdue"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}}]}}]} as unknown as DocumentNode<CallbackOutcomeFragment, unknown>;
export const AgentActionRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"AgentActionRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AgentAction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"interactionId"}},{"kind":"Field","name":{"kind":"Name","value":"orgId"}},{"kind":"Field","name":{"kind":"Name","value":"agent"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}}]}},{"kind":"Field","name":{"kind":"Name","value":"clientId"}},{"kind":"Field","name":{"kind":"Name","value":"actionType"}},{"kind":"Field","name":{"kind":"Name","value":"actionAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"trackingId"}}]}}]} as unknown as DocumentNode<AgentActionRowFragment, unknown>;
export const WallboardRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"WallboardRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Callback"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallbackRow"}},{"kind":"Field","name":{"kind":"Name","value":"timing"}},{"kind":"Field","name":{"kind":"Name","value":"attemptCount"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"routing"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"queueId"}}]}},{"kind":"Field","name":{"kind":"Name","value":"assignment"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"agent"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallbackRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Callback"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendor"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusBasis"}},{"kind":"Field","name":{"kind":"Name","value":"vendorStatus"}},{"kind":"Field","name":{"kind":"Name","value":"isOpen"}},{"kind":"Field","name":{"kind":"Name","value":"isPresentAtVendor"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumberRaw"}}]}},{"kind":"Field","name":{"kind":"Name","value":"window"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"end"}},{"kind":"Field","name":{"kind":"Name","value":"timeZone"}},{"kind":"Field","name":{"kind":"Name","value":"localDate"}},{"kind":"Field","name":{"kind":"Name","value":"localStart"}},{"kind":"Field","name":{"kind":"Name","value":"localEnd"}},{"kind":"Field","name":{"kind":"Name","value":"dstAdjustment"}}]}},{"kind":"Field","name":{"kind":"Name","value":"dueAt"}},{"kind":"Field","name":{"kind":"Name","value":"isOverdue"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}}]}}]} as unknown as DocumentNode<WallboardRowFragment, unknown>;
export const AgentDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Agent"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"agent"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"callbacks"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"20"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallbackRow"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"actions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"20"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"AgentActionRow"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallbackRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Callback"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendor"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusBasis"}},{"kind":"Field","name":{"kind":"Name","value":"vendorStatus"}},{"kind":"Field","name":{"kind":"Name","value":"isOpen"}},{"kind":"Field","name":{"kind":"Name","value":"isPresentAtVendor"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumberRaw"}}]}},{"kind":"Field","name":{"kind":"Name","value":"window"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"end"}},{"kind":"Field","name":{"kind":"Name","value":"timeZone"}},{"kind":"Field","name":{"kind":"Name","value":"localDate"}},{"kind":"Field","name":{"kind":"Name","value":"localStart"}},{"kind":"Field","name":{"kind":"Name","value":"localEnd"}},{"kind":"Field","name":{"kind":"Name","value":"dstAdjustment"}}]}},{"kind":"Field","name":{"kind":"Name","value":"dueAt"}},{"kind":"Field","name":{"kind":"Name","value":"isOverdue"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"AgentActionRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AgentAction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"interactionId"}},{"kind":"Field","name":{"kind":"Name","value":"orgId"}},{"kind":"Field","name":{"kind":"Name","value":"agent"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}}]}},{"kind":"Field","name":{"kind":"Name","value":"clientId"}},{"kind":"Field","name":{"kind":"Name","value":"actionType"}},{"kind":"Field","name":{"kind":"Name","value":"actionAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"trackingId"}}]}}]} as unknown as DocumentNode<AgentQuery, AgentQueryVariables>;
export const CallbackDetailsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"CallbackDetails"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"callback"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallbackRow"}},{"kind":"Field","name":{"kind":"Name","value":"timing"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"attemptCount"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"category"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"label"}}]}},{"kind":"Field","name":{"kind":"Name","value":"assignment"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"exclusive"}},{"kind":"Field","name":{"kind":"Name","value":"assignedAt"}},{"kind":"Field","name":{"kind":"Name","value":"agent"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"routing"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"queueId"}},{"kind":"Field","name":{"kind":"Name","value":"campaignId"}},{"kind":"Field","name":{"kind":"Name","value":"callTargetId"}}]}},{"kind":"Field","name":{"kind":"Name","value":"origin"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"category"}},{"kind":"Field","name":{"kind":"Name","value":"vendorOrigin"}}]}},{"kind":"Field","name":{"kind":"Name","value":"estimate"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"callAt"}},{"kind":"Field","name":{"kind":"Name","value":"wait"}},{"kind":"Field","name":{"kind":"Name","value":"waitlistPosition"}}]}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"callbacks"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"20"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallbackRow"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"history"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"50"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"previousStatus"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"changedFields"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"vendorRecord"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallbackRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Callback"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendor"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusBasis"}},{"kind":"Field","name":{"kind":"Name","value":"vendorStatus"}},{"kind":"Field","name":{"kind":"Name","value":"isOpen"}},{"kind":"Field","name":{"kind":"Name","value":"isPresentAtVendor"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumberRaw"}}]}},{"kind":"Field","name":{"kind":"Name","value":"window"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"end"}},{"kind":"Field","name":{"kind":"Name","value":"timeZone"}},{"kind":"Field","name":{"kind":"Name","value":"localDate"}},{"kind":"Field","name":{"kind":"Name","value":"localStart"}},{"kind":"Field","name":{"kind":"Name","value":"localEnd"}},{"kind":"Field","name":{"kind":"Name","value":"dstAdjustment"}}]}},{"kind":"Field","name":{"kind":"Name","value":"dueAt"}},{"kind":"Field","name":{"kind":"Name","value":"isOverdue"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}}]}}]} as unknown as DocumentNode<CallbackDetailsQuery, CallbackDetailsQueryVariables>;
export const CallbacksDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Callbacks"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"CallbackFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"CallbackOrder"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"last"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"before"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"maxStaleness"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Duration"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"callbacks"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"last"},"value":{"kind":"Variable","name":{"kind":"Name","value":"last"}}},{"kind":"Argument","name":{"kind":"Name","value":"before"},"value":{"kind":"Variable","name":{"kind":"Name","value":"before"}}},{"kind":"Argument","name":{"kind":"Name","value":"maxStaleness"},"value":{"kind":"Variable","name":{"kind":"Name","value":"maxStaleness"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"changeCursor"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"hasPreviousPage"}},{"kind":"Field","name":{"kind":"Name","value":"startCursor"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallbackRow"}}]}},{"kind":"Field","name":{"kind":"Name","value":"sources"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"freshness"}},{"kind":"Field","name":{"kind":"Name","value":"asOf"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"vendorCode"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallbackRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Callback"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendor"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusBasis"}},{"kind":"Field","name":{"kind":"Name","value":"vendorStatus"}},{"kind":"Field","name":{"kind":"Name","value":"isOpen"}},{"kind":"Field","name":{"kind":"Name","value":"isPresentAtVendor"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumberRaw"}}]}},{"kind":"Field","name":{"kind":"Name","value":"window"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"end"}},{"kind":"Field","name":{"kind":"Name","value":"timeZone"}},{"kind":"Field","name":{"kind":"Name","value":"localDate"}},{"kind":"Field","name":{"kind":"Name","value":"localStart"}},{"kind":"Field","name":{"kind":"Name","value":"localEnd"}},{"kind":"Field","name":{"kind":"Name","value":"dstAdjustment"}}]}},{"kind":"Field","name":{"kind":"Name","value":"dueAt"}},{"kind":"Field","name":{"kind":"Name","value":"isOverdue"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}}]}}]} as unknown as DocumentNode<CallbacksQuery, CallbacksQueryVariables>;
export const FollowCallbacksDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"FollowCallbacks"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"CallbackFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"kinds"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CallbackChangeKind"}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"snapshot"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}},"defaultValue":{"kind":"BooleanValue","value":false}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"callbackChanged"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"kinds"},"value":{"kind":"Variable","name":{"kind":"Name","value":"kinds"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"snapshot"},"value":{"kind":"Variable","name":{"kind":"Name","value":"snapshot"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallbackChangeRow"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallbackRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Callback"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendor"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusBasis"}},{"kind":"Field","name":{"kind":"Name","value":"vendorStatus"}},{"kind":"Field","name":{"kind":"Name","value":"isOpen"}},{"kind":"Field","name":{"kind":"Name","value":"isPresentAtVendor"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumberRaw"}}]}},{"kind":"Field","name":{"kind":"Name","value":"window"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"end"}},{"kind":"Field","name":{"kind":"Name","value":"timeZone"}},{"kind":"Field","name":{"kind":"Name","value":"localDate"}},{"kind":"Field","name":{"kind":"Name","value":"localStart"}},{"kind":"Field","name":{"kind":"Name","value":"localEnd"}},{"kind":"Field","name":{"kind":"Name","value":"dstAdjustment"}}]}},{"kind":"Field","name":{"kind":"Name","value":"dueAt"}},{"kind":"Field","name":{"kind":"Name","value":"isOverdue"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallbackChangeRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CallbackChange"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"previousStatus"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"changedFields"}},{"kind":"Field","name":{"kind":"Name","value":"occurredAt"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"callback"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallbackRow"}}]}}]}}]} as unknown as DocumentNode<FollowCallbacksSubscription, FollowCallbacksSubscriptionVariables>;
export const FollowStatusesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"FollowStatuses"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"CallbackFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"snapshot"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}},"defaultValue":{"kind":"BooleanValue","value":false}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"callbackStatusChanged"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"snapshot"},"value":{"kind":"Variable","name":{"kind":"Name","value":"snapshot"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallbackChangeRow"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallbackRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Callback"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendor"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusBasis"}},{"kind":"Field","name":{"kind":"Name","value":"vendorStatus"}},{"kind":"Field","name":{"kind":"Name","value":"isOpen"}},{"kind":"Field","name":{"kind":"Name","value":"isPresentAtVendor"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumberRaw"}}]}},{"kind":"Field","name":{"kind":"Name","value":"window"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"end"}},{"kind":"Field","name":{"kind":"Name","value":"timeZone"}},{"kind":"Field","name":{"kind":"Name","value":"localDate"}},{"kind":"Field","name":{"kind":"Name","value":"localStart"}},{"kind":"Field","name":{"kind":"Name","value":"localEnd"}},{"kind":"Field","name":{"kind":"Name","value":"dstAdjustment"}}]}},{"kind":"Field","name":{"kind":"Name","value":"dueAt"}},{"kind":"Field","name":{"kind":"Name","value":"isOverdue"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallbackChangeRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CallbackChange"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"previousStatus"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"changedFields"}},{"kind":"Field","name":{"kind":"Name","value":"occurredAt"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"callback"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallbackRow"}}]}}]}}]} as unknown as DocumentNode<FollowStatusesSubscription, FollowStatusesSubscriptionVariables>;
export const ScheduleCallbackDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ScheduleCallback"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ScheduleCallbackInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"scheduleCallback"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallbackOutcome"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallbackRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Callback"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendor"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusBasis"}},{"kind":"Field","name":{"kind":"Name","value":"vendorStatus"}},{"kind":"Field","name":{"kind":"Name","value":"isOpen"}},{"kind":"Field","name":{"kind":"Name","value":"isPresentAtVendor"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumberRaw"}}]}},{"kind":"Field","name":{"kind":"Name","value":"window"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"end"}},{"kind":"Field","name":{"kind":"Name","value":"timeZone"}},{"kind":"Field","name":{"kind":"Name","value":"localDate"}},{"kind":"Field","name":{"kind":"Name","value":"localStart"}},{"kind":"Field","name":{"kind":"Name","value":"localEnd"}},{"kind":"Field","name":{"kind":"Name","value":"dstAdjustment"}}]}},{"kind":"Field","name":{"kind":"Name","value":"dueAt"}},{"kind":"Field","name":{"kind":"Name","value":"isOverdue"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallbackOutcome"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CallbackMutationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"callback"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallbackRow"}}]}},{"kind":"Field","name":{"kind":"Name","value":"receipt"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"Field","name":{"kind":"Name","value":"respondedAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]} as unknown as DocumentNode<ScheduleCallbackMutation, ScheduleCallbackMutationVariables>;
export const RescheduleCallbackDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RescheduleCallback"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RescheduleCallbackInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rescheduleCallback"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallbackOutcome"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallbackRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Callback"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendor"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusBasis"}},{"kind":"Field","name":{"kind":"Name","value":"vendorStatus"}},{"kind":"Field","name":{"kind":"Name","value":"isOpen"}},{"kind":"Field","name":{"kind":"Name","value":"isPresentAtVendor"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumberRaw"}}]}},{"kind":"Field","name":{"kind":"Name","value":"window"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"end"}},{"kind":"Field","name":{"kind":"Name","value":"timeZone"}},{"kind":"Field","name":{"kind":"Name","value":"localDate"}},{"kind":"Field","name":{"kind":"Name","value":"localStart"}},{"kind":"Field","name":{"kind":"Name","value":"localEnd"}},{"kind":"Field","name":{"kind":"Name","value":"dstAdjustment"}}]}},{"kind":"Field","name":{"kind":"Name","value":"dueAt"}},{"kind":"Field","name":{"kind":"Name","value":"isOverdue"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallbackOutcome"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CallbackMutationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"callback"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallbackRow"}}]}},{"kind":"Field","name":{"kind":"Name","value":"receipt"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"Field","name":{"kind":"Name","value":"respondedAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]} as unknown as DocumentNode<RescheduleCallbackMutation, RescheduleCallbackMutationVariables>;
export const CancelCallbackDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CancelCallback"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CancelCallbackInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cancelCallback"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallbackOutcome"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallbackRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Callback"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendor"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusBasis"}},{"kind":"Field","name":{"kind":"Name","value":"vendorStatus"}},{"kind":"Field","name":{"kind":"Name","value":"isOpen"}},{"kind":"Field","name":{"kind":"Name","value":"isPresentAtVendor"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumberRaw"}}]}},{"kind":"Field","name":{"kind":"Name","value":"window"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"end"}},{"kind":"Field","name":{"kind":"Name","value":"timeZone"}},{"kind":"Field","name":{"kind":"Name","value":"localDate"}},{"kind":"Field","name":{"kind":"Name","value":"localStart"}},{"kind":"Field","name":{"kind":"Name","value":"localEnd"}},{"kind":"Field","name":{"kind":"Name","value":"dstAdjustment"}}]}},{"kind":"Field","name":{"kind":"Name","value":"dueAt"}},{"kind":"Field","name":{"kind":"Name","value":"isOverdue"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallbackOutcome"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CallbackMutationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"callback"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallbackRow"}}]}},{"kind":"Field","name":{"kind":"Name","value":"receipt"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"Field","name":{"kind":"Name","value":"respondedAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]} as unknown as DocumentNode<CancelCallbackMutation, CancelCallbackMutationVariables>;
export const RecordAgentActionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RecordAgentAction"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RecordAgentActionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"recordAgentAction"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"action"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"AgentActionRow"}}]}},{"kind":"Field","name":{"kind":"Name","value":"receipt"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trackingId"}},{"kind":"Field","name":{"kind":"Name","value":"respondedAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"AgentActionRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AgentAction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"interactionId"}},{"kind":"Field","name":{"kind":"Name","value":"orgId"}},{"kind":"Field","name":{"kind":"Name","value":"agent"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}}]}},{"kind":"Field","name":{"kind":"Name","value":"clientId"}},{"kind":"Field","name":{"kind":"Name","value":"actionType"}},{"kind":"Field","name":{"kind":"Name","value":"actionAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"trackingId"}}]}}]} as unknown as DocumentNode<RecordAgentActionMutation, RecordAgentActionMutationVariables>;
export const SourcesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Sources"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sources"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"vendor"}},{"kind":"Field","name":{"kind":"Name","value":"capabilities"}},{"kind":"Field","name":{"kind":"Name","value":"health"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"since"}},{"kind":"Field","name":{"kind":"Name","value":"latencyP99"}},{"kind":"Field","name":{"kind":"Name","value":"lastError"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"vendorCode"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"sync"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"coverage"}},{"kind":"Field","name":{"kind":"Name","value":"lastCompletedAt"}},{"kind":"Field","name":{"kind":"Name","value":"lag"}},{"kind":"Field","name":{"kind":"Name","value":"keyCount"}},{"kind":"Field","name":{"kind":"Name","value":"overdueKeyCount"}},{"kind":"Field","name":{"kind":"Name","value":"neverRequestedKeyCount"}},{"kind":"Field","name":{"kind":"Name","value":"dueSoonDelay"}},{"kind":"Field","name":{"kind":"Name","value":"laterDelay"}}]}}]}}]}}]} as unknown as DocumentNode<SourcesQuery, SourcesQueryVariables>;
export const CallbackStatisticsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"CallbackStatistics"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"CallbackFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"groupBy"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"StatisticsDimension"}}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"timeZone"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"TimeZone"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"maxStaleness"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Duration"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"callbackStatistics"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"groupBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"groupBy"}}},{"kind":"Argument","name":{"kind":"Name","value":"timeZone"},"value":{"kind":"Variable","name":{"kind":"Name","value":"timeZone"}}},{"kind":"Argument","name":{"kind":"Name","value":"maxStaleness"},"value":{"kind":"Variable","name":{"kind":"Name","value":"maxStaleness"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"groups"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"vendor"}},{"kind":"Field","name":{"kind":"Name","value":"sourceName"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"queueId"}},{"kind":"Field","name":{"kind":"Name","value":"agentId"}},{"kind":"Field","name":{"kind":"Name","value":"bucketStart"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"oldestWindowStart"}},{"kind":"Field","name":{"kind":"Name","value":"overdueCount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"sources"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"freshness"}},{"kind":"Field","name":{"kind":"Name","value":"asOf"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}}]}}]} as unknown as DocumentNode<CallbackStatisticsQuery, CallbackStatisticsQueryVariables>;
export const VendorRecordDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"VendorRecord"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"callback"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendorRecord"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"WebexCallbackSchedule"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"customerName"}},{"kind":"Field","name":{"kind":"Name","value":"callbackNumber"}},{"kind":"Field","name":{"kind":"Name","value":"timezone"}},{"kind":"Field","name":{"kind":"Name","value":"scheduleDate"}},{"kind":"Field","alias":{"kind":"Name","value":"webexStartTime"},"name":{"kind":"Name","value":"startTime"}},{"kind":"Field","alias":{"kind":"Name","value":"webexEndTime"},"name":{"kind":"Name","value":"endTime"}},{"kind":"Field","name":{"kind":"Name","value":"queueId"}},{"kind":"Field","name":{"kind":"Name","value":"callbackReason"}},{"kind":"Field","name":{"kind":"Name","value":"sourceInteraction"}},{"kind":"Field","name":{"kind":"Name","value":"callbackOrigin"}},{"kind":"Field","name":{"kind":"Name","value":"createdTimestamp"}},{"kind":"Field","name":{"kind":"Name","value":"lastUpdatedTimestamp"}},{"kind":"Field","name":{"kind":"Name","value":"assigneeAgent"}},{"kind":"Field","name":{"kind":"Name","value":"assignedTime"}},{"kind":"Field","name":{"kind":"Name","value":"orgId"}},{"kind":"Field","name":{"kind":"Name","value":"additionalFields"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TalkdeskCallback"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"callbackId"}},{"kind":"Field","name":{"kind":"Name","value":"interactionId"}},{"kind":"Field","name":{"kind":"Name","value":"rootInteractionId"}},{"kind":"Field","name":{"kind":"Name","value":"campaignId"}},{"kind":"Field","name":{"kind":"Name","value":"recordId"}},{"kind":"Field","name":{"kind":"Name","value":"recordListId"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"recordFirstName"}},{"kind":"Field","name":{"kind":"Name","value":"recordLastName"}},{"kind":"Field","name":{"kind":"Name","value":"recordExtraData"}},{"kind":"Field","name":{"kind":"Name","value":"callerId"}},{"kind":"Field","name":{"kind":"Name","value":"timeToCall"}},{"kind":"Field","name":{"kind":"Name","value":"scheduledTimeToCall"}},{"kind":"Field","name":{"kind":"Name","value":"nextTimeToCall"}},{"kind":"Field","name":{"kind":"Name","value":"processedTime"}},{"kind":"Field","name":{"kind":"Name","value":"preferredStartTime"}},{"kind":"Field","name":{"kind":"Name","value":"preferredEndTime"}},{"kind":"Field","name":{"kind":"Name","value":"timezone"}},{"kind":"Field","name":{"kind":"Name","value":"exclusiveToAgent"}},{"kind":"Field","name":{"kind":"Name","value":"agentId"}},{"kind":"Field","name":{"kind":"Name","value":"agents"}},{"kind":"Field","name":{"kind":"Name","value":"ringGroups"}},{"kind":"Field","name":{"kind":"Name","value":"teams"}},{"kind":"Field","name":{"kind":"Name","value":"contactId"}},{"kind":"Field","alias":{"kind":"Name","value":"talkdeskStatus"},"name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"assignType"}},{"kind":"Field","name":{"kind":"Name","value":"fromCallType"}},{"kind":"Field","name":{"kind":"Name","value":"dialingModel"}},{"kind":"Field","name":{"kind":"Name","value":"accountId"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"}},{"kind":"Field","name":{"kind":"Name","value":"links"}},{"kind":"Field","name":{"kind":"Name","value":"additionalFields"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"GenesysCallbackInteraction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"callbackStatus"}},{"kind":"Field","name":{"kind":"Name","value":"desiredResponseType"}},{"kind":"Field","alias":{"kind":"Name","value":"genesysStartTime"},"name":{"kind":"Name","value":"startTime"}},{"kind":"Field","alias":{"kind":"Name","value":"genesysEndTime"},"name":{"kind":"Name","value":"endTime"}},{"kind":"Field","name":{"kind":"Name","value":"customerNumber"}},{"kind":"Field","name":{"kind":"Name","value":"attempts"}},{"kind":"Field","name":{"kind":"Name","value":"dn"}},{"kind":"Field","name":{"kind":"Name","value":"location"}},{"kind":"Field","name":{"kind":"Name","value":"callbackServerId"}},{"kind":"Field","name":{"kind":"Name","value":"callResult"}},{"kind":"Field","name":{"kind":"Name","value":"callbackType"}},{"kind":"Field","name":{"kind":"Name","value":"customerId"}},{"kind":"Field","name":{"kind":"Name","value":"interactionId"}},{"kind":"Field","alias":{"kind":"Name","value":"genesysStatus"},"name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"entityType"}},{"kind":"Field","alias":{"kind":"Name","value":"genesysType"},"name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"subType"}},{"kind":"Field","name":{"kind":"Name","value":"mediaType"}},{"kind":"Field","name":{"kind":"Name","value":"parentId"}},{"kind":"Field","name":{"kind":"Name","value":"threadId"}},{"kind":"Field","name":{"kind":"Name","value":"externalId"}},{"kind":"Field","name":{"kind":"Name","value":"ownerId"}},{"kind":"Field","name":{"kind":"Name","value":"creatorAppId"}},{"kind":"Field","name":{"kind":"Name","value":"startDate"}},{"kind":"Field","name":{"kind":"Name","value":"endDate"}},{"kind":"Field","name":{"kind":"Name","value":"timeshift"}},{"kind":"Field","name":{"kind":"Name","value":"categoryId"}},{"kind":"Field","name":{"kind":"Name","value":"allowChildren"}},{"kind":"Field","name":{"kind":"Name","value":"subject"}},{"kind":"Field","name":{"kind":"Name","value":"stoppedReason"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"structuredText"}},{"kind":"Field","name":{"kind":"Name","value":"structuredTextMime"}},{"kind":"Field","name":{"kind":"Name","value":"binaryContent"}},{"kind":"Field","name":{"kind":"Name","value":"binaryContentMime"}},{"kind":"Field","name":{"kind":"Name","value":"binaryContentSize"}},{"kind":"Field","name":{"kind":"Name","value":"udata"}},{"kind":"Field","name":{"kind":"Name","value":"additionalFields"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MindfulCallbackStatus"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"contactUri"}},{"kind":"Field","name":{"kind":"Name","value":"callbackNumber"}},{"kind":"Field","name":{"kind":"Name","value":"callRequestId"}},{"kind":"Field","alias":{"kind":"Name","value":"mindfulType"},"name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"estimatedFor"}},{"kind":"Field","name":{"kind":"Name","value":"forecastWaitlistPosition"}},{"kind":"Field","name":{"kind":"Name","value":"estimatedWaitTime"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"callTargetId"}},{"kind":"Field","alias":{"kind":"Name","value":"mindfulStatus"},"name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"additionalFields"}}]}}]}}]}}]}}]} as unknown as DocumentNode<VendorRecordQuery, VendorRecordQueryVariables>;
export const WallboardPageDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WallboardPage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"CallbackFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"callbacks"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"field"},"value":{"kind":"EnumValue","value":"WINDOW_START"}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"changeCursor"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"WallboardRow"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallbackRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Callback"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendor"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusBasis"}},{"kind":"Field","name":{"kind":"Name","value":"vendorStatus"}},{"kind":"Field","name":{"kind":"Name","value":"isOpen"}},{"kind":"Field","name":{"kind":"Name","value":"isPresentAtVendor"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumberRaw"}}]}},{"kind":"Field","name":{"kind":"Name","value":"window"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"end"}},{"kind":"Field","name":{"kind":"Name","value":"timeZone"}},{"kind":"Field","name":{"kind":"Name","value":"localDate"}},{"kind":"Field","name":{"kind":"Name","value":"localStart"}},{"kind":"Field","name":{"kind":"Name","value":"localEnd"}},{"kind":"Field","name":{"kind":"Name","value":"dstAdjustment"}}]}},{"kind":"Field","name":{"kind":"Name","value":"dueAt"}},{"kind":"Field","name":{"kind":"Name","value":"isOverdue"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"WallboardRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Callback"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallbackRow"}},{"kind":"Field","name":{"kind":"Name","value":"timing"}},{"kind":"Field","name":{"kind":"Name","value":"attemptCount"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"routing"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"queueId"}}]}},{"kind":"Field","name":{"kind":"Name","value":"assignment"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"agent"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}}]}}]}}]}}]} as unknown as DocumentNode<WallboardPageQuery, WallboardPageQueryVariables>;
export const WallboardChangesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"WallboardChanges"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"callbackChanged"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"previousStatus"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"changedFields"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"callback"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"WallboardRow"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallbackRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Callback"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendor"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusBasis"}},{"kind":"Field","name":{"kind":"Name","value":"vendorStatus"}},{"kind":"Field","name":{"kind":"Name","value":"isOpen"}},{"kind":"Field","name":{"kind":"Name","value":"isPresentAtVendor"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumberRaw"}}]}},{"kind":"Field","name":{"kind":"Name","value":"window"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"end"}},{"kind":"Field","name":{"kind":"Name","value":"timeZone"}},{"kind":"Field","name":{"kind":"Name","value":"localDate"}},{"kind":"Field","name":{"kind":"Name","value":"localStart"}},{"kind":"Field","name":{"kind":"Name","value":"localEnd"}},{"kind":"Field","name":{"kind":"Name","value":"dstAdjustment"}}]}},{"kind":"Field","name":{"kind":"Name","value":"dueAt"}},{"kind":"Field","name":{"kind":"Name","value":"isOverdue"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"WallboardRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Callback"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallbackRow"}},{"kind":"Field","name":{"kind":"Name","value":"timing"}},{"kind":"Field","name":{"kind":"Name","value":"attemptCount"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"routing"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"queueId"}}]}},{"kind":"Field","name":{"kind":"Name","value":"assignment"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"agent"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vendorId"}}]}}]}}]}}]} as unknown as DocumentNode<WallboardChangesSubscription, WallboardChangesSubscriptionVariables>;
export const WallboardSourcesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WallboardSources"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sources"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"vendor"}},{"kind":"Field","name":{"kind":"Name","value":"capabilities"}},{"kind":"Field","name":{"kind":"Name","value":"health"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"since"}},{"kind":"Field","name":{"kind":"Name","value":"latencyP99"}},{"kind":"Field","name":{"kind":"Name","value":"lastError"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"sync"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"coverage"}},{"kind":"Field","name":{"kind":"Name","value":"lastCompletedAt"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"callbacks"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"1"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"isOpen"},"value":{"kind":"BooleanValue","value":true}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sources"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"freshness"}},{"kind":"Field","name":{"kind":"Name","value":"asOf"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]}}]} as unknown as DocumentNode<WallboardSourcesQuery, WallboardSourcesQueryVariables>;
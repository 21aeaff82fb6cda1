import { Field, ObjectType } from "type-graphql";
import type { CallbackChannel, CallbackTiming } from "../../domain/callback.js";
import { callbackId } from "../../domain/id.js";
import type { Instant } from "../../domain/time/instant.js";
import type { JsonObject } from "../../lib/json.js";
import type { RememberedCallback } from "../../domain/change/observation.js";
import { DEFAULT_PROMISE, isOverdue, type PromiseState } from "../../domain/promise.js";
import { isOpenStatus, type CallbackStatus, type StatusBasis } from "../../domain/status.js";
import { promiseOf, timesOf, waitingSince } from "../../domain/times.js";
import type { PresentingLoaders } from "../../loaders/loaders.js";
import { CallbackAssignmentType } from "./assignment.type.js";
import { callbackChannel, callbackStatus, callbackTiming, promiseState, statusBasis } from "./callback.enum.js";
import { CustomerType } from "../customer/customer.type.js";
import { CallbackEstimateType } from "./estimate.type.js";
import { sourceOf } from "../source/request-sources.js";
import { maskPii, canReadPii } from "../masking.js";
import { NodeType } from "../node.type.js";
import { CallbackOriginType } from "./origin.type.js";
import { CallOutcomeType } from "./outcome.type.js";
import { toCount } from "../present.js";
import { QueueType } from "../queue/queue.type.js";
import { RoutingType } from "./routing.type.js";
import { DateTime, NonNegativeInt } from "../scalars.js";
import { CallbackSourceType } from "../source/source.type.js";
import { vendorRecordUnion } from "../vendor-record/vendor-record.type.js";
import { vendorEnum } from "../source/vendor.enum.js";
import { CallbackWindowType } from "./window.type.js";

@ObjectType("Callback", {
  description: "A customer's request to be called back. Fields that the vendor does not report are null.",
  implements: NodeType,
  simpleResolvers: true,
})
export class CallbackType extends NodeType {
  @Field(() => CallbackSourceType, { description: "The source that the callback was read from." })
  readonly source: CallbackSourceType;

  @Field(() => vendorEnum, { description: "The vendor of the source." })
  readonly vendor: string;

  @Field(() => String, { description: "The id in the vendor's system." })
  readonly vendorId: string;

  @Field(() => callbackStatus, { description: "The status, normalised over all vendors." })
  readonly status: CallbackStatus;

  @Field(() => statusBasis, { description: "Whether the vendor reported the status or the gateway derived it." })
  readonly statusBasis: StatusBasis;

  @Field(() => String, {
    nullable: true,
    description: "The vendor's status value, verbatim; null if the vendor has none.",
  })
  readonly vendorStatus: string | null;

  @Field(() => Boolean, { description: "True until the status is final." })
  readonly isOpen: boolean;

  @Field(() => DateTime, {
    description:
      "When the status last changed, by the vendor's clock or the callback's time if known, else when the change was " +
      "observed.",
  })
  readonly statusChangedAt: Instant;

  @Field(() => callbackTiming, {
    description: "Whether the callback is for as soon as possible or for an agreed time.",
  })
  readonly timing: CallbackTiming;

  @Field(() => callbackChannel, { description: "How the customer wants to be reached." })
  readonly channel: CallbackChannel;

  @Field(() => CustomerType, { description: "The customer to call." })
  readonly customer: CustomerType;

  @Field(() => CallbackWindowType, {
    nullable: true,
    description: "When the customer may be called; null if no time was agreed.",
  })
  readonly window: CallbackWindowType | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "Deadline of the call that the customer was promised: the end of the window; without an end, its start " +
      "plus the source's `promise.graceMs`; for a callback as soon as possible, its creation plus " +
      "`promise.asapMs`. Null if nothing was promised.",
  })
  readonly dueAt: Instant | null;

  @Field(() => Boolean, {
    description: "True while the customer still waits (SCHEDULED, QUEUED or RETRYING) after `dueAt` has passed.",
  })
  readonly isOverdue: boolean;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "Since when the customer waits, or waited: the creation of a callback as soon as possible (else when it was " +
      "first observed), the start of any other's window. Null before that, and for a callback that ended before.",
  })
  readonly waitingSince: Instant | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "The first attempt, by the vendor's clock if the record says when it was, else when one was first observed. " +
      "Null if none is known.",
  })
  readonly firstAttemptAt: Instant | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "When the status became final, by the vendor's clock if the record says so, else when that was observed. Null " +
      "while the callback is open.",
  })
  readonly endedAt: Instant | null;

  @Field(() => promiseState, { description: "Whether the customer was called by `dueAt`, as far as is known." })
  readonly promise: PromiseState;

  @Field(() => DateTime, {
    nullable: true,
    description: "Time of the vendor's next planned attempt; null once the status is final.",
  })
  readonly nextAttemptAt: Instant | null;

  @Field(() => NonNegativeInt, {
    nullable: true,
    description: "Number of attempts so far; null if the vendor does not report it.",
  })
  readonly attemptCount: number | null;

  @Field(() => CallOutcomeType, { nullable: true, description: "Outcome of the call; null while there is none." })
  readonly outcome: CallOutcomeType | null;

  @Field(() => CallbackAssignmentType, {
    nullable: true,
    description: "The agents that may take the call; null if the callback is assigned to none.",
  })
  readonly assignment: CallbackAssignmentType | null;

  @Field(() => RoutingType, { description: "Where the vendor routes the call." })
  readonly routing: RoutingType;

  @Field(() => QueueType, {
    nullable: true,
    description:
      "Where the customer waits: the first queue, campaign, call target, service or skill that the record names; null if " +
      "it names none. `routing` has all of its ids.",
  })
  readonly queue: QueueType | null;

  @Field(() => String, { nullable: true, description: "Why the customer wants to be called." })
  readonly reason: string | null;

  @Field(() => CallbackOriginType, { description: "Where the request for the callback came from." })
  readonly origin: CallbackOriginType;

  @Field(() => String, {
    nullable: true,
    description: "The vendor's id of the interaction that the callback came from.",
  })
  readonly originInteractionId: string | null;

  @Field(() => CallbackEstimateType, { nullable: true, description: "The vendor's forecast." })
  readonly estimate: CallbackEstimateType | null;

  @Field(() => DateTime, { nullable: true, description: "When the callback was created at the vendor." })
  readonly createdAt: Instant | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "When the vendor last changed the record, by the vendor's clock.",
  })
  readonly updatedAt: Instant | null;

  @Field(() => DateTime, { description: "When the gateway last observed the record at the vendor." })
  readonly observedAt: Instant;

  @Field(() => Boolean, {
    description: "False once the vendor has stopped returning the record; the gateway then serves its stored copy.",
  })
  readonly isPresentAtVendor: boolean;

  // Read by a field resolver: reading a vendor's document takes longer than all the rest.
  @Field(() => vendorRecordUnion, {
    description: "All fields that the vendor sent, typed, with the vendor's own meaning.",
  })
  readonly vendorRecord!: object;

  /** The vendor's record, as sent. */
  readonly record: JsonObject;

  /** `status` is the one that holds at `at`. PII is masked for callers without the scope. */
  constructor(
    remembered: RememberedCallback,
    status: CallbackStatus,
    loaders: PresentingLoaders,
    at: Instant = loaders.now,
  ) {
    const { callback, ...stored } = canReadPii(loaders.caller) ? remembered : maskPii(remembered);
    super(callbackId(remembered.callback));
    this.source = sourceOf(loaders, callback);
    this.vendor = callback.vendor;
    this.vendorId = callback.vendorId;
    this.status = status;
    // A status that the record does not say comes of the clock, or of its absence.
    this.statusBasis = status === callback.status ? callback.statusBasis : "DERIVED";
    this.vendorStatus = callback.vendorStatus;
    this.isOpen = isOpenStatus(status);
    this.timing = callback.timing;
    this.channel = callback.channel;
    this.customer = new CustomerType(callback.customer, loaders.customerOf(remembered.callback));
    this.window = callback.window === null ? null : CallbackWindowType.of(callback.window);
    const times = timesOf(remembered, status, this.source.view.promise ?? DEFAULT_PROMISE);
    this.dueAt = times.dueAt;
    this.isOverdue = isOverdue(status, this.dueAt, at);
    this.waitingSince = waitingSince(times, at);
    this.firstAttemptAt = times.firstAttemptAt;
    this.endedAt = times.endedAt;
    this.promise = promiseOf(remembered, status, times, at);
    this.statusChangedAt = remembered.statusChangedAt;
    this.nextAttemptAt = this.isOpen ? callback.nextAttemptAt : null;
    this.attemptCount = toCount(callback.attemptCount);
    this.outcome = callback.outcome === null ? null : new CallOutcomeType(callback.outcome);
    this.assignment =
      callback.assignment === null ? null : new CallbackAssignmentType(callback.assignment, this.source, loaders);
    this.routing = new RoutingType(callback.routing);
    this.queue = callback.queue === null ? null : new QueueType(this.source, callback.queue, loaders);
    this.reason = callback.reason;
    this.origin = new CallbackOriginType(callback.origin);
    this.originInteractionId = callback.originInteractionId;
    this.estimate = callback.estimate === null ? null : new CallbackEstimateType(callback.estimate);
    this.createdAt = callback.createdAt;
    this.updatedAt = callback.updatedAt;
    this.observedAt = stored.observedAt;
    this.isPresentAtVendor = stored.isPresentAtVendor;
    this.record = stored.vendorRecord;
  }
}

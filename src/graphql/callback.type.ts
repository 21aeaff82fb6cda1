import { Field, ObjectType } from "type-graphql";
import type { CallbackChannel, CallbackTiming } from "../callback/callback.js";
import { callbackId } from "../callback/id.js";
import type { Instant } from "../callback/instant.js";
import type { JsonObject } from "../callback/json.js";
import type { RememberedCallback } from "../callback/observation.js";
import { DEFAULT_PROMISE, isOverdue, promiseDueAt } from "../callback/promise.js";
import { isOpenStatus, type CallbackStatus, type StatusBasis } from "../callback/status.js";
import type { Loaders } from "../loaders/loaders.js";
import { CallbackAssignmentType } from "./assignment.type.js";
import { callbackChannel, callbackStatus, callbackTiming, statusBasis } from "./callback.enum.js";
import { CustomerType } from "./customer.type.js";
import { CallbackEstimateType } from "./estimate.type.js";
import { sourceOf } from "./known-sources.js";
import { maskPii, canReadPii } from "./masking.js";
import { NodeType } from "./node.type.js";
import { CallbackOriginType } from "./origin.type.js";
import { CallOutcomeType } from "./outcome.type.js";
import { toCount } from "./present.js";
import { RoutingType } from "./routing.type.js";
import { DateTime, NonNegativeInt } from "./scalars.js";
import { CallbackSourceType } from "./source.type.js";
import { vendorRecordUnion } from "./vendor-record.type.js";
import { vendorEnum } from "./vendor.enum.js";
import { CallbackWindowType } from "./window.type.js";

@ObjectType("Callback", {
  description: "A customer who waits to be called back, or did. What a vendor does not say is null.",
  implements: NodeType,
  simpleResolvers: true,
})
export class CallbackType extends NodeType {
  @Field(() => CallbackSourceType, { description: "The source that it was read from." })
  readonly source: CallbackSourceType;

  @Field(() => vendorEnum, { description: "The vendor that holds it." })
  readonly vendor: string;

  @Field(() => String, { description: "The id in the vendor's own system." })
  readonly vendorId: string;

  @Field(() => callbackStatus, { description: "Where it stands, on the one life cycle." })
  readonly status: CallbackStatus;

  @Field(() => statusBasis, { description: "Whether the vendor said so, or the gateway inferred it." })
  readonly statusBasis: StatusBasis;

  @Field(() => String, { nullable: true, description: "The vendor's own word, verbatim; null where it has none." })
  readonly vendorStatus: string | null;

  @Field(() => Boolean, { description: "True until the status is final." })
  readonly isOpen: boolean;

  @Field(() => callbackTiming, { description: "As soon as possible, or at a time." })
  readonly timing: CallbackTiming;

  @Field(() => callbackChannel, { description: "How the customer wants to be reached." })
  readonly channel: CallbackChannel;

  @Field(() => CustomerType, { description: "Who is to be called." })
  readonly customer: CustomerType;

  @Field(() => CallbackWindowType, {
    nullable: true,
    description: "When the customer may be called; null where no time was agreed on.",
  })
  readonly window: CallbackWindowType | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "Until when the customer was promised a call: the end of the window; without an end, its start and the source's `promise.graceMs`; of a callback as soon as possible, its creation and `promise.asapMs`. Null where nothing was promised.",
  })
  readonly dueAt: Instant | null;

  @Field(() => Boolean, {
    description: "True while the customer waits (SCHEDULED, QUEUED or RETRYING) although `dueAt` has passed.",
  })
  readonly isOverdue: boolean;

  @Field(() => DateTime, {
    nullable: true,
    description: "When the vendor means to call next; null once the status is final.",
  })
  readonly nextAttemptAt: Instant | null;

  @Field(() => NonNegativeInt, {
    nullable: true,
    description: "How often the vendor has tried; null where it does not say.",
  })
  readonly attemptCount: number | null;

  @Field(() => CallOutcomeType, { nullable: true, description: "What became of the call; null while nothing did." })
  readonly outcome: CallOutcomeType | null;

  @Field(() => CallbackAssignmentType, {
    nullable: true,
    description: "Whom it is for; null where for nobody in particular.",
  })
  readonly assignment: CallbackAssignmentType | null;

  @Field(() => RoutingType, { description: "Where the vendor will route the call." })
  readonly routing: RoutingType;

  @Field(() => String, { nullable: true, description: "Why the customer wants to be called." })
  readonly reason: string | null;

  @Field(() => CallbackOriginType, { description: "Where the command came from." })
  readonly origin: CallbackOriginType;

  @Field(() => String, { nullable: true, description: "The vendor's id of the interaction that it came from." })
  readonly originInteractionId: string | null;

  @Field(() => CallbackEstimateType, { nullable: true, description: "What the vendor forecasts." })
  readonly estimate: CallbackEstimateType | null;

  @Field(() => DateTime, { nullable: true, description: "When it was created at the vendor." })
  readonly createdAt: Instant | null;

  @Field(() => DateTime, { nullable: true, description: "When the vendor last changed it, by the vendor's clock." })
  readonly updatedAt: Instant | null;

  @Field(() => DateTime, { description: "When the gateway last saw the vendor's own record." })
  readonly observedAt: Instant;

  @Field(() => Boolean, {
    description: "False once the vendor has stopped returning a record that the gateway still remembers.",
  })
  readonly isPresentAtVendor: boolean;

  // Read by a field resolver: reading a vendor's document takes longer than all the rest.
  @Field(() => vendorRecordUnion, {
    description: "Every field that the vendor sent, typed, under the vendor's own meaning.",
  })
  readonly vendorRecord!: object;

  /** The vendor's record, as sent. */
  readonly record: JsonObject;

  /** `status` is the one that held `at` the moment that is shown. People are masked for callers who may not see them. */
  constructor(remembered: RememberedCallback, status: CallbackStatus, loaders: Loaders, at: Instant = loaders.now) {
    const { callback, ...seen } = canReadPii(loaders.caller) ? remembered : maskPii(remembered);
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
    this.customer = new CustomerType(callback.customer, remembered.callback);
    this.window = callback.window === null ? null : CallbackWindowType.of(callback.window);
    this.dueAt = promiseDueAt(callback, this.source.view.promise ?? DEFAULT_PROMISE);
    this.isOverdue = isOverdue(status, this.dueAt, at);
    this.nextAttemptAt = this.isOpen ? callback.nextAttemptAt : null;
    this.attemptCount = toCount(callback.attemptCount);
    this.outcome = callback.outcome === null ? null : new CallOutcomeType(callback.outcome);
    this.assignment =
      callback.assignment === null ? null : new CallbackAssignmentType(callback.assignment, this.source);
    this.routing = new RoutingType(callback.routing);
    this.reason = callback.reason;
    this.origin = new CallbackOriginType(callback.origin);
    this.originInteractionId = callback.originInteractionId;
    this.estimate = callback.estimate === null ? null : new CallbackEstimateType(callback.estimate);
    this.createdAt = callback.createdAt;
    this.updatedAt = callback.updatedAt;
    this.observedAt = seen.observedAt;
    this.isPresentAtVendor = seen.isPresentAtVendor;
    this.record = seen.vendorRecord;
  }
}

import { Field, Int, ObjectType } from "type-graphql";
import { encodeId } from "../callback/id.js";
import type { DurationMs, Instant } from "../callback/instant.js";
import type { SourceCapability, SyncCoverage } from "../callback/source.js";
import type { SourceView } from "../loaders/loaders.js";
import { NodeType } from "./node.type.js";
import { DateTime, Duration } from "./scalars.js";
import { sourceCapability, syncCoverage } from "./source.enum.js";
import { vendorEnum } from "./vendor.enum.js";

@ObjectType("SourceSync", {
  description:
    "How far the background sync of a source is, and what delay to expect. The gateway looks at each key (a number, an " +
    "agent, a customer, an id, a list) again and again, at the pace that the vendor's quota allows.",
  simpleResolvers: true,
})
export class SourceSyncType {
  @Field(() => syncCoverage, { description: "How much of the source the gateway can know." })
  readonly coverage: SyncCoverage;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "When everything that has not ended was last looked at: the key that was requested longest ago counts. Null while " +
      "one never was.",
  })
  readonly lastCompletedAt: Instant | null;

  @Field(() => Duration, { nullable: true, description: "How long that is ago." })
  readonly lag: DurationMs | null;

  @Field(() => Int, { description: "Keys that are looked at." })
  readonly keyCount: number;

  @Field(() => Int, { description: "Keys that were not looked at within their interval of the schedule." })
  readonly overdueKeyCount: number;

  @Field(() => Int, { description: "Keys that were never looked at." })
  readonly neverRequestedKeyCount: number;

  @Field(() => Int, { description: "Keys whose last query failed." })
  readonly failedKeyCount: number;

  @Field(() => Int, { description: "Keys that the vendor refused as wrong." })
  readonly refusedKeyCount: number;

  @Field(() => Duration, {
    description: "Within how long a change to a callback shows that is due soon or in progress.",
  })
  readonly dueSoonDelay: DurationMs;

  @Field(() => Duration, { description: "Within how long a change to a callback shows that is due later." })
  readonly laterDelay: DurationMs;

  @Field(() => Int, { description: "Requests that this gateway sent to the vendor within the last minute." })
  readonly requestsPerMinute: number;

  @Field(() => Int, {
    nullable: true,
    description: "Requests that the vendor allows a minute; null where no quota is known.",
  })
  readonly allowedRequestsPerMinute: number | null;

  constructor(sync: SourceView["sync"]) {
    this.coverage = sync.coverage;
    this.lastCompletedAt = sync.lastCompletedAt;
    this.lag = sync.lagMs;
    this.keyCount = sync.keys;
    this.overdueKeyCount = sync.overdueKeys;
    this.neverRequestedKeyCount = sync.neverRequestedKeys;
    this.failedKeyCount = sync.failedKeys;
    this.refusedKeyCount = sync.refusedKeys;
    this.dueSoonDelay = sync.dueSoonDelayMs;
    this.laterDelay = sync.laterDelayMs;
    this.requestsPerMinute = sync.requestsPerMinute;
    this.allowedRequestsPerMinute = sync.allowedRequestsPerMinute;
  }
}

@ObjectType("CallbackSource", {
  description: "A configured tenant at a vendor.",
  implements: NodeType,
  simpleResolvers: true,
})
export class CallbackSourceType extends NodeType {
  @Field(() => String, { description: "Its name in the settings." })
  readonly name: string;

  @Field(() => vendorEnum, { description: "The vendor that holds its callbacks." })
  readonly vendor: string;

  @Field(() => [sourceCapability], { description: "What it can do. What is not here is said to be UNSUPPORTED." })
  readonly capabilities: readonly SourceCapability[];

  constructor(readonly view: SourceView) {
    super(encodeId("CallbackSource", view.name, null));
    this.name = view.name;
    this.vendor = view.vendor;
    this.capabilities = view.capabilities;
  }
}

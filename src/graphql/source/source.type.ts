import { Field, Int, ObjectType } from "type-graphql";
import { encodeId } from "../../domain/id.js";
import type { DurationMs, Instant } from "../../domain/time/instant.js";
import type { SourceCapability, SyncCoverage } from "../../domain/source.js";
import type { SourceView } from "../../loaders/loaders.js";
import { NodeType } from "../node.type.js";
import { DateTime, Duration } from "../scalars.js";
import { sourceCapability, syncCoverage } from "./source.enum.js";
import { vendorEnum } from "./vendor.enum.js";

@ObjectType("SourceSync", {
  description:
    "State of a source's background sync, and the delay to expect. The gateway polls each key (a number, an " +
    "agent, a customer, an id or a list) repeatedly, at the rate that the vendor's quota allows.",
  simpleResolvers: true,
})
export class SourceSyncType {
  @Field(() => syncCoverage, { description: "How much of the source the gateway can know." })
  readonly coverage: SyncCoverage;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "When the key that was polled longest ago was requested, among the keys of everything that has not ended. " +
      "Null while one was never polled.",
  })
  readonly lastCompletedAt: Instant | null;

  @Field(() => Duration, { nullable: true, description: "Time since `lastCompletedAt`." })
  readonly lag: DurationMs | null;

  @Field(() => Int, { description: "Number of keys that are polled." })
  readonly keyCount: number;

  @Field(() => Int, { description: "Number of keys that were not polled within their interval of the schedule." })
  readonly overdueKeyCount: number;

  @Field(() => Int, { description: "Number of keys that were never polled." })
  readonly neverRequestedKeyCount: number;

  @Field(() => Int, { description: "Number of keys whose last query failed." })
  readonly failedKeyCount: number;

  @Field(() => Int, { description: "Number of keys that the vendor rejected as invalid." })
  readonly refusedKeyCount: number;

  @Field(() => Duration, {
    description: "Time within which a change to a callback that is due soon or in progress becomes visible.",
  })
  readonly dueSoonDelay: DurationMs;

  @Field(() => Duration, { description: "Time within which a change to a callback that is due later becomes visible." })
  readonly laterDelay: DurationMs;

  @Field(() => Int, { description: "Number of requests that this gateway sent to the vendor in the last minute." })
  readonly requestsPerMinute: number;

  @Field(() => Int, {
    nullable: true,
    description: "Number of requests per minute that the vendor allows; null if no quota is known.",
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
  @Field(() => String, { description: "Name of the source in the settings." })
  readonly name: string;

  @Field(() => String, {
    nullable: true,
    description: "A name for people, by the setting `displayName` of the source; null if it is not set.",
  })
  readonly displayName: string | null;

  @Field(() => vendorEnum, { description: "The vendor whose API the source reads." })
  readonly vendor: string;

  @Field(() => [sourceCapability], {
    description: "Operations that the source supports. Other operations fail with UNSUPPORTED.",
  })
  readonly capabilities: readonly SourceCapability[];

  constructor(readonly view: SourceView) {
    super(encodeId("CallbackSource", view.name, null));
    this.name = view.name;
    this.displayName = view.displayName ?? null;
    this.vendor = view.vendor;
    this.capabilities = view.capabilities;
  }
}

import { Field, ObjectType } from "type-graphql";
import { encodeId } from "../callback/id.js";
import type { DurationMs, Instant } from "../callback/instant.js";
import type { SourceCapability, SyncCoverage } from "../callback/source.js";
import type { SourceView } from "../loaders/loaders.js";
import { NodeType } from "./node.type.js";
import { DateTime, Duration } from "./scalars.js";
import { sourceCapability, syncCoverage } from "./source.enum.js";
import { vendorEnum } from "./vendor.enum.js";

@ObjectType("SourceSync", { description: "How far the upkeep of a source has come.", simpleResolvers: true })
export class SourceSyncType {
  @Field(() => syncCoverage, { description: "How much of the source the gateway can know." })
  readonly coverage: SyncCoverage;

  @Field(() => DateTime, {
    nullable: true,
    description: "When everything that it can be asked was last asked successfully; null where it never was.",
  })
  readonly lastCompletedAt: Instant | null;

  @Field(() => Duration, { nullable: true, description: "How long that is ago." })
  readonly lag: DurationMs | null;

  constructor(sync: SourceView["sync"]) {
    this.coverage = sync.coverage;
    this.lastCompletedAt = sync.lastCompletedAt;
    this.lag = sync.lagMs;
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

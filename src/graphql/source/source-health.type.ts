import { Field, Int, ObjectType } from "type-graphql";
import type { DurationMs, Instant } from "../../domain/time/instant.js";
import type { SourceHealth, SourceState } from "../../domain/source.js";
import { toInt } from "../present.js";
import { DateTime, Duration } from "../scalars.js";
import { SourceErrorType } from "./source-error.type.js";
import { sourceState } from "./source.enum.js";

@ObjectType("RateLimit", {
  description: "The rest of a vendor's quota, as reported by the vendor.",
  simpleResolvers: true,
})
export class RateLimitType {
  @Field(() => Int, { nullable: true, description: "Number of calls left." })
  readonly remaining: number | null;

  @Field(() => DateTime, { nullable: true, description: "When the quota is refilled." })
  readonly resetsAt: Instant | null;

  constructor(rateLimit: { readonly remaining: number | null; readonly resetsAt: Instant | null }) {
    this.remaining = toInt(rateLimit.remaining);
    this.resetsAt = rateLimit.resetsAt;
  }
}

@ObjectType("SourceHealth", { description: "Health of a source over its last calls.", simpleResolvers: true })
export class SourceHealthType {
  @Field(() => sourceState, { description: "Whether calls succeed." })
  readonly state: SourceState;

  @Field(() => DateTime, { description: "When the source entered this state." })
  readonly since: Instant;

  @Field(() => SourceErrorType, { nullable: true, description: "The last error; null if there was none." })
  readonly lastError: SourceErrorType | null;

  @Field(() => Duration, {
    nullable: true,
    description: "99th percentile of the duration of calls; null before the first call.",
  })
  readonly latencyP99: DurationMs | null;

  @Field(() => RateLimitType, {
    nullable: true,
    description: "The vendor's quota; null if the vendor does not report it.",
  })
  readonly rateLimit: RateLimitType | null;

  constructor(health: SourceHealth) {
    this.state = health.state;
    this.since = health.since;
    this.lastError = health.lastError === null ? null : new SourceErrorType(health.lastError);
    this.latencyP99 = health.latencyP99;
    this.rateLimit = health.rateLimit === null ? null : new RateLimitType(health.rateLimit);
  }
}

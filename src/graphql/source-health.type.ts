import { Field, Int, ObjectType } from "type-graphql";
import type { DurationMs, Instant } from "../callback/instant.js";
import type { SourceHealth, SourceState } from "../callback/source.js";
import { toInt } from "./present.js";
import { DateTime, Duration } from "./scalars.js";
import { SourceErrorType } from "./source-error.type.js";
import { sourceState } from "./source.enum.js";

@ObjectType("RateLimit", {
  description: "What is left of a vendor's quota, as the vendor says.",
  simpleResolvers: true,
})
export class RateLimitType {
  @Field(() => Int, { nullable: true, description: "How many calls are left." })
  readonly remaining: number | null;

  @Field(() => DateTime, { nullable: true, description: "When the quota is full again." })
  readonly resetsAt: Instant | null;

  constructor(rateLimit: { readonly remaining: number | null; readonly resetsAt: Instant | null }) {
    this.remaining = toInt(rateLimit.remaining);
    this.resetsAt = rateLimit.resetsAt;
  }
}

@ObjectType("SourceHealth", { description: "How a source has fared lately.", simpleResolvers: true })
export class SourceHealthType {
  @Field(() => sourceState, { description: "Whether calls succeed." })
  readonly state: SourceState;

  @Field(() => DateTime, { description: "Since when it has been so." })
  readonly since: Instant;

  @Field(() => SourceErrorType, { nullable: true, description: "What last went wrong; null where nothing did." })
  readonly lastError: SourceErrorType | null;

  @Field(() => Duration, {
    nullable: true,
    description: "How long 99 of 100 calls took at most; null before the first.",
  })
  readonly latencyP99: DurationMs | null;

  @Field(() => RateLimitType, { nullable: true, description: "The vendor's quota; null where it says nothing of it." })
  readonly rateLimit: RateLimitType | null;

  constructor(health: SourceHealth) {
    this.state = health.state;
    this.since = health.since;
    this.lastError = health.lastError === null ? null : new SourceErrorType(health.lastError);
    this.latencyP99 = health.latencyP99;
    this.rateLimit = health.rateLimit === null ? null : new RateLimitType(health.rateLimit);
  }
}

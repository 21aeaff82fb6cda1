import { Field, Int, ObjectType } from "type-graphql";
import type { CallbackEstimate } from "../callback/callback.js";
import type { DurationMs, Instant } from "../callback/instant.js";
import { toInt } from "./present.js";
import { DateTime, Duration } from "./scalars.js";

@ObjectType("CallbackEstimate", {
  description: "What the vendor forecasts. It moves; it is never an appointment.",
  simpleResolvers: true,
})
export class CallbackEstimateType {
  @Field(() => DateTime, { nullable: true, description: "When the call will be made." })
  readonly callAt: Instant | null;

  @Field(() => Duration, { nullable: true, description: "How long the customer will have waited." })
  readonly wait: DurationMs | null;

  @Field(() => Int, { nullable: true, description: "The place in the vendor's waiting list." })
  readonly waitlistPosition: number | null;

  constructor(estimate: CallbackEstimate) {
    this.callAt = estimate.callAt;
    this.wait = estimate.waitMs;
    this.waitlistPosition = toInt(estimate.waitlistPosition);
  }
}

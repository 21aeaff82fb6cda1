import { Field, Int, ObjectType } from "type-graphql";
import type { CallbackEstimate } from "../../domain/callback.js";
import type { DurationMs, Instant } from "../../domain/time/instant.js";
import { toInt } from "../present.js";
import { DateTime, Duration } from "../scalars.js";

@ObjectType("CallbackEstimate", {
  description: "The vendor's forecast. It changes over time and is not an appointment.",
  simpleResolvers: true,
})
export class CallbackEstimateType {
  @Field(() => DateTime, { nullable: true, description: "Estimated time of the call." })
  readonly callAt: Instant | null;

  @Field(() => Duration, { nullable: true, description: "Estimated total wait of the customer." })
  readonly wait: DurationMs | null;

  @Field(() => Int, { nullable: true, description: "Position in the vendor's waiting list." })
  readonly waitlistPosition: number | null;

  constructor(estimate: CallbackEstimate) {
    this.callAt = estimate.callAt;
    this.wait = estimate.waitMs;
    this.waitlistPosition = toInt(estimate.waitlistPosition);
  }
}

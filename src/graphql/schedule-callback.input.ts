import { Field, ID, InputType } from "type-graphql";
import { CallbackWindowInput } from "./callback-window.input.js";
import { IDEMPOTENCY_KEY } from "./idempotency-key.js";
import { PhoneNumber } from "./scalars.js";

@InputType("ScheduleCallbackInput", {
  description: "A callback to be scheduled. What a vendor has no place for is refused, never dropped.",
})
export class ScheduleCallbackInput {
  @Field(() => String, { description: "The source that is to call, by its name in the settings." })
  source!: string;

  @Field(() => PhoneNumber, { description: "The number to call." })
  phoneNumber!: string;

  @Field(() => String, { nullable: true, description: "The customer's name." })
  customerName?: string | null;

  @Field(() => CallbackWindowInput, { nullable: true, description: "When to call. Default: as soon as possible." })
  window?: CallbackWindowInput | null;

  @Field(() => String, { nullable: true, description: "Why the customer wants to be called." })
  reason?: string | null;

  @Field(() => String, { nullable: true, description: "The queue, by the vendor's own id." })
  queueId?: string | null;

  @Field(() => String, { nullable: true, description: "The campaign, by the vendor's own id." })
  campaignId?: string | null;

  @Field(() => ID, { nullable: true, description: "The agent who is to call, by the agent's global id." })
  agentId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The interaction in which the customer asked for it, by the vendor's own id.",
  })
  originInteractionId?: string | null;

  @Field(() => String, { nullable: true, description: IDEMPOTENCY_KEY })
  idempotencyKey?: string | null;
}

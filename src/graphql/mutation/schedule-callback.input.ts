import { Field, ID, InputType } from "type-graphql";
import { CallbackWindowInput } from "../callback/callback-window.input.js";
import { IDEMPOTENCY_KEY } from "./idempotency-key.js";
import { PhoneNumber } from "../scalars.js";

@InputType("ScheduleCallbackInput", {
  description: "Input of scheduleCallback. A field that the vendor does not support is rejected, never ignored.",
})
export class ScheduleCallbackInput {
  @Field(() => String, { description: "Name of the source that makes the call." })
  source!: string;

  @Field(() => PhoneNumber, { description: "The number to call." })
  phoneNumber!: string;

  @Field(() => String, { nullable: true, description: "The customer's name." })
  customerName?: string | null;

  @Field(() => CallbackWindowInput, { nullable: true, description: "When to call. Default: as soon as possible." })
  window?: CallbackWindowInput | null;

  @Field(() => String, { nullable: true, description: "Why the customer wants to be called." })
  reason?: string | null;

  @Field(() => String, { nullable: true, description: "The queue, by the vendor's id." })
  queueId?: string | null;

  @Field(() => String, { nullable: true, description: "The campaign, by the vendor's id." })
  campaignId?: string | null;

  @Field(() => ID, { nullable: true, description: "The agent to assign, by the agent's global id." })
  agentId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The interaction in which the customer requested the callback, by the vendor's id.",
  })
  originInteractionId?: string | null;

  @Field(() => String, { nullable: true, description: IDEMPOTENCY_KEY })
  idempotencyKey?: string | null;
}

import { Field, ID, InputType } from "type-graphql";
import { CallbackWindowInput } from "../callback/callback-window.input.js";
import { IDEMPOTENCY_KEY } from "./idempotency-key.js";

@InputType("RescheduleCallbackInput", {
  description: "Input of rescheduleCallback: a new window, and optionally another agent.",
})
export class RescheduleCallbackInput {
  @Field(() => ID, { description: "The callback's global id." })
  id!: string;

  @Field(() => CallbackWindowInput, {
    description: "The new window. Without an end, the current length is unchanged if the vendor's windows have an end.",
  })
  window!: CallbackWindowInput;

  @Field(() => ID, {
    nullable: true,
    description: "The agent to assign, by the agent's global id. Default: unchanged.",
  })
  agentId?: string | null;

  @Field(() => String, { nullable: true, description: IDEMPOTENCY_KEY })
  idempotencyKey?: string | null;
}

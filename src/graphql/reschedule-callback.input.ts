import { Field, ID, InputType } from "type-graphql";
import { CallbackWindowInput } from "./callback-window.input.js";
import { IDEMPOTENCY_KEY } from "./idempotency-key.js";

@InputType("RescheduleCallbackInput", { description: "Another time for a callback, and perhaps another agent." })
export class RescheduleCallbackInput {
  @Field(() => ID, { description: "The callback's global id." })
  id!: string;

  @Field(() => CallbackWindowInput, {
    description: "When to call instead. Without an end it keeps its length, where the vendor's windows have one.",
  })
  window!: CallbackWindowInput;

  @Field(() => ID, {
    nullable: true,
    description: "The agent who is to call, by the agent's global id. Default: as it is.",
  })
  agentId?: string | null;

  @Field(() => String, { nullable: true, description: IDEMPOTENCY_KEY })
  idempotencyKey?: string | null;
}

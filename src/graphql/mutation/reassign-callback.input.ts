import { Field, ID, InputType } from "type-graphql";
import { IDEMPOTENCY_KEY } from "./idempotency-key.js";

@InputType("ReassignCallbackInput", { description: "Input of reassignCallback." })
export class ReassignCallbackInput {
  @Field(() => ID, { description: "The callback's global id." })
  id!: string;

  @Field(() => ID, { description: "The agent to assign, by the agent's global id; an agent of the callback's source." })
  agentId!: string;

  @Field(() => String, { nullable: true, description: IDEMPOTENCY_KEY })
  idempotencyKey?: string | null;
}

import { Field, ID, InputType } from "type-graphql";
import { IDEMPOTENCY_KEY } from "./idempotency-key.js";
import { DateTime } from "../scalars.js";

@InputType("RecordAgentActionInput", {
  description: "Input of recordAgentAction: an action on an agent's burnout index.",
})
export class RecordAgentActionInput {
  @Field(() => ID, { description: "The agent's global id." })
  agentId!: string;

  @Field(() => String, {
    nullable: true,
    description: "The vendor's id of the interaction that caused the action.",
  })
  interactionId?: string | null;

  @Field(() => String, { description: "The name of the program that took the action." })
  clientId!: string;

  @Field(() => String, { description: "The type of the action, as a value of the vendor's." })
  actionType!: string;

  @Field(() => DateTime, { nullable: true, description: "When the action was taken. Default: now." })
  actionAt?: Date | null;

  @Field(() => String, { nullable: true, description: IDEMPOTENCY_KEY })
  idempotencyKey?: string | null;
}

import { Field, ID, InputType } from "type-graphql";
import { IDEMPOTENCY_KEY } from "./idempotency-key.js";
import { DateTime } from "./scalars.js";

@InputType("RecordAgentActionInput", { description: "What was done about an agent's burnout index." })
export class RecordAgentActionInput {
  @Field(() => ID, { description: "The agent's global id." })
  agentId!: string;

  @Field(() => String, {
    nullable: true,
    description: "The interaction that gave rise to it, by the vendor's own id.",
  })
  interactionId?: string | null;

  @Field(() => String, { description: "The program that acted, by name." })
  clientId!: string;

  @Field(() => String, { description: "What was done, in the vendor's own word." })
  actionType!: string;

  @Field(() => DateTime, { nullable: true, description: "When it was done. Default: now." })
  actionAt?: Date | null;

  @Field(() => String, { nullable: true, description: IDEMPOTENCY_KEY })
  idempotencyKey?: string | null;
}

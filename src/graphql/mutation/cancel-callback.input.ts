import { Field, ID, InputType } from "type-graphql";
import { IDEMPOTENCY_KEY } from "./idempotency-key.js";

@InputType("CancelCallbackInput", { description: "Input of cancelCallback." })
export class CancelCallbackInput {
  @Field(() => ID, { description: "The callback's global id." })
  id!: string;

  @Field(() => String, { nullable: true, description: IDEMPOTENCY_KEY })
  idempotencyKey?: string | null;
}

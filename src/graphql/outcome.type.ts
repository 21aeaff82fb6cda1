import { Field, Int, ObjectType } from "type-graphql";
import type { CallOutcome, CallOutcomeCategory } from "../callback/outcome.js";
import { callOutcomeCategory } from "./callback.enum.js";
import { toInt } from "./present.js";

@ObjectType("CallOutcome", { description: "What became of the call.", simpleResolvers: true })
export class CallOutcomeType {
  @Field(() => callOutcomeCategory, { description: "In the gateway's words." })
  readonly category: CallOutcomeCategory;

  @Field(() => Int, { nullable: true, description: "The vendor's number for it; null where it has none." })
  readonly code: number | null;

  @Field(() => String, { description: "The vendor's own word for it." })
  readonly label: string;

  constructor(outcome: CallOutcome) {
    this.category = outcome.category;
    this.code = toInt(outcome.code);
    this.label = outcome.label;
  }
}

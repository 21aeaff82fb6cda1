import { Field, ID, Int, ObjectType } from "type-graphql";
import type { CallOutcome, CallOutcomeCategory } from "../../domain/outcome.js";
import { callOutcomeCategory } from "./callback.enum.js";
import { toInt } from "../present.js";

@ObjectType("CallOutcome", { description: "Outcome of the call.", simpleResolvers: true })
export class CallOutcomeType {
  @Field(() => callOutcomeCategory, { description: "Normalised over all vendors." })
  readonly category: CallOutcomeCategory;

  @Field(() => Int, { nullable: true, description: "The vendor's numeric code; null if the vendor has none." })
  readonly code: number | null;

  @Field(() => String, { description: "The vendor's value." })
  readonly label: string;

  @Field(() => ID, {
    nullable: true,
    description:
      "The vendor's id of the agent of the last call; null if not reported. It may be another kind of id than that of an " +
      "assigned agent.",
  })
  readonly agentId: string | null;

  constructor(outcome: CallOutcome) {
    this.category = outcome.category;
    this.code = toInt(outcome.code);
    this.label = outcome.label;
    this.agentId = outcome.agentId ?? null;
  }
}

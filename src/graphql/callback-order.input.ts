import { Field, InputType } from "type-graphql";
import type { CallbackOrderField, OrderDirection } from "../callback/query.js";
import { callbackOrderField, orderDirection } from "./query.enum.js";

@InputType("CallbackOrder", { description: "How a list is ordered." })
export class CallbackOrderInput {
  @Field(() => callbackOrderField, { description: "By what." })
  field!: CallbackOrderField;

  @Field(() => orderDirection, { defaultValue: "ASC", description: "Which end comes first." })
  direction!: OrderDirection;
}

import { Field, InputType } from "type-graphql";
import type { CallbackOrderField, OrderDirection } from "../../domain/query.js";
import { callbackOrderField, orderDirection } from "./query.enum.js";

@InputType("CallbackOrder", { description: "Sort order of a list." })
export class CallbackOrderInput {
  @Field(() => callbackOrderField, { description: "The field to order by." })
  field!: CallbackOrderField;

  @Field(() => orderDirection, { defaultValue: "ASC", description: "Ascending or descending." })
  direction!: OrderDirection;
}

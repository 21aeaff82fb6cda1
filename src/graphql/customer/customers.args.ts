import { ArgsType, Field } from "type-graphql";
import { HistoryArgs } from "../page.args.js";
import { CustomerFilterInput } from "./customer-filter.input.js";

@ArgsType()
export class CustomersArgs extends HistoryArgs {
  @Field(() => CustomerFilterInput, {
    nullable: true,
    description: "Conditions on customers. Default: all customers with an open callback.",
  })
  filter?: CustomerFilterInput | null;
}

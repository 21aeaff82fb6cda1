import { Field, InputType } from "type-graphql";
import { DateTime } from "./scalars.js";

@InputType("DateTimeRange", {
  description: "A time range. An omitted bound is open; an empty range matches any value that is not null.",
})
export class DateTimeRangeInput {
  @Field(() => DateTime, { nullable: true, description: "Start, inclusive." })
  from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: "End, exclusive." })
  until?: Date | null;
}

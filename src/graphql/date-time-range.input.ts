import { Field, InputType } from "type-graphql";
import { DateTime } from "./scalars.js";

@InputType("DateTimeRange", {
  description: "A stretch of time. A side that is left out is open; an empty range only asks that there be a value.",
})
export class DateTimeRangeInput {
  @Field(() => DateTime, { nullable: true, description: "From this instant on." })
  from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: "Until just before this instant." })
  until?: Date | null;
}

import { Field, InputType } from "type-graphql";
import { DateTime, LocalDate, LocalTime, TimeZone } from "../scalars.js";

@InputType("CallbackWindowInput", {
  description:
    "When the customer may be called: either `start` and `end`, or `localDate`, `localStart` and `localEnd` in " +
    "`timeZone`. The vendor decides whether an end is required and how long a window may be.",
})
export class CallbackWindowInput {
  @Field(() => DateTime, { nullable: true, description: "Start, inclusive." })
  start?: Date | null;

  @Field(() => DateTime, { nullable: true, description: "End. Omit it for a vendor whose windows have no end." })
  end?: Date | null;

  @Field(() => LocalDate, { nullable: true, description: "Date in `timeZone`." })
  localDate?: string | null;

  @Field(() => LocalTime, { nullable: true, description: "Start, as local time in `timeZone`." })
  localStart?: string | null;

  @Field(() => LocalTime, {
    nullable: true,
    description: "End, as local time in `timeZone`; on the next day if it is not after `localStart`.",
  })
  localEnd?: string | null;

  @Field(() => TimeZone, {
    nullable: true,
    description: "The customer's time zone. Required with local times, and by vendors whose API takes local times.",
  })
  timeZone?: string | null;
}

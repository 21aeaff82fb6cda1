import { Field, InputType } from "type-graphql";
import { DateTime, LocalDate, LocalTime, TimeZone } from "./scalars.js";

@InputType("CallbackWindowInput", {
  description:
    "When the customer may be called: either by `start` and `end`, or by `localDate`, `localStart` and `localEnd` in " +
    "`timeZone`. Whether there has to be an end, and how long a window may be, is up to the vendor.",
})
export class CallbackWindowInput {
  @Field(() => DateTime, { nullable: true, description: "From this instant on." })
  start?: Date | null;

  @Field(() => DateTime, { nullable: true, description: "Until this instant. Leave it out where windows have no end." })
  end?: Date | null;

  @Field(() => LocalDate, { nullable: true, description: "On this date of the customer's calendar." })
  localDate?: string | null;

  @Field(() => LocalTime, { nullable: true, description: "From this time of the customer's clock on." })
  localStart?: string | null;

  @Field(() => LocalTime, {
    nullable: true,
    description: "Until this time of the customer's clock; on the next day where it is not after `localStart`.",
  })
  localEnd?: string | null;

  @Field(() => TimeZone, {
    nullable: true,
    description: "The customer's time zone. Needed with local times, and by vendors that are told local times.",
  })
  timeZone?: string | null;
}

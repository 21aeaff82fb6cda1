import { ArgsType, Field } from "type-graphql";
import type { Interval } from "../../domain/time/intervals.js";
import type { PerformanceDimension } from "../../domain/performance/performance-query.js";
import { CallbackFilterInput } from "../callback/callback-filter.input.js";
import { DateTimeRangeInput } from "../date-time-range.input.js";
import { TimeZone } from "../scalars.js";
import { performanceDimension, performanceInterval } from "./performance.enum.js";

@ArgsType()
export class CallbackPerformanceArgs {
  @Field(() => DateTimeRangeInput, {
    description: "The period: both bounds are required, and widened to whole quarters of an hour.",
  })
  range!: DateTimeRangeInput;

  @Field(() => performanceInterval, { description: "The length of the intervals: at most 10,000 in the range." })
  interval!: Interval;

  @Field(() => TimeZone, { nullable: true, defaultValue: "UTC", description: "Time zone of hours, days and weeks." })
  timeZone?: string | null;

  @Field(() => [performanceDimension], {
    nullable: true,
    defaultValue: [],
    description: "Dimensions to group by, each once. Default: one group of all callbacks.",
  })
  groupBy?: PerformanceDimension[] | null;

  @Field(() => CallbackFilterInput, {
    nullable: true,
    description:
      "Conditions on callbacks. Default: all callbacks. By sources, vendors, queues and agents, the figures also count " +
      "callbacks that are no longer stored; by any other condition only stored ones.",
  })
  filter?: CallbackFilterInput | null;
}

import { ArgsType, Field } from "type-graphql";
import type { DurationMs } from "../callback/instant.js";
import type { StatisticsDimension } from "../callback/query.js";
import { CallbackFilterInput } from "./callback-filter.input.js";
import { MAX_STALENESS } from "./callbacks.args.js";
import { statisticsDimension } from "./query.enum.js";
import { Duration, TimeZone } from "./scalars.js";

@ArgsType()
export class CallbackStatisticsArgs {
  @Field(() => CallbackFilterInput, { nullable: true, description: "Which callbacks; all of them by default." })
  filter?: CallbackFilterInput | null;

  @Field(() => [statisticsDimension], {
    description: "By what; at least one, each once, and HOUR or DAY but not both.",
  })
  groupBy!: StatisticsDimension[];

  @Field(() => TimeZone, {
    nullable: true,
    defaultValue: "UTC",
    description: "The zone by whose clocks HOUR and DAY begin.",
  })
  timeZone?: string | null;

  @Field(() => Duration, { nullable: true, description: MAX_STALENESS })
  maxStaleness?: DurationMs | null;
}

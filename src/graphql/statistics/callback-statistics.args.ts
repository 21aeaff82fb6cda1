import { ArgsType, Field } from "type-graphql";
import type { DurationMs } from "../../domain/time/instant.js";
import type { StatisticsDimension } from "../../domain/query.js";
import { CallbackFilterInput } from "../callback/callback-filter.input.js";
import { MAX_STALENESS } from "../callback/callbacks.args.js";
import { statisticsDimension } from "../callback/query.enum.js";
import { Duration, TimeZone } from "../scalars.js";

@ArgsType()
export class CallbackStatisticsArgs {
  @Field(() => CallbackFilterInput, { nullable: true, description: "Conditions on callbacks. Default: all callbacks." })
  filter?: CallbackFilterInput | null;

  @Field(() => [statisticsDimension], {
    description: "Dimensions to group by: at least one, each once, and not both HOUR and DAY.",
  })
  groupBy!: StatisticsDimension[];

  @Field(() => TimeZone, {
    nullable: true,
    defaultValue: "UTC",
    description: "Time zone of HOUR and DAY.",
  })
  timeZone?: string | null;

  @Field(() => Duration, { nullable: true, description: MAX_STALENESS })
  maxStaleness?: DurationMs | null;
}

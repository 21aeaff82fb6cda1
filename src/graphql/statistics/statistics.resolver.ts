import { Args, Ctx, Query, Resolver } from "type-graphql";
import { badUserInput } from "../../domain/errors.js";
import type { StatisticsDimension } from "../../domain/query.js";
import { CallbackStatisticsArgs } from "./callback-statistics.args.js";
import type { GraphQLContext } from "../context.js";
import { checkStaleness, toFilter } from "../callback/filter.js";
import { CallbackStatisticsType } from "./statistics.type.js";

@Resolver()
export class StatisticsResolver {
  @Query(() => CallbackStatisticsType, { description: "Number of callbacks per group, over all sources." })
  async callbackStatistics(
    @Args(() => CallbackStatisticsArgs) args: CallbackStatisticsArgs,
    @Ctx() { loaders }: GraphQLContext,
  ): Promise<CallbackStatisticsType> {
    const statistics = await loaders.statistics({
      filter: toFilter(args.filter ?? null, loaders),
      groupBy: checkDimensions(args.groupBy),
      timeZone: args.timeZone ?? "UTC",
      maxStalenessMs: checkStaleness(args.maxStaleness),
    });
    return new CallbackStatisticsType(statistics, loaders);
  }
}

function checkDimensions(groupBy: readonly StatisticsDimension[]): readonly StatisticsDimension[] {
  if (groupBy.length === 0) throw badUserInput("groupBy must name at least one dimension");
  if (new Set(groupBy).size < groupBy.length) throw badUserInput("groupBy must not name a dimension twice");
  if (groupBy.includes("HOUR") && groupBy.includes("DAY")) {
    throw badUserInput("groupBy must not name both HOUR and DAY");
  }
  return groupBy;
}

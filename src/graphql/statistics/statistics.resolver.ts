import { Arg, Args, Ctx, FieldResolver, Int, Query, Resolver, Root } from "type-graphql";
import { badUserInput } from "../../domain/errors.js";
import type { DurationMs } from "../../domain/time/instant.js";
import type { StatisticsDimension } from "../../domain/query.js";
import { CallbackStatisticsArgs } from "./callback-statistics.args.js";
import type { GraphQLContext } from "../context.js";
import { Duration } from "../scalars.js";
import { checkStaleness, toFilter } from "../callback/filter.js";
import { CallbackStatisticsGroupType, CallbackStatisticsType } from "./statistics.type.js";

const TODAY =
  "Today begins at midnight in `timeZone`. Counts the group's callbacks whatever `isOpen` and `statuses` of the filter say.";

@Resolver(() => CallbackStatisticsGroupType)
export class StatisticsResolver {
  @Query(() => CallbackStatisticsType, { description: "Number of callbacks per group, over all sources." })
  async callbackStatistics(
    @Args(() => CallbackStatisticsArgs) args: CallbackStatisticsArgs,
    @Ctx() { loaders }: GraphQLContext,
  ): Promise<CallbackStatisticsType> {
    const query = {
      filter: toFilter(args.filter ?? null, loaders),
      groupBy: checkDimensions(args.groupBy),
      timeZone: args.timeZone ?? "UTC",
      maxStalenessMs: checkStaleness(args.maxStaleness),
    };
    return new CallbackStatisticsType(await loaders.statistics(query), query, loaders);
  }

  @FieldResolver(() => Int, {
    description: "Number of callbacks whose customers wait, with a `dueAt` within this time.",
  })
  dueWithin(
    @Root() { group, figures }: CallbackStatisticsGroupType,
    @Arg("duration", () => Duration, { description: "From now on: `PT1H`." }) duration: DurationMs,
  ): Promise<number> {
    if (duration < 0) throw badUserInput("duration must not be negative");
    return figures.dueWithin(group, duration);
  }

  @FieldResolver(() => Int, { description: `Number of callbacks that ended today with their promise KEPT. ${TODAY}` })
  promiseKeptToday(@Root() { group, figures }: CallbackStatisticsGroupType): Promise<number> {
    return figures.promiseToday(group, "KEPT");
  }

  @FieldResolver(() => Int, { description: `Number of callbacks that ended today with their promise BROKEN. ${TODAY}` })
  promiseBrokenToday(@Root() { group, figures }: CallbackStatisticsGroupType): Promise<number> {
    return figures.promiseToday(group, "BROKEN");
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

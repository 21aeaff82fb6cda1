import type { GraphQLResolveInfo } from "graphql";
import { Args, Ctx, Info, Query, Resolver } from "type-graphql";
import { badUserInput } from "../../domain/errors.js";
import type { Instant } from "../../domain/time/instant.js";
import { intervalStarts } from "../../domain/time/intervals.js";
import { findZone } from "../../domain/time/zone.js";
import { toFilter } from "../callback/filter.js";
import { selects } from "../execution/selection.js";
import type { GraphQLContext } from "../context.js";
import type { DateTimeRangeInput } from "../date-time-range.input.js";
import { CallbackPerformanceArgs } from "./callback-performance.args.js";
import { CallbackPerformanceType } from "./performance.type.js";

const MOST_INTERVALS = 10_000;

@Resolver()
export class PerformanceResolver {
  @Query(() => CallbackPerformanceType, {
    description:
      "Figures over a period: how many callbacks were opened, how they ended, how many promises were KEPT, and how long " +
      "customers waited. Of what the gateway has observed; no vendor is queried.",
  })
  async callbackPerformance(
    @Args(() => CallbackPerformanceArgs) args: CallbackPerformanceArgs,
    @Ctx() { loaders }: GraphQLContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<CallbackPerformanceType> {
    const { from, until } = toRange(args.range);
    const groupBy = args.groupBy ?? [];
    if (new Set(groupBy).size < groupBy.length) throw badUserInput("groupBy must not name a dimension twice");
    const zone = findZone(args.timeZone ?? "UTC");
    if (zone === null) throw badUserInput("timeZone is not an IANA time zone");
    const starts = intervalStarts({ from, until }, args.interval, zone, MOST_INTERVALS);
    if (starts.length > MOST_INTERVALS) {
      throw badUserInput(`range has more than ${MOST_INTERVALS} intervals: shorten it, or choose a longer interval`);
    }
    const filter = toFilter(args.filter ?? null, loaders);
    const groups = await loaders.performance({
      filter,
      groupBy,
      starts,
      from,
      until,
      hasWaits: selects(info, "waited"),
    });
    return new CallbackPerformanceType(groups, loaders);
  }
}

function toRange({ from, until }: DateTimeRangeInput): { readonly from: Instant; readonly until: Instant } {
  if (!(from instanceof Date) || !(until instanceof Date)) throw badUserInput("range must have both from and until");
  if (from >= until) throw badUserInput("range: from must be before until");
  return { from: from.getTime(), until: until.getTime() };
}

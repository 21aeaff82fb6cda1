import { Field, ID, Int, ObjectType } from "type-graphql";
import { encodeId } from "../callback/id.js";
import type { Instant } from "../callback/instant.js";
import type { StatisticsGroup } from "../callback/query.js";
import type { CallbackStatus } from "../callback/status.js";
import type { Loaders, Statistics } from "../loaders/loaders.js";
import { callbackStatus } from "./callback.enum.js";
import { DateTime } from "./scalars.js";
import { showReports, SourceReportType } from "./source-report.type.js";
import { vendorEnum } from "./vendor.enum.js";

@ObjectType("CallbackStatisticsGroup", {
  description:
    "One group: its keys (null where it is not grouped by them, or where its callbacks have no value) and its figures.",
  simpleResolvers: true,
})
export class CallbackStatisticsGroupType {
  @Field(() => vendorEnum, { nullable: true, description: "The vendor, when grouped by VENDOR." })
  readonly vendor: string | null;

  @Field(() => String, { nullable: true, description: "The name of the source, when grouped by SOURCE." })
  readonly sourceName: string | null;

  @Field(() => callbackStatus, { nullable: true, description: "The status, when grouped by STATUS." })
  readonly status: CallbackStatus | null;

  @Field(() => String, { nullable: true, description: "The vendor's id of the queue, when grouped by QUEUE." })
  readonly queueId: string | null;

  @Field(() => ID, { nullable: true, description: "The global id of the agent, when grouped by AGENT." })
  readonly agentId: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "When the hour or day of the windows' beginnings starts, when grouped by HOUR or DAY.",
  })
  readonly bucketStart: Instant | null;

  @Field(() => Int, { description: "How many callbacks." })
  readonly count: number;

  @Field(() => DateTime, {
    nullable: true,
    description: "The earliest beginning of a window; null where none has one.",
  })
  readonly oldestWindowStart: Instant | null;

  @Field(() => Int, {
    description: "How many are overdue, as `Callback.isOverdue` tells it of each.",
  })
  readonly overdueCount: number;

  constructor(group: StatisticsGroup) {
    this.vendor = group.vendor;
    this.sourceName = group.source;
    this.status = group.status;
    this.queueId = group.queueId;
    this.agentId = group.agent === null ? null : encodeId("Agent", group.agent.source, group.agent.agentId);
    this.bucketStart = group.bucketStart;
    this.count = group.count;
    this.oldestWindowStart = group.oldestWindowStart;
    this.overdueCount = group.overdueCount;
  }
}

@ObjectType("CallbackStatistics", { description: "Callbacks, counted by group.", simpleResolvers: true })
export class CallbackStatisticsType {
  @Field(() => [CallbackStatisticsGroupType], {
    description: "The groups: in the order of time, then the largest first.",
  })
  readonly groups: readonly CallbackStatisticsGroupType[];

  @Field(() => Int, { description: "How many callbacks match, in all groups." })
  readonly totalCount: number;

  @Field(() => [SourceReportType], { description: "What each source contributed, and how new that is." })
  readonly sources: readonly SourceReportType[];

  constructor(statistics: Statistics, loaders: Loaders) {
    this.groups = statistics.groups.map((group) => new CallbackStatisticsGroupType(group));
    this.totalCount = statistics.totalCount;
    this.sources = showReports(loaders, statistics.sources);
  }
}

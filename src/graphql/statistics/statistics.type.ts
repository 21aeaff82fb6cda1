import { Field, Int, ObjectType } from "type-graphql";
import type { Instant } from "../../domain/time/instant.js";
import type { StatisticsGroup } from "../../domain/query.js";
import type { CallbackStatus } from "../../domain/status.js";
import type { Loaders, Statistics, StatisticsQuery } from "../../loaders/loaders.js";
import { AgentType } from "../agent/agent.type.js";
import { callbackStatus } from "../callback/callback.enum.js";
import { QueueType } from "../queue/queue.type.js";
import { DateTime } from "../scalars.js";
import { createGroupFigures, type GroupFigures } from "./group-figures.js";
import { findSource } from "../source/request-sources.js";
import { toSourceReports, SourceReportType } from "../source/source-report.type.js";
import { CallbackSourceType } from "../source/source.type.js";
import { vendorEnum } from "../source/vendor.enum.js";

@ObjectType("CallbackStatisticsGroup", {
  description:
    "A group: its keys and its counts. A key is null if it is not grouped by, or if the group's callbacks have " +
    "no value.",
  simpleResolvers: true,
})
export class CallbackStatisticsGroupType {
  @Field(() => vendorEnum, { nullable: true, description: "The vendor, when grouped by VENDOR." })
  readonly vendor: string | null;

  @Field(() => CallbackSourceType, { nullable: true, description: "The source, when grouped by SOURCE." })
  readonly source: CallbackSourceType | null;

  @Field(() => callbackStatus, { nullable: true, description: "The status, when grouped by STATUS." })
  readonly status: CallbackStatus | null;

  @Field(() => QueueType, { nullable: true, description: "The queue, when grouped by QUEUE." })
  readonly queue: QueueType | null;

  @Field(() => AgentType, { nullable: true, description: "The agent, when grouped by AGENT." })
  readonly agent: AgentType | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "Start of the hour or day in which the windows start, when grouped by HOUR or DAY.",
  })
  readonly bucketStart: Instant | null;

  @Field(() => Int, { description: "Number of callbacks." })
  readonly count: number;

  @Field(() => Int, {
    description:
      "Number of callbacks whose customers wait (SCHEDULED, QUEUED or RETRYING), now or from a later time on.",
  })
  readonly waitingCount: number;

  @Field(() => Int, {
    description: "Number of callbacks whose `isOverdue` is true.",
  })
  readonly overdueCount: number;

  @Field(() => DateTime, {
    nullable: true,
    description: "The earliest `waitingSince` of the group's waiting callbacks; null if no wait has begun.",
  })
  readonly oldestWaitingSince: Instant | null;

  constructor(
    readonly group: StatisticsGroup,
    /** More figures of all groups, counted once they are selected. */
    readonly figures: GroupFigures,
    loaders: Loaders,
  ) {
    const { queue, agent } = group;
    const [queueSource, agentSource] = [queue, agent].map((key) => key && findSource(loaders, key.source));
    this.vendor = group.vendor;
    this.source = group.source === null ? null : findSource(loaders, group.source);
    this.status = group.status;
    this.queue = queue && queueSource ? new QueueType(queueSource, queue, loaders) : null;
    this.agent = agent && agentSource ? new AgentType(agentSource, agent.agentId, loaders) : null;
    this.bucketStart = group.bucketStart;
    this.count = group.count;
    this.waitingCount = group.waitingCount;
    this.overdueCount = group.overdueCount;
    this.oldestWaitingSince = group.oldestWaitingSince;
  }
}

@ObjectType("CallbackStatistics", { description: "Callbacks, counted by group.", simpleResolvers: true })
export class CallbackStatisticsType {
  @Field(() => [CallbackStatisticsGroupType], {
    description: "The groups, ordered by time, then by size, largest first.",
  })
  readonly groups: readonly CallbackStatisticsGroupType[];

  @Field(() => Int, { description: "Number of matching callbacks in all groups." })
  readonly totalCount: number;

  @Field(() => [SourceReportType], { description: "One report per source: freshness of its data and errors." })
  readonly sources: readonly SourceReportType[];

  constructor(statistics: Statistics, query: StatisticsQuery, loaders: Loaders) {
    const figures = createGroupFigures(query, loaders);
    this.groups = statistics.groups.map((group) => new CallbackStatisticsGroupType(group, figures, loaders));
    this.totalCount = statistics.totalCount;
    this.sources = toSourceReports(loaders, statistics.sources);
  }
}

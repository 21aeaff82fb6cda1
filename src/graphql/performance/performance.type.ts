import { Field, Float, Int, ObjectType } from "type-graphql";
import type { Counts } from "../../domain/performance/contribution.js";
import { quantileOf, type WaitHistogram } from "../../domain/performance/waits.js";
import type { DurationMs, Instant } from "../../domain/time/instant.js";
import type { Loaders, PerformanceFigures, PerformanceGroup } from "../../loaders/loaders.js";
import { parseQueue } from "../../domain/queue.js";
import { QueueType } from "../queue/queue.type.js";
import { AgentType } from "../agent/agent.type.js";
import { DateTime, Duration } from "../scalars.js";
import { findSource } from "../source/request-sources.js";
import { CallbackSourceType } from "../source/source.type.js";
import { vendorEnum } from "../source/vendor.enum.js";

@ObjectType("CallbackWaits", {
  description:
    "Times from `waitingSince` to `firstAttemptAt`, of callbacks for which both are known. Off by 5 % at most; null if " +
    "there are none.",
  simpleResolvers: true,
})
export class CallbackWaitsType {
  @Field(() => Duration, { nullable: true, description: "Half of the customers waited no longer." })
  readonly p50: DurationMs | null;

  @Field(() => Duration, { nullable: true, description: "Nine of ten customers waited no longer." })
  readonly p90: DurationMs | null;

  @Field(() => Duration, { nullable: true, description: "The longest wait." })
  readonly max: DurationMs | null;

  @Field(() => Int, { description: "Number of callbacks for which the wait is known." })
  readonly count: number;

  constructor(waits: WaitHistogram) {
    this.p50 = quantileOf(waits, 0.5);
    this.p90 = quantileOf(waits, 0.9);
    this.max = quantileOf(waits, 1);
    this.count = [...waits.values()].reduce((sum, count) => sum + count, 0);
  }
}

@ObjectType("CallbackAttempts", {
  description: "Attempts of the callbacks that ended, as far as their vendors count them.",
  simpleResolvers: true,
})
export class CallbackAttemptsType {
  @Field(() => Float, { nullable: true, description: "Mean number of attempts; null if no vendor counted any." })
  readonly mean: number | null;

  @Field(() => Int, { description: "Number of callbacks whose attempts are known." })
  readonly count: number;

  constructor({ attempts, withAttempts }: Counts) {
    this.mean = withAttempts === 0 ? null : attempts / withAttempts;
    this.count = withAttempts;
  }
}

@ObjectType("CallbackFigures", {
  description:
    "Figures of callbacks. `opened` counts by when callbacks were created (else first observed), all others by when " +
    "they ended.",
  simpleResolvers: true,
})
export class CallbackFiguresType {
  @Field(() => Int, { description: "Callbacks that were opened." })
  readonly opened: number;

  @Field(() => Int, { description: "Callbacks that ended: the sum of the following five." })
  readonly ended: number;

  @Field(() => Int, { description: "Ended ones with the status COMPLETED." })
  readonly completed: number;

  @Field(() => Int, { description: "Ended ones with the status FAILED." })
  readonly failed: number;

  @Field(() => Int, { description: "Ended ones with the status CANCELED." })
  readonly canceled: number;

  @Field(() => Int, { description: "Ended ones with the status EXPIRED." })
  readonly expired: number;

  @Field(() => Int, { description: "Ended ones with the status ENDED: how they ended is unknown." })
  readonly unknown: number;

  @Field(() => Int, { description: "Ended ones with the promise KEPT." })
  readonly promiseKept: number;

  @Field(() => Int, { description: "Ended ones with the promise BROKEN." })
  readonly promiseBroken: number;

  @Field(() => Int, { description: "Ended ones with the promise NONE." })
  readonly promiseNone: number;

  @Field(() => Int, { description: "Ended ones of which it is not known whether the promise was kept." })
  readonly promiseUnknown: number;

  @Field(() => CallbackWaitsType, { description: "How long customers waited for the first attempt." })
  readonly waited: CallbackWaitsType;

  @Field(() => CallbackAttemptsType, { description: "Attempts of the ended ones." })
  readonly attempts: CallbackAttemptsType;

  @Field(() => Int, { description: "Ended ones that were COMPLETED by their only attempt, as far as is known." })
  readonly completedAtFirstAttempt: number;

  constructor({ counts, waits }: PerformanceFigures) {
    this.opened = counts.opened;
    this.ended = counts.ended;
    this.completed = counts.completed;
    this.failed = counts.failed;
    this.canceled = counts.canceled;
    this.expired = counts.expired;
    this.unknown = counts.unknown;
    this.promiseKept = counts.promiseKept;
    this.promiseBroken = counts.promiseBroken;
    this.promiseNone = counts.promiseNone;
    this.promiseUnknown = counts.promiseUnknown;
    this.completedAtFirstAttempt = counts.completedAtFirstAttempt;
    this.waited = new CallbackWaitsType(waits);
    this.attempts = new CallbackAttemptsType(counts);
  }
}

@ObjectType("CallbackPerformanceInterval", {
  description: "The figures of one interval. Intervals without callbacks have zeros.",
  simpleResolvers: true,
})
export class CallbackPerformanceIntervalType {
  @Field(() => DateTime, { description: "Start of the interval, which may be before the start of the range." })
  readonly start: Instant;

  @Field(() => CallbackFiguresType, { description: "The figures." })
  readonly figures: CallbackFiguresType;

  constructor({ start, ...figures }: PerformanceGroup["intervals"][number]) {
    this.start = start;
    this.figures = new CallbackFiguresType(figures);
  }
}

@ObjectType("CallbackPerformanceGroup", {
  description:
    "A group: its keys and its figures. A key is null if it is not grouped by, or if the group's callbacks have no value.",
  simpleResolvers: true,
})
export class CallbackPerformanceGroupType {
  @Field(() => CallbackSourceType, { nullable: true, description: "The source, when grouped by SOURCE." })
  readonly source: CallbackSourceType | null;

  @Field(() => vendorEnum, { nullable: true, description: "The vendor, when grouped by VENDOR." })
  readonly vendor: string | null;

  @Field(() => QueueType, { nullable: true, description: "The queue, when grouped by QUEUE." })
  readonly queue: QueueType | null;

  @Field(() => AgentType, { nullable: true, description: "The agent, when grouped by AGENT." })
  readonly agent: AgentType | null;

  @Field(() => CallbackFiguresType, { description: "The figures of the whole range." })
  readonly total: CallbackFiguresType;

  @Field(() => [CallbackPerformanceIntervalType], {
    description: "The figures of each interval of the range, in order.",
  })
  readonly intervals: readonly CallbackPerformanceIntervalType[];

  constructor(group: PerformanceGroup, loaders: Loaders) {
    const agentSource = group.agent === null ? null : findSource(loaders, group.agent.source);
    this.source = group.source === null ? null : findSource(loaders, group.source);
    this.vendor = group.vendor;
    const queueSource = group.queue === null ? null : findSource(loaders, group.queue.source);
    const queue = group.queue === null ? null : parseQueue(group.queue.queueKey);
    this.queue = queue === null || queueSource === null ? null : new QueueType(queueSource, queue, loaders);
    this.agent =
      group.agent === null || agentSource === null ? null : new AgentType(agentSource, group.agent.agentId, loaders);
    this.total = new CallbackFiguresType(group.total);
    this.intervals = group.intervals.map((interval) => new CallbackPerformanceIntervalType(interval));
  }
}

@ObjectType("CallbackPerformance", { description: "Figures over a period, by group.", simpleResolvers: true })
export class CallbackPerformanceType {
  @Field(() => [CallbackPerformanceGroupType], {
    description: "The groups, those with the most opened callbacks first.",
  })
  readonly groups: readonly CallbackPerformanceGroupType[];

  constructor(groups: readonly PerformanceGroup[], loaders: Loaders) {
    this.groups = groups.map((group) => new CallbackPerformanceGroupType(group, loaders));
  }
}

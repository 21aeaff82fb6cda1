import { Field, Float, Int, ObjectType } from "type-graphql";
import type { DurationMs } from "../../domain/time/instant.js";
import type { Threshold, WallboardSettings, WallboardThresholds } from "../../domain/wallboard.js";
import { Duration } from "../scalars.js";

@ObjectType("CountThreshold", { description: "From which count on a figure is marked.", simpleResolvers: true })
export class CountThresholdType implements Threshold {
  @Field(() => Int, { description: "A warning from this value on." })
  readonly warn: number;

  @Field(() => Int, { description: "Critical from this value on; never smaller than `warn`." })
  readonly critical: number;

  constructor({ warn, critical }: Threshold) {
    this.warn = warn;
    this.critical = critical;
  }
}

@ObjectType("DurationThreshold", { description: "From which duration on a figure is marked.", simpleResolvers: true })
export class DurationThresholdType implements Threshold<DurationMs> {
  @Field(() => Duration, { description: "A warning from this duration on." })
  readonly warn: DurationMs;

  @Field(() => Duration, { description: "Critical from this duration on; never shorter than `warn`." })
  readonly critical: DurationMs;

  constructor({ warn, critical }: Threshold<DurationMs>) {
    this.warn = warn;
    this.critical = critical;
  }
}

@ObjectType("RateThreshold", {
  description: "Below which rate, from 0 to 1, a figure is marked.",
  simpleResolvers: true,
})
export class RateThresholdType implements Threshold {
  @Field(() => Float, { description: "A warning below this rate." })
  readonly warn: number;

  @Field(() => Float, { description: "Critical below this rate; never larger than `warn`." })
  readonly critical: number;

  constructor({ warn, critical }: Threshold) {
    this.warn = warn;
    this.critical = critical;
  }
}

@ObjectType("WallboardThresholds", {
  description: "When a wallboard marks the figures of a queue. Null: this figure is not marked.",
  simpleResolvers: true,
})
export class WallboardThresholdsType {
  @Field(() => CountThresholdType, { nullable: true, description: "Number of waiting callbacks." })
  readonly waiting: CountThresholdType | null;

  @Field(() => DurationThresholdType, { nullable: true, description: "How long the longest waiting customer waits." })
  readonly longestWait: DurationThresholdType | null;

  @Field(() => CountThresholdType, { nullable: true, description: "Number of overdue callbacks." })
  readonly overdue: CountThresholdType | null;

  @Field(() => RateThresholdType, {
    nullable: true,
    description: "Rate of kept promises of today, from 0 to 1.",
  })
  readonly promiseKeptRate: RateThresholdType | null;

  constructor({ waiting, longestWaitMs, overdue, promiseKeptRate }: WallboardThresholds) {
    this.waiting = waiting && new CountThresholdType(waiting);
    this.longestWait = longestWaitMs && new DurationThresholdType(longestWaitMs);
    this.overdue = overdue && new CountThresholdType(overdue);
    this.promiseKeptRate = promiseKeptRate && new RateThresholdType(promiseKeptRate);
  }
}

@ObjectType("WallboardSettings", { description: "Settings of the gateway for wallboards.", simpleResolvers: true })
export class WallboardSettingsType {
  @Field(() => WallboardThresholdsType, { description: "When figures are marked: the setting `wallboard.thresholds`." })
  readonly thresholds: WallboardThresholdsType;

  constructor({ thresholds }: WallboardSettings) {
    this.thresholds = new WallboardThresholdsType(thresholds);
  }
}

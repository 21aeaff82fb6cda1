import { Field, ObjectType } from "type-graphql";
import type { Instant } from "../callback/instant.js";
import type { CallbackWindow } from "../callback/window.js";
import type { DstAdjustment } from "../callback/zone.js";
import { findZone } from "../callback/zone.js";
import { dstAdjustment } from "./callback.enum.js";
import { fitting } from "./present.js";
import { DateTime, LocalDate, LocalTime, TimeZone } from "./scalars.js";

/** Zones and local times take longer to read than all the rest of a callback. */
const SHOWN = new WeakMap<CallbackWindow, CallbackWindowType>();

@ObjectType("CallbackWindow", {
  description:
    "When the customer may be called. `start` and `end` are instants; the local fields say what the customer was told.",
  simpleResolvers: true,
})
export class CallbackWindowType {
  @Field(() => DateTime, { description: "From when on the customer may be called." })
  readonly start: Instant;

  @Field(() => DateTime, { nullable: true, description: "Until when; null where the vendor sets no end." })
  readonly end: Instant | null;

  @Field(() => TimeZone, {
    nullable: true,
    description: "The zone of the local fields; null where the vendor has none.",
  })
  readonly timeZone: string | null;

  @Field(() => LocalDate, { nullable: true, description: "The day in that zone." })
  readonly localDate: string | null;

  @Field(() => LocalTime, { nullable: true, description: "The beginning on that zone's clocks." })
  readonly localStart: string | null;

  @Field(() => LocalTime, {
    nullable: true,
    description: "The end on that zone's clocks; on the next day where it is not after the beginning.",
  })
  readonly localEnd: string | null;

  @Field(() => dstAdjustment, {
    description:
      "Whether the local time did not exist, or happened twice, on that day: `start` and `end` say how it was resolved.",
  })
  readonly dstAdjustment: DstAdjustment;

  /** The same for the same window, which a callback keeps for as long as nothing about it changes. */
  static of(window: CallbackWindow): CallbackWindowType {
    const shown = SHOWN.get(window) ?? new CallbackWindowType(window);
    SHOWN.set(window, shown);
    return shown;
  }

  private constructor(window: CallbackWindow) {
    this.start = window.start;
    this.end = window.end;
    this.timeZone = window.timeZone === null || findZone(window.timeZone) === null ? null : window.timeZone;
    this.localDate = fitting(LocalDate, window.localDate);
    this.localStart = fitting(LocalTime, window.localStart);
    this.localEnd = fitting(LocalTime, window.localEnd);
    this.dstAdjustment = window.dstAdjustment;
  }
}

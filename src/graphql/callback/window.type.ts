import { Field, ObjectType } from "type-graphql";
import type { Instant } from "../../domain/time/instant.js";
import type { CallbackWindow } from "../../domain/time/window.js";
import type { DstAdjustment } from "../../domain/time/zone.js";
import { findZone } from "../../domain/time/zone.js";
import { dstAdjustment } from "./callback.enum.js";
import { fitting } from "../present.js";
import { DateTime, LocalDate, LocalTime, TimeZone } from "../scalars.js";

/** Zones and local times take longer to read than all the rest of a callback. */
const TYPES = new WeakMap<CallbackWindow, CallbackWindowType>();

@ObjectType("CallbackWindow", {
  description:
    "When the customer may be called. `start` and `end` are instants; the local fields are the local times that " +
    "the customer was given.",
  simpleResolvers: true,
})
export class CallbackWindowType {
  @Field(() => DateTime, { description: "Start of the window." })
  readonly start: Instant;

  @Field(() => DateTime, { nullable: true, description: "End of the window; null if the vendor sets none." })
  readonly end: Instant | null;

  @Field(() => TimeZone, {
    nullable: true,
    description: "Time zone of the local fields; null if the vendor reports none.",
  })
  readonly timeZone: string | null;

  @Field(() => LocalDate, { nullable: true, description: "Date in `timeZone`." })
  readonly localDate: string | null;

  @Field(() => LocalTime, { nullable: true, description: "Start, as local time in `timeZone`." })
  readonly localStart: string | null;

  @Field(() => LocalTime, {
    nullable: true,
    description: "End, as local time in `timeZone`; on the next day if it is not after `localStart`.",
  })
  readonly localEnd: string | null;

  @Field(() => dstAdjustment, {
    description:
      "Whether daylight saving time made the local time invalid or ambiguous on that day; `start` and `end` are " +
      "the resolved instants.",
  })
  readonly dstAdjustment: DstAdjustment;

  /** The same for the same window, which a callback keeps for as long as nothing about it changes. */
  static of(window: CallbackWindow): CallbackWindowType {
    const type = TYPES.get(window) ?? new CallbackWindowType(window);
    TYPES.set(window, type);
    return type;
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

import { Field, ID, InputType } from "type-graphql";
import type { CallOutcomeCategory } from "../../domain/outcome.js";
import type { PromiseState } from "../../domain/promise.js";
import type { CallbackStatus } from "../../domain/status.js";
import { callbackStatus, callOutcomeCategory, promiseState } from "./callback.enum.js";
import { DateTimeRangeInput } from "../date-time-range.input.js";
import { PhoneNumber } from "../scalars.js";
import { vendorEnum } from "../source/vendor.enum.js";

/** The most agents, queues or campaigns that a filter may name. */
export const MOST_KEYS = 100;

@InputType("CallbackFilter", {
  description:
    "Conditions on callbacks; all of them must hold. An omitted or null condition matches everything, an empty " +
    "list nothing.",
})
export class CallbackFilterInput {
  @Field(() => [String], { nullable: true, description: "Callbacks of these sources, by name." })
  sources?: string[] | null;

  @Field(() => [vendorEnum], { nullable: true, description: "Callbacks of sources at these vendors." })
  vendors?: string[] | null;

  @Field(() => [callbackStatus], {
    nullable: true,
    description: "Callbacks that have one of these statuses at the moment of the request.",
  })
  statuses?: CallbackStatus[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "True: only open callbacks. False: only callbacks with a final status.",
  })
  isOpen?: boolean | null;

  @Field(() => [PhoneNumber], {
    nullable: true,
    description: "Callbacks of the customers with these numbers, 1 to 100. Vendors are queried by each of them.",
  })
  phoneNumbers?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Callbacks whose customer has this in the name or the number: several words in any order, all of them. Case, " +
      "accents and the spaces and signs of numbers make no difference. One word or number has at least 3 characters. " +
      "Searches what the gateway has stored: no vendor is queried for it. Needs `pii:read`.",
  })
  search?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Callbacks of the customer with this id in the vendor's system.",
  })
  contactId?: string | null;

  @Field(() => [ID], {
    nullable: true,
    description: `Callbacks assigned to one of these agents, by global id: at most ${MOST_KEYS}, of any sources.`,
  })
  agentIds?: string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: `Callbacks in one of these queues, by global id: at most ${MOST_KEYS}, of any sources and kinds.`,
  })
  queueIds?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: `Callbacks of one of these campaigns, by the vendor's id: at most ${MOST_KEYS}.`,
  })
  campaignIds?: string[] | null;

  @Field(() => DateTimeRangeInput, {
    nullable: true,
    description:
      "Callbacks whose window overlaps this range. A window without an end counts as the instant of its start.",
  })
  window?: DateTimeRangeInput | null;

  @Field(() => DateTimeRangeInput, { nullable: true, description: "Callbacks created at the vendor in this range." })
  createdAt?: DateTimeRangeInput | null;

  @Field(() => DateTimeRangeInput, {
    nullable: true,
    description: "Callbacks last changed by the vendor in this range.",
  })
  updatedAt?: DateTimeRangeInput | null;

  @Field(() => DateTimeRangeInput, { nullable: true, description: "Callbacks that ended in this range." })
  endedAt?: DateTimeRangeInput | null;

  @Field(() => DateTimeRangeInput, { nullable: true, description: "Callbacks whose `dueAt` is in this range." })
  dueAt?: DateTimeRangeInput | null;

  @Field(() => DateTimeRangeInput, { nullable: true, description: "Callbacks whose `waitingSince` is in this range." })
  waitingSince?: DateTimeRangeInput | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Callbacks whose `isOverdue` has this value. To become overdue is no change that is subscribed to.",
  })
  isOverdue?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "True: only callbacks whose assignment names an agent. False: only others.",
  })
  isAssigned?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: "Callbacks whose `isPresentAtVendor` has this value." })
  isPresentAtVendor?: boolean | null;

  @Field(() => [promiseState], { nullable: true, description: "Callbacks whose `promise` is one of these." })
  promises?: PromiseState[] | null;

  @Field(() => [callOutcomeCategory], { nullable: true, description: "Callbacks with an outcome of these categories." })
  outcomes?: CallOutcomeCategory[] | null;
}

import { Field, ID, InputType } from "type-graphql";
import type { CallbackStatus } from "../callback/status.js";
import { callbackStatus } from "./callback.enum.js";
import { DateTimeRangeInput } from "./date-time-range.input.js";
import { PhoneNumber } from "./scalars.js";
import { vendorEnum } from "./vendor.enum.js";

@InputType("CallbackFilter", {
  description:
    "Which callbacks. What is left out, or null, does not restrict; an empty list matches nothing; all that is given " +
    "has to hold.",
})
export class CallbackFilterInput {
  @Field(() => [String], { nullable: true, description: "Of these sources, by their names in the settings." })
  sources?: string[] | null;

  @Field(() => [vendorEnum], { nullable: true, description: "Of sources at these vendors." })
  vendors?: string[] | null;

  @Field(() => [callbackStatus], {
    nullable: true,
    description: "With one of these statuses at the moment of the request.",
  })
  statuses?: CallbackStatus[] | null;

  @Field(() => Boolean, { nullable: true, description: "Open ones (true) or ended ones (false)." })
  isOpen?: boolean | null;

  @Field(() => PhoneNumber, { nullable: true, description: "Of the customer with this number." })
  phoneNumber?: string | null;

  @Field(() => String, { nullable: true, description: "Of the customer with this id in the vendor's own system." })
  contactId?: string | null;

  @Field(() => ID, { nullable: true, description: "Assigned to this agent, by the agent's global id." })
  agentId?: string | null;

  @Field(() => String, { nullable: true, description: "In this queue, by the vendor's own id." })
  queueId?: string | null;

  @Field(() => String, { nullable: true, description: "Of this campaign, by the vendor's own id." })
  campaignId?: string | null;

  @Field(() => DateTimeRangeInput, {
    nullable: true,
    description: "With a window that overlaps this range; one without an end is a single moment.",
  })
  window?: DateTimeRangeInput | null;

  @Field(() => DateTimeRangeInput, { nullable: true, description: "Created at the vendor in this range." })
  createdAt?: DateTimeRangeInput | null;

  @Field(() => DateTimeRangeInput, { nullable: true, description: "Last changed by the vendor in this range." })
  updatedAt?: DateTimeRangeInput | null;
}

import { Field, ObjectType } from "type-graphql";
import type { Routing } from "../../domain/callback.js";

@ObjectType("Routing", {
  description: "Where the vendor routes the call. Fields that the vendor does not have are null.",
  simpleResolvers: true,
})
export class RoutingType {
  @Field(() => String, { nullable: true, description: "The vendor's id of the queue." })
  readonly queueId: string | null;

  @Field(() => String, { nullable: true, description: "The vendor's id of the outbound campaign." })
  readonly campaignId: string | null;

  @Field(() => String, { nullable: true, description: "The vendor's id of the line or group that makes the call." })
  readonly callTargetId: string | null;

  @Field(() => String, { nullable: true, description: "The vendor's dialing mode." })
  readonly dialingModel: string | null;

  @Field(() => String, { nullable: true, description: "The caller id that the customer sees." })
  readonly callerId: string | null;

  @Field(() => String, { nullable: true, description: "The directory number from which the call is placed." })
  readonly dn: string | null;

  @Field(() => String, { nullable: true, description: "The vendor's name of the site or switch." })
  readonly location: string | null;

  constructor(routing: Routing) {
    this.queueId = routing.queueId;
    this.campaignId = routing.campaignId;
    this.callTargetId = routing.callTargetId;
    this.dialingModel = routing.dialingModel;
    this.callerId = routing.callerId;
    this.dn = routing.dn;
    this.location = routing.location;
  }
}

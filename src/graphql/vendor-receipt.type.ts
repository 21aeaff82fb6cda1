import { Field, ObjectType } from "type-graphql";
import type { Instant } from "../callback/instant.js";
import type { Receipt } from "../callback/command.js";
import { DateTime } from "./scalars.js";
import { CallbackSourceType } from "./source.type.js";

@ObjectType("VendorReceipt", { description: "What proves that the vendor has acted.", simpleResolvers: true })
export class VendorReceiptType {
  @Field(() => CallbackSourceType, { description: "The source that acted." })
  readonly source: CallbackSourceType;

  @Field(() => String, { nullable: true, description: "The id under which the vendor's support finds the call." })
  readonly trackingId: string | null;

  @Field(() => DateTime, { description: "When the vendor answered, by the gateway's clock." })
  readonly respondedAt: Instant;

  constructor(source: CallbackSourceType, { trackingId, respondedAt }: Receipt) {
    this.source = source;
    this.trackingId = trackingId;
    this.respondedAt = respondedAt;
  }
}

import { Field, ObjectType } from "type-graphql";
import type { Instant } from "../../domain/time/instant.js";
import type { Receipt } from "../../domain/command.js";
import { DateTime } from "../scalars.js";
import { CallbackSourceType } from "../source/source.type.js";

@ObjectType("VendorReceipt", { description: "Evidence that the vendor executed the command.", simpleResolvers: true })
export class VendorReceiptType {
  @Field(() => CallbackSourceType, { description: "The source that executed the command." })
  readonly source: CallbackSourceType;

  @Field(() => String, { nullable: true, description: "The tracking id to give the vendor's support." })
  readonly trackingId: string | null;

  @Field(() => DateTime, { description: "When the vendor responded, by the gateway's clock." })
  readonly respondedAt: Instant;

  constructor(source: CallbackSourceType, { trackingId, respondedAt }: Receipt) {
    this.source = source;
    this.trackingId = trackingId;
    this.respondedAt = respondedAt;
  }
}

import { Field, ObjectType } from "type-graphql";
import type { Instant } from "../../domain/time/instant.js";
import type { SourceError } from "../../domain/source.js";
import { DateTime } from "../scalars.js";

@ObjectType("SourceError", { description: "An error of a source.", simpleResolvers: true })
export class SourceErrorType {
  @Field(() => String, { description: "One of this API's error codes, such as VENDOR_UNAVAILABLE." })
  readonly code: string;

  @Field(() => String, {
    description: "What happened, as text for people. Contains no secret and no telephone number.",
  })
  readonly message: string;

  @Field(() => String, { nullable: true, description: "The vendor's error code, or the HTTP status." })
  readonly vendorCode: string | null;

  @Field(() => String, { nullable: true, description: "The tracking id to give the vendor's support." })
  readonly trackingId: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "When requests to the vendor may be retried; null if the vendor did not say.",
  })
  readonly retryAfter: Instant | null;

  constructor(error: SourceError) {
    this.code = error.code;
    this.message = error.message;
    this.vendorCode = error.vendorCode;
    this.trackingId = error.trackingId;
    this.retryAfter = error.retryAfter;
  }
}

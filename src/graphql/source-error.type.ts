import { Field, ObjectType } from "type-graphql";
import type { Instant } from "../callback/instant.js";
import type { SourceError } from "../callback/source.js";
import { DateTime } from "./scalars.js";

@ObjectType("SourceError", { description: "What went wrong at a source.", simpleResolvers: true })
export class SourceErrorType {
  @Field(() => String, { description: "One of the codes that errors of this API carry: VENDOR_UNAVAILABLE, …" })
  readonly code: string;

  @Field(() => String, { description: "What happened, for people. Holds no secret and no telephone number." })
  readonly message: string;

  @Field(() => String, { nullable: true, description: "The vendor's own code: its word, or the HTTP status." })
  readonly vendorCode: string | null;

  @Field(() => String, { nullable: true, description: "The id under which the vendor's support finds the call." })
  readonly trackingId: string | null;

  @Field(() => DateTime, { nullable: true, description: "When the vendor may be asked again, where it said so." })
  readonly retryAfter: Instant | null;

  constructor(error: SourceError) {
    this.code = error.code;
    this.message = error.message;
    this.vendorCode = error.vendorCode;
    this.trackingId = error.trackingId;
    this.retryAfter = error.retryAfter;
  }
}

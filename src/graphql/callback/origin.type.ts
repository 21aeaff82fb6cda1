import { Field, ObjectType } from "type-graphql";
import type { CallbackOrigin, CallbackOriginCategory } from "../../domain/callback.js";
import { callbackOriginCategory } from "./callback.enum.js";

@ObjectType("CallbackOrigin", { description: "Where the request for a callback came from.", simpleResolvers: true })
export class CallbackOriginType {
  @Field(() => callbackOriginCategory, { description: "Normalised over all vendors." })
  readonly category: CallbackOriginCategory;

  @Field(() => String, { nullable: true, description: "The vendor's value; null if the vendor has none." })
  readonly vendorOrigin: string | null;

  constructor(origin: CallbackOrigin) {
    this.category = origin.category;
    this.vendorOrigin = origin.vendorOrigin;
  }
}

import { Field, ObjectType } from "type-graphql";
import type { CallbackOrigin, CallbackOriginCategory } from "../callback/callback.js";
import { callbackOriginCategory } from "./callback.enum.js";

@ObjectType("CallbackOrigin", { description: "Where the command for a callback came from.", simpleResolvers: true })
export class CallbackOriginType {
  @Field(() => callbackOriginCategory, { description: "In the gateway's words." })
  readonly category: CallbackOriginCategory;

  @Field(() => String, { nullable: true, description: "The vendor's own word; null where it has none." })
  readonly vendorOrigin: string | null;

  constructor(origin: CallbackOrigin) {
    this.category = origin.category;
    this.vendorOrigin = origin.vendorOrigin;
  }
}

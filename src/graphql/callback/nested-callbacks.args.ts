import { ArgsType, Field } from "type-graphql";
import type { CallbackStatus } from "../../domain/status.js";
import { callbackStatus } from "./callback.enum.js";
import { NestedPageArgs } from "../page.args.js";

@ArgsType()
export class NestedCallbacksArgs extends NestedPageArgs {
  @Field(() => [callbackStatus], { nullable: true, description: "Only callbacks with one of these statuses." })
  statuses?: CallbackStatus[] | null;
}

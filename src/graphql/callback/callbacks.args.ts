import { ArgsType, Field } from "type-graphql";
import type { DurationMs } from "../../domain/time/instant.js";
import { CallbackFilterInput } from "./callback-filter.input.js";
import { CallbackOrderInput } from "./callback-order.input.js";
import { PageArgs } from "../page.args.js";
import { Duration } from "../scalars.js";

/** The description of `maxStaleness` of every list. */
export const MAX_STALENESS =
  "Maximum age of a source's data: older data is fetched from the vendor first. Default: " +
  "`freshness.maxStalenessMs` in the gateway's settings, else the sync schedule's interval.";

@ArgsType()
export class CallbacksArgs extends PageArgs {
  @Field(() => CallbackFilterInput, { nullable: true, description: "Conditions on callbacks. Default: all callbacks." })
  filter?: CallbackFilterInput | null;

  @Field(() => CallbackOrderInput, { nullable: true, description: "Sort order. Default: WINDOW_START ASC." })
  orderBy?: CallbackOrderInput | null;

  @Field(() => Duration, { nullable: true, description: MAX_STALENESS })
  maxStaleness?: DurationMs | null;
}

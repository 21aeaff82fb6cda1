import { ArgsType, Field } from "type-graphql";
import type { DurationMs } from "../callback/instant.js";
import { CallbackFilterInput } from "./callback-filter.input.js";
import { CallbackOrderInput } from "./callback-order.input.js";
import { PageArgs } from "./page.args.js";
import { Duration } from "./scalars.js";

/** Said of every list that can be asked to be new. */
export const MAX_STALENESS =
  "How old a source's part may be before the source is asked again; the default is in the gateway's settings.";

@ArgsType()
export class CallbacksArgs extends PageArgs {
  @Field(() => CallbackFilterInput, { nullable: true, description: "Which callbacks; all of them by default." })
  filter?: CallbackFilterInput | null;

  @Field(() => CallbackOrderInput, { nullable: true, description: "In which order; WINDOW_START ASC by default." })
  orderBy?: CallbackOrderInput | null;

  @Field(() => Duration, { nullable: true, description: MAX_STALENESS })
  maxStaleness?: DurationMs | null;
}

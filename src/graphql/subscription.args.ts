import { ArgsType, Field } from "type-graphql";
import type { PublishedChangeKind } from "../callback/query.js";
import { callbackChangeKind } from "./callback.enum.js";
import { CallbackFilterInput } from "./callback-filter.input.js";

@ArgsType()
export class StatusChangesArgs {
  @Field(() => CallbackFilterInput, {
    nullable: true,
    description: "Which callbacks; all of them by default. What leaves a filter by its status is told, too.",
  })
  filter?: CallbackFilterInput | null;

  @Field(() => String, {
    nullable: true,
    description: "Resume behind this cursor, over restarts of client and gateway; by default from now on.",
  })
  after?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description:
      "First the callbacks that match now (kind SNAPSHOT), then what changes from there. With `after` only where that cursor was given in the middle of a snapshot.",
  })
  snapshot?: boolean | null;
}

@ArgsType()
export class ChangesArgs extends StatusChangesArgs {
  @Field(() => [callbackChangeKind], {
    nullable: true,
    description: "Which kinds of change; all of them by default.",
  })
  kinds?: readonly PublishedChangeKind[] | null;
}

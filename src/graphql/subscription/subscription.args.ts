import { ArgsType, Field } from "type-graphql";
import type { PublishedChangeKind } from "../../domain/query.js";
import { callbackChangeKind } from "../callback/callback.enum.js";
import { CallbackFilterInput } from "../callback/callback-filter.input.js";

@ArgsType()
export class StatusChangesArgs {
  @Field(() => CallbackFilterInput, {
    nullable: true,
    description:
      "Conditions on callbacks. Default: all callbacks. A change by which a callback leaves a filter by status is " +
      "sent, too.",
  })
  filter?: CallbackFilterInput | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Resume after this cursor, also across restarts of client and gateway. Default: start with the next change.",
  })
  after?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description:
      "Send the callbacks that match now (kind SNAPSHOT) first, then every later change. Combine it with `after` " +
      "only if that cursor is from within a snapshot.",
  })
  snapshot?: boolean | null;
}

@ArgsType()
export class ChangesArgs extends StatusChangesArgs {
  @Field(() => [callbackChangeKind], {
    nullable: true,
    description: "Kinds of change to send. Default: all.",
  })
  kinds?: readonly PublishedChangeKind[] | null;
}

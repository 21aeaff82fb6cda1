import { Field, InputType, Int } from "type-graphql";
import { badUserInput } from "../../domain/errors.js";
import type { Loaders } from "../../loaders/loaders.js";
import { toSources } from "../callback/filter.js";

@InputType("CustomerFilter", {
  description: "Conditions on customers; all of them must hold. An omitted or null condition has its default.",
})
export class CustomerFilterInput {
  @Field(() => Int, {
    nullable: true,
    defaultValue: 1,
    description: "Customers with this many open callbacks or more: at least 1.",
  })
  minOpenCallbacks?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: "True: only customers with open callbacks at two sources or more.",
  })
  acrossSources?: boolean | null;

  @Field(() => [String], {
    nullable: true,
    description: "Count callbacks of these sources only, by name. Default: all; an empty list matches nothing.",
  })
  sources?: string[] | null;
}

type CustomerFilter = Parameters<Loaders["customers"]>[0]["filter"];

/** Converts the input of a client to a filter. Throws BAD_USER_INPUT for an unknown source or a number below 1. */
export function toCustomerFilter(input: CustomerFilterInput | null, loaders: Loaders): CustomerFilter {
  const minOpenCallbacks = input?.minOpenCallbacks ?? 1;
  if (minOpenCallbacks < 1) {
    throw badUserInput(`filter.minOpenCallbacks must be 1 or more, but is ${minOpenCallbacks}`);
  }
  const sources = input?.sources ?? null;
  return {
    minOpenCallbacks,
    acrossSources: input?.acrossSources ?? false,
    sources: sources === null ? null : toSources({ sources }, loaders),
  };
}

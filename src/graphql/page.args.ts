import { ArgsType, Field, Int } from "type-graphql";

const FIRST = "Number of items from the start of the list or after `after`: 1 to 100.";
const AFTER = "Return items after this cursor.";

@ArgsType()
export class HistoryArgs {
  @Field(() => Int, { nullable: true, defaultValue: 50, description: FIRST })
  first?: number | null;

  @Field(() => String, { nullable: true, description: AFTER })
  after?: string | null;
}

@ArgsType()
export class NestedPageArgs {
  @Field(() => Int, { nullable: true, defaultValue: 20, description: FIRST })
  first?: number | null;

  @Field(() => String, { nullable: true, description: AFTER })
  after?: string | null;
}

@ArgsType()
export class PageArgs {
  @Field(() => Int, { nullable: true, description: `${FIRST} Default: 50, unless \`last\` is given.` })
  first?: number | null;

  @Field(() => String, { nullable: true, description: AFTER })
  after?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: "Number of items from the end of the list or before `before`: 1 to 100.",
  })
  last?: number | null;

  @Field(() => String, { nullable: true, description: "Return items before this cursor." })
  before?: string | null;
}

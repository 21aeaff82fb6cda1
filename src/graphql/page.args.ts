import { ArgsType, Field, Int } from "type-graphql";

const FIRST = "How many, from the beginning or behind `after`: 1 to 100.";
const AFTER = "Begin behind this cursor.";

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
  @Field(() => Int, { nullable: true, description: `${FIRST} Default 50, where \`last\` is not given.` })
  first?: number | null;

  @Field(() => String, { nullable: true, description: AFTER })
  after?: string | null;

  @Field(() => Int, { nullable: true, description: "How many, from the end or before `before`: 1 to 100." })
  last?: number | null;

  @Field(() => String, { nullable: true, description: "End before this cursor." })
  before?: string | null;
}

import { Field, ObjectType } from "type-graphql";

@ObjectType("PageInfo", {
  description: "Where a page stands in its list, by the Relay specification.",
  simpleResolvers: true,
})
export class PageInfoType {
  @Field(() => Boolean, { description: "Whether the list goes on behind this page." })
  readonly hasNextPage: boolean;

  @Field(() => Boolean, { description: "Whether something comes before this page." })
  readonly hasPreviousPage: boolean;

  @Field(() => String, { nullable: true, description: "The first cursor of the page; null where the page is empty." })
  readonly startCursor: string | null;

  @Field(() => String, { nullable: true, description: "The last cursor of the page; null where the page is empty." })
  readonly endCursor: string | null;

  constructor(
    page: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean },
    /** Of the first and the last item at least. */
    cursors: readonly string[],
  ) {
    this.hasNextPage = page.hasNextPage;
    this.hasPreviousPage = page.hasPreviousPage;
    this.startCursor = cursors[0] ?? null;
    this.endCursor = cursors.at(-1) ?? null;
  }
}

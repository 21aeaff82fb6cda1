import { Field, ObjectType } from "type-graphql";

@ObjectType("PageInfo", {
  description: "Position of a page in its list, by the Relay specification.",
  simpleResolvers: true,
})
export class PageInfoType {
  @Field(() => Boolean, { description: "True if items follow this page." })
  readonly hasNextPage: boolean;

  @Field(() => Boolean, { description: "True if items precede this page." })
  readonly hasPreviousPage: boolean;

  @Field(() => String, { nullable: true, description: "Cursor of the page's first item; null if the page is empty." })
  readonly startCursor: string | null;

  @Field(() => String, { nullable: true, description: "Cursor of the page's last item; null if the page is empty." })
  readonly endCursor: string | null;

  constructor(
    page: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean },
    /** Cursors of the first and the last item at least. */
    cursors: readonly string[],
  ) {
    this.hasNextPage = page.hasNextPage;
    this.hasPreviousPage = page.hasPreviousPage;
    this.startCursor = cursors[0] ?? null;
    this.endCursor = cursors.at(-1) ?? null;
  }
}

import { Ctx, Query, Resolver } from "type-graphql";
import type { GraphQLContext } from "../context.js";
import { ViewerType } from "./viewer.type.js";

@Resolver()
export class ViewerResolver {
  @Query(() => ViewerType, { description: "The caller of this operation, and what it may do." })
  viewer(@Ctx() { caller, loaders }: GraphQLContext): ViewerType {
    return new ViewerType(
      caller,
      loaders.sources().map(({ name }) => name),
    );
  }
}

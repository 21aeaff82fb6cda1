import { Arg, Ctx, Query, Resolver } from "type-graphql";
import type { GraphQLContext } from "./context.js";
import { findSource } from "./known-sources.js";
import { CallbackSourceType } from "./source.type.js";

@Resolver(() => CallbackSourceType)
export class SourceResolver {
  @Query(() => [CallbackSourceType], { description: "Every configured source, in the order of the settings." })
  sources(@Ctx() { loaders }: GraphQLContext): readonly CallbackSourceType[] {
    return loaders.sources().flatMap(({ name }) => findSource(loaders, name) ?? []);
  }

  @Query(() => CallbackSourceType, { nullable: true, description: "One source; null where none has this name." })
  source(
    @Arg("name", () => String, { description: "The source's name in the settings." }) name: string,
    @Ctx() { loaders }: GraphQLContext,
  ): CallbackSourceType | null {
    return findSource(loaders, name);
  }
}

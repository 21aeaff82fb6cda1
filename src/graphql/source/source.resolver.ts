import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import type { GraphQLContext } from "../context.js";
import { findSource } from "./request-sources.js";
import { SourceHealthType } from "./source-health.type.js";
import { CallbackSourceType, SourceSyncType } from "./source.type.js";

@Resolver(() => CallbackSourceType)
export class SourceResolver {
  @Query(() => [CallbackSourceType], { description: "All configured sources, in the order of the settings." })
  sources(@Ctx() { loaders }: GraphQLContext): readonly CallbackSourceType[] {
    return loaders.sources().flatMap(({ name }) => findSource(loaders, name) ?? []);
  }

  @Query(() => CallbackSourceType, { nullable: true, description: "One source; null if none has this name." })
  source(
    @Arg("name", () => String, { description: "The source's name in the settings." }) name: string,
    @Ctx() { loaders }: GraphQLContext,
  ): CallbackSourceType | null {
    return findSource(loaders, name);
  }

  // Health and sync change by themselves and are resolved; the other fields come from the settings.
  @FieldResolver(() => SourceHealthType, { description: "Health over the last calls." })
  health(@Root() { view }: CallbackSourceType): SourceHealthType {
    return new SourceHealthType(view.health);
  }

  @FieldResolver(() => SourceSyncType, { description: "State of the background sync." })
  sync(@Root() { view }: CallbackSourceType): SourceSyncType {
    return new SourceSyncType(view.sync);
  }
}

import { Ctx, Query, Resolver } from "type-graphql";
import type { GraphQLContext } from "../context.js";
import { WallboardSettingsType } from "./wallboard.type.js";

@Resolver()
export class WallboardResolver {
  @Query(() => WallboardSettingsType, {
    description:
      "Settings of the gateway for wallboards, the same for all callers. They change while the gateway runs.",
  })
  wallboardSettings(@Ctx() { wallboard }: GraphQLContext): WallboardSettingsType {
    return new WallboardSettingsType(wallboard);
  }
}

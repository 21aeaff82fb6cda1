// Apollo Server with type-graphql, as people write it.
import "reflect-metadata";
import { ApolloServer } from "@apollo/server";
import { startStandaloneServer } from "@apollo/server/standalone";
import { Args, ArgsType, buildSchema, Field, ID, InputType, Int, ObjectType, Query, Resolver } from "type-graphql";
import { byFetch, list, type Row } from "./rows.js";

@ObjectType()
class Window {
  @Field(() => String)
  declare start: string;
}

@ObjectType()
class Customer {
  @Field(() => String, { nullable: true })
  declare name: string | null;
  @Field(() => String, { nullable: true })
  declare phoneNumber: string | null;
}

@ObjectType()
class Callback {
  @Field(() => ID)
  declare id: string;
  @Field(() => String)
  declare vendorId: string;
  @Field(() => String)
  declare vendor: string;
  @Field(() => String)
  declare status: string;
  @Field(() => String, { nullable: true })
  declare vendorStatus: string | null;
  @Field(() => Boolean)
  declare isOpen: boolean;
  @Field(() => String, { nullable: true })
  declare nextAttemptAt: string | null;
  @Field(() => Window, { nullable: true })
  declare window: Window | null;
  @Field(() => Customer)
  declare customer: Customer;
}

@ObjectType()
class CallbackConnection {
  @Field(() => [Callback])
  declare nodes: readonly Row[];
}

@InputType()
class DateTimeRange {
  @Field(() => String, { nullable: true })
  declare from?: string;
}

@InputType()
class CallbackFilter {
  @Field(() => DateTimeRange, { nullable: true })
  declare window?: DateTimeRange;
}

@ArgsType()
class CallbacksArgs {
  @Field(() => Int)
  declare first: number;
  @Field(() => CallbackFilter, { nullable: true })
  declare filter?: CallbackFilter;
}

@Resolver()
class CallbackResolver {
  @Query(() => CallbackConnection)
  async callbacks(@Args(() => CallbacksArgs) { first, filter }: CallbacksArgs): Promise<CallbackConnection> {
    return { nodes: await list(byFetch, first, filter ?? null) };
  }
}

const schema = await buildSchema({ resolvers: [CallbackResolver], validate: false });
await startStandaloneServer(new ApolloServer({ schema, nodeEnv: "production" }), {
  listen: { port: Number(process.env["PORT"]), host: "127.0.0.1" },
});

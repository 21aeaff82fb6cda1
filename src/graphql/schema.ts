// First of all imports: the decorators of the others need it.
import "reflect-metadata";
import type { GraphQLSchema } from "graphql";
import { buildSchemaSync } from "type-graphql";
import type { Vendor } from "../domain/callback.js";
import type { VendorRecordDefinition } from "../domain/vendor/vendor-record.js";
import { AgentResolver } from "./agent/agent.resolver.js";
import { CallbackResolver } from "./callback/callback.resolver.js";
import { CustomerResolver } from "./customer/customer.resolver.js";
import { ErasureResolver } from "./mutation/erasure.resolver.js";
import { MutationResolver } from "./mutation/mutation.resolver.js";
import { NodeResolver } from "./node.resolver.js";
import { QueueResolver } from "./queue/queue.resolver.js";
import { SourceResolver } from "./source/source.resolver.js";
import { PerformanceResolver } from "./performance/performance.resolver.js";
import { StatisticsResolver } from "./statistics/statistics.resolver.js";
import { toCallbackChange, SubscriptionResolver } from "./subscription/subscription.resolver.js";
import { defineVendorRecord } from "./vendor-record/vendor-record.type.js";
import { WallboardResolver } from "./wallboard/wallboard.resolver.js";
import { ViewerResolver } from "./viewer/viewer.resolver.js";
import { defineVendors } from "./source/vendor.enum.js";

/** The parts of an adapter definition that the schema is built from. */
export interface SchemaVendor {
  readonly vendor: Vendor;
  readonly description: string;
  readonly record: VendorRecordDefinition;
}

export interface SchemaDefinitions {
  readonly vendors: readonly SchemaVendor[];
}

let built: { readonly records: readonly VendorRecordDefinition[]; readonly schema: GraphQLSchema } | null = null;

/**
 * The schema over these vendors. The decorators' registry is global, so a process has one schema: equal definitions
 * give the same one again, others throw.
 */
export function createSchema({ vendors }: SchemaDefinitions): GraphQLSchema {
  const records = vendors.map(({ record }) => record);
  built ??= { records, schema: build(vendors) };
  if (built.records.length !== records.length || !built.records.every((record, index) => record === records[index])) {
    throw new Error("a process has one schema, and it was built before with other vendors");
  }
  return built.schema;
}

function build(vendors: readonly SchemaVendor[]): GraphQLSchema {
  defineVendors(Object.fromEntries(vendors.map(({ vendor, description }) => [vendor, description])));
  for (const { vendor, record } of vendors) defineVendorRecord(vendor, record);
  const schema = buildSchemaSync({
    resolvers: [
      CallbackResolver,
      StatisticsResolver,
      PerformanceResolver,
      SourceResolver,
      AgentResolver,
      QueueResolver,
      NodeResolver,
      CustomerResolver,
      ViewerResolver,
      WallboardResolver,
      MutationResolver,
      ErasureResolver,
      SubscriptionResolver,
    ],
    validate: false,
    // Every subscription brings its own events.
    pubSub: { subscribe: unused, publish: unused },
  });
  const [query, mutation, subscription] = [
    schema.getQueryType(),
    schema.getMutationType(),
    schema.getSubscriptionType(),
  ];
  if (query) query.description = "All queries.";
  if (mutation) mutation.description = "All mutations. Each one sends a command to a vendor.";
  if (subscription) {
    subscription.description = "All subscriptions.";
    // TypeGraphQL awaits arguments even where there are none, which would delay each event of a subscription.
    for (const field of Object.values(subscription.getFields())) field.resolve = toCallbackChange;
  }
  return schema;
}

function unused(): never {
  throw new Error("no subscription reads its events from here");
}

import type { GraphQLSchema } from "graphql";
import type { Logger } from "pino";
import type { RecordedChange } from "../domain/query.js";
import type { PromisesBySource } from "../domain/promise.js";
import type { SourceDescription } from "../domain/source.js";
import type { GraphQLContext } from "../graphql/context.js";
import { createChangePresenter } from "../graphql/delivery/delivered-change.js";
import { readDeliveryFilter } from "../graphql/delivery/delivery-filter.js";
import type { Executor } from "../graphql/execution/executor.js";
import type { Caller } from "../domain/caller.js";
import { isWanted } from "../subscriptions/wanted-change.js";
import { openDeliveries, type Deliveries, type DeliveriesOptions, type DeliveryContent } from "./deliveries.js";
import type { DeliverySettings } from "./settings.js";

export interface GatewayDeliveriesOptions extends Omit<DeliveriesOptions, "contentOf"> {
  readonly schema: GraphQLSchema;
  readonly executor: Executor;
  readonly createContext: (caller: Caller) => GraphQLContext;
  /** Returns the current sources. */
  readonly sources: () => readonly Pick<SourceDescription, "name" | "vendor">[];
  readonly promises: PromisesBySource;
}

/** Opens the deliveries of a gateway, whose data is what its API returns. Rejects with BAD_USER_INPUT for a filter. */
export function openGatewayDeliveries(options: GatewayDeliveriesOptions): Promise<Deliveries> {
  return openDeliveries({ ...options, contentOf: (name, settings) => contentOf(name, settings, options) });
}

/**
 * The work of the deliveries by the names of their leases; none if another gateway is to send them. A gateway that takes part
 * in leases takes an equal part in all of them, the sources included.
 */
export function deliveryTasks(
  deliveries: Deliveries,
  isSending: boolean,
  logger: Logger,
): readonly (readonly [name: string, run: (signal: AbortSignal) => Promise<void>])[] {
  const { names } = deliveries;
  if (isSending) return names.map((name) => [`(delivery) ${name}`, (signal) => deliveries.run(name, signal)] as const);
  if (names.length > 0) logger.info("deliveries are sent by the gateways of this store that have sync.polling");
  return [];
}

function contentOf(
  name: string,
  { filter: input, kinds, maskPersonalData }: DeliverySettings,
  { schema, executor, createContext, sources, promises }: GatewayDeliveriesOptions,
): DeliveryContent {
  const filter = readDeliveryFilter(schema, input, `deliveries.${name}`, sources());
  const isConfigured = ({ callback: { callback } }: RecordedChange): boolean =>
    sources().some((source) => source.name === callback.source);
  const presenter = createChangePresenter(executor, createContext, { delivery: name, maskPersonalData });
  return {
    isWanted: (change) => isConfigured(change) && isWanted({ filter, kinds: kinds ?? [change.kind] }, change, promises),
    present: (change) => presenter.present(change),
  };
}

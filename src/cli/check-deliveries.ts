import { ADAPTERS } from "../adapters/registry.js";
import { SettingsError, type Settings } from "../config/config.js";
import { connectBy } from "../config/proxies.js";
import { createSender, reasonOf } from "../deliveries/http-sender.js";
import { GatewayError } from "../domain/errors.js";
import { readDeliveryFilter } from "../graphql/delivery/delivery-filter.js";
import { createSchema } from "../graphql/schema.js";

/** Reads the filters of all deliveries. Throws a SettingsError that lists every error in them. */
export function checkDeliveryFilters({ deliveries, sources }: Settings): void {
  const entries = Object.entries(deliveries);
  if (entries.length === 0) return;
  const schema = createSchema({ vendors: ADAPTERS });
  const descriptions = sources.map(({ name, definition: { vendor } }) => ({ name, vendor }));
  const mistakes = entries.flatMap(([name, { filter }]) => {
    try {
      readDeliveryFilter(schema, filter, `deliveries.${name}`, descriptions);
      return [];
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      return error.message.split("\n");
    }
  });
  if (mistakes.length > 0) throw new SettingsError(mistakes.map((mistake) => `  ${mistake}`).join("\n"));
}

/** The result of the smallest request to a receiver that shows whether it responds. */
export interface ReceiverCheck {
  readonly delivery: string;
  readonly responds: boolean;
  readonly message: string;
}

/** Tries every receiver by a request HEAD, which delivers nothing. Never rejects. */
export async function probeReceivers({ deliveries, proxies }: Settings): Promise<readonly ReceiverCheck[]> {
  const connect = connectBy(proxies);
  return Promise.all(
    Object.entries(deliveries).map(async ([delivery, settings]) => {
      const sender = createSender(settings, { connect, clock: Date.now });
      try {
        return { delivery, responds: true, message: await sender.probe() };
      } catch (error) {
        return { delivery, responds: false, message: `does not respond: ${reasonOf(error)}` };
      } finally {
        await sender.close();
      }
    }),
  );
}

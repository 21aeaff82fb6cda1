import { isJsonObject, type JsonValue } from "../../lib/json.js";
import type { VendorQuery } from "../../domain/vendor/vendor-query.js";
import type { Adapter, AdapterContext, VendorPage } from "../adapter.js";
import { completePage, readRows, type RowReader } from "../wire/vendor-page.js";
import { rememberRows } from "../wire/row-memory.js";
import { createGenesysClient, type GenesysInteractions } from "./client.js";
import { mapGenesysCallback } from "./mapping.js";
import type { GenesysSettings } from "./settings.js";
import { Unfit } from "../wire/wire-field.js";
import { GENESYS_CALLBACK_ENTITY, GENESYS_CALLBACK_INTERACTION, genesysEntityType } from "./wire.js";

const READER: RowReader = {
  idFields: ["interaction_id"],
  read: (raw, context) => mapGenesysCallback(GENESYS_CALLBACK_INTERACTION.parse(raw), context),
};

/** An interaction id for the connection check: any response proves that the server and the credentials work. */
const NOBODYS_INTERACTION = "0";

/**
 * One tenant of Context Services. It can be queried by customer and by interaction; it has no list, and no query by
 * number.
 */
export function createGenesysAdapter(settings: GenesysSettings, context: AdapterContext): Adapter {
  const client = createGenesysClient(settings, context);
  const reader = rememberRows(READER);
  const mapping = { source: context.source, vendor: context.vendor, defaultRegion: settings.defaultRegion };

  const toAnswer = ({ rows, stamp }: GenesysInteractions): VendorPage =>
    completePage(readRows(rows.filter(mayBeCallback), reader, mapping, stamp));

  return {
    findByCustomer: async (customerId, options) => toAnswer(await client.findByCustomer(customerId, options)),
    get: async (vendorId, options) => toAnswer(await client.findById(vendorId, options)),
    queryFor({ vendorId, customer: { contactId } }) {
      return contactId === null ? { by: "id", vendorId } : { by: "customer", customerId: contactId };
    },
    watched: settings.watch.customerIds.map((customerId): VendorQuery => ({ by: "customer", customerId })),
    async verify(options) {
      const [customerId] = settings.watch.customerIds;
      if (customerId === undefined) await client.findById(NOBODYS_INTERACTION, options);
      else await client.findByCustomer(customerId, options);
    },
    reread: (raw, stamp) => readRows([raw], reader, mapping, stamp),
    reserve: (signal) => client.reserve(signal),
    usage: () => client.usage(),
    condition: () => client.condition(),
    close: () => client.close(),
  };
}

/**
 * False for interactions that say that they are something else: e-mails, chats, calls. A row whose kind cannot be read
 * is let through to be quarantined, and one that does not name its kind counts by the fields that only callbacks have.
 */
function mayBeCallback(row: JsonValue): boolean {
  if (!isJsonObject(row)) return true;
  const sent = row["entity_type"] ?? "";
  const kind = genesysEntityType.read(sent);
  if (kind instanceof Unfit) return true;
  if (sent !== "") return kind === GENESYS_CALLBACK_ENTITY;
  return "desired_response_type" in row || "callback_status" in row;
}

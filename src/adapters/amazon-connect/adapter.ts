import type { Adapter, AdapterContext } from "../adapter.js";
import { createBoundedMap } from "../../lib/cache.js";
import { rememberRows } from "../wire/row-memory.js";
import { readRows, type RowReader } from "../wire/vendor-page.js";
import { createCallbackReader } from "./callback-reader.js";
import { createAmazonConnectClient } from "./client.js";
import { createAmazonConnectDirectory } from "./directory.js";
import { mapAmazonConnectCallback, type AmazonConnectMapping } from "./mapping.js";
import type { AmazonConnectSettings } from "./settings.js";
import { createAmazonConnectWebhook } from "./webhook.js";
import { AMAZON_CONNECT_CONTACT } from "./wire.js";
import { createAmazonConnectWrites } from "./writes.js";

const HOUR = 3_600_000;
/** Contacts that this gateway stopped lately: their records do not say by whom. */
const MOST_STOPPED = 5000;

/**
 * One instance of Amazon Connect. No API lists the callbacks that wait: events name them, each is read by its contact's
 * id, and a search of ended contacts makes good lost events.
 */
export function createAmazonConnectAdapter(settings: AmazonConnectSettings, context: AdapterContext): Adapter {
  const { clock, source, vendor } = context;
  const { numberAttribute = null, reasonAttribute = null, instanceId, webhook } = settings;
  const client = createAmazonConnectClient(settings, context);
  const stopped = createBoundedMap<string, true>("connect_stopped_contacts", { maxEntries: MOST_STOPPED });
  const isStopped = (contactId: string): boolean => stopped.has(contactId);
  const reader = rememberRows(rowReader({ numberAttribute, reasonAttribute, isStopped }));
  const mapping = { source, vendor, defaultRegion: settings.defaultRegion };
  const callbacks = createCallbackReader({
    client,
    reader,
    mapping,
    clock,
    attributes: [numberAttribute, reasonAttribute].filter((name) => name !== null),
    lookBackMs: settings.lookBackHours * HOUR,
  });

  return {
    ...createAmazonConnectWrites({ client, context, stopped, get: callbacks.get }),
    get: callbacks.get,
    listEnded: callbacks.listEnded,
    queryFor: ({ vendorId }) => ({ by: "id", vendorId }),
    directory: createAmazonConnectDirectory(client, { source, instanceId }),
    watched: [],
    ...(webhook === undefined ? {} : { webhook: createAmazonConnectWebhook({ ...webhook, instanceId }) }),
    async verify(options) {
      const now = clock();
      await client.searchEnded({ start: now - HOUR, end: now, size: 1, token: null }, options);
    },
    reread: (raw, stamp) => readRows([raw], reader, mapping, stamp),
    reserve: (signal) => client.reserve(signal),
    usage: () => client.usage(),
    condition: () => client.condition(),
    close: () => client.close(),
  };
}

function rowReader(mapping: AmazonConnectMapping): RowReader {
  return {
    idFields: ["Id"],
    read: (raw, context) => mapAmazonConnectCallback(AMAZON_CONNECT_CONTACT.parse(raw), context, mapping),
  };
}

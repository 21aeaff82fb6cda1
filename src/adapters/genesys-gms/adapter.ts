import { otherForms } from "../../domain/phone/phone-number.js";
import { observationOf } from "../../domain/change/observation.js";
import type { VendorQuery } from "../../domain/vendor/vendor-query.js";
import type { Adapter, AdapterContext, CallOptions, VendorPage } from "../adapter.js";
import { isOfOnePart, listParts, type ListPart } from "../wire/list-parts.js";
import { completePage, mergeWhenAllEnded, readRows, type RowReader } from "../wire/vendor-page.js";
import { rememberRows } from "../wire/row-memory.js";
import { createGmsClient, type GmsFilter, type GmsPeriod } from "./client.js";
import { mapGmsCallback, mapGmsQueuePosition } from "./mapping.js";
import type { GenesysGmsSettings } from "./settings.js";
import { OPEN_STATES } from "./status.js";
import { GENESYS_GMS_CALLBACK } from "./wire.js";
import { createGmsWrites } from "./writes.js";

const READER: RowReader = {
  idFields: ["_id"],
  read: (raw, context) => mapGmsCallback(GENESYS_GMS_CALLBACK.parse(raw), context),
};

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** A number of the range reserved for fiction: querying it proves as much as querying a real one. */
const NOBODYS_NUMBER = "+12025550100";
/** The vendor's form of "any state but this". */
const NOT_COMPLETED = "!COMPLETED";

/** One installation of Genesys Mobile Services: the callbacks of the queues and callback services in the settings. */
export function createGmsAdapter(settings: GenesysGmsSettings, context: AdapterContext): Adapter {
  const { services, queues, windowBeforeMinutes, windowAheadDays, maxPerQueue } = settings;
  const client = createGmsClient(settings, context);
  const reader = rememberRows(READER);
  const mapping = { source: context.source, vendor: context.vendor, defaultRegion: settings.defaultRegion };
  /** False while a queue or a service fails: its callbacks are then polled by themselves. */
  let isOpenListWhole = true;

  const period = (): GmsPeriod => {
    const now = context.clock();
    return { from: now - windowBeforeMinutes * MINUTE, until: now + windowAheadDays * DAY };
  };
  const partsOf = (states: readonly string[], filter: GmsFilter): ListPart[] => [
    ...queues.map((queue): ListPart => ({
      name: `queue ${queue}`,
      maxRows: maxPerQueue,
      read: (options) => client.listQueue(queue, period(), states, options),
    })),
    ...services.map((service): ListPart => ({
      name: `service ${service}`,
      maxRows: null,
      read: (options) => client.findInService(service, filter, options),
    })),
  ];

  const find = async (phoneNumber: string, options: CallOptions): Promise<VendorPage> => {
    const { rows, stamp } = await client.find({ _customer_number: phoneNumber }, options);
    return completePage(readRows(rows, reader, mapping, stamp));
  };
  const get = async (vendorId: string, options: CallOptions): Promise<VendorPage> => {
    const { rows, stamp } = await client.findById(vendorId, options);
    return completePage(readRows(rows, reader, mapping, stamp));
  };

  /**
   * Adds its position to the one queued callback of a page, by one more request. A client wants to know it; for the
   * background sync it would double the requests.
   */
  const withPosition = async (page: VendorPage, { signal, priority }: CallOptions): Promise<VendorPage> => {
    const [only, ...others] = page.observations.filter(({ callback }) => callback.status === "QUEUED");
    if (only === undefined || others.length > 0 || priority === "background") return page;
    const estimate = await client.position(only.callback.vendorId, { signal }).then(mapGmsQueuePosition, () => null);
    if (estimate === null) return page;
    const { requestNumber, observedAt: requestedAt } = only;
    const mapped = { ...only, callback: { ...only.callback, estimate } };
    const estimated = observationOf(mapped, { requestNumber, requestedAt });
    return { ...page, observations: page.observations.map((one) => (one === only ? estimated : one)) };
  };

  return {
    ...(services.length === 0 ? {} : createGmsWrites({ client, settings, context, get })),
    listCoverage: "WINDOW",
    list: (options) => listParts(partsOf([], {}), { reader, mapping }, options),
    async *listOpen(options) {
      const parts = partsOf(OPEN_STATES, { _callback_state: NOT_COMPLETED });
      let isWhole = false;
      try {
        for await (const page of listParts(parts, { reader, mapping }, options)) {
          isWhole = page.isComplete;
          yield page;
        }
      } catch (error) {
        if (isOfOnePart(error)) isOpenListWhole = false;
        throw error;
      }
      isOpenListWhole = isWhole;
    },
    async findByPhoneNumber(phoneNumber, options) {
      const page = await find(phoneNumber, options);
      const isFound = page.observations.length > 0 || page.quarantined.length > 0;
      if (options.isExactForm === true || isFound) return withPosition(page, options);
      const others = otherForms(phoneNumber, settings.defaultRegion);
      const pages = [Promise.resolve(page), ...others.map((form) => find(form, options))];
      return withPosition(await mergeWhenAllEnded(pages), options);
    },
    get: async (vendorId, options) => withPosition(await get(vendorId, options), options),
    queryFor: ({ vendorId }): VendorQuery => ({ by: "id", vendorId }),
    groupFor: (): VendorQuery | null => (isOpenListWhole ? { by: "openList" } : null),
    otherForms: (phoneNumber) => otherForms(phoneNumber, settings.defaultRegion),
    watched: settings.watch.phoneNumbers.map((phoneNumber): VendorQuery => ({ by: "phoneNumber", phoneNumber })),
    async verify(options) {
      const [queue] = queues;
      const [service = ""] = services;
      const now = context.clock();
      if (queue === undefined) await client.findInService(service, { _customer_number: NOBODYS_NUMBER }, options);
      else await client.listQueue(queue, { from: now, until: now + MINUTE }, OPEN_STATES, options);
    },
    reread: (raw, stamp) => readRows([raw], reader, mapping, stamp),
    reserve: (signal) => client.reserve(signal),
    usage: () => client.usage(),
    condition: () => client.condition(),
    close: () => client.close(),
  };
}

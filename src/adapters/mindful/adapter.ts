import { findLookupNumber, otherForms } from "../../domain/phone/phone-number.js";
import type { VendorQuery } from "../../domain/vendor/vendor-query.js";
import type { Adapter, AdapterContext, VendorPage, CallOptions, MappingContext } from "../adapter.js";
import { completePage, mergeWhenAllEnded, readRows, type RowReader } from "../wire/vendor-page.js";
import { rememberRows } from "../wire/row-memory.js";
import { createMindfulApi, type MindfulApi } from "./api.js";
import { createMindfulClient } from "./client.js";
import { createMindfulHistory, startOfHour } from "./history.js";
import { MINDFUL_READER } from "./reader.js";
import type { MindfulSettings } from "./settings.js";
import { MINDFUL_VIEWS } from "./views.js";
import { createMindfulWebhook } from "./webhook.js";
import { createMindfulWrites } from "./writes.js";

/** A number of the range reserved for fiction: querying it proves as much as querying a real one. */
const NOBODYS_NUMBER = "+12025550100";

/**
 * One organization at Mindful. The Scheduler can be queried by number only; the API v2, if it may be used, lists what has
 * ended.
 */
export function createMindfulAdapter(settings: MindfulSettings, context: AdapterContext): Adapter {
  const client = createMindfulClient(settings, context);
  const reader = rememberRows(MINDFUL_READER);
  const mapping = { source: context.source, vendor: context.vendor, defaultRegion: settings.defaultRegion };
  const { webhook } = settings;
  const api = settings.api === undefined ? null : createMindfulApi(settings.api, settings, context);

  const find = async (contactNumber: string, options: CallOptions): Promise<VendorPage> => {
    const { rows, stamp } = await client.find(contactNumber, options);
    return completePage(readRows(rows, reader, mapping, stamp));
  };

  return {
    ...listsOf(api, settings.api?.lookBackHours ?? 0, { clock: context.clock, reader, mapping }),
    ...((api !== null || webhook !== undefined) && { views: MINDFUL_VIEWS }),
    ...createMindfulWrites({ client, widgetId: settings.widgetId ?? null, context, find }),
    async findByPhoneNumber(phoneNumber, options) {
      const page = await find(phoneNumber, options);
      if (options.isExactForm === true || page.observations.length > 0 || page.quarantined.length > 0) return page;
      const others = otherForms(phoneNumber, settings.defaultRegion);
      return mergeWhenAllEnded([Promise.resolve(page), ...others.map((form) => find(form, options))]);
    },
    queryFor({ customer: { phoneNumberRaw }, lookupNumber = phoneNumberRaw }) {
      const phoneNumber = findLookupNumber(lookupNumber);
      return phoneNumber === null ? null : { by: "phoneNumber", phoneNumber };
    },
    // Its pages query a number exactly as it was submitted, and show numbers of ten digits.
    otherForms: (phoneNumber) => otherForms(phoneNumber, settings.defaultRegion),
    watched: settings.watch.phoneNumbers.map((phoneNumber): VendorQuery => ({ by: "phoneNumber", phoneNumber })),
    ...(webhook !== undefined && { webhook: createMindfulWebhook(webhook, { reader, mapping }) }),
    async verify(options) {
      await client.find(settings.watch.phoneNumbers[0] ?? NOBODYS_NUMBER, options);
      await api?.attemptsOf(startOfHour(context.clock()), options);
    },
    reread: (raw, stamp) => readRows([raw], reader, mapping, stamp),
    reserve: (signal) => client.reserve(signal),
    usage: () => client.usage(),
    condition() {
      const condition = client.condition();
      return { ...condition, isBroken: condition.isBroken || api?.condition().isBroken === true };
    },
    async close() {
      await Promise.all([client.close(), api?.close()]);
    },
  };
}

type Lists = Pick<Adapter, "list" | "listOpen" | "listCoverage" | "groupFor">;

/** The lists of the API v2, which lack open callbacks: those are queried by their numbers. */
function listsOf(
  api: MindfulApi | null,
  lookBackHours: number,
  context: Pick<AdapterContext, "clock"> & { readonly reader: RowReader; readonly mapping: MappingContext },
): Lists {
  if (api === null) return {};
  const history = createMindfulHistory({ api, lookBackHours, ...context });
  return {
    list: (options) => history.list(options),
    listOpen: (options) => history.listRecent(options),
    listCoverage: "PART",
    groupFor: () => null,
  };
}

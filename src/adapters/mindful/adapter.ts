import { findLookupNumber, otherForms } from "../../domain/phone/phone-number.js";
import type { VendorQuery } from "../../domain/vendor/vendor-query.js";
import type { Adapter, AdapterContext, VendorPage, CallOptions } from "../adapter.js";
import { completePage, mergeWhenAllEnded, readRows, type RowReader } from "../wire/vendor-page.js";
import { rememberRows } from "../wire/row-memory.js";
import { createMindfulClient } from "./client.js";
import { mapMindfulCallback } from "./mapping.js";
import type { MindfulSettings } from "./settings.js";
import { createMindfulWebhook } from "./webhook.js";
import { MINDFUL_CALLBACK_STATUS } from "./wire.js";
import { createMindfulWrites } from "./writes.js";

const READER: RowReader = {
  idFields: ["call_request_id"],
  read: (raw, context) => mapMindfulCallback(MINDFUL_CALLBACK_STATUS.parse(raw), context),
};

/** A number of the range reserved for fiction: querying it proves as much as querying a real one. */
const NOBODYS_NUMBER = "+12025550100";

/** One organization at the Mindful Scheduler. It can be queried by number only. */
export function createMindfulAdapter(settings: MindfulSettings, context: AdapterContext): Adapter {
  const client = createMindfulClient(settings, context);
  const reader = rememberRows(READER);
  const mapping = { source: context.source, vendor: context.vendor, defaultRegion: settings.defaultRegion };

  const find = async (contactNumber: string, options: CallOptions): Promise<VendorPage> => {
    const { rows, stamp } = await client.find(contactNumber, options);
    return completePage(readRows(rows, reader, mapping, stamp));
  };

  return {
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
    ...(settings.webhook === undefined ? {} : { webhook: createMindfulWebhook(settings.webhook) }),
    async verify(options) {
      await client.find(settings.watch.phoneNumbers[0] ?? NOBODYS_NUMBER, options);
    },
    reread: (raw, stamp) => readRows([raw], reader, mapping, stamp),
    reserve: (signal) => client.reserve(signal),
    usage: () => client.usage(),
    condition: () => client.condition(),
    close: () => client.close(),
  };
}

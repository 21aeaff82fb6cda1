import { findLookupNumber } from "../../domain/phone/phone-number.js";
import type { VendorQuery } from "../../domain/vendor/vendor-query.js";
import type { Adapter, AdapterContext, VendorPage, CallOptions } from "../adapter.js";
import { NOTHING, readRows, type RowReader } from "../wire/vendor-page.js";
import { readAllPages, readByPages, type PagedQuery } from "../wire/paging.js";
import { rememberRows } from "../wire/row-memory.js";
import { createTalkdeskClient, type TalkdeskFilter } from "./client.js";
import { createTalkdeskCreate } from "./create.js";
import { createTalkdeskDirectory } from "./directory.js";
import { mapTalkdeskCallback } from "./mapping.js";
import type { TalkdeskSettings } from "./settings.js";
import { TALKDESK_CALLBACK } from "./wire.js";
import { createTalkdeskWrites } from "./writes.js";

const READER: RowReader = {
  idFields: ["callback_id", "id"],
  read: (raw, context) => mapTalkdeskCallback(TALKDESK_CALLBACK.parse(raw), context),
};

/** The document allows no page beyond this one. */
const MAX_PAGES = 500;

/** The vendor's values of callbacks that are not over. */
const OPEN_STATUSES = ["UNATTEMPTED", "TO_BE_RETRIED"];

/** One Talkdesk account. It lists all callbacks; every other query is a filter of the list. */
export function createTalkdeskAdapter(settings: TalkdeskSettings, context: AdapterContext): Adapter {
  const client = createTalkdeskClient(settings, context);
  const { create } = settings;
  const reader = rememberRows(READER);
  const mapping = { source: context.source, vendor: context.vendor, defaultRegion: settings.defaultRegion };
  const pagesOf = (filter: TalkdeskFilter, options: CallOptions): PagedQuery => ({
    readPage: (index) => client.list(filter, index + 1, settings.pageSize, options),
    reader,
    context: mapping,
    maxPages: MAX_PAGES,
  });
  const find = (phoneNumber: string, options: CallOptions): Promise<VendorPage> =>
    readAllPages(pagesOf({ phone_number: phoneNumber }, options));
  return {
    ...createTalkdeskWrites({ client, reader, mapping, context, find }),
    ...(create !== undefined &&
      createTalkdeskCreate({ settings: create, client, reader, mapping, clock: context.clock, find })),
    list: (options) => readByPages(pagesOf({}, options)),
    async *listOpen(options) {
      let isComplete = true;
      // The name of the filter by next call time is not documented; the statuses are.
      for (const status of OPEN_STATUSES) {
        let isWhole = false;
        for await (const page of readByPages({ ...pagesOf({ status }, options), isOneWalkEnough: true })) {
          isWhole = page.isComplete;
          yield { ...page, isComplete: false };
        }
        isComplete &&= isWhole;
      }
      yield { ...NOTHING, isComplete };
    },
    async listPage(page, options) {
      const { rows, total, stamp } = await client.list({}, page + 1, settings.pageSize, options);
      const read = readRows(rows, reader, mapping, stamp);
      const pageCount = Math.max(1, Math.min(MAX_PAGES, Math.ceil((total ?? 0) / settings.pageSize)));
      return { ...read, isComplete: false, pageCount };
    },
    findByPhoneNumber: find,
    // The document limits these two filters to 35 characters and shows ids of 36: they are sent whole.
    findByAgent: (agentId, options) => readAllPages(pagesOf({ agent_id: agentId }, options)),
    findByCustomer: (customerId, options) => readAllPages(pagesOf({ contact_id: customerId }, options)),
    queryFor({ customer }): VendorQuery {
      const phoneNumber = findLookupNumber(customer.phoneNumberRaw);
      return phoneNumber === null ? { by: "openList" } : { by: "phoneNumber", phoneNumber };
    },
    groupFor: () => ({ by: "openList" }),
    pageSize: settings.pageSize,
    directory: createTalkdeskDirectory(client, context.source),
    watched: [],
    async verify(options) {
      await client.list({}, 1, 1, options);
    },
    reread: (raw, stamp) => readRows([raw], reader, mapping, stamp),
    reserve: (signal) => client.reserve(signal),
    usage: () => client.usage(),
    condition: () => client.condition(),
    close: () => client.close(),
  };
}

import { findLookupNumber } from "../../domain/phone/phone-number.js";
import type { VendorQuery } from "../../domain/vendor/vendor-query.js";
import type { Adapter, AdapterContext, VendorPage, CallOptions } from "../adapter.js";
import { completePage, mergeWhenAllEnded, NOTHING, readRows, type RowReader } from "../wire/vendor-page.js";
import { readAllPages } from "../wire/paging.js";
import { rememberRows } from "../wire/row-memory.js";
import { createWebexClient, type WebexFilter } from "./client.js";
import { createWebexDirectory } from "./directory.js";
import { createWebexEstimates } from "./estimates.js";
import { mapWebexCallback } from "./mapping.js";
import { createWebexTasks } from "./tasks.js";
import { mapWebexTask } from "./task-mapping.js";
import { isWebexTask } from "./task-wire.js";
import { WEBEX_VIEWS } from "./views.js";
import type { WebexSettings } from "./settings.js";
import { createWebexWebhook } from "./webhook.js";
import { WEBEX_CALLBACK_SCHEDULE } from "./wire.js";
import { createWebexWrites } from "./writes.js";

/** Reads schedules and tasks, which have no field in common but the id. */
const READER: RowReader = {
  idFields: ["id"],
  read: (raw, context) =>
    isWebexTask(raw) ? mapWebexTask(raw, context) : mapWebexCallback(WEBEX_CALLBACK_SCHEDULE.parse(raw), context),
};

/** No number and no agent has more callbacks than these pages hold. */
const MAX_PAGES = 500;
/** A number that nobody has: querying it proves as much as querying a real one. */
const NOBODYS_NUMBER = "+10000000000";

/**
 * One Webex organization. Schedules can be queried by number or agent, and are dropped once their time has passed; tasks can
 * be listed, if the Search API may be used.
 */
export function createWebexAdapter(settings: WebexSettings, context: AdapterContext): Adapter {
  const client = createWebexClient(settings, context);
  const reader = rememberRows(READER);
  const mapping = { source: context.source, vendor: context.vendor, defaultRegion: settings.defaultRegion };
  const { search } = client;
  const { immediate } = settings;
  const { clock } = context;
  const tasks =
    search === null ? null : createWebexTasks({ search, settings: settings.search, clock, reader, mapping });

  const { lookbackMinutes = null } = settings.estimates ?? {};
  const estimates =
    lookbackMinutes === null
      ? null
      : createWebexEstimates({
          fetchWait: (queueId, options) => client.estimateWait(queueId, lookbackMinutes, options),
          clock,
        });

  const find = (filter: WebexFilter, options: CallOptions): Promise<VendorPage> =>
    readAllPages({
      readPage: (index) => client.find(filter, index, settings.pageSize, options),
      reader,
      context: mapping,
      maxPages: MAX_PAGES,
    });

  return {
    ...createWebexWrites({ client, reader, mapping, context, tasks, immediate }),
    ...(tasks !== null && {
      list: (options: CallOptions) => tasks.list(options),
      async *listOpen(options: CallOptions) {
        for await (const page of tasks.listOpen(options)) {
          yield estimates === null ? page : await estimates.addTo(page, options);
        }
      },
      listCoverage: "PART" as const,
      views: WEBEX_VIEWS,
      ...(immediate !== undefined && { lagMs: immediate.lagMs }),
    }),
    async findByPhoneNumber(phoneNumber, options) {
      if (options.isExactForm === true) return find({ callbackNumber: phoneNumber }, options);
      const forms = formsOf(phoneNumber);
      const schedules = forms.map((callbackNumber) => find({ callbackNumber }, options));
      // Tasks are listed anyway. A command whose response was lost is found by its number only.
      const isSearched = tasks !== null && immediate !== undefined;
      return mergeWhenAllEnded(isSearched ? [...schedules, tasks.findByNumbers(forms, options)] : schedules);
    },
    findByAgent: (agentId, options) => find({ assigneeAgent: agentId }, options),
    async get(vendorId, options) {
      const { body, stamp } = await client.get(vendorId, options);
      if (body !== null) return completePage(readRows([body], reader, mapping, stamp));
      return tasks === null ? NOTHING : tasks.get(vendorId, options);
    },
    forgetsWhenDue: true,
    queryFor({ vendorId, customer, timing }): VendorQuery {
      if (tasks !== null && timing === "ASAP") return { by: "id", vendorId };
      const phoneNumber = findLookupNumber(customer.phoneNumberRaw);
      return phoneNumber === null ? { by: "id", vendorId } : { by: "phoneNumber", phoneNumber };
    },
    groupFor({ assignment, timing }): VendorQuery | null {
      if (tasks !== null && timing === "ASAP") return { by: "openList" };
      const agentId = assignment?.agentId ?? null;
      return agentId === null ? null : { by: "agent", agentId };
    },
    pageSize: settings.pageSize,
    otherForms: (phoneNumber) => formsOf(phoneNumber).filter((form) => form !== phoneNumber),
    directory: createWebexDirectory(client, context.source),
    watched: [
      ...settings.watch.agents.map((agentId): VendorQuery => ({ by: "agent", agentId })),
      ...settings.watch.phoneNumbers.map((phoneNumber): VendorQuery => ({ by: "phoneNumber", phoneNumber })),
    ],
    ...(settings.webhook === undefined ? {} : { webhook: createWebexWebhook(settings.webhook.secret, tasks !== null) }),
    async verify(options) {
      await client.find({ callbackNumber: NOBODYS_NUMBER }, 0, 1, options);
      await tasks?.verify(options);
    },
    reread: (raw, stamp) => readRows([raw], reader, mapping, stamp),
    reserve: (signal) => client.reserve(signal),
    usage: () => client.usage(),
    condition: () => client.condition(),
    close: () => client.close(),
  };
}

/** The document allows 7 to 15 characters: the vendor stores a number that is longer with its plus without it. */
const MAX_NUMBER_LENGTH = 15;

/** Webex matches a number exactly, and stores it with or without the plus: both forms have to be queried. */
function formsOf(phoneNumber: string): string[] {
  const bare = phoneNumber.replace(/^\+/u, "");
  if (!phoneNumber.startsWith("+") && !/^\d+$/u.test(bare)) return [phoneNumber];
  const forms = [`+${bare}`, bare].filter(({ length }) => length <= MAX_NUMBER_LENGTH);
  return forms.length === 0 ? [phoneNumber] : forms;
}

import { timerOf } from "../../domain/time/timer.js";
import { findE164 } from "../../domain/phone/phone-number.js";
import type { Observation } from "../../domain/change/observation.js";
import type { Adapter, AdapterContext, CallOptions, MappingContext, VendorPage } from "../adapter.js";
import { completePage, mergePages, NOTHING, readRows, type RowReader } from "../wire/vendor-page.js";
import { readAllPages, readByPages, type PagedQuery } from "../wire/paging.js";
import { readAnalyticsConversation } from "./analytics.js";
import { createGenesysCloudClient, type GenesysCloudClient } from "./client.js";
import { callbackLegs } from "./conversation.js";
import { createGenesysCloudDirectory } from "./directory.js";
import { readLiveConversation } from "./live.js";
import { createLiveMemory, type LiveMemory } from "./live-memory.js";
import { isBehind } from "./overlay.js";
import { intervalsOf, type GenesysCloudFilter, type Interval } from "./query.js";
import { createReader, mayHaveCallback } from "./reader.js";
import type { GenesysCloudSettings } from "./settings.js";
import { createGenesysCloudWebhook } from "./webhook.js";
import { createGenesysCloudWrites } from "./writes.js";

/** No window has more pages than these. */
const MAX_PAGES = 10_000;
const HOUR = 3_600_000;

/** The parts of one source that its reads share. */
interface Reading {
  readonly client: GenesysCloudClient;
  readonly reader: RowReader;
  readonly mapping: MappingContext;
  readonly memory: LiveMemory;
}

/** One organization at Genesys Cloud. It lists the conversations with a callback of the last days; the state of one is live. */
export function createGenesysCloudAdapter(settings: GenesysCloudSettings, context: AdapterContext): Adapter {
  const { clock, source, vendor } = context;
  const { pageSize, lookBackDays, intervalDays } = settings;
  const client = createGenesysCloudClient(settings, context);
  const memory = createLiveMemory(settings.analyticsLagMs, context.timer ?? timerOf(clock));
  const reader = createReader({ reasonAttribute: settings.reasonAttribute ?? null }, memory);
  const mapping = { source, vendor, defaultRegion: settings.defaultRegion };
  const reading = { client, reader, mapping, memory };
  const intervals = (): readonly Interval[] => intervalsOf(clock(), lookBackDays, intervalDays);
  const get = (vendorId: string, options: CallOptions): Promise<VendorPage> => getCallback(vendorId, options, reading);

  const pagesOf = (filter: GenesysCloudFilter, interval: Interval, options: CallOptions): PagedQuery => ({
    readPage: (index) => client.query(filter, interval, index, pageSize, options),
    reader,
    context: mapping,
    maxPages: MAX_PAGES,
  });

  /** Every page of every interval; a conversation may be in two of them. */
  async function* listBy(filter: GenesysCloudFilter, options: CallOptions): AsyncGenerator<VendorPage> {
    let isComplete = true;
    let pageCount = 0;
    const windows = intervals();
    for (const [index, interval] of windows.entries()) {
      let last: VendorPage = NOTHING;
      for await (const page of readByPages(pagesOf(filter, interval, options))) {
        if (last !== NOTHING) yield { ...last, isComplete: false };
        last = onlyCallbacks(page);
      }
      isComplete &&= last.isComplete;
      pageCount += last.pageCount ?? 1;
      yield { ...last, isComplete: isComplete && index === windows.length - 1, pageCount };
    }
  }

  /** The callbacks of a key. The vendor's filters match any part of a conversation, so each is checked again. */
  const find = async (
    filter: GenesysCloudFilter,
    isMatch: (observation: Observation) => boolean,
    options: CallOptions,
  ): Promise<VendorPage> => {
    const pages: VendorPage[] = [];
    for (const interval of intervals()) pages.push(await readAllPages(pagesOf(filter, interval, options)));
    const merged = onlyCallbacks(mergePages(pages));
    return { ...merged, observations: merged.observations.filter(isMatch) };
  };

  return {
    ...createGenesysCloudWrites({ client, memory, settings, context, get }),
    list: (options) => listBy({}, options),
    listCoverage: "WINDOW",
    lagMs: settings.analyticsLagMs,
    listOpen: (options) => listBy({ isOpen: true }, options),
    ...(intervals().length > 1
      ? {}
      : {
          async listPage(page, options) {
            const [interval = { start: 0, end: 0 }] = intervals();
            const { rows, total, stamp } = await client.query({}, interval, page, pageSize, options);
            const read = onlyCallbacks({ ...readRows(rows, reader, mapping, stamp), isComplete: false });
            return { ...read, pageCount: Math.max(1, Math.ceil((total ?? 0) / pageSize)) };
          },
        }),
    findByPhoneNumber: (phoneNumber, options) =>
      find({ callbackNumber: phoneNumber }, (one) => hasNumber(one, phoneNumber, mapping), options),
    findByAgent: (agentId, options) =>
      find({ userId: agentId }, ({ callback }) => callback.assignment?.agentId === agentId, options),
    findByCustomer: (customerId, options) =>
      find({ externalContactId: customerId }, ({ callback }) => callback.customer.contactId === customerId, options),
    get,
    queryFor: ({ vendorId }) => ({ by: "id", vendorId }),
    groupFor: () => ({ by: "openList" }),
    pageSize,
    directory: createGenesysCloudDirectory(client, source),
    watched: [],
    ...(settings.webhook === undefined ? {} : { webhook: createGenesysCloudWebhook(settings.webhook) }),
    async verify(options) {
      const now = clock();
      await client.query({}, { start: now - HOUR, end: now }, 0, 1, options);
    },
    reread: (raw, stamp) => readRows([raw], reader, mapping, stamp),
    reserve: (signal) => client.reserve(signal),
    usage: () => client.usage(),
    condition: () => client.condition(),
    close: () => client.close(),
  };
}

/**
 * Returns one callback: its record of the analytics API, with the state of the live API. Only if neither has it, it is
 * missing. Incomplete and empty while the analytics API lacks an end that the live API shows: how it ended is unknown.
 */
async function getCallback(
  vendorId: string,
  options: CallOptions,
  { client, reader, mapping, memory }: Reading,
): Promise<VendorPage> {
  const live = await client.live(vendorId, options);
  const current = live.body === null ? null : readLiveConversation(live.body);
  const isOpen = current !== null && callbackLegs(current).some((leg) => leg.isOpen);
  if (isOpen) {
    const { requestedAt } = live.stamp;
    const owner = memory.find(vendorId)?.owner ?? null;
    const isRecent = owner !== null && requestedAt - owner.since < memory.validMs;
    memory.note(vendorId, { conversation: current, requestedAt, owner: isRecent ? owner : null });
  } else memory.forget(vendorId);

  const details = await client.details(vendorId, options);
  if (details.body === null) {
    if (live.body === null) return NOTHING;
    // The analytics API does not have it yet, or it has ended before it came there.
    return isOpen ? completePage(readRows([live.body], reader, mapping, live.stamp)) : UNKNOWN_END;
  }
  if (current !== null && isBehind(readAnalyticsConversation(details.body), current)) return UNKNOWN_END;
  // An event may name a conversation of another medium: it is no callback.
  return completePage(onlyCallbacks({ ...readRows([details.body], reader, mapping, details.stamp), isComplete: true }));
}

const UNKNOWN_END: VendorPage = { ...NOTHING, isComplete: false };

function onlyCallbacks<Page extends VendorPage>(page: Page): Page {
  return { ...page, observations: page.observations.filter(({ vendorRecord }) => mayHaveCallback(vendorRecord)) };
}

/** True for a callback that has this number among its numbers, in either form. */
function hasNumber({ vendorRecord }: Observation, phoneNumber: string, { defaultRegion }: MappingContext): boolean {
  const e164 = findE164(phoneNumber, defaultRegion);
  return callbackLegs(readAnalyticsConversation(vendorRecord)).some(({ numbers }) =>
    numbers.some((sent) => {
      const number = String(sent);
      return number === phoneNumber || (e164 !== null && findE164(number, defaultRegion) === e164);
    }),
  );
}

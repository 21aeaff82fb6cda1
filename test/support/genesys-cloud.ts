import type { Adapter, VendorPage } from "../../src/adapters/adapter.js";
import { serveFake } from "../../src/adapters/fake/serve.js";
import { createGenesysCloudFake, type GenesysCloudFake } from "../../src/adapters/genesys-cloud/fake.js";
import { genesysCloud } from "../../src/adapters/genesys-cloud/index.js";
import { countRequests } from "../../src/domain/change/request-stamp.js";
import type { JsonValue } from "../../src/lib/json.js";

export const NOW = Date.UTC(2026, 5, 1, 12);
export const LAG_MS = 4000;
export const NUMBER = "+14155550100";
export const call = { signal: new AbortController().signal };

/** Schedules a callback as soon as possible. */
export const COMMAND = {
  phoneNumber: NUMBER,
  customerName: "Jane Doe",
  window: null,
  reason: "Invoice",
  queueId: "9a51c0de-2222-4333-a444-000000000010",
  campaignId: null,
  agentId: null,
  originInteractionId: null,
};

/** Settings that differ from the fake's; undefined for none. */
type GenesysCloudOptions = Readonly<Record<string, JsonValue | undefined>>;

/** An adapter of Genesys Cloud over an empty fake whose analytics API is behind. */
export interface GenesysCloudBench {
  readonly fake: GenesysCloudFake;
  readonly adapter: Required<Adapter>;
  readonly time: { now: number };
  readonly baseUrl: string;
  /** Replaces the adapter by one with other settings, which has read nothing yet. */
  reopen(settings?: GenesysCloudOptions): Promise<void>;
  /** Adds a callback that is due in an hour. */
  add(fields?: Partial<Parameters<GenesysCloudFake["add"]>[0]>): string;
  list(): Promise<VendorPage[]>;
  close(): Promise<void>;
}

export async function openGenesysCloudBench(): Promise<GenesysCloudBench> {
  const time = { now: NOW };
  const clock = (): number => time.now;
  const fake = createGenesysCloudFake(clock, { count: 0, quota: null, lagMs: LAG_MS });
  const served = await serveFake(fake);
  const stampRequest = countRequests(clock);
  const open = (settings: GenesysCloudOptions = {}): Required<Adapter> => {
    const own = { ...fake.settings(served.baseUrl), retries: 0, quota: null, ...settings };
    const context = { source: "care", vendor: "GENESYS_CLOUD", clock, stampRequest };
    return genesysCloud.create(genesysCloud.settings.parse(own), context) as Required<Adapter>;
  };
  let adapter = open();
  return {
    fake,
    get adapter() {
      return adapter;
    },
    time,
    baseUrl: served.baseUrl,
    async reopen(settings) {
      await adapter.close();
      adapter = open(settings);
    },
    add: (fields = {}) => fake.add({ phoneNumber: NUMBER, start: time.now + 3_600_000, ...fields }),
    list: () => collect(adapter.list(call)),
    async close() {
      await adapter.close();
      await served.close();
    },
  };
}

export async function collect(pages: AsyncIterable<VendorPage>): Promise<VendorPage[]> {
  const all: VendorPage[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

export const idsOf = (pages: readonly VendorPage[]): string[] =>
  pages.flatMap(({ observations }) => observations.map(({ callback }) => callback.vendorId));
